package dev.guestward.directory.gateway;

import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.EffectQueue;
import java.util.ArrayList;
import java.util.List;

/**
 * What one round may send: drawn before anything is leased, so that nobody looks at what cannot be sent anyway, and given
 * back where it was not used.
 */
final class Allowance implements AutoCloseable {
    private final DirectoryQuota quota;
    private int writes;
    private int invitations;

    /** @param most writes at most */
    Allowance(DirectoryQuota quota, int most) {
        this.quota = quota;
        while (writes < most && quota.tryTake(DirectoryQuota.Limit.WRITES)) {
            writes++;
        }
        if (writes > 0 && quota.tryTake(DirectoryQuota.Limit.INVITATIONS)) {
            invitations = 1;
        }
    }

    int writes() {
        return writes;
    }

    boolean mayInvite() {
        return invitations > 0;
    }

    boolean takeWrite() {
        if (writes > 0) {
            writes--;
            return true;
        }
        return quota.tryTake(DirectoryQuota.Limit.WRITES);
    }

    void giveBackWrite() {
        writes++;
    }

    void useInvitation() {
        if (invitations > 0) {
            invitations--;
        }
    }

    /** Keeps as many new invitations as their pace allows; the rest goes back before anybody looks at it. */
    List<Effect> withinPace(List<Effect> leased, EffectQueue queue) {
        List<Effect> kept = new ArrayList<>();
        List<Effect> tooMany = new ArrayList<>();
        int seen = 0;
        for (Effect effect : leased) {
            boolean isNew = effect.kind() == Effect.Kind.INVITE && effect.state() == Effect.State.PLANNED;
            if (isNew && ++seen > invitations && quota.tryTake(DirectoryQuota.Limit.INVITATIONS)) {
                invitations++;
            }
            (isNew && seen > invitations ? tooMany : kept).add(effect);
        }
        queue.release(tooMany);
        return kept;
    }

    @Override
    public void close() {
        for (; writes > 0; writes--) {
            quota.giveBack(DirectoryQuota.Limit.WRITES);
        }
        for (; invitations > 0; invitations--) {
            quota.giveBack(DirectoryQuota.Limit.INVITATIONS);
        }
    }
}
