package dev.guestward.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.Pump;
import dev.guestward.embedded.Browser;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.guest.GuestId;
import dev.guestward.people.People;
import dev.guestward.people.StaffReading;
import dev.guestward.readiness.TenantReadiness;
import dev.guestward.redemption.PassingDays;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The forms of Tasklist as the people see them who answer them, on a desk and on a telephone. */
@GuestwardTest
@SuppressWarnings("NullAway.Init") // the browser is opened before each test
class TasklistFormsTest {
    private static final String TASKLIST = "/camunda/app/tasklist/default/";
    private static final String FORM = "form[role=form]";
    private static final int DESK = 1280;
    private static final int TELEPHONE = 390;
    private static final int HEIGHT = 900;

    @Autowired
    Pump pump;

    @Autowired
    StaffReading staff;

    @Autowired
    People people;

    @Autowired
    TenantReadiness readiness;

    @Autowired
    ProcessEngine engine;

    @Autowired
    JdbcClient db;

    @Value("${server.port}")
    int port;

    private Browser browser;
    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));
    private String email = "";
    private String guest = "";

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "drop"));
        hospital.tenant("DELETE", "/_sim/quota", "");
        staff.run();
        pump.run();
        browser = Browser.open(port);
    }

    @AfterEach
    void close() {
        browser.close();
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "deliver"));
    }

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
        invite("blocked.example");
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

    private void notAcceptedInTwoWeeks() {
        invite("harbour-clinic.example");
        PassingDays passing = new PassingDays(engine, db);
        passing.pass(id(), Duration.ofDays(14));
        pump.run();
        passing.fire(id());
        pump.run();
    }

    private void invite(String domain) {
        email = address(domain);
        Reply reply = hospital.invite("amara.singh", Hospital.invitation(email));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        guest = reply.json().path("guestId").asText();
        pump.run();
    }

    private static String address(String domain) {
        return "m.okafor" + UUID.randomUUID().toString().substring(0, 8) + "@" + domain;
    }

    private GuestId id() {
        return GuestId.parse(guest).orElseThrow();
    }

    private String state() {
        return hospital.get("amara.singh", "/api/guests/" + guest)
                .json()
                .path("state")
                .asText();
    }

    /** The guest's task in Tasklist, its form filled with what belongs to it. */
    private Page open(String userName, String language) {
        String task = engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(guest)
                .singleResult()
                .getId();
        Page page = browser.page(DESK, HEIGHT, language);
        Browser.signIn(page, people.named(userName).orElseThrow(), TASKLIST);
        page.waitForSelector("text=My tasks");
        page.navigate(TASKLIST + "#/?task=" + task);
        page.waitForSelector(FORM + " h3");
        return page;
    }

    private static void claim(Page page) {
        page.locator(".actors .claim").click();
        assertThat(page.locator(".actors .claim")).isHidden();
        assertThat(page.locator("#decision")).isEnabled();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static void complete(Page page) {
        button(page, "Complete").click();
        assertThat(page.locator("#decision")).isHidden();
    }

    /** On a desk and on a telephone, where nothing may stick out. */
    private static void shots(Page page, String name) {
        assertThat(page.getByText("Communication Error")).isHidden();
        Browser.picture(page, name + "-" + DESK);
        page.setViewportSize(TELEPHONE, HEIGHT);
        page.locator(FORM + ", #readiness-live").last().scrollIntoViewIfNeeded();
        Browser.picture(page, name + "-" + TELEPHONE);
        assertThat(page.evaluate("document.documentElement.scrollWidth"))
                .as(name)
                .isEqualTo(TELEPHONE);
        page.setViewportSize(DESK, HEIGHT);
        page.evaluate("document.querySelectorAll('*').forEach(element => element.scrollLeft = 0)");
    }
}
