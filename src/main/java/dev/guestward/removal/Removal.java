package dev.guestward.removal;

import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.mode.Workflow;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One removal of one guest, from the wish to its end.
 *
 * @param urgent asked for as a matter of security: no undo window
 * @param reserved whether only an administrator, or whoever asked, may take it back: it was not the sponsor who decided it
 * @param askedBy object id of the person, or the name of the schedule
 * @param reason in the words of whoever asked
 * @param undoUntil until then it can be taken back without a trace in the directory
 * @param accessUntil the end of access it was asked for
 * @param stateBefore what the guest was, and will be again if restored
 * @param attempt rises when an administrator tries again what was refused
 * @param blockSentAt when the block left the house; from then on there is no way back but restoration
 * @param deleteAfter when the account may be deleted; null until the guest is blocked, and where the account stays
 * @param endedBecause a code, where the end needs one
 */
public record Removal(
        UUID id,
        GuestId guest,
        Cause cause,
        boolean urgent,
        boolean reserved,
        String askedBy,
        @Nullable String reason,
        Instant askedAt,
        Instant undoUntil,
        Instant accessUntil,
        GuestState stateBefore,
        int attempt,
        @Nullable Instant blockSentAt,
        @Nullable Instant blockedAt,
        @Nullable Instant snapshotAt,
        @Nullable Instant strippedAt,
        @Nullable Instant deleteAfter,
        @Nullable Instant endedAt,
        @Nullable Ending endedAs,
        @Nullable String endedBecause) {

    /** How a removal ended. */
    public enum Ending {
        /** The account lies in the recycle bin. */
        DELETED,
        /** Taken back before anything was done. */
        UNDONE,
        /** The reason went away before anything was done: the end of access was moved. */
        CALLED_OFF,
        /** People decided that the guest stays. */
        GIVEN_UP,
        /** The guest has got everything back. */
        RESTORED,
        /** Somebody else had deleted the account. */
        GONE,
        /** The product only reported. */
        REPORTED
    }

    /** How far a removal has come. */
    public enum Stage {
        /** May be undone. */
        UNDO_WINDOW,
        /** The block is wished for. */
        BLOCKING,
        /** Blocked; access is being taken. */
        STRIPPING,
        /** Blocked and without access, until the account is deleted. */
        GRACE,
        /** The account is to be deleted. */
        DELETING,
        OVER
    }

    public boolean isOpen() {
        return endedAt == null;
    }

    public Stage stage(Instant now) {
        if (endedAt != null) {
            return Stage.OVER;
        }
        if (isOnlyBlock()) {
            return Stage.BLOCKING;
        }
        if (blockedAt == null) {
            return now.isBefore(undoUntil) ? Stage.UNDO_WINDOW : Stage.BLOCKING;
        }
        if (strippedAt == null) {
            return Stage.STRIPPING;
        }
        return deleteAfter != null && now.isBefore(deleteAfter) ? Stage.GRACE : Stage.DELETING;
    }

    /** Whether nothing is left of it but that the guest stays blocked: people let the account stay, and others let it in. */
    public boolean isOnlyBlock() {
        return blockedAt != null && deleteAfter == null;
    }

    /** Whose mode decides whether it is only reported. */
    public Workflow workflow() {
        return switch (cause) {
            case EXPIRY -> Workflow.EXPIRY;
            case WITHDRAWAL, LAPSE -> Workflow.REDEMPTION;
            case REQUEST, REVIEW, SUCCESSION, SILENCE, INACTIVITY -> Workflow.REMOVAL;
        };
    }

    /** The key of one of its acts on the tenant. Every act of a removal begins with {@link RemovalKeys#PREFIX}. */
    public String key(String act) {
        return RemovalKeys.of(id, act + "#" + attempt);
    }
}
