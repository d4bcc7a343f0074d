package dev.guestward.removal;

import dev.guestward.directory.effect.Effect;
import dev.guestward.guest.GuestCounts;
import dev.guestward.removal.BrakeCaps.Cap;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whether the caps have room for one more act: as things stand, or if what was reported had been done. */
@Component
class BrakeRoom {
    private static final String DONE =
            "select kind, clinic_id, counted_at from brake_count where counted_as = 'NORMAL' and counted_at > :since";
    private static final String WITH_REPORTED =
            DONE + " union all select kind, clinic_id, reported_at from brake_report"
                    + " where counted_as = 'NORMAL' and held_by is null and reported_at > :since";

    private final JdbcClient db;
    private final BrakeCaps caps;
    private final GuestCounts counts;
    private final Clock clock;

    BrakeRoom(JdbcClient db, BrakeCaps caps, GuestCounts counts, Clock clock) {
        this.db = db;
        this.caps = caps;
        this.counts = counts;
        this.clock = clock;
    }

    /**
     * How many acts of one kind have been counted within the window, of how many guests.
     *
     * @param here the same of one clinic
     */
    record Used(long all, long guests, long here, long guestsHere) {}

    /** The first cap that has no room. */
    static Optional<Cap.Name> full(Effect.Kind kind, Map<Cap.Name, Cap> caps, Used used) {
        Cap.Name name = kind == Effect.Kind.DELETE ? Cap.Name.DELETES : Cap.Name.BLOCKS;
        if (used.all() >= Brake.of(caps, name).of(used.guests())) {
            return Optional.of(name);
        }
        return used.here() >= Brake.of(caps, Cap.Name.CLINIC).of(used.guestsHere())
                ? Optional.of(Cap.Name.CLINIC)
                : Optional.empty();
    }

    Optional<Cap.Name> full(Effect.Kind kind, UUID clinic) {
        return full(kind, clinic, DONE);
    }

    Optional<Cap.Name> fullIfReportedWereDone(Effect.Kind kind, UUID clinic) {
        return full(kind, clinic, WITH_REPORTED);
    }

    private Optional<Cap.Name> full(Effect.Kind kind, UUID clinic, String counted) {
        long managed = counts.managed();
        long here = counts.managedOf(clinic);
        Used used = db.sql("select count(*) as everywhere, count(*) filter (where clinic_id = :clinic) as here from ("
                        + counted + ") counted where kind = :kind")
                .param("clinic", clinic)
                .param("kind", kind.name())
                .param("since", Timestamp.from(clock.instant().minus(Brake.WINDOW)))
                .query((rs, row) -> new Used(rs.getLong("everywhere"), managed, rs.getLong("here"), here))
                .single();
        return full(kind, caps.all(), used);
    }
}
