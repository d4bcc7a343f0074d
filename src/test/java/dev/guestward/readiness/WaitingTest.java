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
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** Tests of what waits while the tenant cannot be worked with, and of its going on. */
@GuestwardTest
public abstract class WaitingTest {
    @Autowired
    protected Pump pump;

    @Autowired
    protected StaffReading staff;

    @Autowired
    protected RuntimeService runtime;

    @Autowired
    protected TaskService tasks;

    @Autowired
    protected GatewaySettings gateway;

    @Value("${server.port}")
    protected int port;

    protected final SteppedClock clock = SteppedClock.instance();
    protected Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        clock.step(Duration.ofMinutes(1)); // a pause that the directory asked an earlier test for is over
        staff.run();
        pump.run(); // what an earlier test left undone
    }

    protected void waits(String guest, String email) {
        assertThat(hospital.usersWithMail(email)).isEmpty();
        assertThat(guest(guest).path("state").asText()).isEqualTo("REQUESTED");
        assertThat(guest(guest).has("attention")).isFalse();
        String workflow = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(guest)
                .singleResult()
                .getId();
        assertThat(runtime.createIncidentQuery().processInstanceId(workflow).count())
                .isZero();
        assertThat(tasks.createTaskQuery().processInstanceBusinessKey(guest).count())
                .isZero();
    }

    protected void isInvited(String guest, String email) {
        assertThat(hospital.usersWithMail(email)).hasSize(1);
        assertThat(guest(guest).path("state").asText()).isEqualTo("INVITED");
        assertThat(guest(guest).has("attention")).isFalse();
        assertThat(readiness().path("outages")).isEmpty();
    }

    protected void afterTheNextTry() {
        clock.step(gateway.probeEvery().plusSeconds(1));
        pump.run();
    }

    protected String requested(String email) {
        Hospital.Reply reply = hospital.invite("amara.singh", Hospital.invitation(email));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json().path("guestId").asText();
    }

    protected JsonNode guest(String id) {
        return hospital.get("amara.singh", "/api/guests/" + id).json();
    }

    protected JsonNode readiness() {
        return hospital.get("admin", "/api/tenant/readiness?fresh=true").json();
    }

    protected static JsonNode outage(JsonNode report, String trouble) {
        for (JsonNode outage : report.path("outages")) {
            if (outage.path("trouble").asText().equals(trouble)) {
                return outage;
            }
        }
        throw new AssertionError("No outage " + trouble + " in " + report);
    }

    protected static JsonNode check(JsonNode report, String code, String subject) {
        for (JsonNode check : report.path("checks")) {
            if (check.path("code").asText().equals(code)
                    && check.path("subject").asText().equals(subject)) {
                return check;
            }
        }
        throw new AssertionError("No check " + code + " " + subject + " in " + report);
    }

    protected static String address() {
        return "w" + UUID.randomUUID().toString().substring(0, 8) + "@harbour-clinic.example";
    }
}
