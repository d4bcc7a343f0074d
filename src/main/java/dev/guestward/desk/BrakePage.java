package dev.guestward.desk;

import dev.guestward.desk.Times.When;
import dev.guestward.removal.BrakeStanding.Forecast;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the page of the brake shows. */
record BrakePage(
        List<Cap> caps,
        List<Clinic> clinics,
        Forecast forecast,
        List<Batch> batches,
        List<Change> waiting,
        List<Change> history) {

    /**
     * A cap. That of clinics has no use of its own.
     *
     * @param key its name in addresses
     */
    record Cap(
            String key,
            int fewest,
            int most,
            int percent,
            @Nullable Use use) {}

    record Use(long guests, long allowed, long used, long room, long beside) {}

    record Clinic(String name, long allowed, long blocks, long deletes) {
        /** What is closest to the cap. */
        public long most() {
            return Math.max(blocks, deletes);
        }
    }

    /**
     * Acts that wait together.
     *
     * @param act {@code BLOCK} or {@code DELETE}
     * @param asked how many of them somebody wants released
     * @param more how many are not listed
     */
    record Batch(String key, String act, String cap, long size, long asked, When since, long more, List<Hold> holds) {}

    /**
     * One of them.
     *
     * @param why key of the text
     * @param asker who asked for the removal; null if no person did
     * @param first who wants it released
     */
    record Hold(
            String id,
            String guest,
            String name,
            String clinic,
            String sponsor,
            String why,
            @Nullable String asker,
            String reason,
            When since,
            @Nullable String first,
            @Nullable When firstAt) {}

    /** @param own whether this person has asked for it */
    record Change(
            String id,
            String cap,
            String before,
            String after,
            StateView state,
            String asker,
            When askedAt,
            @Nullable String answerer,
            @Nullable When answeredAt,
            boolean own) {}
}
