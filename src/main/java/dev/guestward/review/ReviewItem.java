package dev.guestward.review;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The question about one guest, with what was known when it was asked.
 *
 * @param lastSignIn null if unknown, which never means "inactive"
 * @param signInUnknown a code that says why it is unknown
 * @param evidenceAt how old what is known about sign-ins is; null if nothing was ever read
 * @param changed codes of what changed since somebody last said that access is needed
 * @param draft what is entered and not handed in
 * @param answer the committed decision
 * @param outcome null while the question is open
 * @param removal the removal that followed
 * @param previousReviewer who was asked before
 * @param askedBecause codes of what changed about the guest, if somebody is asked for that, or it came up meanwhile
 * @param after the item of the first stage, if this one belongs to a second
 * @param version rises with every draft and every decision
 */
public record ReviewItem(
        UUID id,
        UUID review,
        GuestId guest,
        @Nullable UUID campaign,
        Instant askedAt,
        @Nullable Instant lastSignIn,
        @Nullable String signInUnknown,
        @Nullable Instant evidenceAt,
        List<String> grants,
        List<String> changed,
        Advice advice,
        @Nullable Answer draft,
        @Nullable Answer answer,
        @Nullable Outcome outcome,
        @Nullable String outcomeBecause,
        @Nullable UUID removal,
        @Nullable PersonId previousReviewer,
        List<String> askedBecause,
        @Nullable UUID after,
        long version) {
    public ReviewItem {
        grants = List.copyOf(grants);
        changed = List.copyOf(changed);
        askedBecause = List.copyOf(askedBecause);
    }

    /** What somebody entered or decided. */
    public record Answer(Decision decision, @Nullable String reason, PersonId by, Instant at) {
        @Override
        public String toString() {
            return "Answer[" + decision + "]";
        }
    }

    public boolean isOpen() {
        return outcome == null;
    }

    /** Whether somebody looks at what the first stage wants to keep. */
    public boolean isSecond() {
        return after != null;
    }

    /** Whether this decision needs a reason: it goes against the recommendation. */
    public boolean needsReason(Decision decision) {
        return decision == Decision.KEEP && advice.kind() == Advice.Kind.REMOVE;
    }

    @Override
    public String toString() {
        return "ReviewItem[" + id + "]";
    }
}
