package dev.guestward.removal;

import dev.guestward.audit.Actor;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.gateway.LastWord;
import dev.guestward.directory.gateway.LastWord.Held;
import dev.guestward.directory.gateway.LastWord.No;
import dev.guestward.directory.gateway.LastWord.Verdict;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestCounts;
import dev.guestward.guest.Guests;
import dev.guestward.removal.BrakeCaps.Cap;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The cap on blocks and deletions within any 24 hours, over all nodes and all ways to them. An act is counted in the
 * transaction that marks it as sent, once however often it is repeated. What is above the cap is held until two people
 * release it, or one drops it ({@link BrakeHolds}); a held deletion also goes by itself once there is room, because it takes
 * no access away.
 */
@Component
public class Brake {
    /** The answer to an act that people dropped. */
    public static final String DROPPED = "dropped";

    /** The state of an act that waits for people. */
    public static final String HELD = "held-by-brake";

    private static final Logger log = LoggerFactory.getLogger(Brake.class);
    private static final Actor BRAKE = Actor.schedule("brake");
    static final Duration WINDOW = Duration.ofHours(24);
    private static final Duration AGAIN = Duration.ofMinutes(15);
    private static final Duration URGENT_WINDOW = Duration.ofHours(1);
    /** So many urgent blocks within an hour are never held: one guest, one click, no questions. */
    private static final long URGENT_FREE = 5;
    /** Any number, the same on all nodes: two who ask at once must not both get the last place. */
    private static final long LOCK = 0x6272616b65L;

    private final JdbcClient db;
    private final Guests guests;
    private final GuestCounts counts;
    private final BrakeCaps caps;
    private final ExpectedEnds expected;
    private final Clock clock;

    Brake(JdbcClient db, Guests guests, GuestCounts counts, BrakeCaps caps, ExpectedEnds expected, Clock clock) {
        this.db = db;
        this.guests = guests;
        this.counts = counts;
        this.caps = caps;
        this.expected = expected;
        this.clock = clock;
    }

    private enum CountedAs {
        NORMAL,
        FORESEEN,
        RELEASED
    }

    private record Hold(boolean released, boolean dropped) {}

