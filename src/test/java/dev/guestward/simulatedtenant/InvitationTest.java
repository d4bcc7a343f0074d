package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvitationTest extends RunningTenant {
    private static final String MAIL = "m.okafor@harbour-clinic.example";

    @Test
    void anInvitationCreatesAPendingGuest() {
        var invitation = client.invite(MAIL);

        var guest = client.graph(
                        "GET",
                        "/users/" + invitation.path("invitedUser").path("id").asText()
                                + "?$select=id,userType,externalUserState,creationType,mail,otherMails,userPrincipalName,accountEnabled",
                        "")
                .json();
        assertThat(invitation.path("status").asText()).isEqualTo("PendingAcceptance");
        assertThat(invitation.path("inviteRedeemUrl").asText()).startsWith(tenant.httpUrl() + "/redeem?token=");
        assertThat(guest.path("userType").asText()).isEqualTo("Guest");
        assertThat(guest.path("externalUserState").asText()).isEqualTo("PendingAcceptance");
        assertThat(guest.path("creationType").asText()).isEqualTo("Invitation");
        assertThat(guest.path("mail").asText()).isEqualTo(MAIL);
        assertThat(guest.path("otherMails").path(0).asText()).isEqualTo(MAIL);
        assertThat(guest.path("accountEnabled").asBoolean()).isTrue();
        assertThat(guest.path("userPrincipalName").asText())
                .isEqualTo("m.okafor_harbour-clinic.example#EXT#@northfield.onmicrosoft.com");
    }

    @Test
    void repeatedInvitationReturnsTheSameUserAndAFreshLink() {
        var first = client.invite(MAIL);

        var second = client.invite("M.Okafor@harbour-clinic.example");

        assertThat(second.path("invitedUser")).isEqualTo(first.path("invitedUser"));
        assertThat(second.path("inviteRedeemUrl")).isNotEqualTo(first.path("inviteRedeemUrl"));
        assertThat(second.path("status").asText()).isEqualTo("PendingAcceptance");
    }

    @Test
    void invitingWhoHasAcceptedIsCompleted() {
        var first = client.invite(MAIL);
        client.sim(
                "POST",
                "/redeem",
                Json.object().set("redeemUrl", first.path("inviteRedeemUrl")).toString());

        var second = client.invite(MAIL);

        assertThat(second.path("invitedUser")).isEqualTo(first.path("invitedUser"));
        assertThat(second.path("status").asText()).isEqualTo("Completed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m.okafor+test@harbour-clinic.example",
                ".okafor@harbour-clinic.example",
                "okafor-@harbour-clinic.example",
                "okafor@@harbour-clinic.example",
                "no mail",
                "somebody@northfield.example",
                "amara.singh@northfield.example"
            })
    void anAddressNobodyMayHaveAsAGuestIsABadRequest(String mail) {
        var answer = client.graph("POST", "/invitations", body(mail));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("BadRequest");
    }

    @Test
    void aMissingRedirectAddressIsABadRequest() {
        var answer = client.graph(
                "POST",
                "/invitations",
                Json.object().put("invitedUserEmailAddress", MAIL).toString());

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void aBlockedDomainIsForbidden() {
        var answer = client.graph("POST", "/invitations", body("x@blocked.example"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("Forbidden");
    }

    @Test
    void suspiciousActivityForbidsEveryInvitation() {
        client.sim("PUT", "/policies", "{\"suspiciousActivity\":true}");

        assertThat(client.graph("POST", "/invitations", body(MAIL)).status()).isEqualTo(403);
    }

    @Test
    void nobodyInvitesWhenThePolicySaysNone() {
        client.sim("PUT", "/policies", "{\"allowInvitesFrom\":\"none\"}");

        assertThat(client.graph("POST", "/invitations", body(MAIL)).status()).isEqualTo(403);
    }

    @Test
    void aDisabledPendingGuestCannotBeInvitedAgain() {
        var id = client.inviteId(MAIL);
        client.graph("PATCH", "/users/" + id, "{\"accountEnabled\":false}");

        assertThat(client.graph("POST", "/invitations", body(MAIL)).status()).isEqualTo(412);
    }

    @Test
    void sponsorsComeInlineWithTheInvitation() {
        var body = Json.object()
                .put("invitedUserEmailAddress", MAIL)
                .put("inviteRedirectUrl", "https://portal.northfield.example");
        body.putArray("invitedUserSponsors").addObject().put("id", Seeds.AMARA_SINGH_ID);

        var id = client.graph("POST", "/invitations", body.toString())
                .json()
                .path("invitedUser")
                .path("id")
                .asText();

        var sponsors = client.graph("GET", "/users/" + id + "/sponsors?$select=id,displayName,mail", "")
                .json()
                .path("value");
        assertThat(sponsors).hasSize(1);
        assertThat(sponsors.path(0).path("@odata.type").asText()).isEqualTo("#microsoft.graph.user");
        assertThat(sponsors.path(0).path("displayName").asText()).isEqualTo("Amara Singh");
    }

    @Test
    void anInvitationCannotBeRead() {
        assertThat(client.graph("GET", "/invitations", "").status()).isEqualTo(405);
    }

    @Test
    void theServiceMailsTheLinkWhenItIsAskedTo() {
        var body = Json.object()
                .put("invitedUserEmailAddress", MAIL)
                .put("inviteRedirectUrl", "https://portal.northfield.example")
                .put("sendInvitationMessage", true);

        var link = client.graph("POST", "/invitations", body.toString())
                .json()
                .path("inviteRedeemUrl")
                .asText();

        var mails = client.sim("GET", "/mails?to=" + MAIL, "").json();
        assertThat(mails).hasSize(1);
        assertThat(mails.path(0).path("links").path(0).asText()).isEqualTo(link);
    }

    private static String body(String mail) {
        return Json.object()
                .put("invitedUserEmailAddress", mail)
                .put("inviteRedirectUrl", "https://portal.northfield.example/welcome")
                .toString();
    }
}
