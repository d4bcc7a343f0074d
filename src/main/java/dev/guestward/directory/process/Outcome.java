package dev.guestward.directory.process;

import java.time.Duration;
import java.util.Map;

/** How an attempt at a task ended. */
public sealed interface Outcome {

    /**
     * Done. The records are written and the task is completed in one transaction.
     *
     * @param records what to write down
     * @param variables decisions for the workflow
     */
    record Completed(Runnable records, Map<String, Object> variables) implements Outcome {}

    /**
     * The effects behind it are not settled. The task rests, costs no retry, and is woken when one of them is; the pause is
     * only for the case that nobody wakes it.
     */
    record Waiting(Duration pause) implements Outcome {}

    /** The business cannot go this way; the workflow has drawn another. Records and error are one transaction. */
    record Refused(Runnable records, String errorCode) implements Outcome {}

    static Outcome done(Runnable records) {
        return new Completed(records, Map.of());
    }

    static Outcome waiting() {
        return new Waiting(Duration.ofMinutes(10));
    }
}
