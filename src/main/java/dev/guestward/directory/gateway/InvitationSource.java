package dev.guestward.directory.gateway;

import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.InvitedUser;
import dev.guestward.directory.NewInvitation;
import dev.guestward.directory.ObjectId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the gateway needs to know about the person behind an invitation, and whom it tells. Names, addresses and redeem
 * links stay with the invitations: the effect row has none of them.
 */
public interface InvitationSource {
    /** Begins the answer to an invitation whose account is another guest's; that guest's id follows. */
    String HELD_BY = "held-by:";

    NewInvitation invitation(UUID guest);

    /** The other guest who has this account already. */
    Optional<UUID> holder(UUID guest, ObjectId account);

    /** Accounts that guests of this address once had, and that were deleted. */
    List<ObjectId> formerAccounts(UUID guest);

    /** The directory showed an account before we invited anybody: it is not of our making. */
    void foundBefore(UUID guest);

    /** Whether a redeem link is kept for this guest. */
    boolean holdsLink(UUID guest);

    /** The directory made or found the account. Called in the transaction that records it. */
    void accepted(UUID guest, InvitedUser invited);

    /** The account is visible. Called in the transaction that confirms it. */
    void confirmed(UUID guest, DirectoryUser account);
}
