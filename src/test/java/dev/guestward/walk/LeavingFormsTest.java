package dev.guestward.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.guestward.directory.changes.DeltaRun;
import dev.guestward.expiry.ExpiryPlanner;
import dev.guestward.redemption.PassingDays;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The forms about the end of access, its removal and the way back, on a desk and on a telephone. */
class LeavingFormsTest extends TasklistForms {
    @Autowired
    ExpiryPlanner planner;

    @Autowired
    DeltaRun delta;

    @Autowired
    Clock clock;

    @AfterEach
    void leaveEverythingAsItWas() {
        refusedNoMore();
        db.sql("update guest set access_until = access_until + interval '90 days' where id = ?")
                .param(id().value())
                .update();
    }

    @Test
    void aSponsorExtendsBeforeTheEndAndIsToldWhatIsWrongWithTheDay() {
        endsSoon("harbour-clinic.example");
        planner.run();
        pump.run();
        Page page = open("amara.singh", "en-GB");

        page.selectOption("#decision", "extend");
        page.fill("#until", day(3));
        page.fill("#reason", "The trial runs longer");
        button(page, "Check and keep").click();
        assertThat(page.locator("#until")).hasAttribute("aria-invalid", "true");
        shots(page, "end-wrong-day");
        page.fill("#until", day(60));
        button(page, "Check and keep").click();
        assertThat(page.locator("#extension-state")).containsText("Checked and kept");
        shots(page, "end-right-day");
        complete(page);
        pump.run();

        assertThat(view().path("accessUntil").asText()).startsWith(day(60));
        assertThat(browser.complaints).allMatch(complaint -> complaint.contains("422"));
    }

    @Test
    void anOwnerDecidesOnALongerEnd() {
        endsSoon("lakeside-practice.example");
        assertThat(hospital.as(
                                "amara.singh",
                                "POST",
                                "/api/guests/" + guest + "/extension",
                                Map.of("until", day(60), "reason", "The trial runs longer"))
                        .status())
                .isEqualTo(202);
        pump.run();
        Page page = open("owner", "en-GB");

        assertThat(page.locator(FORM)).containsText("The trial runs longer");
        assertThat(page.locator(FORM)).containsText("in 60 days");
        claim(page);
        page.selectOption("#decision", "approve");
        shots(page, "extension");
        complete(page);
        pump.run();

        assertThat(view().path("accessUntil").asText()).startsWith(day(60));
        assertThat(browser.complaints).isEmpty();
    }

    @Test
    void anAdministratorHasARefusedBlockTriedAgain() {
        invite("harbour-clinic.example");
        refused("PATCH", "/users/*");
        removedNow();
        refusedNoMore();
        Page page = open("admin", "en-GB");

        decide(page, "again", "refused-block");

        assertThat(state()).isEqualTo("BLOCKED");
    }

    @Test
    void anAdministratorLeavesAGuestWhoseDeletionIsRefused() {
        invite("harbour-clinic.example");
        removedNow();
        refused("DELETE", "/users/*");
        db.sql("update removal set delete_after = delete_after - interval '31 days' where guest_id = ?")
                .param(id().value())
                .update();
        new PassingDays(engine, db).pass(id(), Duration.ofDays(31));
        pump.run();
        refusedNoMore();
        Page page = open("admin", "en-GB");

        decide(page, "give-up", "refused-deletion");

        assertThat(state()).isEqualTo("BLOCKED");
    }

    @Test
    void anAdministratorHasARefusedRestorationTriedAgain() {
        invite("harbour-clinic.example");
        removedNow();
        refused("PATCH", "/users/*");
        assertThat(hospital.as(
                                "amara.singh",
                                "POST",
                                "/api/guests/" + guest + "/restoration",
                                Map.of("reason", "It was a mistake"))
                        .status())
                .isEqualTo(202);
        pump.run();
        refusedNoMore();
        Page page = open("admin", "en-GB");

        decide(page, "again", "refused-restoration");

        assertThat(state()).isEqualTo("INVITED");
    }

    @Test
    void anAdministratorMendsWhatKeptAccessFromBeingGiven() {
        invite("harbour-clinic.example");
        refused("*", "/groups/**");
        hospital.redeem(hospital.redeemLink(email));
        delta.run();
        pump.run();
        refusedNoMore();
        Page page = open("admin", "en-GB");

        page.locator(".actors .claim").click();
        assertThat(page.locator(".actors .claim")).isHidden();
        shots(page, "repair-access");
        button(page, "Complete").click();
        assertThat(page.locator(FORM + " h3")).isHidden();
        pump.run();

        assertThat(state()).isEqualTo("ACTIVE");
        assertThat(browser.complaints).isEmpty();
    }

    /** Claims, chooses, looks and completes; nothing may complain. */
    private void decide(Page page, String decision, String name) {
        claim(page);
        page.selectOption("#decision", decision);
        shots(page, name);
        complete(page);
        pump.run();
        assertThat(browser.complaints).isEmpty();
    }

    private void refused(String method, String path) {
        hospital.tenant(
                "PUT",
                "/_sim/faults",
                List.of(Map.of("method", method, "path", path, "mode", "before", "status", 403)));
    }

    private void refusedNoMore() {
        hospital.tenant("PUT", "/_sim/faults", List.of());
    }

    private void removedNow() {
        makeRoom();
        assertThat(hospital.as(
                                "amara.singh",
                                "POST",
                                "/api/guests/" + guest + "/removal",
                                Map.of("reason", "Left the clinic", "urgent", true))
                        .status())
                .isEqualTo(202);
        pump.run();
    }

    /** The brake of all tests is one. */
    private void makeRoom() {
        db.sql("update brake_count set counted_at = counted_at - interval '25 hours'")
                .update();
    }

    /** A guest with access, as far as the register knows. */
    private void endsSoon(String domain) {
        invite(domain);
        db.sql("update guest set state = 'ACTIVE', attention = null, access_until = ?::timestamptz,"
                        + " directory_id = coalesce(directory_id, gen_random_uuid()::text), version = version + 1"
                        + " where id = ?")
                .params(day(5) + "T12:00:00Z", id().value())
                .update();
    }

    private String day(int ahead) {
        return LocalDate.now(clock).plusDays(ahead).toString();
    }
}
