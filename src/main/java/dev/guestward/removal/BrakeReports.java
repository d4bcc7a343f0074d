package dev.guestward.removal;

import dev.guestward.directory.effect.Effect;
import dev.guestward.guest.Guest;
import dev.guestward.removal.BrakeCaps.Cap;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What the brake would have said to acts that were only reported. */
@Component
public class BrakeReports {
    private final JdbcClient db;
    private final BrakeRoom room;
    private final ExpectedEnds expected;
    private final Clock clock;

    BrakeReports(JdbcClient db, BrakeRoom room, ExpectedEnds expected, Clock clock) {
        this.db = db;
        this.room = room;
        this.expected = expected;
        this.clock = clock;
    }

    /** Which cap would have held an act, by the act; those that would have gone are missing. */
    public Map<UUID, Cap.Name> held(Collection<UUID> effects) {
        Map<UUID, Cap.Name> held = new HashMap<>();
        if (!effects.isEmpty()) {
            db.sql("select effect_id, held_by from brake_report where held_by is not null and effect_id in (:effects)")
                    .param("effects", effects)
                    .query((rs, row) ->
                            Map.entry(rs.getObject("effect_id", UUID.class), Cap.Name.valueOf(rs.getString("held_by"))))
                    .list()
                    .forEach(one -> held.put(one.getKey(), one.getValue()));
        }
        return held;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void note(Effect effect, Guest guest, Optional<Removal> removal) {
        boolean foreseen = effect.kind() == Effect.Kind.BLOCK
                && removal.filter(one -> one.cause() == Cause.EXPIRY).isPresent()
                && expected.isForeseen(guest);
        Optional<Cap.Name> full =
                foreseen ? Optional.empty() : room.fullIfReportedWereDone(effect.kind(), guest.clinicId());
        db.sql("insert into brake_report (effect_id, guest_id, clinic_id, kind, counted_as, held_by, reported_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict (effect_id) do nothing")
                .params(
                        effect.id(),
                        guest.id().value(),
                        guest.clinicId(),
                        effect.kind().name(),
                        foreseen ? "FORESEEN" : "NORMAL",
                        full.map(Enum::name).orElse(null),
                        Timestamp.from(clock.instant()))
                .update();
    }
}
