package dev.guestward.removal;

import dev.guestward.directory.effect.Effect;
import dev.guestward.removal.BrakeCaps.Cap;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Acts of one kind that met the same cap on the same day.
 *
 * @param size how many there are
 * @param asked how many of them one person wants released already
 * @param since when the first was held
 * @param holds the oldest of them
 */
public record BrakeBatch(Key key, long size, long asked, Instant since, List<BrakeHold> holds) {

    /**
     * What makes acts one batch.
     *
     * @param day in the hospital's time zone
     */
    public record Key(Effect.Kind act, Cap.Name cap, LocalDate day) {
        private static final int PARTS = 3;
        private static final int DAY_LENGTH = "2026-11-21".length();

        /** As it stands in addresses: {@code block_blocks_2026-11-21}. */
        public static Optional<Key> parse(String text) {
            String[] parts = text.split("_", -1);
            if (parts.length != PARTS || parts[2].length() != DAY_LENGTH) {
                return Optional.empty();
            }
            try {
                Effect.Kind act = Effect.Kind.valueOf(parts[0].toUpperCase(Locale.ROOT));
                LocalDate day = LocalDate.parse(parts[2]);
                return Cap.Name.parse(parts[1]).map(cap -> new Key(act, cap, day));
            } catch (IllegalArgumentException | DateTimeParseException e) {
                return Optional.empty();
            }
        }

        /** {@code BLOCK} or {@code DELETE}. */
        public String actName() {
            return act.name();
        }

        @Override
        public String toString() {
            return act.name().toLowerCase(Locale.ROOT) + "_" + cap.key() + "_" + day;
        }
    }
}
