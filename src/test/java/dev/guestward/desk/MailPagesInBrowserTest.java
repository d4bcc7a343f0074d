package dev.guestward.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.guestward.GuestwardTest;
import dev.guestward.embedded.Browser;
import dev.guestward.people.People;
import dev.guestward.people.StaffReading;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** A preview is a page in a page, each with a content policy of its own: only a browser can say whether it shows. */
@GuestwardTest
@SuppressWarnings("NullAway.Init") // the browser is opened before each test
class MailPagesInBrowserTest {
    @Autowired
    StaffReading staff;

    @Autowired
    People people;

    @Value("${server.port}")
    int port;

    private Browser browser;

    @BeforeEach
    void open() {
        staff.run();
        browser = Browser.open(port);
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void anAdministratorSeesWhatAMailWillLookLikeWhileWritingIt() {
        Page page = signedIn(1280, 1400);
        Browser.picture(page, "mails");
        page.navigate("/settings/mails/invitation/en");
        FrameLocator mail = page.frameLocator("iframe[name=preview]");

        assertThat(mail.getByRole(AriaRole.LINK)).containsText("Accept the invitation");
        assertThat(mail.getByRole(AriaRole.LINK)).hasCSS("background-color", "rgb(11, 110, 153)");
        page.locator("#text").fill("Hello {{guestName}}\n\nClick here: {{redeemUrl}}");
        page.getByText("Preview", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(mail.getByRole(AriaRole.LINK)).containsText("Click here");
        Browser.picture(page, "mail");
        page.getByText("Preview as plain text").click();
        assertThat(mail.locator("body")).containsText("Your invitation: Northfield Hospital");

        page.navigate("/settings/mails/invitation/en");
        assertThat(page.locator("#text")).containsText("has invited you");
        assertThat(browser.complaints).isEmpty();
    }

    @Test
    void nothingIsCutOffOnATelephone() {
        Page page = signedIn(390, 844);

        for (String address : new String[] {
            "/settings/mails", "/settings/mails/invitation/de", "/settings/mails/invitation/de/preview"
        }) {
            page.navigate(address);
            assertThat(page.evaluate("document.documentElement.scrollWidth"))
                    .as(address)
                    .isEqualTo(390);
            Browser.picture(page, "phone" + address.replace('/', '-'));
        }
    }

    private Page signedIn(int width, int height) {
        Page page = browser.page(width, height);
        Browser.signIn(page, people.named("admin").orElseThrow(), "/settings/mails");
        return page;
    }
}
