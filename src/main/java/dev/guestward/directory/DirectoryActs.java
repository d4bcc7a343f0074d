package dev.guestward.directory;

import java.util.List;

/**
 * What can be done to the tenant. An act never throws for what the directory says: it returns an {@link Answer}, and
 * nothing is repeated inside a call. Acts go through the gateway ({@code dev.guestward.directory.gateway}), which knows
 * what was sent before; nobody else calls them.
 */
public interface DirectoryActs {

    /**
     * Invites a guest. Repeating it for the same address returns the same user with a fresh link.
     *
     * @see <a href="https://learn.microsoft.com/graph/api/invitation-post">create invitation</a>
     */
    Answer<InvitedUser> invite(NewInvitation invitation);

    /**
     * Lets a guest redeem anew, also under another address, which must be one of the account's mails already. Memberships
     * stay.
     */
    Answer<InvitedUser> resetRedemption(ObjectId user, NewInvitation invitation);

    /**
     * Makes this address the account's only mail. The ones before go: a mistyped one may be somebody else's.
     *
     * @see <a href="https://learn.microsoft.com/graph/api/user-update">update user</a>
     */
    Answer<ObjectId> changeMail(ObjectId user, String mail);

    /**
     * Adds up to {@value DirectoryReads#MOST_IN_ONE_CALL} users to a group with one call: all or none. "Already a
     * member" and "not replicated yet" are both refused as invalid: read back.
     *
     * @see <a href="https://learn.microsoft.com/graph/api/group-post-members">add members</a>
     */
    Answer<ObjectId> addMembers(ObjectId group, List<ObjectId> users);

    /** Removes a user from a group. {@link Answer.NotThere} means the user is no member. Never touches the user itself. */
    Answer<ObjectId> removeMember(ObjectId group, ObjectId user);

    /** Gives a role of an application; yields the assignment's id. A duplicate is refused as invalid. */
    Answer<String> assignAppRole(AppRole role, ObjectId user);

    /** Takes a role away. {@link Answer.NotThere} means it is not held any more. */
    Answer<String> removeAppRole(ObjectId user, String assignment);

    /** Adds a person as the guest's sponsor. A duplicate is refused as invalid. */
    Answer<ObjectId> addSponsor(ObjectId user, ObjectId sponsor);

    Answer<ObjectId> removeSponsor(ObjectId user, ObjectId sponsor);

    /** Allows or forbids sign-in. Tokens already out live on for up to about an hour. */
    Answer<ObjectId> enableSignIn(ObjectId user, boolean enabled);

    /** Refuses to renew what the user's devices hold. */
    Answer<ObjectId> revokeSessions(ObjectId user);

    /** Moves the user to the recycle bin, for 30 days. There is no act that deletes for good. */
    Answer<ObjectId> delete(ObjectId user);

    /** Brings a user back from the recycle bin; {@link Answer.NotThere} if it is not there. */
    Answer<ObjectId> restore(ObjectId user);
}
