package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.microsoft.playwright.Page;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.directory.changes.IntakeStanding;
import dev.guestward.embedded.Browser;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.platform.HttpSession;
import dev.guestward.platform.PlatformTest;
import dev.guestward.readiness.Finding;
import dev.guestward.readiness.ReadinessCheck;
import dev.guestward.readiness.Result;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What administrators do about changes that could not be worked on, on the page and over the API. */
class DeadLettersPageTest extends PlatformTest {
    private static final String API = "/api/directory/dead-letters";
    private static final String PAGE = "/directory/dead-letters";

    @Autowired
    JdbcClient db;

    @Autowired
    List<ReadinessCheck> checks;

    @Autowired
    IntakeStanding standing;

    @Autowired
    MeterRegistry meters;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        tidy();
    }

    @AfterEach
    void tidy() {
        for (String table : List.of("dead_letter", "account_gone", "gone_alarm")) {
            db.sql("delete from " + table).update();
        }
    }

    @Test
    void onlyAdministratorsSeeAndDecide() {
        UUID letter = letter("comparison");
        UUID alarm = alarm(3);
        for (String other : List.of("amara.singh", "owner")) {
            assertThat(hospital.get(other, API).status()).isEqualTo(403);
            assertThat(hospital.get(other, PAGE).status()).isIn(302, 403);
            assertThat(hospital.as(other, "POST", API + "/" + letter + "/replay", "")
                            .status())
                    .isEqualTo(403);
            assertThat(hospital.as(other, "POST", API + "/replay", "").status()).isEqualTo(403);
            assertThat(hospital.get(other, "/api/directory/disappearance").status())
                    .isEqualTo(403);
            assertThat(hospital.as(other, "POST", "/api/directory/disappearance/" + alarm + "/dismissal", "")
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void oneIsWorkedOnAgainOnceAndAllAreTogether() {
        UUID first = letter("comparison");
        letter("comparison");
        assertThat(hospital.get("admin", API)
                        .json()
                        .path("page")
                        .path("totalElements")
                        .asInt())
                .isEqualTo(2);

        Reply once = hospital.as("admin", "POST", API + "/" + first + "/replay", "");
        Reply twice = hospital.as("admin", "POST", API + "/" + first + "/replay", "");
        Reply all = hospital.as("admin", "POST", API + "/replay", "");

        assertThat(once.status()).isEqualTo(202);
        assertThat(twice.status()).isEqualTo(404);
        assertThat(all.json().path("replayed").asInt()).isEqualTo(1);
        assertThat(hospital.get("admin", API).json().path("content")).isEmpty();
        assertThat(db.sql(
                                "select count(*) from audit_entry where code = 'notification-replayed' and details::text like ?")
                        .param("%" + first + "%")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void whoConfirmsMustHaveLookedHowManyAreGone() {
        UUID alarm = alarm(3);
        String way = "/api/directory/disappearance/" + alarm;
        assertThat(hospital.get("admin", "/api/directory/disappearance")
                        .json()
                        .path("alarm")
                        .path("accounts")
                        .asInt())
                .isEqualTo(3);

        assertThat(hospital.as("admin", "POST", way + "/confirmation", Map.of("count", 2))
                        .fields())
                .containsExactly("count");
        assertThat(hospital.as("admin", "POST", way + "/dismissal", "").status())
                .isEqualTo(204);
        assertThat(hospital.as("admin", "POST", way + "/dismissal", "").status())
                .isEqualTo(409);
        assertThat(hospital.get("admin", "/api/directory/disappearance").json().has("alarm"))
                .isFalse();
    }

    @Test
    void whatWaitsIsSaidAmongTheChecksOfTheTenantAndInFigures() {
        assertThat(checked()).extracting(Finding::result).containsExactly(Result.OK);
        letter("comparison");
        alarm(3);

        assertThat(checked())
                .extracting(Finding::code, Finding::result)
                .containsExactly(tuple("disappearance", Result.BLOCKED), tuple("dead-letters", Result.WARNING));
        assertThat(standing.deadLetters()).isEqualTo(1);
        assertThat(standing.disappearance().orElseThrow().accounts()).isEqualTo(3);
        assertThat(standing.backlog()).as("the broker answers").isPresent();
        assertThat(meters.get("guestward.intake.dead.letters").gauge().value()).isEqualTo(1);
        assertThat(meters.get("guestward.intake.gone.held").gauge().value()).isEqualTo(3);
    }

    @Test
    void theNumberToTypeIsTakenAsItIsShown() {
        UUID id = UUID.randomUUID();
        db.sql("insert into gone_alarm (id, raised_at, accounts, managed) values (?, now(), 1234, 4000)")
                .param(id)
                .update();
        db.sql("insert into account_gone (account, restorable, noticed_at)"
                        + " select gen_random_uuid()::text, true, now() from generate_series(1, 1234)")
                .update();
        HttpSession admin = sessionOf(SeedPeople.ADMIN);

        assertThat(admin.get(PAGE).body())
                .contains("Accounts that seem gone: 1234", "says that 1234 accounts")
                .doesNotContain("1,234");
        admin.postForm(PAGE, PAGE + "/gone/" + id + "/confirmation", Map.of("count", "1.234"));
        assertThat(admin.get(PAGE).body()).contains("The register learns of it.");
    }

    private List<Finding> checked() {
        return checks.stream()
                .filter(check -> check.code().equals("feed"))
                .flatMap(check -> check.look().stream())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void thePageFitsTheScreenAndAsksBeforeAnythingIsDone(int width) {
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(width, 900);
            Browser.signIn(page, SeedPeople.ADMIN, PAGE);
            page.waitForURL("**" + PAGE + "*");
            fits(page, "dead-letters-empty", width);
            letter("comparison");
            letter("unreadable");
            alarm(3);
            page.navigate(PAGE);
            fits(page, "dead-letters", width);
            page.locator("summary:has-text('What came in')").first().click();
            page.locator("tbody summary:has-text('Work on it again')").first().click();
            page.locator("summary:has-text('They are really gone')").click();
            fits(page, "dead-letters-open", width);

            page.fill("#count", "2");
            page.click("button:has-text('Confirm that they are gone')");
            page.waitForSelector(".alert-warning");
            assertThat(page.locator(".alert-warning").innerText()).contains("not the number");
            page.click("button:has-text('They are not gone')");
            page.waitForSelector(".gw-flash");
            assertThat(page.locator("#gone").count()).isZero();
            page.locator("summary:has-text('Work on all again')").click();
            page.click("button:has-text('Work on all again now')");
            page.waitForSelector(".gw-empty");
            page.navigate(PAGE + "?lang=de");
            assertThat(page.locator("h1").innerText()).isEqualTo("Unzustellbare Meldungen");
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

    /** About nobody of ours, so that working on it again does nothing. */
    private UUID letter(String reason) {
        UUID id = UUID.randomUUID();
        String account = UUID.randomUUID().toString();
        db.sql(
                        "insert into dead_letter (id, source, reason, record_key, record, died_at) values (?, ?, ?, ?, ?, now())")
                .params(
                        id,
                        id.toString(),
                        reason,
                        account,
                        "{\"value\":[{\"subscriptionId\":\"later\",\"changeType\":\"updated\",\"resource\":\"Users/"
                                + account + "\"}]}")
                .update();
        return id;
    }

    private UUID alarm(int accounts) {
        UUID id = UUID.randomUUID();
        db.sql("insert into gone_alarm (id, raised_at, accounts, managed) values (?, now(), ?, 40)")
                .params(id, accounts)
                .update();
        for (int n = 0; n < accounts; n++) {
            db.sql("insert into account_gone (account, restorable, noticed_at) values (?, true, now())")
                    .param(UUID.randomUUID().toString())
                    .update();
        }
        return id;
    }
}
