package dev.guestward.clinic;

import java.net.IDN;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Mail domains as people write them, and as mail servers do. */
final class MailDomain {
    private static final int LONGEST = 253;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern LAST_LABEL = Pattern.compile("[a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9]");

    private MailDomain() {}

    /**
     * The form that mail servers use: lower case, other letters than a to z as {@code xn--…}.
     *
     * @return empty if it is not the name of a domain
     */
    static Optional<String> of(String text) {
        String domain;
        try {
            domain = IDN.toASCII(text.strip(), IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        String[] labels = domain.split("\\.", -1);
        boolean good = domain.length() <= LONGEST
                && Arrays.stream(labels).allMatch(MailDomain::isLabel)
                && LAST_LABEL.matcher(labels[labels.length - 1]).matches();
        return good ? Optional.of(domain) : Optional.empty();
    }

    /** Whether it stands for a whole top-level domain, in which everybody has their mail. */
    static boolean isTopLevel(String domain) {
        return domain.indexOf('.') < 0;
    }

    private static boolean isLabel(String label) {
        return LABEL.matcher(label).matches()
                // one that says nothing when it is read back is no encoding of anything
                && !(label.startsWith("xn--") && IDN.toUnicode(label).equals(label));
    }
}
