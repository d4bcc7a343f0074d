package dev.guestward.report;

import dev.guestward.guest.GuestId;
import dev.guestward.mode.Workflow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An act that was not made.
 *
 * @param workflow whose it was; null if it belonged to none
 * @param act a kind of effect, or {@code MAIL} for a letter to the guest
 * @param guest null if it was a letter to somebody who is not registered yet
 * @param name of the guest; empty if they are not in the register any more
 * @param reason a code: why it was to be made
 * @param heldBy the cap of the brake that would have held it; null if it would have gone
 */
public record ReportedAct(
        @Nullable Workflow workflow,
        String act,
        @Nullable GuestId guest,
        String name,
        Instant at,
        String reason,
        @Nullable String heldBy) {
    /** The act of a letter. */
    static final String MAIL = "MAIL";

    /** As in the report's filter. */
    public String workflowKey() {
        return workflow == null ? ReportOnly.NO_WORKFLOW : workflow.key();
    }

    @Override
    public String toString() {
        return "ReportedAct[" + guest + ", " + act + "]";
    }
}
