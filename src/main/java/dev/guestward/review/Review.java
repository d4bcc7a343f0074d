package dev.guestward.review;

import dev.guestward.people.PersonId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One person's list of guests to decide on, until a deadline.
 *
 * @param sponsor who vouches for the guests: the reviewer, unless the review was passed on; in a second stage whoever was asked
 *     first
 * @param campaign the campaign, or the quarter's collection, it belongs to
 * @param parent the review it was passed on from
 * @param round 2 once nobody had answered, and everybody is asked once more
 * @param widened whether it holds more guests than usual, so that nobody is asked about too late
 */
public record Review(
        UUID id,
        Kind kind,
        Stage stage,
        PersonId reviewer,
        PersonId sponsor,
        @Nullable UUID campaign,
        @Nullable UUID parent,
        Instant openedAt,
        Instant dueAt,
        boolean widened,
        int round,
        @Nullable Instant closedAt,
        @Nullable Closing closedAs) {

    /** Why it was opened. */
    public enum Kind {
        /** The day of these guests has come. */
        ROLLING,
        /** An administrator wanted it. */
        CAMPAIGN,
        /** Something about the guest changed. */
        EVENT,
        /** Somebody else has kept these guests, and policy wants a second person to look. */
        SECOND_LOOK
    }

    /** In which capacity somebody is asked. */
    public enum Stage {
        SPONSOR,
        CO_SPONSOR,
        MANAGER,
        FALLBACK,
        /** The clinic's contact, in the second stage of a campaign. */
        CONTACT,
        /** An application owner, in the second stage of a campaign. */
        OWNER
    }

    /** How it ended. */
    public enum Closing {
        /** Every guest was decided on. */
        DECIDED,
        /** The deadline passed, and somebody else is asked about the rest. */
        PASSED_ON,
        /** The deadline passed, and nobody is left to ask. */
        SILENCE,
        /** Nothing was left to decide: the guests went elsewhere. */
        OVER,
        /** The campaign was stopped. */
        STOPPED
    }

    /** The same, as if somebody in this capacity were asked. */
    Review at(Stage other) {
        return new Review(
                id, kind, other, reviewer, sponsor, campaign, parent, openedAt, dueAt, widened, round, closedAt,
                closedAs);
    }

    public boolean isOpen() {
        return closedAt == null;
    }

    /** Whether decisions are taken at this time. */
    boolean takesDecisions(Instant now) {
        return closedAt == null && now.isBefore(dueAt);
    }
}
