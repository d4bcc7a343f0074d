package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.graph.models.Invitation;
import com.microsoft.graph.models.ReferenceCreate;
import com.microsoft.graph.models.User;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.serialization.AdditionalDataHolder;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Microsoft's own client, over TLS and with its own sign-in, understands every answer. */
class GraphClientTest extends RunningTenant {
    @SuppressWarnings("NullAway.Init")
    private GraphServiceClient graph;

    @BeforeEach
    void connect() {
        graph = client.graph();
    }

    @Test
    void anInvitationParsesWithoutLeftovers() {
        var answer = Objects.requireNonNull(graph.invitations().post(invitation("m.okafor@harbour-clinic.example")));

        assertThat(answer.getStatus()).isEqualTo("PendingAcceptance");
        assertNothingLeftOver(answer);
        assertNothingLeftOver(Objects.requireNonNull(answer.getInvitedUser()));
        assertNothingLeftOver(Objects.requireNonNull(answer.getInvitedUserMessageInfo()));
    }

    @Test
    void usersAndGroupsParseWithoutLeftovers() {
        var id = client.inviteId("m.okafor@harbour-clinic.example");

        var users = Objects.requireNonNull(graph.users().get());
        var guest = Objects.requireNonNull(graph.users().byUserId(id).get(request -> {
            Objects.requireNonNull(request.queryParameters).select =
                    new String[] {"id", "identities", "externalUserState", "createdDateTime", "signInActivity"};
            request.queryParameters.expand = new String[] {"sponsors($select=id)"};
        }));
        var groups = Objects.requireNonNull(graph.groups().get());

        assertThat(Objects.requireNonNull(users.getValue())).hasSize(9);
        assertNothingLeftOver(users);
        users.getValue().forEach(GraphClientTest::assertNothingLeftOver);
        assertNothingLeftOver(guest);
        assertThat(guest.getExternalUserState()).isEqualTo("PendingAcceptance");
        assertThat(guest.getSignInActivity()).isNull();
        Objects.requireNonNull(groups.getValue()).forEach(GraphClientTest::assertNothingLeftOver);
    }

    @Test
    void aGuestIsFoundByAnyOfItsAddresses() {
        var id = client.inviteId("o'hara@harbour-clinic.example");

        var mail = "o''hara@harbour-clinic.example";
        var found = Objects.requireNonNull(graph.users().get(request -> {
            Objects.requireNonNull(request.queryParameters).filter = "mail eq '" + mail + "' or otherMails/any(o:o eq '"
                    + mail + "') or proxyAddresses/any(p:p eq 'SMTP:" + mail + "')";
            request.queryParameters.select = new String[] {"id", "mail"};
        }));

        assertThat(Objects.requireNonNull(found.getValue()))
                .extracting(User::getId)
                .containsExactly(id);
    }

    @Test
    void aGuestIsReadByPrincipalName() {
        client.inviteId("m.okafor@harbour-clinic.example");

        var guest = Objects.requireNonNull(graph.users()
                .byUserId("m.okafor_harbour-clinic.example#EXT#@northfield.onmicrosoft.com")
                .get());

        assertThat(guest.getMail()).isEqualTo("m.okafor@harbour-clinic.example");
    }

    @Test
    void sponsorsManagersAndMembershipsParseWithoutLeftovers() {
        var id = client.inviteId("m.okafor@harbour-clinic.example");
        var reference = new ReferenceCreate();
        reference.setOdataId("https://graph.microsoft.com/v1.0/users/" + Seeds.BEN_ORTIZ_ID);
        graph.users().byUserId(id).sponsors().ref().post(reference);
        addToGuests(id);

        var sponsors =
                Objects.requireNonNull(graph.users().byUserId(id).sponsors().get());
        var manager = Objects.requireNonNull(
                graph.users().byUserId(Seeds.AMARA_SINGH_ID).manager().get());
        var groups =
                Objects.requireNonNull(graph.users().byUserId(id).memberOf().get());
        var members = Objects.requireNonNull(graph.groups()
                .byGroupId(Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID)
                .members()
                .graphUser()
                .get());

        assertThat(Objects.requireNonNull(sponsors.getValue()))
                .singleElement()
                .isInstanceOfSatisfying(
                        User.class,
                        sponsor -> assertThat(sponsor.getDisplayName()).isEqualTo("Ben Ortiz"));
        sponsors.getValue().forEach(GraphClientTest::assertNothingLeftOver);
        assertThat(manager.getId()).isEqualTo(Seeds.FREYA_NOLAN_ID);
        assertNothingLeftOver(manager);
        Objects.requireNonNull(groups.getValue()).forEach(GraphClientTest::assertNothingLeftOver);
        assertThat(Objects.requireNonNull(members.getValue()))
                .extracting(User::getId)
                .containsExactly(id);
        assertThatThrownBy(() -> graph.users().byUserId(id).manager().get())
                .isInstanceOfSatisfying(
                        ODataError.class,
                        error -> assertThat(error.getResponseStatusCode()).isEqualTo(404));
    }

