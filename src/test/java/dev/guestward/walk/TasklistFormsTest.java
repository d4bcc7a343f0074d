package dev.guestward.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.guestward.embedded.Browser;
import dev.guestward.readiness.TenantReadiness;
import dev.guestward.redemption.PassingDays;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The forms about invitations as the people see them who answer them, on a desk and on a telephone. */
class TasklistFormsTest extends TasklistForms {
    @Autowired
    TenantReadiness readiness;

    @Test
    void aSponsorHasTheInvitationSentAgain() {
        notAcceptedInTwoWeeks();
        long mails = hospital.mailsTo(email);
        Page page = open("amara.singh", "en-GB");

        assertThat(page.locator(FORM + " h3")).hasText("Dr Maya Okafor");
        assertThat(page.locator(FORM)).containsText("Harbour Clinic");
        assertThat(page.locator(FORM)).containsText("14 days ago");
        assertThat(page.locator(FORM)).containsText("in 16 days");
        shots(page, "choice");
        page.selectOption("#decision", "again");
        complete(page);
        pump.run();

        assertThat(hospital.mailsTo(email)).isEqualTo(mails + 1);
        assertThat(state()).isEqualTo("INVITED");
        assertThat(browser.complaints).isEmpty();
    }

    @Test
    void aSponsorCorrectsTheAddressAndIsToldWhatIsWrongWithIt() {
        notAcceptedInTwoWeeks();
        String right = address("harbour-clinic.example");
        Page page = open("amara.singh", "en-GB");

        page.selectOption("#decision", "correct");
        page.fill("#address", "maya@lakeside-practice.example");
        button(page, "Complete").click();
        assertThat(page.getByRole(AriaRole.ALERT).filter(new Locator.FilterOptions().setHasText("Check and keep")))
                .isVisible();
        button(page, "Check and keep").click();
        assertThat(page.locator("#address-state")).containsText("lakeside-practice.example");
        assertThat(page.locator("#address")).hasAttribute("aria-invalid", "true");
        shots(page, "choice-wrong-address");
        page.fill("#address", right);
        button(page, "Check and keep").click();
        assertThat(page.locator("#address-state")).containsText("Checked and kept");
        shots(page, "choice-right-address");
        complete(page);
        pump.run();

        assertThat(hospital.redeemLink(right)).isNotEmpty();
        assertThat(hospital.usersWithMail(right)).hasSize(1);
        assertThat(browser.complaints).allMatch(complaint -> complaint.contains("422"));
    }

    @Test
    void aSponsorDropsTheInvitationOnlyAfterSayingSo() {
        notAcceptedInTwoWeeks();
        Page page = open("amara.singh", "de-DE");

        assertThat(page.locator("ol.tasks-list")).containsText("Über die offene Einladung entscheiden");
        page.selectOption("#decision", "drop");
        Locator complete = button(page, "Abschließen");
        assertThat(complete).isDisabled();
        page.getByLabel("Ja: die Einladung zurückziehen").check();
        assertThat(complete).isEnabled();
        shots(page, "choice-drop-german");
        complete.click();
        assertThat(page.locator("#decision")).isHidden();
        pump.run();

        assertThat(state()).isEqualTo("DELETED");
        assertThat(browser.complaints).isEmpty();
    }

    @Test
    void anAdministratorReadsWhatKeepsAClinicOutAndGivesUp() {
        invite(hospital.domainRefusedAsOfNow());
        readiness.report(true);
        Page page = open("admin", "en-GB");

        assertThat(page.locator(FORM + " h4")).hasText("What keeps this clinic out");
        assertThat(page.locator(FORM + " li").first()).containsText("blocked.example");
        claim(page);
        page.selectOption("#decision", "give-up");
        shots(page, "refused");
        Page checks = page.waitForPopup(
                () -> page.getByText("Is the tenant ready?").first().click());
        assertThat(checks.locator("#readiness-live")).containsText("Hillcrest Clinic");
        shots(checks, "refused-checks");
        checks.close();
        complete(page);
        pump.run();

        assertThat(state()).isEqualTo("DECLINED");
        assertThat(browser.complaints).isEmpty();
    }

    @Test
    void aDeputyDecidesWhatNoOwnerDecided() {
        invite("lakeside-practice.example");
        new PassingDays(engine, db).pass(id(), Duration.ofDays(3));
        pump.run();
        Page page = open("chloe.martin", "en-GB");

        assertThat(page.locator(FORM + " h3")).hasText("Dr Maya Okafor");
        claim(page);
        page.selectOption("#decision", "approve");
        page.fill("#comment", "Known from the care of 078-05-1120.");
        button(page, "Complete").click();
        assertThat(page.locator(FORM + " .alert-danger")).containsText("numbers of patients");
        shots(page, "deputy-refused");
        page.fill("#comment", "Known from the heart failure clinic.");
        Browser.picture(page, "deputy");
        complete(page);
        pump.run();

        assertThat(state()).isEqualTo("INVITED");
        assertThat(hospital.get("amara.singh", "/api/guests/" + guest + "/timeline")
                        .text())
                .contains("Comment: Known from the heart failure clinic.", "Chloe Martin");
        assertThat(browser.complaints).allMatch(complaint -> complaint.contains("422"));
    }

    @Test
    void theGuestsPageTellsUntilWhenAnOwnerDecides() {
        invite("lakeside-practice.example");
        Page page = browser.page(DESK, HEIGHT, "en-GB");
        Browser.signIn(page, people.named("amara.singh").orElseThrow(), "/guests/" + guest);

        Locator next = page.locator("#guest-live");
        assertThat(next).containsText("at the latest");
        assertThat(next).containsText("in 14 days");
        assertThat(next).containsText("If nobody decides");
        Browser.picture(page, "approval-deadline-" + DESK);
        assertThat(browser.complaints).isEmpty();
    }

    private void notAcceptedInTwoWeeks() {
        invite("harbour-clinic.example");
        PassingDays passing = new PassingDays(engine, db);
        passing.pass(id(), Duration.ofDays(14));
        pump.run();
        passing.fire(id());
        pump.run();
    }
}
