package dev.guestward.directory;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tenant's users and groups.
 *
 * <p>Reads throw {@link DirectoryUnavailable} when there is no usable answer. Acts never throw for what the directory
 * says: they return an {@link Answer}, and no act is repeated inside a call.
 */
public interface GuestDirectory {

    /** Reads a user. Empty if absent, soft-deleted, or created so recently that not every replica knows it. */
    Optional<DirectoryUser> user(ObjectId id);

    /** Everybody who holds this address as mail, other mail or proxy address. An account made seconds ago may be missing. */
    List<DirectoryUser> usersWithMail(String email);

    /** Whether the user is a direct member of the group. */
    boolean isMember(ObjectId group, ObjectId user);

    /** The people in a group of employees; nested groups are not followed. */
    List<StaffMember> staffIn(ObjectId group);

    /**
     * One page of changed users.
     *
     * @param cursor what the page before returned, or null to begin a full round
     * @throws DeltaExpired if the cursor is too old
     */
    DeltaPage changedUsers(@Nullable String cursor);

    /**
     * Invites a guest. Repeating it for the same address returns the same user with a fresh link.
     *
     * @see <a href="https://learn.microsoft.com/graph/api/invitation-post">create invitation</a>
     */
    Answer<InvitedUser> invite(NewInvitation invitation);

    /**
     * Adds a user to a group. "Already a member" and "not replicated yet" are both refused as invalid: read back.
     *
     * @see <a href="https://learn.microsoft.com/graph/api/group-post-members">add members</a>
     */
    Answer<ObjectId> addMember(ObjectId group, ObjectId user);
}
