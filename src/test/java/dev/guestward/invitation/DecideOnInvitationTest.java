package dev.guestward.invitation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.Pump;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.people.People;
import dev.guestward.people.StaffReading;
import dev.guestward.platform.HttpSession;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** Policy and approval through every door that people use. */
@GuestwardTest
class DecideOnInvitationTest {
    private static final String WHY = "Please ask for the shared inbox instead.";

    @Autowired
    WebApplicationContext context;

    @Autowired
    StaffReading staff;

    @Autowired
    People people;

    @Autowired
    Pump pump;

    @Autowired
    TaskService tasks;

    @Autowired
    ManagementService management;

    @Autowired
    FilterService filters;

    @Autowired
    IdentityService identity;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    @Value("${server.port}")
    int port;

    private MockMvc pages = MockMvcBuilders.standaloneSetup().build();
    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        staff.run();
        pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
    }

    @Test
    void theFormIsAnsweredWithTheFieldThatIsMissingAndTheSponsorReadsTheComment() throws Exception {
        String guest = requested("amara.singh", "lakeside-practice.example", 90);
        String task = task(guest);

        pages.perform(get("/tasklist-data/tasks/" + task).with(user(id("owner"))))
                .andExpect(jsonPath("$.form.header").isNotEmpty())
                .andExpect(jsonPath("$.form.value").isNotEmpty());
        pages.perform(decision(task, "decline", " ").with(csrf()))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(jsonPath("$.errors[0].field").value("comment"))
                .andExpect(jsonPath("$.errors[0].message").value("Say why you decline. The sponsor reads it."));
        pages.perform(decision(task, "decline", WHY)).andExpect(status().isForbidden());
        assertThat(tasks.createTaskQuery().taskId(task).singleResult().getAssignee())
                .as("nothing is left behind by what was refused")
                .isNull();
        pages.perform(decision(task, "decline", WHY).with(csrf())).andExpect(status().isNoContent());

        pages.perform(get("/guests/" + guest).with(user(id("amara.singh"))))
                .andExpect(content().string(containsString("Comment: " + WHY)));
        assertThat(hospital.get("amara.singh", "/api/guests/" + guest + "/timeline")
                        .text())
                .contains("Approval needed: For this clinic an owner approves every request")
                .contains("Comment: " + WHY);
        assertThat(inTheEngine()).isZero();
    }

    @Test
    void nobodyApprovesWhatTheyHaveNotSeen() throws Exception {
        String guest = requested("amara.singh", "lakeside-practice.example", 90);
        String task = task(guest);
        long seen = version(task);
        Reply edited = hospital.as(
                "amara.singh",
                "PATCH",
                "/api/guests/" + guest,
                Map.of("version", seen, "displayName", "Dr Somebody Else", "purpose", "Something else"));
        assertThat(edited.status()).as(edited.text()).isEqualTo(200);

        pages.perform(approval(task, seen).with(csrf()))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.changed").value(true))
                .andExpect(jsonPath("$.detail").value(containsString("changed since you read it")));
        Reply overTheApi = hospital.as(
                "owner",
                "POST",
                "/api/invitations/" + guest + "/decision",
                Map.of("decision", "approve", "version", seen));
        assertThat(overTheApi.status()).isEqualTo(409);
        assertThat(hospital.get("amara.singh", "/api/guests/" + guest)
                        .json()
                        .path("attention")
                        .asText())
                .as("still waiting")
                .isEqualTo("WAITS_FOR_OWNER");
        assertThat(tasks.createTaskQuery().taskId(task).singleResult().getAssignee())
                .isNull();

        pages.perform(get("/tasklist-data/tasks/" + task).with(user(id("owner"))))
                .andExpect(jsonPath("$.displayName").value("Dr Somebody Else"));
        pages.perform(approval(task, version(task)).with(csrf())).andExpect(status().isNoContent());
    }

    @Test
    void overTheApiAnOwnerDecidesAndNobodyElse() {
        String guest = requested("amara.singh", "lakeside-practice.example", 90);
        task(guest);

        assertThat(decide("ben.ortiz", guest, "approve").status()).isEqualTo(404);
        assertThat(decide("amara.singh", guest, "approve").status()).isEqualTo(409);
        assertThat(decide("ben.ortiz", guest, "decline").text()).doesNotContain("Okafor");
        assertThat(decide("owner", guest, "perhaps").fields()).containsExactly("decision");
        assertThat(decide("owner", guest, "approve").status()).isEqualTo(204);
        assertThat(decide("owner", guest, "approve").status()).isEqualTo(409);
        assertThat(decide("owner", "00000000-0000-4000-8000-000000000000", "approve")
                        .status())
                .isEqualTo(404);
        pump.run();

        assertThat(hospital.get("amara.singh", "/api/guests/" + guest)
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("INVITED");
    }

    @Test
    void anOwnerInvitesWithinWhatTheyOwnAndNeverApprovesThemselves() {
        String atOnce = requested("owner", "lakeside-practice.example", 180);
        assertThat(timeline(atOnce)).contains("No approval needed: An owner of the application asked for it");

        String longer = requested("owner", "lakeside-practice.example", 200);
        task(longer);
        Reply own = decide("owner", longer, "approve");

        assertThat(own.status()).isEqualTo(409);
        assertThat(own.text()).contains("Nobody decides on a request of their own");
    }

    @Test
    void aRefusalIsToldInTheLanguageOfTheBrowser() throws Exception {
        String guest = requested("owner", "lakeside-practice.example", 200);
        String task = task(guest);

        pages.perform(decision(task, "approve", "").with(csrf()).header("Accept-Language", "de-DE"))
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.detail")
                        .value("Über einen eigenen Antrag entscheidet niemand selbst. Jemand anderes muss es tun."));
    }

    @Test
    void aDeputyFindsTheTaskOnceNoOwnerHasDecidedAndMayDecide() throws Exception {
        String guest = requested("amara.singh", "lakeside-practice.example", 90);
        String task = task(guest);
        assertThat(tasksOf("chloe.martin")).doesNotContain(task);
        assertThat(decide("chloe.martin", guest, "approve").status()).isEqualTo(404);

        management.executeJob(management
                .createJobQuery()
                .timers()
                .activityId("BoundaryEvent_ApprovalOverdue")
                .processInstanceId(
                        tasks.createTaskQuery().taskId(task).singleResult().getProcessInstanceId())
                .singleResult()
                .getId());
        pump.run();

        assertThat(tasksOf("chloe.martin")).contains(task);
        pages.perform(get("/tasklist-data/tasks/" + task).with(user(id("chloe.martin"))))
                .andExpect(jsonPath("$.displayName").value("Dr Maya Okafor"))
                .andExpect(jsonPath("$.link").doesNotExist());
        pages.perform(get("/guests/" + guest).with(user(id("chloe.martin")))).andExpect(status().isNotFound());
        assertThat(decide("chloe.martin", guest, "approve").status()).isEqualTo(204);
        assertThat(hospital.mailsTo("chloe.martin@northfield.example")).isPositive();
        assertThat(timeline(guest)).contains("approval-escalated", "Chloe Martin");
    }

    /** Cockpit lets administrators move a workflow. That moves no decision. */
    @Test
    void whoMovesTheWorkflowPastTheOwnerInvitesNobody() {
        String guest = requested("admin", "lakeside-practice.example", 90);
        String instance =
                tasks.createTaskQuery().taskId(task(guest)).singleResult().getProcessInstanceId();
        HttpSession admin = HttpSession.of(SeedPeople.ADMIN, port);

        HttpResponse<String> moved = admin.post(
                HttpSession.ENGINE + "/process-instance/" + instance + "/modification",
                "{\"instructions\":[{\"type\":\"startBeforeActivity\",\"activityId\":\"ServiceTask_InviteGuest\"}]}");
        assertThat(moved.statusCode()).as(moved.body()).isEqualTo(204);
        pump.run();

        assertThat(shown(guest, "state")).isEqualTo("REQUESTED");
        assertThat(shown(guest, "attention")).isEqualTo("WAITS_FOR_OWNER");
        assertThat(db.sql("select state || ' ' || last_answer from effect where guest_id = cast(? as uuid)")
                        .param(guest)
                        .query(String.class)
                        .list())
                .containsExactly("REFUSED not-approved");
        String refused = tasks.createTaskQuery()
                .processInstanceBusinessKey(guest)
                .taskDefinitionKey("UserTask_DecideOnRefusedInvitation")
                .singleResult()
                .getId();
        assertThat(admin.get("/tasklist-data/tasks/" + refused).body()).contains("nobody has approved this request");
        assertThat(timeline(guest)).contains("unapproved-invitation-refused");
        assertThat(admin.post(
                                HttpSession.ENGINE + "/task/" + refused + "/claim",
                                "{\"userId\":\"" + id("admin") + "\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(admin.post(
                                HttpSession.ENGINE + "/task/" + refused + "/submit-form",
                                "{\"variables\":{\"decision\":{\"value\":\"again\"}}}")
                        .body())
                .contains("An owner of the application decides on this request first");

        assertThat(decide("owner", guest, "approve").status()).isEqualTo(204);
        pump.run();
        assertThat(shown(guest, "state")).isEqualTo("INVITED");
    }

    private String shown(String guest, String field) {
        return hospital.get("owner", "/api/guests/" + guest).json().path(field).asText();
    }

    @Test
    void itShowsAtOnceThatARequestWaits() {
        String guest = requested("amara.singh", "lakeside-practice.example", 90);

        assertThat(hospital.get("amara.singh", "/api/guests/" + guest)
                        .json()
                        .path("attention")
                        .asText())
                .isEqualTo("WAITS_FOR_OWNER");
    }

    /** What Tasklist lists under "My tasks". */
    private List<String> tasksOf(String userName) {
        String id = id(userName);
        identity.setAuthentication(id, List.of("sponsor"));
        try {
            String filter = filters.createTaskFilterQuery()
                    .filterName("My tasks")
                    .singleResult()
                    .getId();
            return filters.<Task>list(filter).stream().map(Task::getId).toList();
        } finally {
            identity.clearAuthentication();
        }
    }

    private String requested(String caller, String domain, int days) {
        Map<String, Object> body = Hospital.invitation("d" + System.nanoTime() + "@" + domain);
        body.put("accessUntil", LocalDate.now(clock).plusDays(days).toString());
        Reply reply = hospital.invite(caller, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json().path("guestId").asText();
    }

    private String task(String guest) {
        pump.run();
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(guest)
                .singleResult()
                .getId();
    }

    private Reply decide(String who, String guest, String decision) {
        return hospital.as(who, "POST", "/api/invitations/" + guest + "/decision", Map.of("decision", decision));
    }

    private MockHttpServletRequestBuilder decision(String task, String decision, String comment) {
        return post("/tasklist-data/tasks/" + task + "/decision")
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"decision\": \"%s\", \"comment\": \"%s\"}".formatted(decision, comment))
                .with(user(id("owner")));
    }

    private MockHttpServletRequestBuilder approval(String task, long seen) {
        return post("/tasklist-data/tasks/" + task + "/decision")
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"decision\": \"approve\", \"comment\": \"\", \"version\": %d}".formatted(seen))
                .with(user(id("owner")));
    }

    /** Of what the form shows. */
    private long version(String task) throws Exception {
        String body = pages.perform(get("/tasklist-data/tasks/" + task).with(user(id("owner"))))
                .andReturn()
                .getResponse()
                .getContentAsString();
        return new ObjectMapper().readTree(body).path("version").asLong(-1);
    }

    private String timeline(String guest) {
        return hospital.get("owner", "/api/guests/" + guest + "/timeline").text();
    }

    /** Variables, their history and comments of tasks that hold what was written. */
    private long inTheEngine() {
        return db.sql("""
                        select (select count(*) from act_hi_varinst where text_ like :why)
                             + (select count(*) from act_hi_detail where text_ like :why)
                             + (select count(*) from act_ru_variable where text_ like :why)
                             + (select count(*) from act_hi_comment where message_ like :why)
                             + (select count(*) from act_hi_op_log where new_value_ like :why)""").param("why", "%shared inbox%").query(Long.class).single();
    }

    private String id(String userName) {
        return people.named(userName).orElseThrow().id().value();
    }
}
