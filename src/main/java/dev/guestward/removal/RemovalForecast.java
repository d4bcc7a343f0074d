package dev.guestward.removal;

import dev.guestward.directory.effect.Effect;
import dev.guestward.guest.GuestCounts;
import dev.guestward.guest.GuestId;
import dev.guestward.removal.BrakeCaps.Cap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What blocks and deletions come under another grace and other caps, if nobody decides anything, and what is held. */
@Component
public class RemovalForecast {
    private final JdbcClient db;
    private final GuestCounts counts;
    private final BrakeCaps caps;
    private final ExpectedEnds expected;
    private final Clock clock;

    RemovalForecast(JdbcClient db, GuestCounts counts, BrakeCaps caps, ExpectedEnds expected, Clock clock) {
        this.db = db;
        this.counts = counts;
        this.caps = caps;
        this.expected = expected;
        this.clock = clock;
    }

    /** What starts a removal, or is one act by itself. */
    public enum Start {
        /** The end of access: blocked, and deleted when the grace is over. */
        END,
        /** Never accepted: deleted at once. */
        LAPSE,
        /** Never accepted, but the account is not ours: only our record ends. */
        LAPSE_WITHOUT_ACCOUNT
    }

    /** Something that comes. */
    public record Reason(GuestId guest, UUID clinic, Start start, Instant at) {}

    /**
     * An act that comes.
     *
     * @param at when it is wished for
     * @param heldBy the cap that holds it; null if none does
     * @param goesAt when it leaves; null if it waits for people, or longer than the forecast reaches
     */
    public record Coming(
            GuestId guest,
            Effect.Kind kind,
            Instant at,
            Cap.@Nullable Name heldBy,
            @Nullable Instant goesAt) {}

    private record Open(
            GuestId guest, UUID clinic, @Nullable Instant blockedAt, Instant next) {}

    /** The caps as they are. */
    @Transactional
    public Map<Cap.Name, Cap> currentCaps() {
        return caps.all();
    }

    /** All acts until this time, in their order. */
    @Transactional
    public List<Coming> under(Duration grace, Map<Cap.Name, Cap> proposed, List<Reason> reasons, Instant until) {
        Run run = new Run(grace, proposed, until);
        open().forEach(run::take);
        reasons.forEach(run::take);
        run.run();
        return run.coming.values().stream()
                .sorted(Comparator.comparing(Coming::at)
                        .thenComparing(one -> one.guest().value()))
                .toList();
    }

    /** Removals under way that wait for nobody. */
    private List<Open> open() {
        return db.sql("select r.guest_id, g.clinic_id, r.blocked_at, coalesce(r.delete_after, r.undo_until) as next"
                        + " from removal r join guest g on g.id = r.guest_id where r.ended_at is null"
                        + " and coalesce(g.attention <> 'REMOVAL_REFUSED', true)"
                        + " and (r.blocked_at is null or r.delete_after is not null)"
                        + " and not exists (select 1 from brake_hold h where h.removal_id = r.id and h.over_at is null"
                        + " and h.kind = 'BLOCK')")
                .query((rs, row) -> new Open(
                        new GuestId(rs.getObject("guest_id", UUID.class)),
                        rs.getObject("clinic_id", UUID.class),
                        RemovalRows.instant(rs.getTimestamp("blocked_at")),
                        rs.getTimestamp("next").toInstant()))
                .list();
    }

    private record Act(GuestId guest, UUID clinic, Effect.Kind kind, Instant at, boolean foreseen, Instant wished) {}

    /** One run through the time ahead. */
    private final class Run {
        private static final Comparator<Act> ORDER = Comparator.comparing(Act::at)
                .thenComparing(Act::wished)
                .thenComparing(act -> act.guest().value());

        private final Duration grace;
        private final Map<Cap.Name, Cap> caps;
        private final Instant until;
        private final Instant now = clock.instant();
        private final PriorityQueue<Act> queue = new PriorityQueue<>(ORDER);
        private final LinkedHashMap<String, Coming> coming = new LinkedHashMap<>();
        private final BrakeWindow window = new BrakeWindow(db, counts, now);

        Run(Duration grace, Map<Cap.Name, Cap> caps, Instant until) {
            this.grace = grace;
            this.caps = caps;
            this.until = until;
        }

        void take(Open one) {
            Instant at = one.next().isBefore(now) ? now : one.next();
            Effect.Kind kind = one.blockedAt() == null ? Effect.Kind.BLOCK : Effect.Kind.DELETE;
            queue.add(new Act(one.guest(), one.clinic(), kind, at, false, at));
        }

        void take(Reason one) {
            switch (one.start()) {
                case END ->
                    queue.add(new Act(
                            one.guest(),
                            one.clinic(),
                            Effect.Kind.BLOCK,
                            one.at(),
                            expected.willBeForeseen(one.guest(), one.at()),
                            one.at()));
                case LAPSE ->
                    queue.add(new Act(one.guest(), one.clinic(), Effect.Kind.DELETE, one.at(), false, one.at()));
                case LAPSE_WITHOUT_ACCOUNT -> window.leaves(one.clinic(), one.at());
            }
        }

        void run() {
            while (!queue.isEmpty() && !queue.peek().at().isAfter(until)) {
                Act act = queue.remove();
                Cap.Name full = act.foreseen()
                        ? null
                        : BrakeRoom.full(act.kind(), caps, window.used(act.kind(), act.clinic(), act.at()))
                                .orElse(null);
                if (full == null) {
                    goes(act);
                } else {
                    held(act, full);
                }
            }
        }

        private void goes(Act act) {
            coming.compute(
                    key(act),
                    (key, known) -> new Coming(
                            act.guest(), act.kind(), act.wished(), known == null ? null : known.heldBy(), act.at()));
            if (!act.foreseen()) {
                window.count(act.kind(), act.clinic(), act.at());
            }
            if (act.kind() == Effect.Kind.BLOCK) {
                Instant delete = act.at().plus(grace);
                queue.add(new Act(act.guest(), act.clinic(), Effect.Kind.DELETE, delete, false, delete));
            } else {
                window.leaves(act.clinic(), act.at());
            }
        }

        /** A block waits for people; a deletion is tried again, and goes when the oldest count is a day old. */
        private void held(Act act, Cap.Name full) {
            coming.putIfAbsent(key(act), new Coming(act.guest(), act.kind(), act.wished(), full, null));
            if (act.kind() == Effect.Kind.DELETE) {
                window.nextRoom(act.kind(), full == Cap.Name.CLINIC ? act.clinic() : null, act.at())
                        .ifPresent(free -> {
                            long tries = Duration.between(act.at(), free).dividedBy(Brake.AGAIN) + 1;
                            queue.add(new Act(
                                    act.guest(),
                                    act.clinic(),
                                    act.kind(),
                                    act.at().plus(Brake.AGAIN.multipliedBy(tries)),
                                    false,
                                    act.wished()));
                        });
            }
        }

        private static String key(Act act) {
            return act.guest() + " " + act.kind();
        }
    }
}
