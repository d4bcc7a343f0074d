package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.clinic.Clinics;
import dev.guestward.embedded.Browser;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.NewGuest;
import dev.guestward.people.Person;
import dev.guestward.people.Role;
import dev.guestward.people.Viewer;
import dev.guestward.platform.HttpSession;
import dev.guestward.platform.PlatformTest;
import dev.guestward.platform.SteppedClock;
import dev.guestward.removal.BrakeCapChanges;
import dev.guestward.removal.BrakeCapChanges.Wanted;
import dev.guestward.removal.BrakeCaps.Cap;
import dev.guestward.removal.BrakeHolds;
import dev.guestward.removal.BrakeHolds.Choice;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people see of the brake and do about it, over the API and on the page. */
class BrakePageTest extends PlatformTest {
    private static final String PAGE = "/brake";
    private static final String API = "/api/brake";
    private static final Person NORA = SeedPeople.person(901, "nora.quill", "Nora Quill", Role.ADMINISTRATOR);

    @Autowired
    BrakeHolds holds;

    @Autowired
    BrakeCapChanges caps;

    @Autowired
    Guests guests;

    @Autowired
    Clinics clinics;

    @Autowired
    JdbcClient db;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));
    private final List<UUID> mine = new ArrayList<>();

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        people.replaceAll(
                Stream.concat(SeedPeople.ALL.stream(), Stream.of(NORA)).toList(), clock.instant());
        forget();
    }

    /** Other tests of this context count on the first caps, and on guests of theirs that are not held. */
    @AfterEach
    void forget() {
        db.sql("delete from brake_cap_change").update();
        db.sql("delete from brake_cap").update();
        db.sql("delete from brake_hold").update();
        mine.forEach(act -> db.sql("update guest set state = 'PURGED', attention = null"
                        + " where id in (select guest_id from removal where id = ?)")
                .param(act)
                .update());
    }

    @Test
    void sponsorsAreToldNothingAndOwnersLook() {
        UUID held = held("Dr Maya Okafor", 1).get(0);
        String release = API + "/" + held + "/release";

        assertThat(hospital.anonymous("GET", API, "").status()).isEqualTo(401);
        assertThat(hospital.get("amara.singh", API).status()).isEqualTo(403);
        assertThat(sessionOf(SeedPeople.AMARA).get(PAGE).statusCode()).isEqualTo(403);
        assertThat(sessionOf(SeedPeople.AMARA).get("/").body()).doesNotContain("href=\"/brake\"");

        HttpSession owner = sessionOf(SeedPeople.OWNER);
        assertThat(owner.get(PAGE).body())
                .contains("Dr Maya Okafor", "administrators decide")
                .doesNotContain("name=\"holds\"", "Confirm the raise", "Change this cap");
        assertThat(hospital.get("owner", API).status()).isEqualTo(200);
        assertThat(hospital.as("owner", "POST", release, "").status()).isEqualTo(403);
        assertThat(hospital.as("owner", "POST", API + "/" + held + "/drop", Map.of("reason", "No"))
                        .status())
                .isEqualTo(403);
        assertThat(owner.postForm("/", PAGE + "/release", Map.of("holds", held.toString()))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void theApiShowsReleasesAndDrops() {
        List<UUID> held = held("Dr Maya Okafor", 3);

        JsonNode now = hospital.get("admin", API).json();
        assertThat(now.path("caps").findValuesAsText("name")).containsExactly("blocks", "deletes", "clinic");
        assertThat(now.path("caps").path(0).path("room").isNumber()).isTrue();
        assertThat(now.path("caps").path(2).has("used")).isFalse();
        assertThat(now.path("forecast").path("endsInDay").isNumber()).isTrue();
        JsonNode batch = now.path("held").path(0);
        assertThat(batch.path("size").asLong()).isEqualTo(3);
        assertThat(batch.path("holds").findValuesAsText("hold"))
                .containsExactlyInAnyOrderElementsOf(
                        held.stream().map(UUID::toString).toList());
        assertThat(batch.path("holds").path(0).path("askedBy").asText()).isEqualTo("Amara Singh");
        assertThat(batch.path("holds").path(0).path("clinic").asText()).isEqualTo("Harbour Clinic");

        String release = API + "/" + held.get(0) + "/release";
        assertThat(hospital.as("admin", "POST", release, "")
                        .json()
                        .path("asked")
                        .asInt())
                .isEqualTo(1);
        var twice = hospital.as("admin", "POST", release, "");
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.text()).contains("asked for this release yourself");
        assertThat(holds.release(Choice.of(held.get(0)), Viewer.of(NORA)).released())
                .isEqualTo(1);

        String drop = API + "/" + held.get(1) + "/drop";
        assertThat(hospital.as("admin", "POST", drop, Map.of("reason", " ")).fields())
                .containsExactly("reason");
        assertThat(hospital.as("admin", "POST", drop, Map.of("reason", "A wrong list"))
                        .json()
                        .path("dropped")
                        .asInt())
                .isEqualTo(1);
        assertThat(hospital.as("admin", "POST", API + "/release", Map.of()).fields())
                .containsExactly("holds");
        assertThat(hospital.as(
                                "admin",
                                "POST",
                                API + "/release",
                                Map.of("batch", batch.path("batch").asText(), "count", 3))
                        .fields())
                .containsExactly("count");
        assertThat(hospital.as("admin", "POST", API + "/" + UUID.randomUUID() + "/release", "")
                        .status())
                .isEqualTo(404);
        assertThat(hospital.as("admin", "POST", API + "/1/release", "").status())
                .isEqualTo(404);
        assertThat(hospital.get("admin", API)
                        .json()
                        .path("held")
                        .path(0)
                        .path("size")
                        .asLong())
                .isEqualTo(1);
    }

    @Test
    void theApiRaisesACapWithASecondAdministratorOnly() {
        var raise = hospital.as("admin", "PUT", API + "/caps/deletes", Map.of("fewest", 8, "most", 500, "percent", 2));
        String change = raise.json().path("change").asText();
        Map<String, String> answer = Map.of("change", change);

        assertThat(raise.json().path("state").asText()).isEqualTo("WAITING");
        assertThat(hospital.as("admin", "POST", API + "/caps/deletes/confirmation", answer)
                        .status())
                .isEqualTo(409);
        assertThat(hospital.as("admin", "POST", API + "/caps/blocks/confirmation", answer)
                        .status())
                .isEqualTo(404);
        assertThat(hospital.as("admin", "POST", API + "/caps/deletes/withdrawal", answer)
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("WITHDRAWN");
        assertThat(hospital.as("admin", "PUT", API + "/caps/none", Map.of("fewest", 8))
                        .status())
                .isEqualTo(404);
        assertThat(hospital.as("admin", "PUT", API + "/caps/deletes", Map.of("fewest", -1, "most", 100_001))
                        .fields())
                .containsExactlyInAnyOrder("fewest", "most", "percent");
        assertThat(hospital.as("owner", "PUT", API + "/caps/deletes", Map.of("fewest", 0, "most", 0, "percent", 0))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theFiguresSayWhatIsHeld() {
        held("Dr Maya Okafor", 2);

        assertThat(hospital.get("admin", "/actuator/prometheus").text())
                .containsPattern("guestward_brake_held\\{[^}]*kind=\"BLOCK\"} 2.0")
                .containsPattern("guestward_brake_held\\{[^}]*kind=\"DELETE\"} 0.0")
                .containsPattern("guestward_brake_holds_total\\{[^}]*kind=\"BLOCK\"} 2.0");
    }

    @Test
    void theOverviewLeadsHere() {
        held("Dr Maya Okafor", 1);

        assertThat(sessionOf(SeedPeople.ADMIN).get("/").body()).contains("Look at the brake");
        assertThat(sessionOf(SeedPeople.OWNER).get("/").body()).doesNotContain("Look at the brake");
    }

    @Test
    void oddChoicesAreToldByTheirField() {
        UUID held = held("Dr Maya Okafor", 1).get(0);
        for (List<?> odd : List.of(Collections.singletonList(null), Arrays.asList(held, null), List.of())) {
            for (Reply reply : List.of(
                    hospital.as("admin", "POST", API + "/release", Map.of("holds", odd)),
                    hospital.as("admin", "POST", API + "/drop", Map.of("holds", odd, "reason", "A wrong list")))) {
                assertThat(reply.status()).as(reply.text()).isEqualTo(422);
                assertThat(reply.fields()).containsExactly("holds");
            }
        }
        Map<String, Object> never = new HashMap<>(Map.of("batch", "block_blocks_+999999998-12-31", "count", 1));
        assertThat(hospital.as("admin", "POST", API + "/release", never).status())
                .isEqualTo(404);
        never.put("reason", "A wrong list");
        assertThat(hospital.as("admin", "POST", API + "/drop", never).status()).isEqualTo(404);
        assertThat(holds.waiting(Viewer.of(NORA)).get(0).size()).isEqualTo(1);
    }

    @Test
    void whatIsWrongIsSaidOnThePageAndNothingTypedIsLost() {
        List<UUID> held = held("<b>Dr Maya Okafor</b>", 2);
        HttpSession session = sessionOf(SeedPeople.ADMIN);
        String batch = holds.waiting(Viewer.of(NORA)).get(0).key().toString();

        HttpResponse<String> nothing = session.postForm(PAGE, PAGE + "/release", Map.of("batch", batch));
        HttpResponse<String> number = session.postForm(
                PAGE, PAGE + "/drop", Map.of("batch", batch, "which", "all", "count", "7", "reason", "A wrong list"));
        HttpResponse<String> cap =
                session.postForm(PAGE, PAGE + "/caps/blocks", Map.of("fewest", "many", "most", "200", "percent", "10"));

        assertThat(nothing.statusCode()).isEqualTo(422);
        assertThat(nothing.body()).contains("Mark what you decide about").doesNotContain("<b>Dr Maya");
        assertThat(number.statusCode()).isEqualTo(422);
        assertThat(number.body()).contains("There are 2 just now", "value=\"A wrong list\"", "value=\"7\"");
        assertThat(cap.statusCode()).isEqualTo(422);
        assertThat(cap.body()).contains("id=\"blocks-fewest-problem\"", "value=\"many\"");
        assertThat(holds.waiting(Viewer.of(NORA)).get(0).size()).isEqualTo(held.size());
    }

    @Test
    void theNumberOfABigBatchIsTakenAsItIsShown() {
        UUID one = held("Dr Maya Okafor", 1).get(0);
        db.sql("insert into brake_hold (effect_id, removal_id, guest_id, clinic_id, kind, cap, held_at)"
                        + " select gen_random_uuid(), removal_id, guest_id, clinic_id, kind, cap, held_at"
                        + " from brake_hold, generate_series(1, 1199) where effect_id = ?")
                .param(one)
                .update();
        HttpSession session = sessionOf(SeedPeople.ADMIN);
        String batch = holds.waiting(Viewer.of(NORA)).get(0).key().toString();

        assertThat(session.get(PAGE).body()).contains("<span>all 1200</span>");
        HttpResponse<String> answer =
                session.postForm(PAGE, PAGE + "/release", Map.of("batch", batch, "which", "all", "count", "1,200"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void anAdministratorAsksConfirmsAndDropsInABrowser(int width) {
        List<UUID> held = held("Dr Maya Okafor", 4);
        holds.release(Choice.of(held.get(0)), Viewer.of(NORA));
        caps.change(Cap.Name.DELETES, new Wanted(8, 500, 2), Viewer.of(NORA));
        caps.change(Cap.Name.BLOCKS, new Wanted(9, 200, 10), Viewer.of(NORA));
        db.sql("insert into brake_count (effect_id, guest_id, clinic_id, kind, counted_as, urgent, counted_at)"
                        + " select gen_random_uuid(), id, clinic_id, 'BLOCK', 'NORMAL', false, ? from guest"
                        + " where display_name = 'Dr Maya Okafor' limit 3")
                .param(Timestamp.from(SteppedClock.instance().instant()))
                .update();
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(width, 900);
            Browser.signIn(page, SeedPeople.ADMIN, PAGE);
            page.waitForSelector("h1:has-text('Brake')");
            assertThat(page.locator("tbody").first().innerText())
                    .contains("Nora Quill wants it released", "Has left", "by Amara Singh");
            fits(page, "brake", width);

            page.locator("tr:has-text('Nora Quill wants') input[name=holds]").check();
            page.click("button:has-text('Release')");
            page.waitForSelector("text=Released: 1.");
            page.locator("input[name=holds]").first().check();
            page.click("button:has-text('Release')");
            page.waitForSelector("text=Release asked for: 1.");
            fits(page, "brake-asked", width);

            page.locator("input[name=which][value=all]").check();
            page.fill("input[name=count]", "3");
            page.fill("input[name=reason]", "A wrong list from the identity team");
            page.click("button:has-text('Drop')");
            page.waitForSelector("text=Dropped: 3.");
            assertThat(page.locator(".gw-empty").innerText()).contains("Nothing is held");

            page.click("button:has-text('Confirm the raise')");
            page.waitForSelector("text=The cap is raised and holds.");
            page.locator("details:has-text('Change this cap') summary").first().click();
            page.fill("#blocks-fewest", "12");
            page.locator("form:has(#blocks-fewest) button").click();
            page.waitForSelector("text=A second administrator has to confirm the raise.");
            fits(page, "brake-empty", width);

            page.navigate(PAGE + "?lang=de");
            assertThat(page.locator("h1").innerText()).isEqualTo("Bremse");
            fits(page, "brake-de", width);
            assertThat(browser.complaints).isEmpty();
        } finally {
            db.sql("delete from brake_count where effect_id not in (select id from effect)")
                    .update();
        }
    }

    /** Blocks that the brake has held, as rows alone: how they come about is another test's matter. */
    private List<UUID> held(String name, int howMany) {
        List<UUID> acts = new ArrayList<>();
        Instant now = SteppedClock.instance().instant();
        for (int i = 0; i < howMany; i++) {
            GuestId guest = guests.register(new NewGuest(
                            "held-" + UUID.randomUUID() + "@harbour-clinic.example",
                            name,
                            clinics.byKey("harbour").orElseThrow().id(),
                            SeedPeople.AMARA.id(),
                            SeedPeople.AMARA.id(),
                            Set.of(),
                            now.plus(Duration.ofDays(20)),
                            "Shared care of cardiology patients",
                            null,
                            "en"))
                    .id();
            UUID act = UUID.randomUUID();
            mine.add(act);
            db.sql("update guest set state = 'ACTIVE', attention = 'HELD_BY_BRAKE' where id = ?")
                    .param(guest.value())
                    .update();
            db.sql("insert into removal (id, guest_id, cause, urgent, asked_by, reason, asked_at, undo_until,"
                            + " access_until, state_before) values (?, ?, 'REQUEST', false, ?, 'Has left', ?, ?, ?,"
                            + " 'ACTIVE')")
                    .params(
                            act,
                            guest.value(),
                            SeedPeople.AMARA.id().value(),
                            Timestamp.from(now),
                            Timestamp.from(now),
                            Timestamp.from(now))
                    .update();
            db.sql("insert into brake_hold (effect_id, removal_id, guest_id, clinic_id, kind, cap, held_at)"
                            + " select ?, ?, id, clinic_id, 'BLOCK', 'BLOCKS', ? from guest where id = ?")
                    .params(act, act, Timestamp.from(now.minus(Duration.ofMinutes(40))), guest.value())
                    .update();
            acts.add(act);
        }
        return acts;
    }

    private static void fits(Page page, String name, int width) {
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .as(name)
                .isEqualTo(width);
        Browser.picture(page, name + "-" + width);
    }
}
