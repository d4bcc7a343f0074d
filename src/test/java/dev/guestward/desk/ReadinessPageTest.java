package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.guestward.Hospital;
import dev.guestward.embedded.Browser;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.people.Person;
import dev.guestward.platform.PlatformTest;
import dev.guestward.platform.SteppedClock;
import dev.guestward.readiness.TenantReadiness;
import dev.guestward.simulatedtenant.Seeds;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who sees whether the tenant is ready, over the API and on the page, and what it looks like. */
class ReadinessPageTest extends PlatformTest {
    private static final String PAGE = "/directory/readiness";
    private static final String API = "/api/tenant/readiness";
    private static final String APP = "/_sim/apps/" + Seeds.CLIENT_ID;

    @Autowired
    JdbcClient db;

    @Autowired
    TenantReadiness readiness;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        denied(List.of());
    }

    @AfterEach
    void mend() {
        db.sql("delete from directory_outage where code = 'test'").update();
        allowed(Seeds.APP_ROLES);
        denied(List.of(Seeds.BLOCKED_DOMAIN));
        readiness.report(true);
    }

    @Test
    void administratorsAloneAreTold() {
        assertThat(hospital.get("admin", API).status()).isEqualTo(200);
        assertThat(hospital.anonymous("GET", API, "").status()).isEqualTo(401);
        for (Person person : List.of(SeedPeople.AMARA, SeedPeople.OWNER)) {
            assertThat(hospital.get(person.userName(), API).status()).isEqualTo(403);
            assertThat(sessionOf(person).get(PAGE).statusCode()).isEqualTo(403);
            assertThat(sessionOf(person).get(PAGE + "/live").statusCode()).isEqualTo(403);
            assertThat(sessionOf(person).get("/").body()).doesNotContain(PAGE);
        }
        assertThat(sessionOf(SeedPeople.ADMIN).get("/").body()).contains(PAGE);
        assertThat(sessionOf(SeedPeople.ADMIN).get(PAGE + "/live").body())
                .startsWith("<div id=\"readiness-live\"")
                .contains("Inviting: allowed.");
    }

    @Test
    void theApiTellsEachCheckInTheCallersLanguage() {
        var german = hospital.as("admin", "GET", API + "?fresh=true&clinic=lakeside", "", "Accept-Language", "de")
                .json();

        assertThat(german.path("checks"))
                .filteredOn(check -> !"OK".equals(check.path("result").asText()))
                .isEmpty();
        assertThat(german.path("overall").asText()).isEqualTo("OK");
        assertThat(german.path("mode").asText()).isEqualTo("live");
        assertThat(german.path("checking").asBoolean()).isFalse();
        assertThat(german.path("checkedAt").asText()).isNotEmpty();
        assertThat(german.path("outages").isArray()).isTrue();
        assertThat(german.path("backlog").isArray()).isTrue();
        assertThat(german.path("checks").findValuesAsText("code"))
                .contains("connection", "credential", "permission", "mode");
        assertThat(german.path("checks").findValuesAsText("text")).contains("Einladen: erlaubt.");
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void thePageSaysWhatWaitsAndWhatToDo(int width) {
        var fewer = new TreeSet<>(Seeds.APP_ROLES);
        fewer.removeAll(List.of("User.RevokeSessions.All", "User.ReadWrite.All", "AuditLog.Read.All"));
        allowed(fewer);
        Instant now = SteppedClock.instance().instant();
        db.sql("insert into directory_outage (trouble, subject, code, since, last_seen_at, next_probe_at, hits) values"
                        + " ('PERMISSION', 'REVOKE_SESSIONS', 'test', :since, :now, :now, 312)")
                .param("since", Timestamp.from(now.minus(Duration.ofHours(3))))
                .param("now", Timestamp.from(now))
                .update();
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(width, 900);
            Browser.signIn(page, SeedPeople.ADMIN, PAGE);

            page.click("text=Check again");
            page.waitForSelector("text=User.RevokeSessions.All");

            assertThat(page.locator(".gw-attentions").innerText())
                    .contains("signing guests out", "312 acts and tries", "go on by themselves", "3 hours ago");
            assertThat(page.locator("tbody tr").first().innerText()).contains("Blocked");
            assertThat(page.locator("text=READ_SIGN_INS").innerText()).contains("guestward.directory.without");
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                    .isEqualTo(width);
            Browser.picture(page, "readiness-" + width);

            page.navigate(PAGE + "?lang=de");
            assertThat(page.locator("h1").innerText()).isEqualTo("Ist der Mandant bereit?");
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                    .isEqualTo(width);
            Browser.picture(page, "readiness-de-" + width);
            assertThat(browser.complaints).isEmpty();
        }
    }

    @Test
    void thePageIsCalmWhenAllIsWell() {
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(1280, 900);
            Browser.signIn(page, SeedPeople.ADMIN, PAGE + "?clinic=lakeside");

            page.click("text=Check again");
            page.waitForSelector("text=Everything Guestward needs in the tenant is there.");

            assertThat(page.locator(".gw-attentions").count()).isZero();
            Browser.picture(page, "readiness-ok");
            assertThat(browser.complaints).isEmpty();
        }
    }

    @Test
    void whatConcernsOtherClinicsOnlyCanBeLeftOut() {
        denied(List.of(Seeds.BLOCKED_DOMAIN));

        var all = hospital.get("admin", API + "?fresh=true").json();
        var refused = hospital.get("admin", API + "?clinic=hillcrest").json();
        var other = hospital.get("admin", API + "?clinic=harbour").json();

        assertThat(all.path("checks").findValuesAsText("clinic")).contains("harbour", "hillcrest");
        assertThat(refused.path("overall").asText()).isEqualTo("BLOCKED");
        assertThat(refused.path("checks").findValuesAsText("clinic")).containsOnly("hillcrest");
        assertThat(refused.path("checks").findValuesAsText("code")).contains("domain", "invites-from", "connection");
        assertThat(other.path("overall").asText()).isEqualTo("OK");
        assertThat(other.path("checks").findValuesAsText("clinic")).containsOnly("harbour");
        assertThat(hospital.get("admin", API + "?clinic=nowhere").status()).isEqualTo(404);
        assertThat(sessionOf(SeedPeople.ADMIN).get(PAGE + "?clinic=nowhere").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void thePageGroupsTheChecksWorstFirstAndNarrowsToAClinic(int width) {
        denied(List.of(Seeds.BLOCKED_DOMAIN));
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(width, 900);
            Browser.signIn(page, SeedPeople.ADMIN, PAGE);
            page.click("text=Check again");
            page.waitForSelector("text=the tenant refuses invitations to blocked.example");

            assertThat(page.locator("h3").allInnerTexts())
                    .startsWith("Clinics")
                    .contains(
                            "Connection and sign-in",
                            "Permissions of our application",
                            "The tenant's rules for guests");
            assertThat(page.locator("tbody tr").first().innerText()).contains("Blocked", "Hillcrest Clinic");

            page.navigate(PAGE + "?clinic=harbour");
            assertThat(page.locator("#readiness-live").innerText())
                    .contains("Only what matters for guests of Harbour Clinic", "harbour-clinic.example")
                    .doesNotContain("Hillcrest", "Lakeside");
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                    .isEqualTo(width);
            Browser.picture(page, "readiness-clinic-" + width);
            page.click("text=Check again");
            assertThat(page.url()).endsWith("?clinic=harbour");
            page.click("text=Show everything");
            assertThat(page.locator("#readiness-live").innerText()).contains("Hillcrest");
            assertThat(browser.complaints).isEmpty();
        }
    }

    /** What the tenant denies from now on; what was read before may be read again. */
    private void denied(List<String> domains) {
        hospital.tenant("PUT", "/_sim/policies", Map.of("denyDomains", domains));
        SteppedClock.instance().step(Duration.ofMinutes(2));
    }

    private void allowed(Set<String> permissions) {
        hospital.tenant("PUT", APP, Map.of("roles", List.copyOf(permissions)));
    }
}
