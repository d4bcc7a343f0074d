package dev.guestward.mail;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mail to be written.
 *
 * @param dedupKey the same wish never makes two mails
 * @param guestId whom it is about; null if nobody is registered yet
 * @param to mail address; never logged
 * @param language {@code en} or {@code de}, anything else is {@code en}; null for the hospital's own people, to whom it
 *     writes in its language
 * @param values what the kind needs, see {@link LetterKind}; a link among them leaves the house in this mail only
 */
public record Letter(
        String dedupKey,
        LetterKind kind,
        @Nullable UUID guestId,
        String to,
        @Nullable String language,
        Map<String, @Nullable Object> values) {

    /** @throws IllegalArgumentException if a value is missing, unknown or not of its type */
    public Letter {
        Map<String, Object> given = new HashMap<>();
        values.forEach((name, value) -> {
            kind.type(name);
            if (value != null) {
                given.put(name, value);
            }
        });
        kind.check(given);
        values = Collections.unmodifiableMap(given);
    }

    @Override
    public String toString() {
        return "Letter[" + kind + ", guest " + guestId + "]";
    }
}
