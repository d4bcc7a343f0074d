package dev.guestward.simulatedtenant;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Does things later: when real time has passed, or as soon as somebody has stepped the tenant's clock over it. */
final class Alarms implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    /** A clock that runs ahead of real time by more than this was stepped; by less, a thread was slow. */
    private static final Duration STEP = Duration.ofSeconds(1);

    private final Clock clock;
    private final Set<Alarm> waiting = new HashSet<>();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, runnable -> {
        var daemon = new Thread(runnable, "simulated-alarms");
        daemon.setDaemon(true);
        return daemon;
    });
    private Instant seen;
    private long seenNanos = System.nanoTime();

    Alarms(Clock clock) {
        this.clock = clock;
        seen = clock.instant();
        thread.setRemoveOnCancelPolicy(true);
        thread.scheduleWithFixedDelay(this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Does nothing any more once closed. */
    synchronized void in(Duration wait, Runnable what) {
        if (!thread.isShutdown()) {
            var alarm = new Alarm(System.nanoTime() + wait.toNanos(), what);
            waiting.add(alarm);
            set(alarm);
        }
    }

    private void set(Alarm alarm) {
        alarm.future =
                thread.schedule(() -> ring(alarm), Math.max(alarm.due - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
    }

    private void ring(Alarm alarm) {
        synchronized (this) {
            if (!waiting.remove(alarm)) {
                return;
            }
        }
        alarm.what.run();
    }

    private synchronized void look() {
        var now = clock.instant();
        long nanos = System.nanoTime();
        var ahead = Duration.between(seen, now).minusNanos(nanos - seenNanos);
        seen = now;
        seenNanos = nanos;
        if (ahead.compareTo(STEP) > 0) {
            for (var alarm : List.copyOf(waiting)) {
                alarm.due -= ahead.toNanos();
                if (alarm.future != null && alarm.future.cancel(false)) {
                    set(alarm);
                }
            }
        }
    }

    @Override
    public synchronized void close() {
        thread.shutdownNow();
        waiting.clear();
    }

    private static final class Alarm {
        private final Runnable what;
        private long due;

        @Nullable
        private ScheduledFuture<?> future;

        Alarm(long due, Runnable what) {
            this.due = due;
            this.what = what;
        }
    }
}
