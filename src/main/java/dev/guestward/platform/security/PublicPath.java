package dev.guestward.platform.security;

/**
 * Pages that need no sign-in. Forms on them still carry the token against forged requests.
 *
 * @param pattern of Spring's path patterns, {@code /sign-up/**}
 */
public record PublicPath(String pattern) {}
