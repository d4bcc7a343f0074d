package dev.guestward.readiness;

import java.util.Collection;
import java.util.Comparator;

/** How a check ended, better ones first. */
public enum Result {
    OK,
    /** Cannot be told now, mostly because of something else that is wrong. */
    UNKNOWN,
    /** Something is off that the main work does not need, or soon will be. */
    WARNING,
    /** A part of the main work stands still. */
    BLOCKED;

    /** Of several; of none it is unknown. */
    static Result worst(Collection<Result> results) {
        return results.stream().max(Comparator.naturalOrder()).orElse(UNKNOWN);
    }
}
