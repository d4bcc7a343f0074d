package dev.guestward.desk;

import dev.guestward.directory.changes.DeadLetters.DeadLetter;
import dev.guestward.directory.changes.Disappearances.Alarm;
import dev.guestward.feed.SetAside;
import dev.guestward.guest.Guest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Makes what the page shows of notifications that were set aside and of accounts that seem gone. */
@Component
class FeedViews {
    private static final Set<String> REASONS = Set.of("unreadable", "comparison");
    private static final int SHOWN = 400;

    private final SetAside letters;
    private final Times times;

    FeedViews(SetAside letters, Times times) {
        this.letters = letters;
        this.times = times;
    }

    /**
     * A notification that was set aside.
     *
     * @param guestId empty, as the name is, if it is about none of our guests
     * @param account empty if nobody can tell
     */
    record Row(
            String id, String guestId, String name, String account, String reason, String record, Times.When diedAt) {
        public boolean ours() {
            return !guestId.isEmpty();
        }
    }

    record Suspicion(String id, long accounts, long managed, Times.When since) {}

    record Gone(String id, String name) {}

    Row row(DeadLetter letter, Locale locale) {
        Optional<Guest> guest = letters.guestOf(letter);
        String record = letter.record() == null ? "" : letter.record();
        return new Row(
                letter.id().toString(),
                guest.map(one -> one.id().toString()).orElse(""),
                Shown.text(guest.map(Guest::displayName).orElse("")),
                Shown.text(letter.key() == null ? "" : letter.key()),
                REASONS.contains(letter.reason()) ? letter.reason() : "unknown",
                Shown.text(record.length() > SHOWN ? record.substring(0, SHOWN) + "…" : record),
                times.moment(letter.diedAt(), locale));
    }

    Suspicion alarm(Alarm alarm, Locale locale) {
        return new Suspicion(
                alarm.id().toString(), alarm.accounts(), alarm.managed(), times.moment(alarm.raisedAt(), locale));
    }

    static Gone gone(Guest guest) {
        return new Gone(guest.id().toString(), Shown.text(guest.displayName()));
    }
}
