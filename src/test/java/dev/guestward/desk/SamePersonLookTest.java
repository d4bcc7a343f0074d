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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Somebody who was here before: the choice, the way back after the account is gone, and what is left of access. */
class SamePersonLookTest extends PlatformTest {
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
    void whoWasHereBeforeIsAskedAboutAndComesBackOnPagesThatFitTheScreen(int width) {
        String name = "Dr Look " + UUID.randomUUID().toString().substring(0, 6);
        String email = "look" + System.nanoTime() + "@harbour-clinic.example";
        Map<String, Object> body = Hospital.invitation(email);
        body.put("displayName", name);
        body.put("accessUntil", LocalDate.now(clock).plusDays(90).toString());
        String guest =
                hospital.invite("amara.singh", body).json().path("guestId").asText();
        pump.run();
        String account = hospital.get("amara.singh", "/api/guests/" + guest)
                .json()
                .path("directoryId")
                .asText();
        String rule = hospital.tenant(
                        "POST",
                        "/_sim/groups",
                        Map.of(
                                "displayName",
                                "Everybody with a badge",
                                "groupTypes",
                                List.of("DynamicMembership"),
                                "membershipRule",
                                "user.userType -eq \"Guest\"",
                                "members",
                                List.of(account)))
                .json()
                .path("id")
                .asText();
        hospital.tenant("POST", "/_sim/groups", Map.of("displayName", "Health portal", "members", List.of(rule)));

        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(width, 900);
            Browser.signIn(page, SeedPeople.AMARA, "/invitations/new");
            page.fill("#email", "m." + email);
            page.fill("#displayName", name);
            page.check("#grants");
            page.fill("#purpose", "Shared care");
            page.click(".gw-actions button[type=submit]");
            page.waitForSelector("#same");
            fits(page, "same-person", width);
            assertThat(page.locator("#same").innerText())
                    .contains(name, "Same person, new mail address", "It is another person");
            page.navigate("/invitations/new?lang=de");
            page.fill("#email", "m." + email);
            page.fill("#displayName", name);
            page.check("#grants");
            page.fill("#purpose", "Mitbehandlung");
            page.click(".gw-actions button[type=submit]");
            page.waitForSelector("#same");
            fits(page, "same-person-de", width);
            page.check("#way-other-person");
            page.click("#same button");
            page.waitForSelector(".gw-flash");

            hospital.as(
                    "amara.singh",
                    "POST",
                    "/api/guests/" + guest + "/removal",
                    Map.of("reason", "Left the clinic", "urgent", true));
            pump.run();
            page.navigate("/guests/" + guest + "?lang=en");
            assertThat(page.locator(".gw-removal").innerText())
                    .contains("Still has access through", "Everybody with a badge", "Health portal");
            assertThat(page.locator(".gw-standing").innerText()).contains("Still has access");
            fits(page, "still-has-access", width);
            page.navigate("/removals");
            fits(page, "removals-still-has-access", width);

            db.sql("update removal set ended_at = now(), ended_as = 'DELETED' where guest_id = ?")
                    .param(UUID.fromString(guest))
                    .update();
            db.sql("update guest set state = 'PURGED', attention = null where id = ?")
                    .param(UUID.fromString(guest))
                    .update();
            hospital.tenant("DELETE", "/_sim/users/" + account + "?permanent=true", "");
            page.navigate("/guests/" + guest);
            fits(page, "purged", width);
            page.click("main a:has-text('Restore')");
            assertThat(page.locator("main").innerText()).contains("Invited anew");
            fits(page, "purged-restoration", width);
            page.fill("#reason", "Needed again");
            page.fill("#accessUntil", LocalDate.now(clock).plusDays(60).toString());
            page.click("button:has-text('Restore')");
            page.waitForSelector(".gw-flash");
            assertThat(page.locator(".gw-records").innerText()).contains("Earlier:", name);
            fits(page, "invited-anew", width);
            page.navigate("/guests/" + guest);
            assertThat(page.locator(".gw-records").innerText()).contains("Later:", name);
            browser.complaints.removeIf(complaint -> complaint.contains("409"));
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
