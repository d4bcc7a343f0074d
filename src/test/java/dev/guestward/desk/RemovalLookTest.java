package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.guestward.Hospital;
import dev.guestward.Pump;
import dev.guestward.embedded.Browser;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.platform.PlatformTest;
import java.net.URI;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Removing a guest, changing one's mind, removing at once, and bringing back, in a real browser. */
class RemovalLookTest extends PlatformTest {
    @Autowired
    Pump pump;

    @Autowired
    JdbcClient db;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));

    @BeforeEach
    void reach() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        makeRoom();
    }

    /** The brake of all tests is one. */
    @AfterEach
    void makeRoom() {
        db.sql("update brake_count set counted_at = counted_at - interval '25 hours'")
                .update();
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void aGuestIsRemovedAndBroughtBackOnPagesThatFitTheScreen(int width) {
        Map<String, Object> body = Hospital.invitation("l" + System.nanoTime() + "@harbour-clinic.example");
        body.put("accessUntil", LocalDate.now(clock).plusDays(90).toString());
        String guest =
                hospital.invite("amara.singh", body).json().path("guestId").asText();
        pump.run();
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(width, 900);
            Browser.signIn(page, SeedPeople.AMARA, "/guests/" + guest);
            page.click("main a:has-text('Remove')");
            page.click(".gw-actions button:has-text('Remove')");
            page.waitForSelector("#reason-problem");
            fits(page, "removal-problem", width);
            page.fill("#reason", "Left the clinic");
            page.keyboard().press("Enter");
            page.waitForSelector(".gw-removal button:has-text('Undo')");
            fits(page, "removal-undo", width);
            page.navigate("/removals");
            assertThat(page.locator("table").innerText()).contains("Can be undone");
            fits(page, "removals", width);
            page.navigate("/guests/" + guest);
            page.click("button:has-text('Undo')");
            page.waitForSelector(".gw-flash");
            assertThat(page.locator(".gw-removal").count()).isZero();

            page.navigate("/guests/" + guest + "/removal?lang=de");
            page.fill("#reason", "Verdacht");
            page.click(".gw-urgent summary");
            page.fill("#word", "ja");
            page.click(".gw-urgent button");
            page.waitForSelector("#word-problem");
            fits(page, "removal-urgent-de", width);
            page.fill("#word", "jetzt entfernen");
            page.click(".gw-urgent button");
            page.waitForSelector(".gw-flash");
            pump.run();

            page.navigate("/guests/" + guest + "?lang=en");
            assertThat(page.locator(".gw-standing").innerText()).contains("Blocked");
            fits(page, "removal-grace", width);
            page.click("main a:has-text('Restore')");
            fits(page, "restoration", width);
            assertThat(page.locator("table").innerText()).contains("Allowed");
            page.fill("#reason", "It was a mistake");
            page.click("button:has-text('Restore')");
            page.waitForSelector(".gw-flash");
            fits(page, "restoration-running", width);
            pump.run();
            page.navigate("/guests/" + guest);
            assertThat(page.locator(".gw-standing").innerText()).contains("Invited");
            browser.complaints.removeIf(complaint -> complaint.contains("422"));
            assertThat(browser.complaints).isEmpty();
        }
    }

    private static void fits(Page page, String name, int width) {
        page.waitForLoadState();
        Browser.picture(page, name + "-" + width);
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .as(name)
                .isEqualTo(width);
    }
}
