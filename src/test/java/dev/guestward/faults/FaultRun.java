package dev.guestward.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * One test with faults: how large it is, what strikes at random in it, and what it prints in the end. {@code -Dfaults.scale=20}
 * makes the numbers of all of them twenty times as large, {@code -Dfaults.seed=} repeats one.
 */
public final class FaultRun {
    /** 1 in every build; {@code -Pfaults} sets more. */
    public static final int SCALE = Integer.getInteger("faults.scale", 1);

    private final String name;
    private final long seed = Long.getLong("faults.seed", System.nanoTime());
    private final Instant began = Instant.now();
    private final Map<String, Object> figures = new LinkedHashMap<>();
    private final AtomicLong injected = new AtomicLong();

    public FaultRun(String name) {
        this.name = name;
    }

    public long seed() {
        return seed;
    }

    /** A fault has struck. */
    public void struck(long times) {
        injected.addAndGet(times);
    }

    public void figure(String what, Object value) {
        figures.put(what, value);
    }

    /** @throws IllegalStateException if no fault has struck: then nothing was shown */
    public void end() {
        if (injected.get() == 0) {
            throw new IllegalStateException(name + ": no fault has struck");
        }
        System.out.println(
                "== faults: " + name + " | commit " + commit() + " | seed " + seed + " | scale " + SCALE + " | "
                        + Duration.between(began, Instant.now()).toSeconds() + " s | faults " + injected + " | "
                        + figures.entrySet().stream()
                                .map(figure -> figure.getKey() + " " + figure.getValue())
                                .collect(Collectors.joining(" | ")));
    }

    private static String commit() {
        try {
            Process git = new ProcessBuilder("git", "rev-parse", "--short=10", "HEAD").start();
            return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
