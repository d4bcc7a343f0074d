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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The product is killed at the worst moment and started again. */
class CrashTest {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration RECOVERY = Duration.ofMinutes(4);
    private static final Duration STEP = Duration.ofMillis(500);
    /** Calls that a node makes side by side. */
    private static final int IN_FLIGHT = 4;

    private final EmbeddedDatabase.Database database =
            EmbeddedServices.database().create();
    private final SimulatedTenant tenant = SimulatedTenant.start(SimulatedTenantOptions.ephemeral());

    @AfterEach
    void end() {
        tenant.close();
    }

    @Test
    void killedTwiceBetweenAnActAndItsRecordItEndsWithOneGuestOneMailAndOneMembership() {
        String email = "m.okafor@harbour-clinic.example";
        String guest;
        try (Node node = node("invite")) {
            Hospital hospital = ready(node);
            guest = hospital.invite("amara.singh", Hospital.invitation(email))
                    .json()
                    .path("guestId")
                    .asText();
            await().atMost(Duration.ofMinutes(1)).pollInterval(STEP).until(() -> !node.isAlive());
            assertThat(node.exitCode()).isEqualTo(CrashingGuestward.DEAD);
        }

        try (Node node = node("")) {
            Hospital hospital = ready(node);
            assertThat(hospital.usersWithMail(email))
                    .as("the tenant had accepted it")
                    .hasSize(1);
            // the dead node's lease has to run out first
            await().atMost(RECOVERY).pollInterval(STEP).until(() -> hospital.mailsTo(email) > 0);

            assertThat(hospital.usersWithMail(email)).hasSize(1);
            assertThat(hospital.mailsTo(email)).isEqualTo(1);
        }

        killedBetweenTheMembershipAndItsRecord(email);

        try (Node node = node("")) {
            Hospital hospital = ready(node);
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
    }

    @Test
    void killedInTheMiddleOfAFileItEndsWithOneInvitationForEachLine() {
        int guests = 400;
        String path;
        try (Node node = node("")) {
            Hospital hospital = ready(node);
            path = "/api/invitations/bulk/"
                    + hospital.as(
                                    "amara.singh",
                                    "POST",
                                    "/api/invitations/bulk?confirm=true",
                                    file(guests),
                                    "Content-Type",
                                    "text/csv")
                            .json()
                            .path("id")
                            .asText();
            await().atMost(RECOVERY).pollInterval(Duration.ofMillis(20)).until(() -> linesDone() > 20);
            node.kill();
        }
        assertThat(linesDone()).as("lines done by the node that was killed").isBetween(21, guests - 1);

        try (Node node = node("")) {
            Hospital hospital = ready(node);
            await().atMost(RECOVERY)
                    .pollInterval(STEP)
                    .until(() -> hospital.get("amara.singh", path)
                                    .json()
                                    .path("guests")
                                    .path("INVITED")
                                    .asInt()
                            == guests);
            assertThat(hospital.get("amara.singh", path).json().path("state").asText())
                    .isEqualTo("FINISHED");
            List<String> accepted =
                    hospital.tenant("GET", "/_sim/log", "").json().findValuesAsText("invitedUserEmailAddress");
            assertThat(Set.copyOf(accepted)).as("guests the tenant has").hasSize(guests);
            assertThat(accepted.size() - guests)
                    .as(
                            "invited once more, to the same account: those whose answer the killed node had not written down")
                    .isBetween(0, IN_FLIGHT);
        }
    }

    private static String file(int guests) {
        return IntStream.range(0, guests)
                .mapToObj(n -> "g" + n + "@harbour-clinic.example,Dr Maya Okafor,health-records,2027-03-31,Shared care")
                .collect(Collectors.joining("\n", "email,displayName,grants,accessUntil,purpose\n", "\n"));
    }

    private int linesDone() {
        return JdbcClient.create(
                        new DriverManagerDataSource(database.url(), EmbeddedDatabase.OWNER, database.password()))
                .sql("select count(*) from bulk_invitation_row where result is not null")
                .query(Integer.class)
                .single();
    }

    private void killedBetweenTheMembershipAndItsRecord(String email) {
        try (Node node = node("addMembers")) {
            Hospital hospital = ready(node);
            hospital.redeem(hospital.redeemLink(email));
            await().atMost(RECOVERY).pollInterval(STEP).until(() -> !node.isAlive());
            assertThat(node.exitCode()).isEqualTo(CrashingGuestward.DEAD);
        }
    }

    private Node node(String crashAfter) {
        Map<String, Object> settings = new HashMap<>();
        EmbeddedServices.point(settings, database);
        EmbeddedTenant.point(settings, tenant, EmbeddedTenant.freePort());
        settings.put("spring.kafka.bootstrap-servers", EmbeddedServices.broker().getBrokersAsString());
        settings.put("guestward.directory.gateway.lease", "20s");
        settings.put("guestward.directory.gateway.send-within", "10s");
        settings.put("crash.after", crashAfter);
        return Node.start(CrashingGuestward.class, settings);
    }

    private Hospital ready(Node node) {
        Hospital hospital = new Hospital(URI.create("http://localhost:" + node.port()), tenant.httpUrl());
        await().atMost(START)
                .pollInterval(STEP)
                .until(() -> hospital.get("amara.singh", "/api/guests").status() == 200);
        return hospital;
    }
}
