package dev.guestward.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Pump;
import dev.guestward.directory.gateway.GatewaySettings;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.people.StaffReading;
import dev.guestward.platform.SteppedClock;
import dev.guestward.simulatedtenant.Seeds;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** What the tenant does not let us do waits, without an incident and without anybody's task, and goes on by itself. */
@GuestwardTest
class WaitingForTheTenantTest {
    private static final String APP = "/_sim/apps/" + Seeds.CLIENT_ID;

    @Autowired
    Pump pump;

    @Autowired
    StaffReading staff;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    @Autowired
    GatewaySettings gateway;

    @Value("${server.port}")
    int port;

    private final SteppedClock clock = SteppedClock.instance();
    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        staff.run();
        pump.run(); // what an earlier test left undone
    }

    @AfterEach
    void leaveEverythingAsItWas() {
        allowed(Seeds.APP_ROLES);
        hospital.tenant("PUT", APP, Map.of("secretExpired", false));
        hospital.tenant("POST", "/_sim/tokens/revoke", "");
        clock.step(gateway.probeEvery().plusSeconds(1));
        pump.run();
        readiness();
    }

    @Test
    void anInvitationWaitsForItsPermission() {
        Set<String> fewer = new TreeSet<>(Seeds.APP_ROLES);
        fewer.removeAll(Set.of("User.Invite.All", "User.ReadWrite.All"));
        allowed(fewer);
        hospital.tenant("POST", "/_sim/tokens/revoke", "");
        String email = address();

        String guest = requested(email);
        pump.run();

        waits(guest, email);
        JsonNode report = readiness();
        assertThat(outage(report, "PERMISSION").path("subject").asText()).isEqualTo("INVITE");
        JsonNode check = check(report, "permission", "INVITE");
        assertThat(check.path("result").asText()).isEqualTo("BLOCKED");
        assertThat(check.path("text").asText()).contains("User.Invite.All");

        allowed(Seeds.APP_ROLES);
        afterTheNextTry();
        afterTheNextTry();

        isInvited(guest, email);
    }

    @Test
    void aGrantSinceTheLastTokenIsNoRefusal() {
        Set<String> fewer = new TreeSet<>(Seeds.APP_ROLES);
        fewer.removeAll(Set.of("User.Invite.All", "User.ReadWrite.All"));
        allowed(fewer);
        readiness(); // from now on the token in use lacks the permission
        allowed(Seeds.APP_ROLES);
        String email = address();

        String guest = requested(email);
        pump.run();

        isInvited(guest, email);
    }

    @Test
    void everythingWaitsForAValidSecret() {
        hospital.tenant("PUT", APP, Map.of("secretExpired", true));
        hospital.tenant("POST", "/_sim/tokens/revoke", "");
        String email = address();

        String guest = requested(email);
        pump.run();

        waits(guest, email);
        JsonNode report = readiness();
        assertThat(outage(report, "CREDENTIAL").path("text").asText()).contains("cannot sign in");
        JsonNode check = check(report, "credential", "ALL");
        assertThat(check.path("result").asText()).isEqualTo("BLOCKED");
        assertThat(check.path("text").asText()).contains("has expired");
        assertThat(check.path("whatToDo").asText()).contains("guestward.graph.client-secret");

        hospital.tenant("PUT", APP, Map.of("secretExpired", false));
        afterTheNextTry();
        afterTheNextTry();

        isInvited(guest, email);
    }

    private void waits(String guest, String email) {
        assertThat(hospital.usersWithMail(email)).isEmpty();
        assertThat(guest(guest).path("state").asText()).isEqualTo("REQUESTED");
        assertThat(guest(guest).has("attention")).isFalse();
        assertThat(runtime.createProcessInstanceQuery()
                        .processInstanceBusinessKey(guest)
                        .count())
                .isEqualTo(1);
        assertThat(runtime.createIncidentQuery().count()).isZero();
        assertThat(tasks.createTaskQuery().processInstanceBusinessKey(guest).count())
                .isZero();
    }

    private void isInvited(String guest, String email) {
        assertThat(hospital.usersWithMail(email)).hasSize(1);
        assertThat(guest(guest).path("state").asText()).isEqualTo("INVITED");
        assertThat(guest(guest).has("attention")).isFalse();
        assertThat(readiness().path("outages")).isEmpty();
    }

    private void afterTheNextTry() {
        clock.step(gateway.probeEvery().plusSeconds(1));
        pump.run();
    }

    private void allowed(Set<String> permissions) {
        hospital.tenant("PUT", APP, Map.of("roles", List.copyOf(permissions)));
    }

    private String requested(String email) {
        Hospital.Reply reply = hospital.invite("amara.singh", Hospital.invitation(email));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json().path("guestId").asText();
    }

    private JsonNode guest(String id) {
        return hospital.get("amara.singh", "/api/guests/" + id).json();
    }

    private JsonNode readiness() {
        return hospital.get("admin", "/api/tenant/readiness?fresh=true").json();
    }

    private static JsonNode outage(JsonNode report, String trouble) {
        for (JsonNode outage : report.path("outages")) {
            if (outage.path("trouble").asText().equals(trouble)) {
                return outage;
            }
        }
        throw new AssertionError("No outage " + trouble + " in " + report);
    }

    private static JsonNode check(JsonNode report, String code, String subject) {
        for (JsonNode check : report.path("checks")) {
            if (check.path("code").asText().equals(code)
                    && check.path("subject").asText().equals(subject)) {
                return check;
            }
        }
        throw new AssertionError("No check " + code + " " + subject + " in " + report);
    }

    private static String address() {
        return "w" + UUID.randomUUID().toString().substring(0, 8) + "@harbour-clinic.example";
    }
}