    static boolean concerns(Effect effect) {
        return effect.kind() == Effect.Kind.BLOCK || effect.kind() == Effect.Kind.DELETE;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    Verdict on(Effect effect, Guest guest, Optional<Removal> removal) {
        if (!concerns(effect) || isCounted(effect)) {
            return LastWord.GO;
        }
        boolean urgent = effect.kind() == Effect.Kind.BLOCK
                && removal.filter(Removal::urgent).isPresent();
        if (effect.kind() == Effect.Kind.BLOCK
                && removal.filter(one -> one.cause() == Cause.EXPIRY).isPresent()
                && expected.isForeseen(guest)) {
            return pass(effect, guest, CountedAs.FORESEEN, urgent);
        }
        db.sql("select pg_advisory_xact_lock(?)")
                .param(LOCK)
                .query((rs, row) -> true)
                .single();
        Optional<Hold> hold = hold(effect);
        if (hold.filter(Hold::dropped).isPresent()) {
            over(effect);
            return new No(DROPPED);
        }
        if (hold.filter(Hold::released).isPresent()) {
            return pass(effect, guest, CountedAs.RELEASED, urgent);
        }
        if (hold.isPresent() && effect.kind() == Effect.Kind.BLOCK) {
            return new Held(HELD, AGAIN);
        }
        Optional<Cap.Name> full = full(effect, guest);
        if (full.isEmpty() || urgent && mayPassUrgently()) {
            return pass(effect, guest, CountedAs.NORMAL, urgent);
        }
        if (hold.isEmpty()) {
            hold(effect, guest, removal, full.get());
        }
        return new Held(HELD, AGAIN);
    }

    private Verdict pass(Effect effect, Guest guest, CountedAs as, boolean urgent) {
        db.sql("insert into brake_count (effect_id, guest_id, clinic_id, kind, counted_as, urgent, counted_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?)")
                .params(
                        effect.id(),
                        guest.id().value(),
                        guest.clinicId(),
                        effect.kind().name(),
                        as.name(),
                        urgent,
                        Timestamp.from(clock.instant()))
                .update();
        if (over(effect) && guest.attention() == Attention.HELD_BY_BRAKE) {
            guests.attention(guest.id(), null, BRAKE, "let-go-by-brake", Map.of());
        }
        return LastWord.GO;
    }

    /** The first cap that has no room for it. */
    private Optional<Cap.Name> full(Effect effect, Guest guest) {
        Map<Cap.Name, Cap> all = caps.all();
        Cap.Name name = effect.kind() == Effect.Kind.DELETE ? Cap.Name.DELETES : Cap.Name.BLOCKS;
        if (used(effect.kind()) >= of(all, name).of(counts.managed())) {
            return Optional.of(name);
        }
        long here = used(effect.kind(), guest.clinicId());
        return here >= of(all, Cap.Name.CLINIC).of(counts.managedOf(guest.clinicId()))
                ? Optional.of(Cap.Name.CLINIC)
                : Optional.empty();
    }

    static Cap of(Map<Cap.Name, Cap> caps, Cap.Name name) {
        Cap cap = caps.get(name);
        if (cap == null) {
            throw new IllegalStateException("No cap " + name);
        }
        return cap;
    }

    private void hold(Effect effect, Guest guest, Optional<Removal> removal, Cap.Name cap) {
        db.sql("insert into brake_hold (effect_id, removal_id, guest_id, clinic_id, kind, cap, held_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?)")
                .params(
                        effect.id(),
                        removal.map(Removal::id).orElse(null),
                        guest.id().value(),
                        guest.clinicId(),
                        effect.kind().name(),
                        cap.name(),
                        Timestamp.from(clock.instant()))
                .update();
        guests.attention(
                guest.id(),
                Attention.HELD_BY_BRAKE,
                BRAKE,
                "held-by-brake",
                Map.of("act", effect.kind().name(), "cap", cap.name()));
        log.warn("{} of guest {} is held by the brake, cap {}", effect.kind(), guest.id(), cap);
    }

    /** @return whether it had been held */
    private boolean over(Effect effect) {
        return db.sql("update brake_hold set over_at = ? where effect_id = ? and over_at is null")
                        .params(Timestamp.from(clock.instant()), effect.id())
                        .update()
                == 1;
    }

    private Optional<Hold> hold(Effect effect) {
        return db.sql("select second_at, dropped_at from brake_hold where effect_id = ?")
                .param(effect.id())
                .query((rs, row) ->
                        new Hold(rs.getTimestamp("second_at") != null, rs.getTimestamp("dropped_at") != null))
                .optional();
    }

    private boolean isCounted(Effect effect) {
        return db.sql("select exists (select 1 from brake_count where effect_id = ?)")
                .param(effect.id())
                .query(Boolean.class)
                .single();
    }

    private long used(Effect.Kind kind) {
        return db.sql("select count(*) from brake_count where kind = ? and counted_as = 'NORMAL' and counted_at > ?")
                .params(kind.name(), Timestamp.from(clock.instant().minus(WINDOW)))
                .query(Long.class)
                .single();
    }

    private long used(Effect.Kind kind, UUID clinic) {
        return db.sql("select count(*) from brake_count where clinic_id = ? and kind = ? and counted_as = 'NORMAL'"
                        + " and counted_at > ?")
                .params(clinic, kind.name(), Timestamp.from(clock.instant().minus(WINDOW)))
                .query(Long.class)
                .single();
    }

    private boolean mayPassUrgently() {
        Instant from = clock.instant().minus(URGENT_WINDOW);
        return db.sql("select count(*) from brake_count where urgent and counted_at > ?")
                        .param(Timestamp.from(from))
                        .query(Long.class)
                        .single()
                < URGENT_FREE;
    }
}
