package dev.guestward.removal;

import dev.guestward.directory.effect.Effect;
import dev.guestward.guest.GuestCounts;
import dev.guestward.removal.BrakeRoom.Used;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The brake's 24 hours on their way through a forecast: what is counted, of how many guests. Times must not go back. */
final class BrakeWindow {
    private final Map<String, Deque<Instant>> counted = new HashMap<>();
    /** Counted once a clinic: a forecast asks for every act. */
    private final Map<UUID, Long> here = new HashMap<>();

    private final PriorityQueue<Leaving> leaving = new PriorityQueue<>(Comparator.comparing(Leaving::at));
    private final GuestCounts counts;
    private long everywhere;

    private record Leaving(UUID clinic, Instant at) {}

    BrakeWindow(JdbcClient db, GuestCounts counts, Instant now) {
        this.counts = counts;
        this.everywhere = counts.managed();
        db.sql("select kind, clinic_id, counted_at from brake_count where counted_as = 'NORMAL' and counted_at > ?"
                        + " order by counted_at")
                .param(Timestamp.from(now.minus(Brake.WINDOW)))
                .query((rs, row) -> {
                    count(
                            Effect.Kind.valueOf(rs.getString("kind")),
                            rs.getObject("clinic_id", UUID.class),
                            rs.getTimestamp("counted_at").toInstant());
                    return row;
                })
                .list();
    }

    Used used(Effect.Kind kind, UUID clinic, Instant at) {
        while (!leaving.isEmpty() && !leaving.peek().at().isAfter(at)) {
            UUID left = leaving.remove().clinic();
            everywhere--;
            here.put(left, managedOf(left) - 1);
        }
        return new Used(
                within(kind, null, at).size(),
                everywhere,
                within(kind, clinic, at).size(),
                managedOf(clinic));
    }

    private long managedOf(UUID clinic) {
        return here.computeIfAbsent(clinic, counts::managedOf);
    }

    void count(Effect.Kind kind, UUID clinic, Instant at) {
        of(kind, null).add(at);
        of(kind, clinic).add(at);
    }

    /** From then on the guest is none that is counted. */
    void leaves(UUID clinic, Instant at) {
        leaving.add(new Leaving(clinic, at));
    }

    /** When the oldest one that is counted is a day old; empty if none is. */
    Optional<Instant> nextRoom(Effect.Kind kind, @Nullable UUID clinic, Instant at) {
        return Optional.ofNullable(within(kind, clinic, at).peekFirst()).map(oldest -> oldest.plus(Brake.WINDOW));
    }

    private Deque<Instant> within(Effect.Kind kind, @Nullable UUID clinic, Instant at) {
        Deque<Instant> all = of(kind, clinic);
        while (!all.isEmpty() && !all.peekFirst().isAfter(at.minus(Brake.WINDOW))) {
            all.removeFirst();
        }
        return all;
    }

    private Deque<Instant> of(Effect.Kind kind, @Nullable UUID clinic) {
        return counted.computeIfAbsent(kind + " " + clinic, key -> new ArrayDeque<>());
    }
}
