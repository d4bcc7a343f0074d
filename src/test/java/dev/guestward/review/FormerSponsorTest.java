package dev.guestward.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.Pump;
import dev.guestward.claims.ClaimTasks;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.expiry.ExpiryPlanner;
import dev.guestward.guest.GuestId;
import dev.guestward.people.Person;
import dev.guestward.people.StaffReading;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Resources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** Whoever has handed a guest over learns nothing of them any more, neither over the API nor from a task. */
@GuestwardTest
class FormerSponsorTest {
    private static final String AMARA = "amara.singh";
    private static final String BEN = "ben.ortiz";

    @Autowired
    WebApplicationContext context;

    @Autowired
    StaffReading staff;

    @Autowired
    ClaimWorkflow workflow;

    @Autowired
    SilenceClaims claims;

    @Autowired
    ClaimTasks claimTasks;

    @Autowired
    ReviewPlanner planner;

    @Autowired
    ExpiryPlanner ends;

    @Autowired
    TaskService tasks;

    @Autowired
    IdentityService identity;

    @Autowired
    AuthorizationService authorizations;

    @Autowired
    Clock clock;

    @Autowired
    Pump pump;

    @Autowired
    JdbcClient db;

    @Value("${server.port}")
    int port;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));
    private MockMvc pages = MockMvcBuilders.standaloneSetup(new Object()).build();
    private String guest = "";

    @BeforeEach
    void peopleOfTheHospital() {
        staff.run();
        hospital = new Hospital(URI.create("http://localhost:" + port), URI.create("http://localhost"));
        pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
        // what other tests have left is nobody's
        db.sql("update review_item set outcome = 'STOPPED', outcome_at = now() where outcome is null")
                .update();
        db.sql("update review set closed_at = now(), closed_as = 'STOPPED' where closed_at is null")
                .update();
        db.sql("update review set opened_at = opened_at - interval '30 days'").update();
        db.sql("update guest set review_due_at = ?, review_forced_at = null where state = 'ACTIVE'")
                .param(Timestamp.from(clock.instant().plus(Duration.ofDays(80))))
                .update();
        guest = guest();
    }

    @AfterEach
    void leaveNobody() {
        db.sql("update guest set state = 'DECLINED' where id = ?::uuid")
                .param(guest)
                .update();
        claims.lookAgain();
    }

    @Test
    void whoMayBringAGuestBackAfterSilenceChangesWithTheSponsor() throws Exception {
        String task = blockedFromSilence();
        seenAndFoundBy(task, SeedPeople.AMARA, SeedPeople.BEN);

        Reply reply = hospital.as(AMARA, "POST", "/api/guests/" + guest + "/sponsor", Map.of("sponsor", BEN));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        seenAndFoundBy(task, SeedPeople.BEN, SeedPeople.AMARA);
        assertThat(status(task, "", SeedPeople.ADMIN)).isEqualTo(200);
        assertThat(claimTasks.open())
                .filteredOn(open -> open.task().equals(task))
                .singleElement()
                .satisfies(open ->
                        assertThat(open.people()).as("who is written to").containsExactly(SeedPeople.BEN.id()));
    }

    @Test
    void aTaskThatAFormerSponsorWasLeftWithIsTakenFromThem() throws Exception {
        String task = blockedFromSilence();
        db.sql("update guest set sponsor_id = ? where id = ?::uuid")
                .params(SeedPeople.BEN.id().value(), guest)
                .update();

        claims.lookAgain();

        seenAndFoundBy(task, SeedPeople.BEN, SeedPeople.AMARA);
    }

    @Test
    void fromInsideAReviewAllGoesAlongToo() throws Exception {
        db.sql("update guest set review_due_at = ?, access_until = ? where id = ?::uuid")
                .params(
                        Timestamp.from(clock.instant()),
                        Timestamp.from(clock.instant().plus(Duration.ofDays(10))),
                        guest)
                .update();
        ends.run();
        planner.run();
        pump.run();
        String end = task("guest-expiry");
        assertThat(status(end, "/end", SeedPeople.AMARA)).isEqualTo(200);
        assertThat(hospital.as(AMARA, "POST", "/api/guests/" + guest + "/co-sponsors", Map.of("person", BEN))
                        .status())
                .isLessThan(300);
        Map<String, Object> row = db.sql(
                        "select id, review_id from review_item where guest_id = ?::uuid and outcome is null")
                .param(guest)
                .query()
                .singleRow();

        Reply reply = hospital.as(
                AMARA,
                "POST",
                "/api/reviews/" + row.get("review_id") + "/items/" + row.get("id") + "/handover",
                Map.of("to", BEN));

        assertThat(reply.status()).as(reply.text()).isEqualTo(204);
        assertThat(hospital.get(AMARA, "/api/guests/" + guest).status()).isEqualTo(404);
        assertThat(status(end, "/end", SeedPeople.AMARA)).isEqualTo(404);
        assertThat(status(end, "/end", SeedPeople.BEN)).isEqualTo(200);
        assertThat(finds(SeedPeople.AMARA, end)).isFalse();
        assertThat(finds(SeedPeople.BEN, end)).isTrue();
        assertThat(hospital.get(BEN, "/api/guests/" + guest + "/co-sponsors").text())
                .doesNotContain(SeedPeople.BEN.id().value());
        assertThat(db.sql("select kind from effect where guest_id = ?::uuid and kind like '%SPONSOR'"
                                + " order by planned_at desc, kind limit 2")
                        .param(guest)
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("ADD_SPONSOR", "REMOVE_SPONSOR");
        assertThat(db.sql(
                                "select count(*) from mail_message where kind = 'SPONSORSHIP_HANDED_OVER' and guest_id = ?::uuid")
                        .param(guest)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(hospital.get(BEN, "/api/guests/" + guest + "/timeline").text())
                .containsOnlyOnce("review-handed-over");
    }

    @Test
    void whoRepeatsARequestAfterTheHandoverIsToldNoMoreThanAtFirst() {
        Map<String, Object> body =
                new HashMap<>(Hospital.invitation("r" + System.nanoTime() + "@harbour-clinic.example"));
        String key = "key" + System.nanoTime();
        String id = hospital.invite(AMARA, body, "Idempotency-Key", key)
                .json()
                .path("guestId")
                .asText();
        pump.run();
        assertThat(hospital.invite(AMARA, body, "Idempotency-Key", key)
                        .json()
                        .path("state")
                        .asText())
                .as("her own guest's present state")
                .isEqualTo("INVITED");

        hospital.as("admin", "POST", "/api/guests/" + id + "/sponsor", Map.of("sponsor", BEN));

        Reply again = hospital.invite(AMARA, body, "Idempotency-Key", key);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json().path("guestId").asText()).isEqualTo(id);
        assertThat(again.json().path("state").asText()).isEqualTo("REQUESTED");
    }

    @Test
    void aFileDoesNotCountGuestsWhomItsUploaderMayNotSeeAnyMore() {
        String day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                .plusDays(60)
                .toString();
        String mark = "m" + System.nanoTime();
        String text = "email;displayName;grants;accessUntil;purpose;continue\n"
                + "%s1@harbour-clinic.example;Dr A;health-records;%s;Care;other-person\n".formatted(mark, day)
                + "%s2@harbour-clinic.example;Dr B;health-records;%s;Care;other-person\n".formatted(mark, day);
        Reply upload =
                hospital.as(AMARA, "POST", "/api/invitations/bulk?confirm=true", text, "Content-Type", "text/csv");
        assertThat(upload.status()).as(upload.text()).isEqualTo(202);
        String file = "/api/invitations/bulk/" + upload.json().path("id").asText();
        pump.run();
        assertThat(counted(AMARA, file)).isEqualTo(2);
        String first = db.sql("select id::text from guest where email like ? order by email limit 1")
                .param(mark + "%")
                .query(String.class)
                .single();

        hospital.as("admin", "POST", "/api/guests/" + first + "/sponsor", Map.of("sponsor", BEN));

        assertThat(counted(AMARA, file)).isEqualTo(1);
        assertThat(counted("admin", file)).isEqualTo(2);
    }

    private int counted(String user, String file) {
        int sum = 0;
        for (JsonNode guests : hospital.get(user, file).json().path("guests")) {
            sum += guests.asInt();
        }
        return sum;
    }

    private void seenAndFoundBy(String task, Person present, Person other) throws Exception {
        assertThat(status(task, "", present)).isEqualTo(200);
        assertThat(finds(present, task)).isTrue();
        assertThat(rights(present, task)).isTrue();
        assertThat(status(task, "", other)).isEqualTo(404);
        assertThat(finds(other, task)).isFalse();
        assertThat(rights(other, task)).isFalse();
    }

    private int status(String task, String what, Person person) throws Exception {
        return pages.perform(get("/tasklist-data/tasks/" + task + what)
                        .with(user(person.id().value())))
                .andReturn()
                .getResponse()
                .getStatus();
    }

    /** As Tasklist asks, in the person's name. */
    private boolean finds(Person person, String task) {
        identity.setAuthentication(person.id().value(), List.of("sponsor"));
        try {
            return tasks.createTaskQuery().taskId(task).count() == 1;
        } finally {
            identity.clearAuthentication();
        }
    }

    private boolean rights(Person person, String task) {
        return authorizations
                        .createAuthorizationQuery()
                        .resourceType(Resources.TASK)
                        .resourceId(task)
                        .userIdIn(person.id().value())
                        .count()
                > 0;
    }

    private String blockedFromSilence() {
        db.sql("update guest set state = 'BLOCKED' where id = ?::uuid")
                .param(guest)
                .update();
        workflow.start(new GuestId(UUID.fromString(guest)));
        pump.run();
        return task("silence-claim");
    }

    private String task(String process) {
        return tasks.createTaskQuery()
                .processDefinitionKey(process)
                .processInstanceBusinessKey(guest)
                .singleResult()
                .getId();
    }

    /** A guest of Amara's with access, as far as the register knows. */
    private String guest() {
        Map<String, Object> body =
                new HashMap<>(Hospital.invitation("f" + System.nanoTime() + "@harbour-clinic.example"));
        Reply reply = hospital.invite(AMARA, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        pump.run();
        String id = hospital.get(AMARA, reply.json().path("links").path("self").asText())
                .json()
                .path("id")
                .asText();
        db.sql("update guest set state = 'ACTIVE', attention = null,"
                        + " directory_id = coalesce(directory_id, gen_random_uuid()::text) where id = ?::uuid")
                .param(id)
                .update();
        return id;
    }
}
