package dev.guestward.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.guestward.Hospital;
import dev.guestward.Pump;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.platform.PlatformTest;
import dev.guestward.platform.SteppedClock;
import dev.guestward.simulatedtenant.Seeds;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A refused invitation, seen by the whole product: its rules are looked at anew, and the administrator is told. */
class RefusedInvitationTest extends PlatformTest {
    private static final String RULES = "GET /identity/conditionalAccess/policies";

    @Autowired
    Pump pump;

    @Autowired
    TenantReadiness readiness;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        pump.run(); // what an earlier test left undone
        awaitEnd(); // a look that began before would be joined
        denied(List.of());
        SteppedClock.instance().step(KeptReadings.AT_MOST_EVERY); // the rules are read anew
        readiness.report(true);
        awaitEnd();
        SteppedClock.instance().step(KeptReadings.AT_MOST_EVERY);
    }

    @AfterEach
    void leaveEverythingAsItWas() {
        awaitEnd();
        hospital.tenant(
                "PUT",
                "/_sim/policies",
                Map.of("denyDomains", List.of(Seeds.BLOCKED_DOMAIN), "allowInvitesFrom", "everyone"));
        SteppedClock.instance().step(KeptReadings.AT_MOST_EVERY);
        readiness.report(true);
        awaitEnd();
    }

    @Test
    void theRulesAreLookedAtAgainAndTheTaskSaysWhatKeepsTheClinicOut() throws Exception {
        denied(List.of(Seeds.BLOCKED_DOMAIN));
        long before = reads();

        String guest = requested();
        requested();
        pump.run();
        awaitEnd();

        assertThat(reads()).as("two refusals, one look").isEqualTo(before + 1);
        Task task = tasks.createTaskQuery()
                .processInstanceBusinessKey(guest)
                .taskDefinitionKey("UserTask_DecideOnRefusedInvitation")
                .singleResult();
        String path = "/tasklist-data/tasks/" + task.getId() + "/refusal";
        JsonNode refusal = new ObjectMapper()
                .readTree(sessionOf(SeedPeople.ADMIN).get(path).body());
        assertThat(refusal.path("obstacles").findValuesAsText("text"))
                .singleElement()
                .asString()
                .contains("Hillcrest Clinic", "refuses invitations to blocked.example");
        assertThat(refusal.path("obstacles").findValuesAsText("whatToDo").get(0))
                .contains("External collaboration");
        assertThat(refusal.path("link").asText()).isEqualTo("/directory/readiness?clinic=hillcrest");
        assertThat(sessionOf(SeedPeople.AMARA).get(path).statusCode()).isEqualTo(403);
        assertThat(sessionOf(SeedPeople.ADMIN)
                        .get("/tasklist-data/tasks/nothing/refusal")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void whatTheTenantIsKnownToRefuseIsAnsweredAtOnceAndNoLongerOnceItIsMended() {
        known(Map.of("denyDomains", List.of(Seeds.BLOCKED_DOMAIN)));
        Hospital.Reply reply = asked(Seeds.BLOCKED_DOMAIN);
        assertThat(reply.status()).as(reply.text()).isEqualTo(422);
        assertThat(reply.fields()).containsExactly("email");
        assertThat(reply.text()).contains("blocked.example", "ask an administrator");
        Hospital.Reply file = hospital.as(
                "amara.singh",
                "POST",
                "/api/invitations/bulk",
                "email,displayName,grants,accessUntil,purpose\n"
                        + "a@harbour-clinic.example,Dr A,health-records,2027-03-31,Care\n"
                        + "b@blocked.example,Dr B,health-records,2027-03-31,Care\n",
                "Content-Type",
                "text/csv");
        assertThat(file.status()).as(file.text()).isEqualTo(422);
        assertThat(file.json().path("errors")).singleElement().satisfies(error -> {
            assertThat(error.path("line").asInt()).isEqualTo(3);
            assertThat(error.path("column").asInt()).isEqualTo(1);
            assertThat(error.path("field").asText()).isEqualTo("email");
        });
        awaitEnd();

        denied(List.of());
        SteppedClock.instance().step(KeptReadings.AT_MOST_EVERY);
        assertThat(asked(Seeds.BLOCKED_DOMAIN).status())
                .as("still known; but now it is looked at")
                .isEqualTo(422);
        awaitEnd();
        assertThat(asked(Seeds.BLOCKED_DOMAIN).status()).isEqualTo(202);
    }

    @Test
    void whereNobodyMayInviteNobodyIsAskedFor() {
        known(Map.of("allowInvitesFrom", "none"));

        Hospital.Reply reply = asked("harbour-clinic.example");

        assertThat(reply.status()).as(reply.text()).isEqualTo(422);
        assertThat(reply.fields()).containsExactly("email");
        assertThat(reply.text()).contains("lets nobody invite");
    }

    private void known(Map<String, Object> rules) {
        hospital.tenant("PUT", "/_sim/policies", rules);
        readiness.report(true);
        awaitEnd();
    }

    private Hospital.Reply asked(String domain) {
        String email = "r" + UUID.randomUUID().toString().substring(0, 8) + "@" + domain;
        return hospital.invite("amara.singh", Hospital.invitation(email));
    }

    private String requested() {
        Hospital.Reply reply = asked(Seeds.BLOCKED_DOMAIN);
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json().path("guestId").asText();
    }

    private long reads() {
        return hospital.tenant("GET", "/_sim/counters", "")
                .json()
                .path("families")
                .path(RULES)
                .path("requests")
                .asLong();
    }

    private void denied(List<String> domains) {
        hospital.tenant("PUT", "/_sim/policies", Map.of("denyDomains", domains));
    }

    private void awaitEnd() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !readiness.report(false).checking());
    }
}
