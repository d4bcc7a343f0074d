package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class AppRoleTest extends RunningTenant {
    private static final String BY_ID = "/servicePrincipals/" + Seeds.HEALTH_RECORDS_SP_ID;
    private static final String BY_APP = "/servicePrincipals(appId='" + Seeds.HEALTH_RECORDS_APP_ID + "')";

    @Test
    void aRoleIsGivenOnceAndTakenAway() {
        var guest = client.inviteId("m.okafor@harbour-clinic.example");

        var given = client.graph("POST", BY_ID + "/appRoleAssignedTo", body(guest, Seeds.CLINICIAN_ROLE_ID));
        var again = client.graph("POST", BY_APP + "/appRoleAssignedTo", body(guest, Seeds.CLINICIAN_ROLE_ID));

        assertThat(given.status()).isEqualTo(201);
        assertThat(given.json().path("principalType").asText()).isEqualTo("User");
        assertThat(again.code()).isEqualTo("Request_BadRequest");
        var ofUser = "/users/" + guest + "/appRoleAssignments";
        assertThat(client.graph("GET", ofUser, "").json().path("value")).hasSize(1);
        assertThat(client.graph("GET", BY_APP + "/appRoleAssignedTo", "").json().path("value"))
                .hasSize(1);

        var id = given.json().path("id").asText();
        assertThat(client.graph("DELETE", ofUser + "/" + id, "").status()).isEqualTo(204);
        assertThat(client.graph("DELETE", BY_ID + "/appRoleAssignedTo/" + id, "")
                        .status())
                .isEqualTo(404);
        assertThat(client.graph("GET", ofUser, "").json().path("value")).isEmpty();
    }

    @Test
    void theZeroRoleIsForApplicationsWithoutRoles() {
        var path = "/servicePrincipals/" + Seeds.SERVICE_PRINCIPAL_ID + "/appRoleAssignedTo";
        var zero = body(Seeds.AMARA_SINGH_ID, Applications.NO_ROLE)
                .replace(Seeds.HEALTH_RECORDS_SP_ID, Seeds.SERVICE_PRINCIPAL_ID);

        assertThat(client.graph("POST", BY_ID + "/appRoleAssignedTo", body(Seeds.AMARA_SINGH_ID, Applications.NO_ROLE))
                        .status())
                .isEqualTo(400);
        assertThat(client.graph("POST", path, zero).status()).isEqualTo(201);
    }

    @Test
    void anApplicationReadsWhatItMayDo() {
        var own = client.graph("GET", "/servicePrincipals/" + Seeds.SERVICE_PRINCIPAL_ID + "/appRoleAssignments", "")
                .json()
                .path("value");
        var graph = client.graph("GET", "/servicePrincipals(appId='" + Seeds.GRAPH_APP_ID + "')?$select=appRoles", "")
                .json();

        assertThat(own).hasSize(Seeds.APP_ROLES.size());
        assertThat(graph.path("appRoles").findValuesAsText("id"))
                .containsAll(own.findValuesAsText("appRoleId"))
                .contains(Applications.permissionId("User.Invite.All"));
    }

    @Test
    void splitRegistrationsDoOnlyWhatTheyAreFor() {
        var guest = client.inviteId("m.okafor@harbour-clinic.example");
        var users = "/users/" + guest;

        assertThat(as(Seeds.READER, "GET", users, "")).isEqualTo(200);
        assertThat(as(Seeds.READER, "DELETE", users, "")).isEqualTo(403);
        assertThat(as(Seeds.INVITER, "GET", users, "")).isEqualTo(403);
        assertThat(as(Seeds.BLOCKER, "PATCH", users, "{\"accountEnabled\":false}"))
                .isEqualTo(204);
        assertThat(as(Seeds.BLOCKER, "PATCH", users, "{\"displayName\":\"x\"}")).isEqualTo(403);
        assertThat(as(Seeds.BLOCKER, "POST", users + "/revokeSignInSessions", ""))
                .isEqualTo(200);
        assertThat(as(Seeds.REMOVER, "DELETE", users, "")).isEqualTo(204);
    }

    private int as(AppRegistration app, String method, String path, String body) {
        var token = client.tokenOf(app.clientId(), app.clientSecret());
        return client.send(
                        method,
                        URI.create(tenant.graphUrl() + path),
                        body,
                        "Authorization",
                        "Bearer " + token,
                        "Content-Type",
                        "application/json")
                .status();
    }

    private static String body(String principal, String role) {
        return Json.object()
                .put("principalId", principal)
                .put("resourceId", Seeds.HEALTH_RECORDS_SP_ID)
                .put("appRoleId", role)
                .toString();
    }
}
