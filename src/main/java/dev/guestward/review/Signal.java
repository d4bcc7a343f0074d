package dev.guestward.review;

import dev.guestward.people.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * How one person answered a review, in numbers that say nothing about any guest.
 *
 * @param looked how long they were seen to be at it; short gaps count, of a long one no more than counts as a pause
 * @param pauses long gaps
 * @param guests how many they decided on
 * @param removedLater of those kept, who was removed soon afterwards for another reason than the end of access
 * @param notable what is worth a look; nothing in most reviews
 */
public record Signal(
        UUID review,
        Review.Kind kind,
        Review.Stage stage,
        PersonId person,
        Instant firstShownAt,
        Instant decidedAt,
        Duration looked,
        int pauses,
        int guests,
        int kept,
        int inBulk,
        int removedLater,
        List<Notable> notable) {
    public Signal {
        notable = List.copyOf(notable);
    }

    /** What may be worth a look. None of it says that a decision is wrong. */
    public enum Notable {
        /** Little time for each guest. */
        FAST,
        /** Nearly everybody was kept. */
        KEPT,
        /** Most were decided for many at once. */
        BULK,
        /** Some of those kept were removed soon afterwards. */
        REMOVED_LATER
    }

    static List<Notable> notable(
            Duration looked, int guests, int kept, int inBulk, int removedLater, SignalSettings settings) {
        List<Notable> found = new ArrayList<>();
        if (guests >= settings.leastGuests()) {
            if (looked.compareTo(settings.perGuest().multipliedBy(guests)) < 0) {
                found.add(Notable.FAST);
            }
            if (kept >= settings.keptShare() * guests) {
                found.add(Notable.KEPT);
            }
            if (inBulk >= settings.bulkShare() * guests) {
                found.add(Notable.BULK);
            }
        }
        if (removedLater >= settings.removedLater()) {
            found.add(Notable.REMOVED_LATER);
        }
        return found;
    }
}
