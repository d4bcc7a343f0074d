package dev.guestward.mail;

import java.net.URI;
import java.time.Instant;
import java.util.Collection;

/** What a value of a letter must be. */
enum LetterValue {
    /** One line; line breaks become spaces. */
    WORDS(String.class),
    /** Several lines, as a person typed them. */
    LINES(String.class),
    /** Several words, shown with commas between them. */
    LIST(Collection.class),
    /** Shown as a day in the hospital's time zone. */
    DAY(Instant.class),
    /** Shown as a day and a time in the hospital's time zone. */
    MOMENT(Instant.class),
    NUMBER(Integer.class),
    /** An absolute http or https address. */
    LINK(String.class);

    private final Class<?> type;

    LetterValue(Class<?> type) {
        this.type = type;
    }

    boolean accepts(Object value) {
        return switch (this) {
            case LINK -> value instanceof String link && isLink(link);
            case LIST -> value instanceof Collection<?> list && list.stream().allMatch(String.class::isInstance);
            default -> type.isInstance(value);
        };
    }

    private static boolean isLink(String value) {
        try {
            URI uri = URI.create(value);
            return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
