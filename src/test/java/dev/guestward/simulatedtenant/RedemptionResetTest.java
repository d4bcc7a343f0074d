package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedemptionResetTest extends RunningTenant {
    private static final String OTHER = "maya@northgate-surgery.example";
    private String guest = "";

    @BeforeEach
    void aGuestHasAccepted() {
        guest = client.inviteId("m.okafor@harbour-clinic.example");
        client.sim("POST", "/redeem", Json.object().put("userId", guest).toString());
    }

    @Test
    void aResetGoesBackToPendingAndKeepsTheObject() {
        client.graph("PATCH", "/users/" + guest, "{\"otherMails\":[\"" + OTHER + "\"]}");

        var answer = client.graph("POST", "/invitations", body(guest));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().at("/invitedUser/id").asText()).isEqualTo(guest);
        assertThat(answer.json().path("status").asText()).isEqualTo("PendingAcceptance");
        assertThat(answer.json().path("resetRedemption").asBoolean()).isTrue();
    }

    @Test
    void theNewAddressMustBeTheGuestsAlready() {
        assertThat(client.graph("POST", "/invitations", body(guest)).status()).isEqualTo(400);
    }

    @Test
    void theGuestIsNamedAndHoldsNoRole() {
        client.graph("PATCH", "/users/" + guest, "{\"otherMails\":[\"" + OTHER + "\"]}");
        assertThat(client.graph("POST", "/invitations", body("")).status()).isEqualTo(400);

        client.sim("PATCH", "/users/" + guest, "{\"directoryRoles\":[\"User Administrator\"]}");

        assertThat(client.graph("POST", "/invitations", body(guest)).code()).isEqualTo("Authorization_RequestDenied");
        assertThat(client.graph("PATCH", "/users/" + guest, "{\"accountEnabled\":false}")
                        .status())
                .isEqualTo(403);
        assertThat(client.graph("DELETE", "/users/" + guest, "").status()).isEqualTo(403);
        assertThat(client.graph("GET", "/users/" + guest + "/memberOf", "").text())
                .contains("#microsoft.graph.directoryRole");
    }

    @Test
    void twoAddressesOfOneAccountAreOneGuest() {
        client.sim("PATCH", "/users/" + guest, "{\"homeAddresses\":[\"" + OTHER + "\"]}");

        assertThat(client.inviteId(OTHER)).isEqualTo(guest);
        var user = client.graph("GET", "/users/" + guest + "?$select=mail,otherMails", "")
                .json();
        assertThat(user.path("mail").asText()).isEqualTo(OTHER);
        assertThat(user.path("otherMails")).hasSize(2);
    }

    private static String body(String id) {
        var body = Json.object()
                .put("invitedUserEmailAddress", OTHER)
                .put("inviteRedirectUrl", "https://portal.northfield.example")
                .put("resetRedemption", true);
        body.putObject("invitedUser").put("id", id);
        return body.toString();
    }
}
