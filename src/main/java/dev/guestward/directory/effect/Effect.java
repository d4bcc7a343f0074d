package dev.guestward.directory.effect;

import dev.guestward.directory.Answer;
import dev.guestward.directory.DirectoryAccess.Role;
import dev.guestward.directory.Need;
import dev.guestward.directory.ObjectId;
import dev.guestward.mode.Workflow;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One act on the tenant.
 *
 * @param key names the wish behind it; the same wish never gets two rows
 * @param account whom it is about; for an invitation, the account it made, once known
 * @param target the group, role or sponsor beside the account, where the kind has one
 * @param purpose the business's word for the wish, for example the grant's key
 * @param sentAt when it was last about to be sent
 * @param attempts how often it was sent
 * @param leasedUntil until when the reader of this row may work on it
 * @param alone must not share a call with others, because a shared one was refused
 * @param sentInTheDark an earlier attempt may have happened, whatever the later ones were answered
 * @param taskId the external task that waits for it
 * @param workflow whose wish it was; null for what belongs to none
 * @param code what the directory answered last, without names
 */
public record Effect(
        UUID id,
        String key,
        UUID guestId,
        Kind kind,
        State state,
        @Nullable ObjectId account,
        @Nullable String target,
        @Nullable String purpose,
        int priority,
        int attempts,
        @Nullable Instant sentAt,
        @Nullable Instant leasedUntil,
        boolean alone,
        boolean sentInTheDark,
        @Nullable String taskId,
        @Nullable Workflow workflow,
        @Nullable String code,
        long version) {
    /** Begins the answer of an act whose account the directory does not show; the time of the first such look follows. */
    static final String ABSENT_SINCE = "absent-since:";

    /** What is done, and what must be known before. */
    public enum Kind {
        INVITE(Need.INVITE, Care.OWN),
        CHANGE_MAIL(Need.CORRECT_ADDRESSES, Care.INSPECT),
        ADD_MEMBER(Need.GIVE_MEMBERSHIPS, Care.NONE),
        REMOVE_MEMBER(Need.TAKE_MEMBERSHIPS, Care.INSPECT),
        ASSIGN_APP_ROLE(Need.GIVE_APP_ROLES, Care.NONE),
        REMOVE_APP_ROLE(Need.TAKE_APP_ROLES, Care.INSPECT),
        ADD_SPONSOR(Need.CHANGE_SPONSORS, Care.NONE),
        REMOVE_SPONSOR(Need.CHANGE_SPONSORS, Care.NONE),
        BLOCK(Need.BLOCK, Care.INSPECT),
        UNBLOCK(Need.BLOCK, Care.INSPECT),
        REVOKE_SESSIONS(Need.REVOKE_SESSIONS, Care.INSPECT),
        DELETE(Need.DELETE_AND_RESTORE, Care.INSPECT),
        RESTORE(Need.DELETE_AND_RESTORE, Care.NONE),
        /** A change of the canary account that shows whether changes come back to us. */
        TOUCH(Need.BLOCK, Care.INSPECT);

        private enum Care {
            NONE,
            INSPECT,
            OWN
        }

        private final Need need;
        private final Care care;

        Kind(Need need, Care care) {
            this.need = need;
            this.care = care;
        }

        /** What our application must be allowed. */
        public Need need() {
            return need;
        }

        /** Whose credential makes the call. */
        public Role role() {
            return need.role();
        }

        /** Whether it always begins with a look at the directory. */
        public boolean readsFirst() {
            return care != Care.NONE;
        }

        /** Whether the account is looked at right before the call: still the guest we mean, nobody to keep hands off. */
        public boolean needsInspection() {
            return care == Care.INSPECT;
        }
    }

    public enum State {
        /** Wished for; nothing has left the house, or the directory said that nothing happened. */
        PLANNED,
        /** Sent, and no final answer recorded: it may have happened. */
        SENT,
        /** The directory has it. */
        CONFIRMED,
        /** An answer came that tells nothing: it may have happened. */
        UNKNOWN,
        /** Not sent, because the product only reports. */
        SUPPRESSED,
        /** The directory said no. */
        REFUSED
    }

    /** Whether it may have happened without our knowing. */
    public boolean mayHaveHappened() {
        return state == State.SENT || state == State.UNKNOWN;
    }

    /** Whether any attempt may have happened, also one before a later one was told that it did not. */
    public boolean mayEverHaveHappened() {
        return mayHaveHappened() || sentInTheDark;
    }

    public boolean isConfirmed() {
        return state == State.CONFIRMED;
    }

    public boolean isSettled() {
        return state == State.CONFIRMED || state == State.REFUSED || state == State.SUPPRESSED;
    }

    /** Whether a rule of the tenant is why the directory said no; some rules answer as if a permission were missing. */
    public boolean isRefusedByRule() {
        return state == State.REFUSED
                && code != null
                && (code.startsWith(Answer.Reason.POLICY + ":") || code.startsWith(Answer.Reason.PERMISSION + ":"));
    }

    /** Since when no look has shown the account; empty if the last one did, or there was none. */
    public Optional<Instant> absentSince() {
        return code != null && code.startsWith(ABSENT_SINCE)
                ? Optional.of(Instant.parse(code.substring(ABSENT_SINCE.length())))
                : Optional.empty();
    }

    /** The account; an act without one is our mistake. */
    public ObjectId requireAccount() {
        if (account == null) {
            throw new IllegalStateException("Effect " + id + " (" + kind + ") names no account");
        }
        return account;
    }

    /** The target; an act without one is our mistake. */
    public String requireTarget() {
        if (target == null) {
            throw new IllegalStateException("Effect " + id + " (" + kind + ") names no target");
        }
        return target;
    }
}
