package dev.guestward.readiness;

import dev.guestward.clinic.Clinic;
import org.jspecify.annotations.Nullable;

/**
 * What a check found.
 *
 * @param code what was looked at; stable, for programs
 * @param subject the one of several it is about, for example a {@code Need}; empty where there is only one
 * @param text what is so, and what it switches off
 * @param whatToDo null if there is nothing to do
 * @param clinic key of the only clinic it concerns; null if it concerns all
 */
public record Finding(
        String code,
        String subject,
        Result result,
        Words text,
        @Nullable Words whatToDo,
        @Nullable String clinic) {
    Finding(String code, String subject, Result result, Words text, @Nullable Words whatToDo) {
        this(code, subject, result, text, whatToDo, null);
    }

    static Finding ok(String code, String subject, Words text) {
        return new Finding(code, subject, Result.OK, text, null);
    }

    /** The same, for this clinic alone. */
    Finding of(Clinic only) {
        return new Finding(code, subject, result, text, whatToDo, only.key());
    }

    /** How much it matters for the whole tenant: one clinic that is refused is no reason to wake somebody. */
    Result weight() {
        return clinic != null && result == Result.BLOCKED ? Result.WARNING : result;
    }

    /** Whether it matters for guests of this clinic. */
    public boolean concerns(String key) {
        return clinic == null || clinic.equals(key);
    }
}
