package dev.guestward.invitation;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mail address that can be invited.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/invitation">which characters an invitation accepts</a>
 */
public record MailAddress(String value, String domain) {
    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL = 64;
    private static final Pattern REFUSED = Pattern.compile("[~!#$%^&*()+=\\[\\]{}\\\\/|;:\"<>?,\\s]");
    private static final Pattern DOMAIN =
            Pattern.compile("(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z]{2,63}");

    /** What is wrong with an address: a text, and what is filled into it. */
    public record Problem(String text, Object... values) {}

    /** What is wrong with the text. */
    public static Optional<Problem> problemWith(String text) {
        if (text.length() > LONGEST) {
            return Optional.of(new Problem("invalid.email.long", LONGEST));
        }
        if (!text.chars().allMatch(c -> c > 32 && c < 127)) {
            return Optional.of(new Problem("invalid.email.plain"));
        }
        int at = text.indexOf('@');
        if (at <= 0 || at != text.lastIndexOf('@')) {
            return Optional.of(new Problem("invalid.email.at"));
        }
        String local = text.substring(0, at);
        if (local.indexOf('+') > 0) {
            return Optional.of(
                    new Problem("invalid.email.plus", local.substring(0, local.indexOf('+')) + text.substring(at)));
        }
        if (REFUSED.matcher(text).find()) {
            return Optional.of(new Problem("invalid.email.refused"));
        }
        if (local.length() > LONGEST_LOCAL
                || local.startsWith(".")
                || local.endsWith(".")
                || local.startsWith("-")
                || local.endsWith("-")
                || local.contains("..")) {
            return Optional.of(new Problem("invalid.email.local"));
        }
        return DOMAIN.matcher(text.substring(at + 1)).matches()
                ? Optional.empty()
                : Optional.of(new Problem("invalid.email.domain"));
    }

    public static MailAddress of(String text) {
        return new MailAddress(text, text.substring(text.indexOf('@') + 1).toLowerCase(java.util.Locale.ROOT));
    }
}
