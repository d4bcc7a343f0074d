package dev.guestward.directory.graph;

import dev.guestward.directory.AccountInspection;
import dev.guestward.directory.Answer;
import dev.guestward.directory.AppRole;
import dev.guestward.directory.AppRoleAssignment;
import dev.guestward.directory.DeletedUser;
import dev.guestward.directory.DeltaPage;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.GroupDeltaPage;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.HeldGroup;
import dev.guestward.directory.InvitedUser;
import dev.guestward.directory.Membership;
import dev.guestward.directory.NewInvitation;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.ReadTogether;
import dev.guestward.directory.ReportingLine;
import dev.guestward.directory.SignInPage;
import dev.guestward.directory.Sponsor;
import dev.guestward.directory.StaffMember;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@link GuestDirectory} over Microsoft Graph v1.0: one door to what the neighbouring classes do. */
@Component
class GraphGuestDirectory implements GuestDirectory {
    private final GraphAccounts accounts;
    private final GraphBatches batches;
    private final GraphRelations relations;
    private final GraphGuestLists guestLists;
    private final GraphFeed feed;
    private final GraphActs acts;

    GraphGuestDirectory(GraphClients clients, GraphSettings settings) {
        GraphLinks links = new GraphLinks(settings.baseUrl());
        this.accounts = new GraphAccounts(clients.reader(), links);
        this.relations = new GraphRelations(clients.reader(), links);
        this.batches = new GraphBatches(clients.reader(), relations);
        this.guestLists = new GraphGuestLists(clients.reader(), links, relations);
        this.feed = new GraphFeed(clients.reader(), links);
        this.acts = new GraphActs(clients);
    }

    @Override
    public Optional<DirectoryUser> user(ObjectId id) {
        return accounts.user(id);
    }

    @Override
    public ReadTogether<DirectoryUser> users(Collection<ObjectId> ids) {
        return batches.users(ids);
    }

    @Override
    public ReadTogether<AccountInspection> inspect(Collection<ObjectId> ids) {
        return batches.inspect(ids);
    }

    @Override
    public List<DirectoryUser> usersWithMail(String email) {
        return accounts.withMail(email);
    }

    @Override
    public Optional<DeletedUser> deletedUser(ObjectId id) {
        return accounts.deleted(id);
    }

    @Override
    public List<DeletedUser> deletedUsers() {
        return accounts.allDeleted();
    }

    @Override
    public List<Membership> memberships(ObjectId user) {
        return relations.memberships(user);
    }

    @Override
    public List<HeldGroup> groups(ObjectId user) {
        return relations.groups(user);
    }

    @Override
    public List<HeldGroup> groupsAround(ObjectId group) {
        return relations.groupsAround(group);
    }

    @Override
    public boolean isMember(ObjectId group, ObjectId user) {
        return relations.memberships(user).stream().anyMatch(held -> held.id().equals(group));
    }

    @Override
    public Set<ObjectId> members(ObjectId group) {
        return relations.members(group);
    }

    @Override
    public List<AppRoleAssignment> appRoles(ObjectId user) {
        return relations.appRoles(user);
    }

    @Override
    public List<Sponsor> sponsors(ObjectId user) {
        return relations.sponsors(user);
    }

    @Override
    public Map<ObjectId, List<Sponsor>> sponsorsOfGuests() {
        return guestLists.sponsors();
    }

    @Override
    public Map<ObjectId, List<Membership>> membershipsOfGuests() {
        return guestLists.memberships();
    }

    @Override
    public Optional<ObjectId> manager(ObjectId user) {
        return relations.manager(user);
    }

    @Override
    public ReadTogether<ReportingLine> reportingLines(Collection<ObjectId> users) {
        return batches.reportingLines(users);
    }

    @Override
    public List<StaffMember> staffIn(ObjectId group) {
        return relations.staffIn(group);
    }

    @Override
    public Set<String> ownDomains() {
        return accounts.ownDomains();
    }

    @Override
    public DeltaPage changedUsers(@Nullable String cursor) {
        return feed.changedUsers(cursor);
    }

    @Override
    public GroupDeltaPage changedGroups(@Nullable String cursor) {
        return feed.changedGroups(cursor);
    }

    @Override
    public SignInPage guestSignIns(@Nullable String cursor) {
        return feed.guestSignIns(cursor);
    }

    @Override
    public Answer<InvitedUser> invite(NewInvitation invitation) {
        return acts.invite(invitation);
    }

    @Override
    public Answer<InvitedUser> resetRedemption(ObjectId user, NewInvitation invitation) {
        return acts.resetRedemption(user, invitation);
    }

    @Override
    public Answer<ObjectId> changeMail(ObjectId user, String mail) {
        return acts.changeMail(user, mail);
    }

    @Override
    public Answer<ObjectId> addMembers(ObjectId group, List<ObjectId> users) {
        return acts.addMembers(group, users);
    }

    @Override
    public Answer<ObjectId> removeMember(ObjectId group, ObjectId user) {
        return acts.removeMember(group, user);
    }

    @Override
    public Answer<String> assignAppRole(AppRole role, ObjectId user) {
        return acts.assignAppRole(role, user);
    }

    @Override
    public Answer<String> removeAppRole(ObjectId user, String assignment) {
        return acts.removeAppRole(user, assignment);
    }

    @Override
    public Answer<ObjectId> addSponsor(ObjectId user, ObjectId sponsor) {
        return acts.addSponsor(user, sponsor);
    }

    @Override
    public Answer<ObjectId> removeSponsor(ObjectId user, ObjectId sponsor) {
        return acts.removeSponsor(user, sponsor);
    }

    @Override
    public Answer<ObjectId> enableSignIn(ObjectId user, boolean enabled) {
        return acts.enableSignIn(user, enabled);
    }

    @Override
    public Answer<ObjectId> revokeSessions(ObjectId user) {
        return acts.revokeSessions(user);
    }

    @Override
    public Answer<ObjectId> delete(ObjectId user) {
        return acts.delete(user);
    }

    @Override
    public Answer<ObjectId> restore(ObjectId user) {
        return acts.restore(user);
    }
}
