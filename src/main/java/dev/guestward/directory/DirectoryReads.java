package dev.guestward.directory;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen in the tenant. Every read throws {@link DirectoryUnavailable} when there is no usable answer; a read
 * may lag behind the acts before it, and what is missing from an answer is not proven to be gone.
 */
public interface DirectoryReads {

    /** Most objects one call for several may name. */
    int MOST_IN_ONE_CALL = 20;

    /** Reads a user. Empty if absent, soft-deleted, or created so recently that not every replica knows it. */
    Optional<DirectoryUser> user(ObjectId id);

    /** Reads users, {@value #MOST_IN_ONE_CALL} with a call. Throws nothing itself: see {@link ReadTogether}. */
    ReadTogether<DirectoryUser> users(Collection<ObjectId> ids);

    /**
     * Reads users with everything they belong to, half of {@value #MOST_IN_ONE_CALL} with a call. Finds something for each id
     * that can be read, and throws nothing itself: see {@link ReadTogether}.
     */
    ReadTogether<AccountInspection> inspect(Collection<ObjectId> ids);

    /** Everybody who holds this address as mail, other mail or proxy address. An account made seconds ago may be missing. */
    List<DirectoryUser> usersWithMail(String email);

    /** A user in the recycle bin. */
    Optional<DeletedUser> deletedUser(ObjectId id);

    /** The whole recycle bin, users only. */
    List<DeletedUser> deletedUsers();

    /** What the user directly belongs to; empty also if the user is absent. */
    List<Membership> memberships(ObjectId user);

    /** The groups the user is directly in, and who fills them; empty also if the user is absent. */
    List<HeldGroup> groups(ObjectId user);

    /** The groups this group is in, through however many others; their members are the group's members as well. */
    List<HeldGroup> groupsAround(ObjectId group);

    /** Whether the user is a direct member of the group. */
    boolean isMember(ObjectId group, ObjectId user);

    /** Direct members of a group, 999 with a call. */
    Set<ObjectId> members(ObjectId group);

    /** The roles of applications a user holds directly. */
    List<AppRoleAssignment> appRoles(ObjectId user);

    /** Who vouches for the guest. An empty list means that nobody is left. */
    List<Sponsor> sponsors(ObjectId user);

    /** {@link #sponsors} of every guest, 999 with a call. */
    Map<ObjectId, List<Sponsor>> sponsorsOfGuests();

    /** {@link #memberships} of every guest, 999 with a call and one more for each guest who belongs to very much. */
    Map<ObjectId, List<Membership>> membershipsOfGuests();

    /** The user's manager, if one is on record. */
    Optional<ObjectId> manager(ObjectId user);

    /**
     * Reads whom users report to, {@value #MOST_IN_ONE_CALL} with a call. Unlike {@link #manager} it tells an account without a
     * manager from one that is not there. Throws nothing itself: see {@link ReadTogether}.
     */
    ReadTogether<ReportingLine> reportingLines(Collection<ObjectId> users);

    /** The people in a group of employees; nested groups are not followed. */
    List<StaffMember> staffIn(ObjectId group);

    /** Names of the domains that are the hospital's own; an address there is never a guest's. */
    Set<String> ownDomains();

    /**
     * One page of changed users.
     *
     * @param cursor what the page before returned, or null to begin a full round
     * @throws DeltaExpired if the directory does not take the cursor any more
     */
    DeltaPage changedUsers(@Nullable String cursor);

    /** One page of changed groups and memberships; as {@link #changedUsers}. */
    GroupDeltaPage changedGroups(@Nullable String cursor);

    /**
     * One page of the sign-in activity of all guests. The directory allows ten of these calls a minute.
     *
     * @throws NoEvidence if licence or permission is missing
     * @throws DeltaExpired if the cursor is too old, which it is after minutes
     */
    SignInPage guestSignIns(@Nullable String cursor);
}