    @Test
    void aGuestIsDisabledRevokedDeletedAndRestored() {
        var id = client.inviteId("m.okafor@harbour-clinic.example");
        var disabled = new User();
        disabled.setAccountEnabled(false);

        graph.users().byUserId(id).patch(disabled);
        var revoked = Objects.requireNonNull(
                graph.users().byUserId(id).revokeSignInSessions().post());
        graph.users().byUserId(id).delete();
        var deleted = Objects.requireNonNull(
                graph.directory().deletedItems().graphUser().get());
        var restored = Objects.requireNonNull(graph.directory()
                .deletedItems()
                .byDirectoryObjectId(id)
                .restore()
                .post());

        assertThat(revoked.getValue()).isTrue();
        assertThat(Objects.requireNonNull(deleted.getValue()))
                .extracting(User::getId)
                .containsExactly(id);
        assertThat(restored.getId()).isEqualTo(id);
        assertNothingLeftOver(restored);
        assertThat(Objects.requireNonNull(graph.users().byUserId(id).get()).getUserPrincipalName())
                .isEqualTo("m.okafor_harbour-clinic.example#EXT#@northfield.onmicrosoft.com");
    }

    @Test
    void deltaTellsOfARedemption() {
        var id = client.inviteId("m.okafor@harbour-clinic.example");
        var first = Objects.requireNonNull(graph.users()
                .delta()
                .get(request -> Objects.requireNonNull(request.queryParameters).select =
                        new String[] {"id", "externalUserState", "userType", "accountEnabled"}));
        assertThat(Objects.requireNonNull(first.getValue())).hasSize(9);
        client.sim("POST", "/redeem", Json.object().put("userId", id).toString());

        var second = Objects.requireNonNull(graph.users()
                .delta()
                .withUrl(Objects.requireNonNull(first.getOdataDeltaLink()))
                .get());

        assertThat(Objects.requireNonNull(second.getValue())).singleElement().satisfies(user -> {
            assertThat(user.getId()).isEqualTo(id);
            assertThat(user.getExternalUserState()).isEqualTo("Accepted");
            assertNothingLeftOver(user);
        });
        assertThat(second.getOdataNextLink()).isNull();
    }

    @Test
    void theTenantItselfParsesWithoutLeftovers() {
        Objects.requireNonNull(Objects.requireNonNull(graph.domains().get()).getValue())
                .forEach(GraphClientTest::assertNothingLeftOver);
        Objects.requireNonNull(
                        Objects.requireNonNull(graph.organization().get()).getValue())
                .forEach(GraphClientTest::assertNothingLeftOver);
        assertNothingLeftOver(
                Objects.requireNonNull(graph.policies().authorizationPolicy().get()));
    }

    @Test
    void anErrorParses() {
        assertThatThrownBy(() -> graph.users().byUserId(Directory.newId()).get())
                .isInstanceOfSatisfying(ODataError.class, error -> {
                    assertThat(error.getResponseStatusCode()).isEqualTo(404);
                    assertThat(Objects.requireNonNull(error.getError()).getCode())
                            .isEqualTo("Request_ResourceNotFound");
                });
    }

    private void addToGuests(String id) {
        var reference = new ReferenceCreate();
        reference.setOdataId("https://graph.microsoft.com/v1.0/directoryObjects/" + id);
        graph.groups()
                .byGroupId(Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID)
                .members()
                .ref()
                .post(reference);
    }

    private static Invitation invitation(String mail) {
        var invitation = new Invitation();
        invitation.setInvitedUserEmailAddress(mail);
        invitation.setInviteRedirectUrl("https://portal.northfield.example/welcome");
        invitation.setInvitedUserDisplayName("Dr Maya Okafor");
        invitation.setSendInvitationMessage(false);
        invitation.setInvitedUserSponsors(List.of());
        return invitation;
    }

    private static void assertNothingLeftOver(AdditionalDataHolder model) {
        assertThat(model.getAdditionalData().keySet()).allMatch(name -> name.startsWith("@odata."));
    }
}
