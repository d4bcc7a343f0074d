package dev.guestward.feed;

import dev.guestward.directory.changes.CanaryStanding;
import dev.guestward.directory.changes.CanaryStanding.Standing;
import dev.guestward.readiness.Finding;
import dev.guestward.readiness.Result;
import dev.guestward.readiness.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the canary proves, in words. */
public final class CanarySignal {
    private static final Set<String> REASONS =
            Set.of("managed", "absent", "somebody", "has-access", "unreadable", "not-the-canary");
    /** What the gateway refuses to do to any account. */
    private static final Set<String> RULES = Set.of("protected", "holds-directory-role", "synchronized");

    private CanarySignal() {}

    static Finding of(CanaryStanding canary, Standing at, Instant now) {
        String proof = at.proof().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return switch (at.proof()) {
            case OFF -> finding("off", Result.OK, Words.of("canary.off"), Words.of("canary.off.do"));
            case REPORTING, UNDER_WAY -> finding(proof, Result.OK, Words.of("canary." + proof), null);
            case FINE ->
                at.notifications()
                        ? finding(
                                proof,
                                Result.OK,
                                Words.of("canary.fine", after(at.notifiedAfter()), after(at.foundAfter())),
                                null)
                        : finding(proof, Result.OK, Words.of("canary.looked", after(at.foundAfter())), null);
            case HINDERED, REFUSED -> off(proof, Result.WARNING, why(Objects.requireNonNullElse(at.why(), "")));
            case WAITS -> off(proof, Result.WARNING);
            case STANDS ->
                off(
                        proof,
                        Result.WARNING,
                        Duration.between(Objects.requireNonNullElse(at.triedAt(), now), now)
                                .toMinutes());
            case NOT_NOTIFIED -> off(proof, Result.WARNING, canary.patience().toMinutes());
            case NOT_FOUND -> off(proof, Result.WARNING);
            case LOST -> off(proof, Result.BLOCKED);
        };
    }

    /** Our own reasons have words; what the directory says is shown as it is. */
    private static Object why(String code) {
        if (RULES.contains(code)) {
            return Words.of("reason." + code);
        }
        return REASONS.contains(code) ? Words.of("canary.why." + code) : code;
    }

    private static Finding off(String proof, Result result, Object... values) {
        String key = "canary." + proof;
        return finding(proof, result, Words.of(key, values), Words.of(key + ".do"));
    }

    private static Finding finding(String proof, Result result, Words text, @Nullable Words whatToDo) {
        return new Finding("canary." + proof, "", result, text, whatToDo, null);
    }

    /** Seconds below two minutes, then minutes. */
    public static Words after(@Nullable Duration took) {
        if (took == null) {
            return Words.of("canary.unknown");
        }
        return took.toSeconds() < 120
                ? Words.of("canary.seconds", took.toSeconds())
                : Words.of("canary.minutes", took.toMinutes());
    }
}
