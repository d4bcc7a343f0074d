package dev.guestward.invitation;

import dev.guestward.guest.Guest;
import dev.guestward.guest.NewGuest;
import dev.guestward.people.PersonId;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the hospital's table {@code invitation-policy} says about a request. Asking changes nothing. */
public interface InvitationPolicy {
    /**
     * The strictest answer of all grants that are asked for. A table that has no answer means that an owner decides.
     */
    Verdict verdict(Case request);

    /** From the mildest to the strictest. */
    enum Outcome {
        AUTOMATIC,
        APPROVAL,
        REFUSAL
    }

    /**
     * An answer.
     *
     * @param reason key of a text that says why, {@code policy.reason.too-long}
     * @param field the input of the request that stands in the way; null if it is not one of them
     */
    record Verdict(Outcome outcome, String reason, @Nullable String field) {}

    /** What of a request the policy may look at. */
    record Case(UUID clinic, String email, PersonId requester, Set<String> grants, Instant accessUntil) {
        public static Case of(NewGuest request) {
            return new Case(
                    request.clinicId(),
                    request.email(),
                    request.requestedBy(),
                    request.grants(),
                    request.accessUntil());
        }

        public static Case of(Guest guest) {
            return new Case(
                    guest.clinicId(),
                    guest.email(),
                    guest.requestedBy(),
                    guest.grants().stream().map(Guest.HeldGrant::key).collect(Collectors.toUnmodifiableSet()),
                    guest.accessUntil());
        }

        @Override
        public String toString() {
            return "Case[…]";
        }
    }
}
