package dev.guestward.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guestward.Hospital;
import dev.guestward.embedded.EmbeddedDatabase;
import dev.guestward.embedded.EmbeddedServices;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.Node;
import dev.guestward.simulatedtenant.SimulatedTenant;
import dev.guestward.simulatedtenant.SimulatedTenantOptions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/**
 * The product is killed at the worst moment and started again, each start being also the recovery from the death before. The
 * last node stays, and loses Kafka and for a while its database.
 */
@Tag("faults")
class CrashTest {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration RECOVERY = Duration.ofMinutes(4);
    private static final Duration STEP = Duration.ofMillis(500);
    /** Calls that a node makes side by side. */
    private static final int IN_FLIGHT = 4;

    /** Enough to be killed among them. */
    private static final int LINES = 150 * FaultRun.SCALE;

    private Duration starting = Duration.ZERO;
    private final FaultRun run = new FaultRun("three kills, then no Kafka and a database killed");

    private final EmbeddedDatabase server = EmbeddedDatabase.startDurable();
    private final EmbeddedDatabase.Database database = server.create();
    private final JdbcClient db =
            JdbcClient.create(new DriverManagerDataSource(database.url(), EmbeddedDatabase.OWNER, database.password()));
    private final EmbeddedKafkaBroker broker =
            new EmbeddedKafkaKraftBroker(1, 1).brokerProperty("auto.create.topics.enable", "true");
    private final SimulatedTenant tenant = SimulatedTenant.start(SimulatedTenantOptions.ephemeral());

    @AfterEach
    void end() {
        tenant.close();
        broker.destroy();
        server.stop();
    }

    @Test
    void killedThreeTimesThenWithoutKafkaAndItsDatabaseItDoesEverythingOnce() {
        broker.afterPropertiesSet();
        String email = "m.okafor@harbour-clinic.example";
        String guest;
        try (Node node = node("invite", 200)) {
            guest = ready(node)
                    .invite("amara.singh", Hospital.invitation(email))
                    .json()
                    .path("guestId")
                    .asText();
            dies(node);
        }
        try (Node node = node("addMembers", 200)) {
            invitedOnceAfterAll(ready(node), email);
            dies(node);
        }
        String file;
        try (Node node = node("", 200)) {
            Hospital hospital = ready(node);
            activeOnceAfterAll(hospital, guest);
            file = uploaded(hospital);
            await().atMost(RECOVERY).pollInterval(Duration.ofMillis(20)).until(() -> linesDone() > 20);
            node.kill();
            run.struck(1);
        }
        assertThat(linesDone()).as("lines done by the node that was killed").isBetween(21, LINES - 1);
        try (Node node = node("", 20)) {
            Hospital hospital = ready(node);
            finishedAfterAll(hospital, file);
            new Outages(server, db, broker, hospital, run).strike();
        }
        run.figure("of this four starts, s", starting.toSeconds());
        run.end();
    }

    private void dies(Node node) {
        await().atMost(RECOVERY).pollInterval(STEP).until(() -> !node.isAlive());
        assertThat(node.exitCode()).isEqualTo(CrashingGuestward.DEAD);
        run.struck(1);
    }

    /** Killed between the invitation and its record. */
    private static void invitedOnceAfterAll(Hospital hospital, String email) {
        assertThat(hospital.usersWithMail(email))
                .as("the tenant had accepted it")
                .hasSize(1);
        // the dead node's lease has to run out first
        await().atMost(RECOVERY).pollInterval(STEP).until(() -> hospital.mailsTo(email) > 0);

        assertThat(hospital.usersWithMail(email)).hasSize(1);
        assertThat(hospital.mailsTo(email)).isEqualTo(1);
        hospital.redeem(hospital.redeemLink(email));
    }

    /** Killed between the membership and its record. */
    private static void activeOnceAfterAll(Hospital hospital, String guest) {
        await().atMost(RECOVERY)
                .pollInterval(STEP)
                .until(() -> "ACTIVE"
                        .equals(hospital.get("amara.singh", "/api/guests/" + guest)
                                .json()
                                .path("state")
                                .asText()));
        assertThat(hospital.get("amara.singh", "/api/guests/" + guest + "/timeline")
                        .json()
                        .findValuesAsText("code"))
                .containsOnlyOnce("invited", "invitation-mailed", "redeemed", "access-granted", "activated");
        assertThat(hospital.tenant("GET", "/_sim/log", "").json().findValuesAsText("path"))
                .filteredOn(path -> path.endsWith("/members/$ref"))
                .as("memberships the tenant accepted")
                .hasSize(1);
    }

    private static String uploaded(Hospital hospital) {
        return "/api/invitations/bulk/"
                + hospital.as(
                                "amara.singh",
                                "POST",
                                "/api/invitations/bulk?confirm=true",
                                file(LINES),
                                "Content-Type",
                                "text/csv")
                        .json()
                        .path("id")
                        .asText();
    }

    /** Killed in the middle of a file. */
    private static void finishedAfterAll(Hospital hospital, String file) {
        await().atMost(RECOVERY)
                .pollInterval(STEP)
                .until(() -> hospital.get("amara.singh", file)
                                .json()
                                .path("guests")
                                .path("INVITED")
                                .asInt()
                        == LINES);
        assertThat(hospital.get("amara.singh", file).json().path("state").asText())
                .isEqualTo("FINISHED");
        List<String> accepted =
                hospital.tenant("GET", "/_sim/log", "").json().findValuesAsText("invitedUserEmailAddress").stream()
                        .filter(address -> address.startsWith("g"))
                        .toList();
        assertThat(Set.copyOf(accepted)).as("guests the tenant has").hasSize(LINES);
        assertThat(accepted.size() - LINES)
                .as("invited once more, to the same account: those whose answer the killed node had not written down")
                .isBetween(0, IN_FLIGHT);
    }

    private static String file(int guests) {
        return IntStream.range(0, guests)
                .mapToObj(n -> "g" + n + "@harbour-clinic.example,Dr Maya Okafor " + n
                        + ",health-records,2027-03-31,Shared care")
                .collect(Collectors.joining("\n", "email,displayName,grants,accessUntil,purpose\n", "\n"));
    }

    private int linesDone() {
        return db.sql("select count(*) from bulk_invitation_row where result is not null")
                .query(Integer.class)
                .single();
    }

    /** @param writesAtOnce what may leave in a burst; the last node is to be slow */
    private Node node(String crashAfter, int writesAtOnce) {
        Map<String, Object> settings = new HashMap<>();
        EmbeddedServices.point(settings, database);
        EmbeddedTenant.point(settings, tenant, EmbeddedTenant.freePort());
        settings.put("spring.kafka.bootstrap-servers", broker.getBrokersAsString());
        settings.put("guestward.directory.gateway.lease", "10s");
        settings.put("guestward.directory.gateway.send-within", "5s");
        settings.put("guestward.directory.quota.writes-at-once", writesAtOnce);
        settings.put("spring.quartz.properties.org.quartz.scheduler.idleWaitTime", 1000);
        settings.put("crash.after", crashAfter);
        return Node.start(CrashingGuestward.class, settings);
    }

    private Hospital ready(Node node) {
        Instant began = Instant.now();
        Hospital hospital = new Hospital(URI.create("http://localhost:" + node.port()), tenant.httpUrl());
        await().atMost(START)
                .pollInterval(STEP)
                .until(() -> hospital.get("amara.singh", "/api/guests").status() == 200);
        starting = starting.plus(Duration.between(began, Instant.now()));
        return hospital;
    }
}
