package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.guestward.Hospital;
import dev.guestward.Pump;
import dev.guestward.embedded.Browser;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.platform.PlatformTest;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pages about guests, and the request form in Tasklist, in a real browser. */
class GuestLookTest extends PlatformTest {
    private static final String REQUEST = "request-guest";
    private static final String TASKLIST = "/camunda/app/tasklist/";

    @Autowired
    Pump pump;

    @Autowired
    JdbcClient db;

    @Autowired
    RepositoryService repository;

    @Autowired
    HistoryService history;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));

    @BeforeEach
    void reach() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void listAndPagesOfGuestsFitTheScreen(int width) {
        String declined = guest("lakeside-practice.example");
        String waiting = guest("lakeside-practice.example");
        String invited = guest("harbour-clinic.example");
        pump.run();
        hospital.as(
                "owner",
                "POST",
                "/api/invitations/" + declined + "/decision",
                Map.of("decision", "decline", "comment", "Not needed any more"));
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(width, 900);
            Browser.signIn(page, SeedPeople.AMARA, "/guests");
            page.waitForURL("**/guests*");
            fits(page, "guests", width);
            page.navigate("/guests?q=nobody-is-called-so");
            page.selectOption("#endsWithin", "7");
            page.waitForURL("**/guests?*endsWithin=7*");
            page.waitForSelector("#guest-list .gw-empty");
            fits(page, "guests-nothing", width);

            page.navigate("/guests/" + waiting);
            assertThat(page.locator(".gw-step-current").innerText()).contains("Asked");
            fits(page, "guest-waiting", width);
            page.navigate("/guests/" + declined);
            assertThat(page.locator("#next + p").innerText()).contains("declined");
            fits(page, "guest-declined", width);
            page.navigate("/guests/" + invited);
            fits(page, "guest-invited", width);
            page.click("button:has-text('Send the invitation again')");
            page.waitForSelector(".gw-flash");
            assertThat(page.locator(".gw-resend button").isDisabled()).isTrue();
            assertThat(page.locator("#resend-why").innerText()).contains("short while ago");
            fits(page, "guest-resent", width);

            page.click("main a:has-text('Change')");
            page.fill("#purpose", "");
            page.fill("#accessUntil", "2026-01-01");
            page.click("button:has-text('Save')");
            page.waitForSelector("#accessUntil-problem");
            fits(page, "guest-edit-problems", width);
            browser.complaints.removeIf(complaint -> complaint.contains("422"));
            page.fill("#purpose", "Shared care");
            page.fill("#accessUntil", LocalDate.now(clock).plusDays(3).toString());
            page.click("button:has-text('Save')");
            page.check("#confirmed");
            fits(page, "guest-edit-confirm", width);
            page.click("button:has-text('Save')");
            page.waitForSelector(".gw-flash");
            assertThat(page.locator("#timeline + ol").innerText()).contains("Changed: ");
            fits(page, "guest-edited", width);
            assertThat(browser.complaints).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void aSponsorAsksForAGuestInTasklistWhoHasANamesakeAndTheEngineLearnsNothing(int width) {
        String email = "t" + System.nanoTime() + "@harbour-clinic.example";
        String name = "Dr Maya " + email.substring(0, email.indexOf('@'));
        String namesake = namesake(name);
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(width, 1200);
            Browser.signIn(page, SeedPeople.AMARA, TASKLIST);
            page.waitForSelector(
                    "a.guestward-desk", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED));
            page.evaluate("document.querySelector('.start-process-action a').click()");
            page.click("text=Request a guest");
            page.fill("#gw-email", "nobody@nowhere.example");
            page.fill("#gw-name", name);
            page.fill("#gw-until", LocalDate.now(clock).plusDays(90).toString());
            page.fill("#gw-purpose", "Shared care");
            Browser.picture(page, "tasklist-request-" + width);
            page.click(".modal-footer button:has-text('Start')");
            page.waitForSelector(".has-error #gw-email");
            Browser.picture(page, "tasklist-request-problems-" + width);
            page.fill("#gw-email", email);
            page.click(".modal-footer button:has-text('Start')");
            page.waitForSelector("#gw-same");
            assertThat(page.locator("#gw-same a").getAttribute("href")).endsWith("/guests/" + namesake);
            assertThat(page.locator("#gw-same strong").allInnerTexts())
                    .containsExactly("Same person, new mail address", "It is another person");
            Browser.picture(page, "tasklist-request-namesake-" + width);
            page.click(".modal-footer button:has-text('Start')"); // nothing chosen: asks again
            page.check("#gw-way-other-person");
            page.click(".modal-footer button:has-text('Start')");
            page.waitForURL("**/guests/*");

            assertThat(page.locator("h1").innerText()).isEqualTo(name);
            assertThat(page.locator(".gw-lead").innerText()).isEqualTo(email);
            assertThat(browser.complaints)
                    .allMatch(complaint -> complaint.contains("422") || complaint.contains("409"));
        }
        assertThat(history.createHistoricProcessInstanceQuery()
                        .processDefinitionKey(REQUEST)
                        .count())
                .isZero();
        assertThat(db.sql("select count(*) from act_hi_varinst where text_ like ?")
                        .param("%" + email + "%")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void theRequestFormNeverBecomesAnInstance() {
        String definition = repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(REQUEST)
                .latestVersion()
                .singleResult()
                .getId();

        for (String body : new String[] {"{}", "{\"variables\":{\"email\":{\"value\":\"x\"}}}"}) {
            assertThat(sessionOf(SeedPeople.AMARA)
                            .post(
                                    "/camunda/api/engine/engine/default/process-definition/" + definition
                                            + "/submit-form",
                                    body)
                            .statusCode())
                    .isIn(403, 500);
        }
        assertThat(history.createHistoricProcessInstanceQuery()
                        .processDefinitionKey(REQUEST)
                        .count())
                .isZero();
    }

    @Test
    void aRequestFromElsewhereIsRefused() {
        assertThat(hospital.anonymous(
                                "POST", "/tasklist-data/requests", Hospital.invitation("x@harbour-clinic.example"))
                        .status())
                .isIn(302, 401, 403);
        assertThat(sessionOf(SeedPeople.AMARA).get("/tasklist-data/requests").body())
                .contains("\"form\"");
    }

    @Test
    void aFilterThatFailsSaysSoAndTriesAgain() {
        guest("harbour-clinic.example");
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(1280, 900);
            for (String list : new String[] {"guests", "clinics"}) {
                if (list.equals("guests")) {
                    Browser.signIn(page, SeedPeople.AMARA, "/guests");
                    page.waitForURL("**/guests*");
                } else {
                    page.navigate("/clinics");
                }
                AtomicReference<String> way = new AtomicReference<>("refused");
                page.route("**/" + list + "?*", route -> {
                    switch (String.valueOf(way.get())) {
                        case "refused" -> route.fulfill(new Route.FulfillOptions().setStatus(503));
                        case "lost" -> route.abort();
                        default -> route.resume();
                    }
                });
                assertThat(page.locator("#filter-failed").innerText()).isEmpty();
                page.fill("#q", "nobody-is-called-so");
                page.waitForSelector("#filter-failed.alert");
                assertThat(page.locator("#filter-failed").getAttribute("role")).isEqualTo("alert");
                assertThat(page.locator("#filter-failed").innerText()).contains("still the list from before");
                Browser.picture(page, list + "-filter-failed");
                way.set("lost");
                page.evaluate("document.querySelector('#filter-failed button').dataset.first = 'yes'");
                page.click("#filter-failed button");
                page.waitForSelector("#filter-failed button:not([data-first])");
                way.set("there");
                page.click("#filter-failed button");
                page.waitForSelector(".gw-empty");
                assertThat(page.locator("#filter-failed").innerText()).isEmpty();
                page.unrouteAll();
            }
        }
    }

    /** Somebody of this name who is invited already. */
    private String namesake(String name) {
        Map<String, Object> body = Hospital.invitation("n" + System.nanoTime() + "@harbour-clinic.example");
        body.put("accessUntil", LocalDate.now(clock).plusDays(90).toString());
        body.put("displayName", name);
        String guest =
                hospital.invite("amara.singh", body).json().path("guestId").asText();
        pump.run();
        return guest;
    }

    private String guest(String domain) {
        Map<String, Object> body = Hospital.invitation("l" + System.nanoTime() + "@" + domain);
        body.put("accessUntil", LocalDate.now(clock).plusDays(90).toString());
        return hospital.invite("amara.singh", body).json().path("guestId").asText();
    }

    private static void fits(Page page, String name, int width) {
        page.waitForLoadState();
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(Path.of("target/screenshots", name + "-" + width + ".png")));
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .as(name)
                .isEqualTo(width);
    }
}
