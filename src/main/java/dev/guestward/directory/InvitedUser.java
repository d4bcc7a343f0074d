package dev.guestward.directory;

/**
 * What an accepted invitation yields.
 *
 * @param redeemUrl a secret as good as a password: never logged, never shown to anybody but the guest
 * @param alreadyAccepted the person had redeemed an earlier invitation; there is nothing to redeem
 */
public record InvitedUser(ObjectId id, String redeemUrl, boolean alreadyAccepted) {
    @Override
    public String toString() {
        return "InvitedUser[" + id + "]";
    }
}
