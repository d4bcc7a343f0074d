package dev.guestward.directory.gateway;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/**
 * The share of the tenant's quota that is ours, as token buckets in the database that all nodes draw from. A node draws 20
 * at a time and spends them from memory; what a killed node had drawn is lost to nobody for longer than it takes to refill.
 * The database is asked outside of any transaction.
 */
@Component
public class DirectoryQuota {

    /** What is limited on its own. */
    public enum Limit {
        WRITES(20),
        INVITATIONS(1),
        SIGN_IN_PAGES(1);

        private final int drawn;

        Limit(int drawn) {
            this.drawn = drawn;
        }
    }

    private static final int THROTTLED_IN_A_ROW = 4;

    private final Clock clock;
    private final Map<Limit, Share> shares = new EnumMap<>(Limit.class);
    private Instant pausedUntil = Instant.MIN;
    private int throttledInARow;

    DirectoryQuota(DataSource database, QuotaSettings settings, Clock clock) {
        this.clock = clock;
        ProxyManager<String> shared = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(database)
                .table("directory_quota")
                .idColumn("id")
                .stateColumn("state")
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .clientClock(new Time(clock))
                .build();
        long refillMillis = Math.round(10_000_000 / settings.writesPerSecond());
        bucket(shared, Limit.WRITES, settings.writesAtOnce(), 10_000, Duration.ofMillis(refillMillis));
        bucket(
                shared,
                Limit.INVITATIONS,
                settings.invitationsAtOnce(),
                settings.invitationsPerMinute(),
                Duration.ofMinutes(1));
        bucket(
                shared,
                Limit.SIGN_IN_PAGES,
                settings.signInPagesPerMinute(),
                settings.signInPagesPerMinute(),
                Duration.ofMinutes(1));
    }

    private void bucket(ProxyManager<String> shared, Limit limit, long capacity, long tokens, Duration per) {
        // the refill is part of the name: a changed setting begins a bucket of its own
        String id = limit + "-" + capacity + "-" + tokens + "-" + per.toMillis();
        BucketConfiguration configuration = BucketConfiguration.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(capacity)
                        .refillGreedy(tokens, per)
                        .build())
                .build();
        shares.put(limit, new Share(shared.getProxy(id, () -> configuration)));
    }

    private Share share(Limit limit) {
        return Objects.requireNonNull(shares.get(limit));
    }

    /** Takes one, if there is one. */
    public synchronized boolean tryTake(Limit limit) {
        Instant now = clock.instant();
        if (now.isBefore(pausedUntil)) {
            return false;
        }
        return share(limit).tryTake(limit.drawn, now);
    }

    /** Gives back what was taken and not used. */
    public synchronized void giveBack(Limit limit) {
        share(limit).inHand++;
    }

    /** Whether anything may be sent at all right now. */
    public synchronized boolean isPaused() {
        return clock.instant().isBefore(pausedUntil);
    }

    /** The directory let a call through. */
    synchronized void passed() {
        throttledInARow = 0;
    }

    /** The directory asked to wait. One such answer concerns one act; several in a row mean that the quota is used up. */
    synchronized void throttled(Duration after) {
        if (++throttledInARow >= THROTTLED_IN_A_ROW) {
            throttledInARow = 0;
            pausedUntil = clock.instant().plus(after);
        }
    }

    /** One bucket, and what this node has drawn from it. */
    private static final class Share {
        /** Several drawn longer ago may not be spent in one burst: the bucket has refilled meanwhile. */
        private static final Duration SPENT_WITHIN = Duration.ofSeconds(10);

        private final Bucket bucket;
        private long inHand;
        private Instant drawnAt = Instant.MIN;

        Share(Bucket bucket) {
            this.bucket = bucket;
        }

        boolean tryTake(long drawn, Instant now) {
            if (inHand <= 0 || (inHand > 1 && drawnAt.isBefore(now.minus(SPENT_WITHIN)))) {
                inHand = bucket.tryConsumeAsMuchAsPossible(drawn);
                drawnAt = now;
            }
            if (inHand == 0) {
                return false;
            }
            inHand--;
            return true;
        }
    }

    private record Time(Clock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            Instant now = clock.instant();
            return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
