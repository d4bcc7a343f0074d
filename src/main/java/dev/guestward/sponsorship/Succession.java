package dev.guestward.sponsorship;

import dev.guestward.people.PersonId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The search for others when one sponsor leaves.
 *
 * @param manager the sponsor's manager, as the directory had it at the beginning
 */
public record Succession(
        UUID id,
        PersonId sponsor,
        Cause cause,
        @Nullable PersonId manager,
        Instant begunAt,
        @Nullable Instant endedAt,
        @Nullable Ending endedAs) {

    /** Why a sponsor leaves. */
    public enum Cause {
        /** The account may not sign in. */
        DISABLED,
        /** The account is not in the directory any more. */
        GONE,
        /** Not among the sponsors any more. */
        ROLE_LOST,
        /** The sponsor, or an administrator, has said so. */
        LEAVING
    }

    /** How the search ended. */
    public enum Ending {
        /** Every guest has somebody else, or is gone. */
        TAKEN_OVER,
        /** Nobody wanted some of them: those are removed. */
        REMOVED,
        /** The sponsor stays after all. */
        STAYS
    }

    /** Who is asked, in this order. */
    public enum Rung {
        CO_SPONSOR,
        MANAGER,
        /** Staff who take on people of the guests' clinic, or are its contacts. */
        CLINIC,
        /** Administrators and owners of applications. */
        POOL;

        Optional<Rung> next() {
            return ordinal() + 1 < values().length ? Optional.of(values()[ordinal() + 1]) : Optional.empty();
        }
    }

    /**
     * Guests for whom the same people are asked.
     *
     * @param rung who is asked now; null before anybody is
     * @param task the task that asks; null while there is none
     */
    public record Claim(
            UUID id,
            UUID succession,
            @Nullable Rung rung,
            @Nullable String task,
            @Nullable Instant askedAt,
            @Nullable Instant dueAt,
            @Nullable Instant endedAt) {}
}
