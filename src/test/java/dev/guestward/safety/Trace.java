package dev.guestward.safety;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What happened, a line each: times of the simulation, numbers of guests, no ids. */
final class Trace {
    private final Clock clock;
    private final List<String> lines = new ArrayList<>();

    Trace(Clock clock) {
        this.clock = clock;
    }

    void line(String what) {
        lines.add(clock.instant() + " " + what);
    }

    List<String> lines() {
        return lines;
    }

    String digest() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
