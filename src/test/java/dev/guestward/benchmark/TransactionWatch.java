package dev.guestward.benchmark;

import dev.guestward.schedule.PollingLoop;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks ten times a second how long the product's transactions have been open, and keeps the longest. */
final class TransactionWatch implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(100);

    private final JdbcClient db;
    private final AtomicReference<Longest> longest = new AtomicReference<>(new Longest(0, "none"));
    private final PollingLoop loop = new PollingLoop("transaction-watch", EVERY, this::look);

    /** @param statement the one it was busy with when it was seen last */
    record Longest(double seconds, String statement) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
    }

    TransactionWatch(JdbcClient db) {
        this.db = db;
        loop.start();
    }

    private int look() {
        Longest open = db.sql("""
                        select extract(epoch from clock_timestamp() - xact_start)::float8, left(query, 120)
                        from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
                          and xact_start is not null
                        order by xact_start limit 1""")
                .query((rs, n) -> new Longest(rs.getDouble(1), String.valueOf(rs.getString(2))))
                .optional()
                .orElse(new Longest(0, "none"));
        longest.accumulateAndGet(open, (a, b) -> a.seconds() >= b.seconds() ? a : b);
        return 0;
    }

    /** Since it was asked last. */
    Longest longest() {
        Longest seen = longest.getAndSet(new Longest(0, "none"));
        System.out.println("-- longest transaction: " + seen + ", " + seen.statement());
        return seen;
    }

    @Override
    public void close() {
        loop.close();
    }
}
