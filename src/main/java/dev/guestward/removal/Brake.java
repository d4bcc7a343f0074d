package dev.guestward.removal;

import dev.guestward.audit.Actor;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.gateway.LastWord;
import dev.guestward.directory.gateway.LastWord.Held;
import dev.guestward.directory.gateway.LastWord.No;
import dev.guestward.directory.gateway.LastWord.Verdict;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.Guests;
import dev.guestward.removal.BrakeCaps.Cap;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
    static final Duration AGAIN = Duration.ofMinutes(15);
    private static final Duration URGENT_WINDOW = Duration.ofHours(1);
    /** So many urgent blocks within an hour are never held: one guest, one click, no questions. */
    private static final long URGENT_FREE = 5;
    /** Any number, the same on all nodes: two who ask at once must not both get the last place. */
    private static final long LOCK = 0x6272616b65L;

    private final JdbcClient db;
    private final Guests guests;
    private final BrakeRoom room;
    private final ExpectedEnds expected;
    private final Clock clock;

    Brake(JdbcClient db, Guests guests, BrakeRoom room, ExpectedEnds expected, Clock clock) {
        this.db = db;
        this.guests = guests;
        this.room = room;
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
        if (!concerns(effect) || countsStill(effect)) {
            return LastWord.GO;
        }
        boolean urgent = effect.kind() == Effect.Kind.BLOCK
                && removal.filter(Removal::urgent).isPresent();
        if (effect.kind() == Effect.Kind.BLOCK
                && removal.isPresent()
                && !guest.accessUntil().isAfter(clock.instant())
                && expected.isForeseen(guest)) {
            return pass(effect, guest, CountedAs.FORESEEN, urgent);
        }
        oneAtATime();
        Optional<Hold> hold = hold(effect);
        if (hold.filter(Hold::dropped).isPresent()) {
            over(effect);
            return new No(DROPPED);
        }
        if (hold.filter(Hold::released).isPresent()) {
            return pass(effect, guest, CountedAs.RELEASED, urgent);
        }
        if (hold.isPresent() && effect.kind() == Effect.Kind.BLOCK) {
            return new Held(HELD, again(effect, guest));
        }
        Optional<Cap.Name> full = room.full(effect.kind(), guest.clinicId());
        if (full.isEmpty() || urgent && mayPassUrgently()) {
            return pass(effect, guest, CountedAs.NORMAL, urgent);
        }
        if (hold.isEmpty()) {
            hold(effect, guest, removal, full.get());
        }
        return new Held(HELD, again(effect, guest));
    }

    private void oneAtATime() {
        db.sql("select pg_advisory_xact_lock(?)")
                .param(LOCK)
                .query((rs, row) -> true)
                .single();
    }

    /** Not later than the guest's end of access: then the block may pass, because the end was foreseen. */
    private Duration again(Effect effect, Guest guest) {
        Duration left = Duration.between(clock.instant(), guest.accessUntil());
        return effect.kind() == Effect.Kind.BLOCK && !left.isNegative() && !left.isZero() && left.compareTo(AGAIN) < 0
                ? left
                : AGAIN;
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
        letGo(effect, guest);
        return LastWord.GO;
    }

    /** It is not held any more, because it goes or because it must not be done. */
    void letGo(Effect effect, Guest guest) {
        if (over(effect) && guest.attention() == Attention.HELD_BY_BRAKE) {
            guests.attention(guest.id(), null, BRAKE, "let-go-by-brake", Map.of());
        }
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
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict (effect_id) do update set cap = excluded.cap,"
                        + " held_at = excluded.held_at, over_at = null, first_by = null, first_at = null")
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
    boolean over(Effect effect) {
        return db.sql("update brake_hold set over_at = ? where effect_id = ? and over_at is null")
                        .params(Timestamp.from(clock.instant()), effect.id())
                        .update()
                == 1;
    }

    /** What has gone since, or was not wanted meanwhile, is not held any more; the word of people stands. */
    private Optional<Hold> hold(Effect effect) {
        return db.sql("select second_at, dropped_at from brake_hold where effect_id = ?"
                        + " and (over_at is null or second_at is not null or dropped_at is not null)")
                .param(effect.id())
                .query((rs, row) ->
                        new Hold(rs.getTimestamp("second_at") != null, rs.getTimestamp("dropped_at") != null))
                .optional();
    }

    /**
     * What was counted and did not happen counts from now, when it happens. If it was counted too long ago it is asked about
     * anew, unless it has left the house: that goes on even above the cap, and others wait for it the longer.
     */
    private boolean countsStill(Effect effect) {
        if (!isCounted(effect)) {
            return false;
        }
        oneAtATime();
        Instant now = clock.instant();
        Instant since = effect.mayHaveHappened() ? Instant.EPOCH : now.minus(WINDOW);
        if (db.sql("update brake_count set counted_at = ? where effect_id = ? and counted_at > ?")
                        .params(Timestamp.from(now), effect.id(), Timestamp.from(since))
                        .update()
                == 1) {
            return true;
        }
        db.sql("delete from brake_count where effect_id = ?").param(effect.id()).update();
        return false;
    }

    private boolean isCounted(Effect effect) {
        return db.sql("select exists (select 1 from brake_count where effect_id = ?)")
                .param(effect.id())
                .query(Boolean.class)
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
