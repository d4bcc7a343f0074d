package dev.guestward.directory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When an account last signed in.
 *
 * @param lastSuccessful null if the directory knows of none; it records successes since December 2023 only. Never read
 *     the absence as "inactive"
 * @param lastAttempt includes failed attempts
 * @see <a href="https://learn.microsoft.com/graph/api/resources/signinactivity">signInActivity</a>
 */
public record SignIn(
        ObjectId account,
        @Nullable Instant lastSuccessful,
        @Nullable Instant lastAttempt) {}
