package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import dev.guestward.clinic.ClinicRequest;
import dev.guestward.clinic.Clinics;
import dev.guestward.embedded.Browser;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.people.Viewer;
import dev.guestward.platform.PlatformTest;
import dev.guestward.platform.SteppedClock;
import dev.guestward.signup.SignUpWorker;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;

/** From the public form to the sponsor's yes in a real browser, on a telephone and on a desk. */
class SignUpLookTest extends PlatformTest {
    private static final Pattern LINK = Pattern.compile("/sign-up/confirm\\?token=[A-Za-z0-9_-]+");

    @Autowired
    Clinics clinics;

    @Autowired
    SignUpWorker worker;

    @Autowired
    JdbcClient db;

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void aClinicianAsksAndTheSponsorSaysYes(int width) {
        String key = "w" + Long.toString(System.nanoTime(), 36);
        String email = "maya@" + key + ".example";
        clinics.create(
                new ClinicRequest(
                        key,
                        "Elm Street Practice",
                        List.of(key + ".example"),
                        false,
                        null,
                        List.of(),
                        List.of(),
                        null,
                        "ANY",
                        List.of("amara.singh", "ben.ortiz"),
                        null),
                Viewer.of(SeedPeople.ADMIN));
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(width, 900);
            page.navigate("/sign-up");
            assertThat(page.locator("#grants").count()).as("there is one only").isZero();
            fits(page, "sign-up", width);
            page.click("button[type=submit]");
            page.waitForSelector("#email-problem");
            fits(page, "sign-up-problems", width);
            assertThat(browser.complaints).allMatch(complaint -> complaint.contains("422"));
            browser.complaints.clear();

            SteppedClock.instance().step(Duration.ofSeconds(3)); // a person does not write faster
            page.fill("#email", email);
            page.fill("#displayName", "Dr Maya Okafor");
            page.fill("#purpose", "Shared care of cardiology patients");
            page.click("button[type=submit]");
            page.waitForURL("**/sign-up/sent");
            fits(page, "sign-up-sent", width);

            worker.runOnce();
            page.navigate(link(email));
            fits(page, "sign-up-confirm", width);
            page.click("button[type=submit]");
            page.waitForSelector("input[name=sponsor]");
            fits(page, "sign-up-sponsor", width);
            page.check("label:has-text('Amara Singh')");
            page.click("button[type=submit]");
            page.waitForSelector("h1:has-text('your address is confirmed')");
            fits(page, "sign-up-done", width);

            Page administrators = browser.page(width, 900);
            Browser.signIn(administrators, SeedPeople.ADMIN, "/sign-ups/" + id(email));
            administrators.waitForURL("**/sign-ups/*");
            administrators.selectOption("#sponsor", new SelectOption().setLabel("Ben Ortiz"));
            fits(administrators, "sign-up-hand-over", width);
            administrators.click("button:has-text('Ask this person')");
            administrators.waitForSelector(".gw-flash:has-text('waits for another sponsor now')");

            Page desk = browser.page(width, 900);
            Browser.signIn(desk, SeedPeople.BEN, "/sign-ups");
            desk.waitForURL("**/sign-ups*");
            fits(desk, "sign-ups", width);
            desk.locator("tr", new Page.LocatorOptions().setHasText("Elm Street Practice"))
                    .last()
                    .locator("a")
                    .click();
            desk.waitForSelector("#reason");
            fits(desk, "sign-up-desk", width);
            desk.click("button:has-text('I know this person')");
            desk.waitForURL("**/guests/*");
            assertThat(desk.locator(".gw-flash").innerText()).contains("Dr Maya Okafor");
            assertThat(browser.complaints).isEmpty();

            page.navigate("/sign-up/confirm?token=old");
            fits(page, "sign-up-link", width);
        }
    }

    @Test
    void withoutTheSettingThereIsNoPage() {
        new ApplicationContextRunner()
                .withUserConfiguration(SignUpPageController.class)
                .run(context -> assertThat(context.getBeanNamesForType(SignUpPageController.class))
                        .isEmpty());
    }

    private String id(String email) {
        return db.sql("select id from sign_up where email = ?")
                .param(email)
                .query(String.class)
                .single();
    }

    private String link(String email) {
        String mail = db.sql("select text_body from mail_message where to_address = ?")
                .param(email)
                .query(String.class)
                .single();
        Matcher link = LINK.matcher(mail);
        assertThat(link.find()).isTrue();
        return link.group();
    }

    private static void fits(Page page, String name, int width) {
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .as(name)
                .isEqualTo(width);
        Browser.picture(page, name + "-" + width);
    }
}
