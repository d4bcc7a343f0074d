package dev.guestward.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.Pump;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.people.Person;
import dev.guestward.people.StaffReading;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reviews, delegations and campaigns over the API. */
@GuestwardTest
class ReviewsApiTest {
    private static final String AMARA = "amara.singh";
    private static final String BEN = "ben.ortiz";

    @Autowired
    StaffReading staff;

    @Autowired
    ReviewPlanner planner;

    @Autowired
    TaskService tasks;

    @Autowired
    Clock clock;

    @Autowired
    Pump pump;

    @Autowired
    JdbcClient db;

    @Value("${server.port}")
    int port;

    private final List<String> mine = new ArrayList<>();
    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));

    @BeforeEach
    void peopleOfTheHospital() {
        staff.run();
        hospital = new Hospital(URI.create("http://localhost:" + port), URI.create("http://localhost"));
        // what other tests have left is nobody's
        db.sql("update review_item set outcome = 'STOPPED', outcome_at = now() where outcome is null")
                .update();
        db.sql("update review set closed_at = now(), closed_as = 'STOPPED' where closed_at is null")
                .update();
        db.sql("update review set opened_at = opened_at - interval '30 days'").update();
        db.sql(
                        "update guest set review_due_at = now() + interval '80 days', review_forced_at = null where state = 'ACTIVE'")
                .update();
    }

    @AfterEach
    void leaveNobody() {
        mine.forEach(guest -> db.sql("update guest set state = 'DECLINED' where id = ?::uuid")
                .param(guest)
                .update());
    }

    @Test
    void aSponsorReadsDraftsAndDecidesAndSendingItAgainChangesNothing() {
        String first = guest();
        String second = guest();
        planner.run();
        pump.run();
        JsonNode listed = only(AMARA);
        String path = listed.path("links").path("self").asText();
        assertThat(listed.path("undecided").asInt()).isEqualTo(2);

        JsonNode sheet = hospital.get(AMARA, path).json();
        assertThat(sheet.path("mayDecide").asBoolean()).isTrue();
        assertThat(sheet.at("/items/0/evidence/unknownBecause").asText()).contains("not been read");
        assertThat(sheet.at("/items/0/recommendation/advice").asText()).isEqualTo("LOOK");
        JsonNode one = row(sheet, first);
        JsonNode other = row(sheet, second);

        Reply draft = hospital.as(AMARA, "PUT", path + "/draft", items(entry(one, "REMOVE", "Has moved on")));
        assertThat(draft.status()).as(draft.text()).isEqualTo(200);
        assertThat(draft.json().at("/saved/0/draft/reason").asText()).isEqualTo("Has moved on");
        Reply late = hospital.as(AMARA, "PUT", path + "/draft", items(entry(one, "KEEP", null)));
        assertThat(late.json().at("/conflicts/0/draft/by/displayName").asText()).isEqualTo("Amara Singh");
        Reply faster = hospital.as(AMARA, "POST", path + "/decisions", items(entry(one, "KEEP", null)));
        assertThat(faster.status()).isEqualTo(409);
        assertThat(faster.text()).contains("Amara Singh");

        Reply bulk = hospital.as(AMARA, "POST", path + "/decisions", items(bulkKeep(other)));
        assertThat(bulk.status()).isEqualTo(422);
        assertThat(bulk.fields()).containsExactly("items[0].bulk");
        Map<String, Object> keep = items(entry(other, "KEEP", null));
        Reply kept = hospital.as(AMARA, "POST", path + "/decisions", keep);
        assertThat(kept.status()).as(kept.text()).isEqualTo(200);
        assertThat(kept.json().at("/items/0/outcome").asText()).isEqualTo("APPLIED");
        assertThat(hospital.as(AMARA, "POST", path + "/decisions", keep).status())
                .isEqualTo(200);
        assertThat(only(AMARA).path("undecided").asInt()).isEqualTo(1);

        JsonNode drafted = row(hospital.get(AMARA, path).json(), first);
        assertThat(hospital.as(AMARA, "POST", path + "/decisions", items(entry(drafted, "REMOVE", "Has moved on")))
                        .status())
                .isEqualTo(200);
        assertThat(hospital.get(AMARA, "/api/guests/" + first + "/removal")
                        .json()
                        .path("cause")
                        .asText())
                .isEqualTo("REVIEW");
        assertThat(own(AMARA, "open")).isEmpty();
        assertThat(own(AMARA, "closed"))
                .anyMatch(review -> path.equals(review.at("/links/self").asText()));
    }

    @Test
    void nobodyElseKnowsOfTheReviewUnlessItIsDelegatedToThem() {
        String first = guest();
        String second = guest();
        planner.run();
        pump.run();
        String path = only(AMARA).path("links").path("self").asText();
        JsonNode sheet = hospital.get(AMARA, path).json();
        JsonNode one = row(sheet, first);
        JsonNode other = row(sheet, second);
        assertThat(own(BEN, "open")).isEmpty();
        assertThat(hospital.get(BEN, path).status()).isEqualTo(404);
        assertThat(hospital.as(BEN, "POST", path + "/decisions", items(entry(one, "KEEP", null)))
                        .status())
                .isEqualTo(404);
        assertThat(hospital.as("admin", "POST", path + "/decisions", items(entry(one, "KEEP", null)))
                        .status())
                .isEqualTo(403);
        assertThat(hospital.as(BEN, "POST", "/api/delegations", Map.of("review", id(path), "to", "owner"))
                        .status())
                .isEqualTo(404);

        Reply given = hospital.as(
                AMARA,
                "POST",
                "/api/delegations",
                Map.of("review", id(path), "item", one.path("id").asText(), "to", BEN));
        assertThat(given.status()).as(given.text()).isEqualTo(201);
        assertThat(only(BEN).path("total").asInt()).isEqualTo(1);
        assertThat(hospital.get(BEN, path).json().path("items")).hasSize(1);
        assertThat(task(path, SeedPeople.BEN)).isEqualTo(1);
        Map<String, Object> nobodys = Map.of(
                "id",
                UUID.randomUUID().toString(),
                "version",
                other.path("version").asLong(),
                "decision",
                "KEEP");
        Reply both = hospital.as(
                BEN, "POST", path + "/decisions", items(entry(one, "KEEP", null), entry(other, "KEEP", null)));
        Reply neither = hospital.as(BEN, "POST", path + "/decisions", items(entry(one, "KEEP", null), nobodys));
        assertThat(both.status()).isEqualTo(409);
        assertThat(both.text()).isEqualTo(neither.text());
        assertThat(hospital.as(BEN, "POST", path + "/decisions", items(entry(one, "KEEP", null)))
                        .status())
                .isEqualTo(200);

        String delegation = given.json().path("id").asText();
        assertThat(hospital.as("owner", "DELETE", "/api/delegations/" + delegation, Map.of())
                        .status())
                .isEqualTo(404);
        assertThat(hospital.as(AMARA, "DELETE", "/api/delegations/" + delegation, Map.of())
                        .status())
                .isEqualTo(204);
        assertThat(hospital.get(BEN, path).status()).isEqualTo(404);
        assertThat(task(path, SeedPeople.BEN)).isZero();
    }

    @Test
    void whoIsAskedInSomebodysPlaceIsNotLedToAPageThatIsClosedToThem() {
        String guest = guest();
        planner.run();
        pump.run();
        String path = only(AMARA).path("links").path("self").asText();
        assertThat(hospital.as(AMARA, "POST", "/api/delegations", Map.of("review", id(path), "to", BEN))
                        .status())
                .isEqualTo(201);

        assertThat(row(hospital.get(AMARA, path).json(), guest)
                        .at("/guest/page")
                        .asText())
                .isEqualTo("/guests/" + guest);
        JsonNode sheet = hospital.get(BEN, path).json();
        assertThat(row(sheet, guest).at("/guest/page").asText("")).isIn("", "null");
        assertThat(hospital.get(BEN, "/api/guests/" + guest).status()).isEqualTo(404);
        assertThat(sheet.path("timeZone").asText()).isEqualTo("UTC");
        assertThat(Instant.parse(sheet.path("now").asText())).isBeforeOrEqualTo(clock.instant());
        assertThat(sheet.at("/viewer/id").asText())
                .isEqualTo(SeedPeople.BEN.id().value());
    }

    @Test
    void nobodyDelegatesToThemselvesAndEachDelegationIsInTheLedger() {
        String first = guest();
        String second = guest();
        planner.run();
        pump.run();
        String path = only(AMARA).path("links").path("self").asText();
        String item = row(hospital.get(AMARA, path).json(), first).path("id").asText();

        Reply self = hospital.as(
                "admin",
                "POST",
                "/api/delegations",
                Map.of("review", id(path), "item", item, "to", "admin"),
                "Accept-Language",
                "de");
        assertThat(self.status()).as(self.text()).isEqualTo(422);
        assertThat(self.fields()).containsExactly("to");
        assertThat(self.text()).contains("Niemand lässt sich selbst");
        assertThat(codes(first)).doesNotContain("review-delegated");

        Map<String, String> wish = Map.of("review", id(path), "item", item, "to", BEN);
        Reply given = hospital.as("admin", "POST", "/api/delegations", wish);
        assertThat(given.status()).as(given.text()).isEqualTo(201);
        assertThat(codes(first)).containsOnlyOnce("review-delegated");
        assertThat(codes(second)).doesNotContain("review-delegated");
        String whole = hospital.as("admin", "POST", "/api/delegations", Map.of("review", id(path), "to", BEN))
                .json()
                .path("id")
                .asText();
        assertThat(codes(second)).containsOnlyOnce("review-delegated");

        assertThat(hospital.as("admin", "DELETE", "/api/delegations/" + whole, Map.of())
                        .status())
                .isEqualTo(204);
        assertThat(codes(first)).containsOnlyOnce("review-delegation-ended");
        assertThat(codes(second)).containsOnlyOnce("review-delegation-ended");
        assertThat(db.sql("select actor_id from audit_entry where guest_id = ?::uuid and code = 'review-delegated'")
                        .param(second)
                        .query(String.class)
                        .list())
                .containsExactly(SeedPeople.ADMIN.id().value());
    }

    @Test
    void whoeverWasAskedOnceKeepsTheAnswerAndNotTheGuest() {
        String passed = guest();
        String other = guest();
        String path = passedOnToBen(passed, other);
        JsonNode row = row(hospital.get(BEN, path).json(), passed);
        assertThat(hospital.as(BEN, "POST", path + "/decisions", items(entry(row, "KEEP", null)))
                        .status())
                .isEqualTo(200);
        // somebody else has answered the rest, and the review is over
        db.sql("update review_item set outcome = 'NO_LONGER', outcome_at = ? where guest_id = ?::uuid")
                .params(Timestamp.from(clock.instant()), other)
                .update();
        db.sql("update review set closed_at = ?, closed_as = 'DECIDED' where id = ?::uuid")
                .params(Timestamp.from(clock.instant()), id(path))
                .update();

        JsonNode mayChange = hospital.get(BEN, path).json();
        assertThat(mayChange.path("items")).as("until the deadline").hasSize(1);
        assertThat(mayChange.at("/items/0/guest/id").asText()).isEqualTo(passed);
        assertThat(closed(BEN, path).path("total").asInt()).isEqualTo(1);

        overdue(path);
        Reply after = hospital.get(BEN, path);
        assertThat(after.json().path("items")).isEmpty();
        assertThat(after.json().path("ownDecisions")).hasSize(1);
        assertThat(after.json().at("/ownDecisions/0/decision").asText()).isEqualTo("KEEP");
        assertThat(after.json().at("/review/total").asInt()).isEqualTo(1);
        assertThat(after.text()).doesNotContain(passed, other, "Maya Okafor", "harbour-clinic.example", "cardiology");
        assertThat(closed(BEN, path).path("total").asInt()).isEqualTo(1);
        assertThat(closed(BEN, path).path("undecided").asInt()).isZero();
        JsonNode administrators = hospital.get("admin", path).json();
        assertThat(administrators.path("items")).hasSize(2);
        assertThat(administrators.path("ownDecisions")).isEmpty();
    }

    @Test
    void aSecondStageThatIsOverShowsNobodyOthersGuests() {
        String looked = guest();
        String other = guest();
        String path = passedOnToBen(looked, other);
        JsonNode sheet = hospital.get(BEN, path).json();
        db.sql("update review_item set after_item = (select id from review_item i where i.guest_id = ?::uuid limit 1)"
                        + " where guest_id = ?::uuid")
                .params(other, looked)
                .update();
        assertThat(hospital.as(
                                BEN,
                                "POST",
                                path + "/decisions",
                                items(entry(row(sheet, looked), "KEEP", null), entry(row(sheet, other), "KEEP", null)))
                        .status())
                .isEqualTo(200);
        assertThat(hospital.get(BEN, path).json().path("items")).hasSize(2);

        overdue(path);
        Reply after = hospital.get(BEN, path);
        assertThat(after.json().path("items")).isEmpty();
        assertThat(after.json().path("ownDecisions")).hasSize(2);
        assertThat(after.text()).doesNotContain(looked, other, "Maya Okafor");
    }

    @Test
    void refusalsAreInTheLanguageOfWhoeverIsRefused() {
        String guest = guest();
        planner.run();
        pump.run();
        String path = only(AMARA).path("links").path("self").asText();
        JsonNode row = row(hospital.get(AMARA, path).json(), guest);
        assertThat(hospital.as(AMARA, "PUT", path + "/draft", items(entry(row, "REMOVE", null)))
                        .status())
                .isEqualTo(200);

        Map<String, Object> stale = items(entry(row, "KEEP", null));
        assertThat(hospital.as(AMARA, "POST", path + "/decisions", stale, "Accept-Language", "de")
                        .text())
                .contains("Amara Singh hat am ", "etwas anderes eingetragen");
        overdue(path);
        assertThat(hospital.as(AMARA, "POST", path + "/decisions", stale, "Accept-Language", "de")
                        .text())
                .contains("Die Frist dieser Überprüfung ist verstrichen");
        assertThat(hospital.as(AMARA, "POST", path + "/decisions", stale).text())
                .contains("The deadline of this review has passed");
    }

    /** Amara does not know, and Ben, who stands beside her, is asked about these guests. */
    private String passedOnToBen(String... guests) {
        for (String guest : guests) {
            assertThat(hospital.as(AMARA, "POST", "/api/guests/" + guest + "/co-sponsors", Map.of("person", BEN))
                            .status())
                    .isLessThan(300);
        }
        planner.run();
        pump.run();
        String path = only(AMARA).path("links").path("self").asText();
        JsonNode sheet = hospital.get(AMARA, path).json();
        for (String guest : guests) {
            Reply unknown =
                    hospital.as(AMARA, "POST", path + "/decisions", items(entry(row(sheet, guest), "DONT_KNOW", null)));
            assertThat(unknown.status()).as(unknown.text()).isEqualTo(200);
        }
        pump.run();
        return only(BEN).path("links").path("self").asText();
    }

    private void overdue(String path) {
        db.sql("update review set due_at = ? where id = ?::uuid")
                .params(Timestamp.from(clock.instant().minusSeconds(1)), id(path))
                .update();
    }

    private JsonNode closed(String person, String path) {
        return own(person, "closed").stream()
                .filter(review -> path.equals(review.at("/links/self").asText()))
                .findFirst()
                .orElseThrow();
    }

    private List<String> codes(String guest) {
        return hospital.get("admin", "/api/guests/" + guest + "/timeline")
                .json()
                .findValuesAsText("code");
    }

    @Test
    void aGuestHandedOverTakesTheQuestionAlong() {
        String guest = guest();
        planner.run();
        pump.run();
        String path = only(AMARA).path("links").path("self").asText();
        JsonNode row = row(hospital.get(AMARA, path).json(), guest);
        String item = row.path("id").asText();
        String handover = path + "/items/" + item + "/handover";

        assertThat(hospital.as(BEN, "POST", handover, Map.of("to", BEN)).status())
                .isEqualTo(404);
        assertThat(hospital.as(AMARA, "POST", handover, Map.of("to", "nobody")).fields())
                .containsExactly("to");
        assertThat(hospital.as(AMARA, "POST", handover, Map.of("to", BEN)).status())
                .isEqualTo(204);
        pump.run();

        assertThat(own(AMARA, "open")).isEmpty();
        assertThat(hospital.get(AMARA, path).json().path("items")).isEmpty();
        JsonNode moved = only(BEN);
        assertThat(hospital.as(BEN, "PUT", path + "/draft", items(entry(row, "KEEP", null)))
                        .status())
                .isEqualTo(404);
        assertThat(tasks.createTaskQuery()
                        .processInstanceBusinessKey(moved.path("id").asText())
                        .taskAssignee(SeedPeople.BEN.id().value())
                        .count())
                .isEqualTo(1);
        assertThat(tasks.createTaskQuery().processInstanceBusinessKey(id(path)).count())
                .isZero();
    }

    @Test
    void whatIsEnteredAboutTheOthersIsKeptWhenAGuestHasLeft() {
        String stays = guest();
        String leaves = guest();
        planner.run();
        pump.run();
        String path = only(AMARA).path("links").path("self").asText();
        JsonNode sheet = hospital.get(AMARA, path).json();
        JsonNode one = row(sheet, stays);
        JsonNode other = row(sheet, leaves);
        String item = other.path("id").asText();
        assertThat(hospital.as(AMARA, "POST", path + "/items/" + item + "/handover", Map.of("to", BEN))
                        .status())
                .isEqualTo(204);

        Reply draft = hospital.as(
                AMARA, "PUT", path + "/draft", items(entry(one, "REMOVE", "Has moved on"), entry(other, "KEEP", null)));
        assertThat(draft.status()).as(draft.text()).isEqualTo(200);
        assertThat(draft.json().at("/saved/0/id").asText())
                .isEqualTo(one.path("id").asText());
        assertThat(draft.json().path("saved")).hasSize(1);
        assertThat(draft.json().path("conflicts")).isEmpty();
        assertThat(draft.json().at("/gone/0").asText()).isEqualTo(item);

        JsonNode drafted = row(hospital.get(AMARA, path).json(), stays);
        Map<String, Object> rest = entry(drafted, "REMOVE", "Has moved on");
        Reply all = hospital.as(AMARA, "POST", path + "/decisions", items(rest, entry(other, "KEEP", null)));
        assertThat(all.status()).isEqualTo(409);
        assertThat(all.text()).contains("left this review").doesNotContain(leaves);
        assertThat(hospital.as(AMARA, "POST", path + "/decisions", items(rest)).status())
                .isEqualTo(200);
    }

    @Test
    void anAdministratorStartsWatchesPausesAndStopsACampaign() {
        String guest = guest();
        planner.run();
        pump.run();
        Map<String, Object> wish = Map.of(
                "title",
                "Before the move",
                "scope",
                "list",
                "guests",
                List.of(guest),
                "due",
                LocalDate.now(clock).plusDays(10).toString(),
                "secondStage",
                "owner",
                "secondDays",
                7);

        assertThat(hospital.as(AMARA, "POST", "/api/campaigns", wish).status()).isEqualTo(403);
        assertThat(hospital.as(
                                "admin",
                                "POST",
                                "/api/campaigns",
                                Map.of("scope", "planet", "due", "soon", "secondStage", "auditor", "secondDays", 61))
                        .fields())
                .contains("title", "scope", "due", "secondStage", "secondDays");
        Map<String, Object> odd = new HashMap<>(wish);
        odd.put("guests", Arrays.asList(guest, null));
        for (String due : List.of("+999999999-12-31", "-999999999-01-01", "")) {
            odd.put("due", due);
            assertThat(hospital.as("admin", "POST", "/api/campaigns", odd).fields())
                    .contains("guests", "due");
        }
        assertThat(hospital.as("admin", "POST", "/api/campaigns/preview", odd).fields())
                .containsExactly("guests");
        Reply preview = hospital.as("admin", "POST", "/api/campaigns/preview", wish);
        assertThat(preview.json().path("guests").asInt()).as(preview.text()).isEqualTo(1);
        assertThat(preview.json().at("/second/0/reviewer/displayName").asText()).isEqualTo("Oscar Lindqvist");
        Reply started = hospital.as("admin", "POST", "/api/campaigns", wish);
        assertThat(started.status()).as(started.text()).isEqualTo(201);
        assertThat(hospital.as("admin", "POST", "/api/campaigns", wish).status())
                .isEqualTo(409);
        pump.run();

        String path = started.json().path("links").path("self").asText();
        JsonNode progress = hospital.get("admin", path).json();
        assertThat(progress.path("state").asText()).isEqualTo("RUNNING");
        assertThat(progress.at("/counts/OPEN").asInt()).isEqualTo(1);
        assertThat(progress.at("/second/stage").asText()).isEqualTo("OWNER");
        assertThat(progress.at("/second/days").asInt()).isEqualTo(7);
        String review = only(AMARA).path("links").path("self").asText();
        JsonNode row = row(hospital.get(AMARA, review).json(), guest);

        assertThat(hospital.as("admin", "POST", path + "/pause", Map.of()).status())
                .isEqualTo(200);
        assertThat(hospital.as(AMARA, "POST", review + "/decisions", items(entry(row, "KEEP", null)))
                        .status())
                .isEqualTo(409);
        assertThat(hospital.as("admin", "POST", path + "/resume", Map.of()).status())
                .isEqualTo(200);
        assertThat(hospital.as("admin", "POST", path + "/stop", Map.of()).fields())
                .containsExactly("reason");
        assertThat(hospital.as("admin", "POST", path + "/stop", Map.of("reason", "Postponed"))
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("STOPPED");
        pump.run();

        assertThat(hospital.get("admin", path).json().at("/counts/STOPPED").asInt())
                .isEqualTo(1);
        assertThat(own(AMARA, "open")).isEmpty();
        assertThat(hospital.as(AMARA, "POST", review + "/decisions", items(entry(row, "KEEP", null)))
                        .status())
                .isEqualTo(409);
    }

    private List<JsonNode> own(String person, String state) {
        List<JsonNode> found = new ArrayList<>();
        hospital.get(person, "/api/reviews?state=" + state)
                .json()
                .path("content")
                .forEach(found::add);
        return found;
    }

    private JsonNode only(String person) {
        assertThat(own(person, "open")).hasSize(1);
        return own(person, "open").get(0);
    }

    private static JsonNode row(JsonNode sheet, String guest) {
        for (JsonNode row : sheet.path("items")) {
            if (guest.equals(row.at("/guest/id").asText())) {
                return row;
            }
        }
        throw new AssertionError("not in the review");
    }

    @SafeVarargs
    private static Map<String, Object> items(Map<String, Object>... entries) {
        return Map.of("items", List.of(entries));
    }

    private static Map<String, Object> entry(
            JsonNode row, String decision, @org.jspecify.annotations.Nullable String reason) {
        Map<String, Object> entry = new HashMap<>();
        entry.put("id", row.path("id").asText());
        entry.put("version", row.path("version").asLong());
        entry.put("decision", decision);
        if (reason != null) {
            entry.put("reason", reason);
        }
        return entry;
    }

    private static Map<String, Object> bulkKeep(JsonNode row) {
        Map<String, Object> entry = entry(row, "KEEP", null);
        entry.put("bulk", true);
        return entry;
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private long task(String path, Person candidate) {
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(id(path))
                .taskCandidateUser(candidate.id().value())
                .includeAssignedTasks()
                .count();
    }

    /** A guest of Amara's with access, as far as the register knows, to be asked about today. */
    private String guest() {
        Map<String, Object> body =
                new HashMap<>(Hospital.invitation("r" + System.nanoTime() + "@harbour-clinic.example"));
        Reply reply = hospital.invite(AMARA, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        pump.run();
        String guest = hospital.get(
                        AMARA, reply.json().path("links").path("self").asText())
                .json()
                .path("id")
                .asText();
        db.sql("update guest set state = 'ACTIVE', attention = null, review_due_at = ?,"
                        + " directory_id = coalesce(directory_id, gen_random_uuid()::text) where id = ?::uuid")
                .params(Timestamp.from(clock.instant()), guest)
                .update();
        db.sql("update guest_grant set given_at = now() where guest_id = ?::uuid")
                .param(guest)
                .update();
        mine.add(guest);
        return guest;
    }
}
