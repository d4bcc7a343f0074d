package dev.guestward.schedule;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for work on a thread of its own: at once again while there is some, after a pause when there is none. Outlives
 * every error of its body.
 */
public final class PollingLoop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PollingLoop.class);
    private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(5);

    private final String name;
    private final IntSupplier body;
    private final Duration pause;
    private final ExecutorService thread;
    private final Semaphore stop = new Semaphore(0);
    private volatile @Nullable Long lookedAt;

    /** @param body returns how much it found to do */
    public PollingLoop(String name, Duration pause, IntSupplier body) {
        this.name = name;
        this.body = body;
        this.pause = pause;
        this.thread = Executors.newSingleThreadExecutor(r -> new Thread(r, name));
    }

    public void start() {
        thread.execute(this::loop);
    }

    private void loop() {
        Duration wait = Duration.ZERO;
        try {
            while (!stop.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                wait = look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration look() {
        lookedAt = System.nanoTime();
        try {
            return body.getAsInt() > 0 ? Duration.ZERO : pause;
        } catch (Throwable e) {
            // the database or the broker may be away for a while; and after an Error nobody would start the loop again
            failed(e);
            return PAUSE_AFTER_ERROR;
        }
    }

    private void failed(Throwable e) {
        try {
            log.error("{}: looking for work failed, next look in {}", name, PAUSE_AFTER_ERROR, e);
        } catch (Throwable again) {
            // what the loop had too little memory for, the log may have, too
        }
    }

    String name() {
        return name;
    }

    /** Since when it has not begun to look, in seconds; not a number before it has started. */
    double age() {
        Long at = lookedAt;
        return at == null ? Double.NaN : (System.nanoTime() - at) / 1e9;
    }

    /** Lets the work in hand finish, for at most 30 s. */
    @Override
    public void close() {
        stop.release();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(30, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
