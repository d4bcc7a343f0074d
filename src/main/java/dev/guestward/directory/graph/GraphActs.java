package dev.guestward.directory.graph;

import com.microsoft.graph.models.DirectoryObject;
import com.microsoft.graph.models.Group;
import com.microsoft.graph.models.Invitation;
import com.microsoft.graph.models.ReferenceCreate;
import com.microsoft.graph.models.User;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.store.BackedModel;
import dev.guestward.directory.Answer;
import dev.guestward.directory.AppRole;
import dev.guestward.directory.DirectoryAccess.Role;
import dev.guestward.directory.DirectoryActs;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.InvitedUser;
import dev.guestward.directory.NewInvitation;
import dev.guestward.directory.ObjectId;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What is done to the tenant, each act with the application that its role signs in as. */
final class GraphActs implements DirectoryActs {
    /** Graph wants its own name in references, whatever address it is reached by. */
    private static final String REFERENCE = "https://graph.microsoft.com/v1.0/directoryObjects/";

    private final GraphClients clients;

    GraphActs(GraphClients clients) {
        this.clients = clients;
    }

    @Override
    public Answer<InvitedUser> invite(NewInvitation invitation) {
        return invited(body(invitation));
    }

    @Override
    public Answer<InvitedUser> resetRedemption(ObjectId user, NewInvitation invitation) {
        Invitation body = body(invitation);
        body.setResetRedemption(true);
        User invited = untyped(new User());
        invited.setId(user.value());
        body.setInvitedUser(invited);
        return invited(body);
    }

    private Answer<InvitedUser> invited(Invitation body) {
        return GraphCalls.act(() -> {
            Invitation made = clients.as(Role.INVITER).invitations().post(body);
            if (made == null
                    || made.getInvitedUser() == null
                    || made.getInvitedUser().getId() == null
                    || made.getInviteRedeemUrl() == null) {
                return new Answer.Unknown<>("incomplete answer");
            }
            return new Answer.Done<>(new InvitedUser(
                    new ObjectId(made.getInvitedUser().getId()),
                    made.getInviteRedeemUrl(),
                    "Completed".equals(made.getStatus())));
        });
    }

    private static Invitation body(NewInvitation invitation) {
        Invitation body = new Invitation();
        body.setInvitedUserEmailAddress(invitation.email());
        body.setInvitedUserDisplayName(invitation.displayName());
        body.setInviteRedirectUrl(invitation.redirectTo().toString());
        body.setSendInvitationMessage(false);
        DirectoryObject sponsor = untyped(new DirectoryObject());
        sponsor.setId(invitation.sponsor().value());
        body.setInvitedUserSponsors(List.of(sponsor));
        return body;
    }

    @Override
    public Answer<ObjectId> changeMail(ObjectId user, String mail) {
        User change = untyped(new User());
        change.setMail(mail);
        change.setOtherMails(List.of(mail));
        return done(user, () -> user(Role.INVITER, user).patch(change));
    }

    @Override
    public Answer<ObjectId> addMembers(ObjectId group, List<ObjectId> users) {
        if (users.isEmpty() || users.size() > DirectoryReads.MOST_IN_ONE_CALL) {
            throw new IllegalArgumentException(
                    "Between 1 and " + DirectoryReads.MOST_IN_ONE_CALL + " users go into one call");
        }
        var target = clients.as(Role.INVITER).groups().byGroupId(group.value());
        if (users.size() == 1) {
            return done(group, () -> target.members().ref().post(reference(users.get(0))));
        }
        Group members = untyped(new Group());
        members.setAdditionalData(Map.of(
                "members@odata.bind",
                users.stream().map(user -> REFERENCE + user.value()).toList()));
        return done(group, () -> target.patch(members));
    }

    @Override
    public Answer<ObjectId> removeMember(ObjectId group, ObjectId user) {
        return done(
                user,
                () -> clients.as(Role.REMOVER)
                        .groups()
                        .byGroupId(group.value())
                        .members()
                        .byDirectoryObjectId(user.value())
                        .ref()
                        .delete());
    }

    @Override
    public Answer<String> assignAppRole(AppRole role, ObjectId user) {
        var body = untyped(new com.microsoft.graph.models.AppRoleAssignment());
        body.setPrincipalId(UUID.fromString(user.value()));
        body.setResourceId(UUID.fromString(role.application().value()));
        body.setAppRoleId(UUID.fromString(role.role().value()));
        return GraphCalls.act(() -> {
            var made = clients.as(Role.INVITER)
                    .servicePrincipals()
                    .byServicePrincipalId(role.application().value())
                    .appRoleAssignedTo()
                    .post(body);
            return made == null || made.getId() == null
                    ? new Answer.Unknown<>("incomplete answer")
                    : new Answer.Done<>(made.getId());
        });
    }

    @Override
    public Answer<String> removeAppRole(ObjectId user, String assignment) {
        return done(
                assignment,
                () -> user(Role.REMOVER, user)
                        .appRoleAssignments()
                        .byAppRoleAssignmentId(assignment)
                        .delete());
    }

    @Override
    public Answer<ObjectId> addSponsor(ObjectId user, ObjectId sponsor) {
        return done(sponsor, () -> user(Role.INVITER, user).sponsors().ref().post(reference(sponsor)));
    }

    @Override
    public Answer<ObjectId> removeSponsor(ObjectId user, ObjectId sponsor) {
        return done(
                sponsor,
                () -> user(Role.INVITER, user)
                        .sponsors()
                        .byDirectoryObjectId(sponsor.value())
                        .ref()
                        .delete());
    }

    @Override
    public Answer<ObjectId> enableSignIn(ObjectId user, boolean enabled) {
        User change = untyped(new User());
        change.setAccountEnabled(enabled);
        return done(user, () -> user(Role.BLOCKER, user).patch(change));
    }

    @Override
    public Answer<ObjectId> revokeSessions(ObjectId user) {
        return done(user, () -> user(Role.BLOCKER, user).revokeSignInSessions().post());
    }

    @Override
    public Answer<ObjectId> delete(ObjectId user) {
        return done(user, () -> user(Role.REMOVER, user).delete());
    }

    @Override
    public Answer<ObjectId> restore(ObjectId user) {
        return done(
                user,
                () -> clients.as(Role.REMOVER)
                        .directory()
                        .deletedItems()
                        .byDirectoryObjectId(user.value())
                        .restore()
                        .post());
    }

    private com.microsoft.graph.users.item.UserItemRequestBuilder user(Role role, ObjectId user) {
        GraphServiceClient client = clients.as(role);
        return client.users().byUserId(user.value());
    }

    private static ReferenceCreate reference(ObjectId to) {
        ReferenceCreate reference = new ReferenceCreate();
        reference.setOdataId(REFERENCE + to.value());
        return reference;
    }

    /**
     * A body without the type's name, which Graph refuses in places. Setting the name to null does not help: the SDK then
     * writes a property {@code odataType}, which no type has.
     */
    private static <T extends BackedModel> T untyped(T body) {
        body.getBackingStore().clear();
        return body;
    }

    private static <T> Answer<T> done(T value, Runnable call) {
        return GraphCalls.act(() -> {
            call.run();
            return new Answer.Done<>(value);
        });
    }
}
