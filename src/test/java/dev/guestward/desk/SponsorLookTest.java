package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.guestward.Hospital;
import dev.guestward.Pump;
import dev.guestward.embedded.Browser;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.Attention;
import dev.guestward.people.Person;
import dev.guestward.people.Role;
import dev.guestward.platform.HttpSession;
import dev.guestward.platform.PlatformTest;
import dev.guestward.sponsorship.Succession;
import dev.guestward.sponsorship.Successions;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Handing guests over, co-sponsors, leaving, and the task that asks others, over the API and in a real browser. */
class SponsorLookTest extends PlatformTest {
    private static final Person DORA = SeedPeople.person(870, "dora.hale", "Dora Hale", Role.SPONSOR);
    private static final String TASKLIST = "/camunda/app/tasklist/default/";

    @Autowired
    Pump pump;

    @Autowired
    Successions successions;

    @Autowired
    JdbcClient db;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));
    private String guest = "";

    @BeforeEach
    void aGuestOfAmara() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        people.replaceAll(
                Stream.concat(SeedPeople.ALL.stream(), Stream.of(DORA)).toList(), clock.instant());
        Map<String, Object> body = Hospital.invitation("s" + System.nanoTime() + "@harbour-clinic.example");
        body.put("accessUntil", LocalDate.now(clock).plusDays(90).toString());
        guest = hospital.invite("amara.singh", body).json().path("guestId").asText();
        pump.run();
    }

    @AfterEach
    void doraStays() {
        successions.stays(DORA.id());
        db.sql("delete from person_leaving").update();
        for (String table : List.of("claim_answer", "succession_candidate")) {
            db.sql("delete from " + table + " where claim_id in (select id from succession_claim)")
                    .update();
        }
        for (String table : List.of("succession_guest", "succession_claim", "succession")) {
            db.sql("delete from " + table).update();
        }
        db.sql("update guest set sponsor_id = ? where sponsor_id = ?")
                .params(SeedPeople.AMARA.id().value(), DORA.id().value())
                .update();
    }

    @Test
    void overTheApiAGuestIsHandedOverByWhomItConcernsOnly() {
        String path = "/api/guests/" + guest;

        assertThat(hospital.as("ben.ortiz", "POST", path + "/sponsor", Map.of("sponsor", "ben.ortiz"))
                        .status())
                .isEqualTo(404);
        assertThat(hospital.as("owner", "POST", path + "/sponsor", Map.of("sponsor", "ben.ortiz"))
                        .status())
                .isEqualTo(403);
        assertThat(hospital.as("amara.singh", "POST", path + "/sponsor", Map.of("sponsor", "owner"))
                        .fields())
                .containsExactly("sponsor");
        assertThat(hospital.as("amara.singh", "POST", path + "/co-sponsors", Map.of("person", "chloe.martin"))
                        .status())
                .isEqualTo(200);
        assertThat(hospital.get("chloe.martin", path + "/co-sponsors").status())
                .as("a co-sponsor sees nothing yet")
                .isEqualTo(404);
        assertThat(hospital.as("amara.singh", "POST", path + "/sponsor", Map.of("sponsor", "ben.ortiz"))
                        .status())
                .isEqualTo(200);

        assertThat(hospital.get("amara.singh", path).status()).isEqualTo(404);
        assertThat(hospital.get("ben.ortiz", path).status()).isEqualTo(200);
        assertThat(hospital.get("ben.ortiz", path + "/co-sponsors").text()).contains("Chloe Martin");
        assertThat(hospital.as("ben.ortiz", "DELETE", path + "/co-sponsors/" + SeedPeople.CHLOE.id(), "")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void overTheApiSomebodyLeavesAndAnotherTakesOver() {
        assertThat(hospital.as("ben.ortiz", "POST", "/api/people/dora.hale/leaving", "")
                        .status())
                .isEqualTo(404);
        doraLeaves();
        assertThat(hospital.get("admin", "/api/successions").text()).contains("Dora Hale");
        assertThat(hospital.get("ben.ortiz", "/api/successions").text()).doesNotContain("Dora Hale");

        var asked =
                hospital.get("ben.ortiz", "/api/claims").json().path("content").get(0);
        assertThat(asked.path("guests").findValuesAsText("id")).containsExactly(guest);
        String claim = "/api/claims/" + asked.path("id").asText();
        assertThat(hospital.get("chloe.martin", "/api/claims").json().path("content"))
                .isEmpty();
        assertThat(hospital.as("chloe.martin", "POST", claim, Map.of()).status())
                .isEqualTo(404);
        assertThat(hospital.as("ben.ortiz", "POST", claim, Map.of("guests", List.of(UUID.randomUUID())))
                        .fields())
                .containsExactly("guests");
        assertThat(hospital.as("ben.ortiz", "POST", claim, Map.of()).status()).isEqualTo(204);
        pump.run();

        assertThat(hospital.get("ben.ortiz", "/api/guests/" + guest).status()).isEqualTo(200);
        assertThat(hospital.as("ben.ortiz", "POST", claim, Map.of()).status()).isEqualTo(404);
        assertThat(hospital.as("admin", "DELETE", "/api/people/dora.hale/leaving", "")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void whatWasTypedIsThereAfterAMistake() {
        HttpSession amara = sessionOf(SeedPeople.AMARA);
        String page = "/guests/" + guest + "/sponsor";

        HttpResponse<String> sponsor = amara.postForm(page, page, Map.of("sponsor", "nobody<here"));
        HttpResponse<String> person =
                amara.postForm(page, "/guests/" + guest + "/co-sponsors", Map.of("person", "also.nobody"));

        assertThat(sponsor.statusCode()).isEqualTo(422);
        assertThat(sponsor.body()).containsPattern("id=\"sponsor\"[^>]*value=\"nobody&lt;here\"");
        assertThat(person.statusCode()).isEqualTo(422);
        assertThat(person.body()).containsPattern("id=\"person\"[^>]*value=\"also.nobody\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void theGuestsPageShowsWhoIsAnswerableAndHandsOver(int width) {
        db.sql("update guest set attention = ?, state = 'ACTIVE' where id = ?")
                .params(Attention.LOST_ACCESS.name(), UUID.fromString(guest))
                .update();
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(width, 900);
            Browser.signIn(page, SeedPeople.AMARA, "/guests/" + guest);
            fits(page, "sponsor-lost-access", width);
            page.click("main a:has-text('Hand over')");
            page.click("button:has-text('Hand over')");
            page.waitForSelector("#sponsor-problem");
            fits(page, "sponsor-problem", width);
            page.fill("#person", "ben.ortiz");
            page.click("button:has-text('Add')");
            page.waitForSelector(".gw-flash");
            fits(page, "sponsor", width);
            page.navigate("/guests/" + guest + "/sponsor?lang=de");
            fits(page, "sponsor-de", width);
            page.navigate("/guests/" + guest + "?lang=en");
            assertThat(page.locator("main").innerText()).contains("Co-sponsors: Ben Ortiz");
            page.navigate("/guests/" + guest + "/sponsor");
            page.fill("#sponsor", "chloe.martin");
            page.keyboard().press("Enter");
            page.waitForSelector(".gw-flash");
            assertThat(page.locator(".gw-flash").innerText()).contains("Chloe Martin");
            browser.complaints.removeIf(complaint -> complaint.contains("422"));
            assertThat(browser.complaints).isEmpty();
        }
        assertThat(hospital.get("chloe.martin", "/api/guests/" + guest).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void administratorsSeeWhoLeavesAndThoseWhoAreAskedAnswerInTasklist(int width) {
        try (Browser browser = Browser.open(port)) {
            Page admin = browser.page(width, 900);
            Browser.signIn(admin, SeedPeople.ADMIN, "/successions");
            admin.waitForSelector("#mark");
            admin.fill("#person", "nobody.here");
            admin.keyboard().press("Enter");
            admin.waitForSelector("#person-problem");
            fits(admin, "successions-problem", width);
            doraLeaves();
            admin.navigate("/successions");
            assertThat(admin.locator("table").innerText()).contains("Dora Hale", "0 of 1 taken over", "co-sponsors");
            fits(admin, "successions", width);
            admin.navigate("/successions?lang=de");
            fits(admin, "successions-de", width);

            Page page = browser.page(width, 900);
            Browser.signIn(page, SeedPeople.BEN, TASKLIST);
            page.waitForSelector("text=My tasks");
            page.navigate(TASKLIST + "#/?task=" + task());
            page.waitForSelector("form[role=form] h3");
            page.locator("form[role=form]").scrollIntoViewIfNeeded();
            assertThat(page.locator("form[role=form]").innerText()).contains("Dora Hale", "Dr Maya Okafor");
            page.getByRole(AriaRole.BUTTON, named("Complete")).click();
            page.waitForSelector("text=Check your choice first: “");
            page.locator("input[type=checkbox]").check();
            page.getByRole(AriaRole.BUTTON, named("Check and keep")).click();
            page.waitForSelector("text=Checked and kept");
            Browser.picture(page, "take-over-" + width);
            page.getByRole(AriaRole.BUTTON, named("Complete")).click();
            page.waitForCondition(
                    () -> hospital.get("ben.ortiz", "/api/guests/" + guest).status() == 200);
            pump.run();
            admin.navigate("/successions?lang=en");
            assertThat(admin.locator("table").innerText()).contains("1 of 1 taken over", "all taken over");

            Page chloe = browser.page(width, 900);
            Browser.signIn(chloe, SeedPeople.CHLOE, "/successions");
            assertThat(chloe.locator("main").innerText()).doesNotContain("Dora Hale");
            chloe.click("button:has-text('I am leaving')");
            chloe.waitForSelector("text=Chloe Martin is marked as leaving.");
            fits(chloe, "successions-self", width);
            chloe.click("button:has-text('Chloe Martin stays')");
            chloe.waitForSelector(".gw-flash");
            browser.complaints.removeIf(complaint -> complaint.contains("422"));
            assertThat(browser.complaints).isEmpty();
        }
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    /** The guest is Dora's, Ben is co-sponsor, and an administrator says that she leaves. What the sweep does is done by hand here. */
    private void doraLeaves() {
        hospital.as("amara.singh", "POST", "/api/guests/" + guest + "/sponsor", Map.of("sponsor", "dora.hale"));
        hospital.as("admin", "POST", "/api/guests/" + guest + "/co-sponsors", Map.of("person", "ben.ortiz"));
        assertThat(hospital.as("admin", "POST", "/api/people/dora.hale/leaving", "")
                        .status())
                .isEqualTo(202);
        successions.begin(DORA.id(), Succession.Cause.LEAVING, null);
        pump.run();
    }

    private String task() {
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(DORA.id().value())
                .singleResult()
                .getId();
    }

    private static void fits(Page page, String name, int width) {
        page.waitForLoadState();
        Browser.picture(page, name + "-" + width);
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .as(name)
                .isEqualTo(width);
    }
}
