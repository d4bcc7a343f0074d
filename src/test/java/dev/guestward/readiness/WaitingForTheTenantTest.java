package dev.guestward.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.simulatedtenant.Seeds;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the tenant does not let us do waits, without an incident and without anybody's task, and goes on by itself. */
class WaitingForTheTenantTest extends WaitingTest {
    private static final String APP = "/_sim/apps/" + Seeds.CLIENT_ID;

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
        lacksTheRightToInvite();
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
        lacksTheRightToInvite();
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

    private void allowed(Set<String> permissions) {
        hospital.tenant("PUT", APP, Map.of("roles", List.copyOf(permissions)));
    }

    private void lacksTheRightToInvite() {
        Set<String> fewer = new TreeSet<>(Seeds.APP_ROLES);
        fewer.removeAll(Set.of("User.Invite.All", "User.ReadWrite.All"));
        allowed(fewer);
    }
}
