package dev.guestward.readiness;

import org.jspecify.annotations.Nullable;

/**
 * What a check found.
 *
 * @param code what was looked at; stable, for programs
 * @param subject the one of several it is about, for example a {@code Need}; empty where there is only one
 * @param text what is so, and what it switches off
 * @param whatToDo null if there is nothing to do
 */
public record Finding(
        String code,
        String subject,
        Result result,
        Words text,
        @Nullable Words whatToDo) {
    static Finding ok(String code, String subject, Words text) {
        return new Finding(code, subject, Result.OK, text, null);
    }
}
