package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.guestward.Hospital;
import dev.guestward.embedded.Browser;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.platform.PlatformTest;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages about clinics in a real browser. */
class ClinicLookTest extends PlatformTest {
    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void listPageAndFormFitTheScreen(int width) {
        Hospital hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        hospital.invite("amara.singh", Hospital.invitation("m" + System.nanoTime() + "@harbour-clinic.example"));
        String key = "l" + Long.toString(System.nanoTime(), 36);
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(width, 900);
            Browser.signIn(page, SeedPeople.ADMIN, "/clinics");
            page.waitForURL("**/clinics*");
            fits(page, "clinics", width);

            page.fill("#q", "harbour-clinic");
            page.waitForCondition(() -> page.locator("tbody tr").count() == 1);
            page.click("text=Harbour Clinic");
            page.waitForURL("**/clinics/harbour");
            assertThat(page.locator("#contacts + ul").innerText()).contains("Ruth Amundsen");
            page.selectOption("#state", "REQUESTED");
            page.waitForURL("**/clinics/harbour?*state=REQUESTED*");
            assertThat(page.locator("#guest-list tbody tr").count()).isPositive();
            fits(page, "clinic", width);

            page.navigate("/clinics/new");
            page.fill("#name", "Elm Street Practice");
            page.fill("#key", key);
            page.fill("#domains", key + ".example");
            page.fill("#contacts-1-name", "Ruth Amundsen");
            page.fill("#contacts-1-mail", "office");
            page.click("button:has-text('Register a clinic')");
            page.waitForSelector("#contacts-1-mail-problem");
            fits(page, "clinic-form", width);
            assertThat(browser.complaints).allMatch(complaint -> complaint.contains("422"));
            browser.complaints.clear();

            page.fill("#contacts-1-mail", "office@" + key + ".example");
            page.click("button:has-text('Register a clinic')");
            page.waitForURL("**/clinics/" + key);
            assertThat(page.locator(".gw-flash").innerText()).contains("Elm Street Practice is registered.");
            fits(page, "clinic-new", width);
            assertThat(browser.complaints).isEmpty();
        }
    }

    private static void fits(Page page, String name, int width) {
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .as(name)
                .isEqualTo(width);
        Browser.picture(page, name + "-" + width);
    }
}
