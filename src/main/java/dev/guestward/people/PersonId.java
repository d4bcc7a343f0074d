package dev.guestward.people;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A person's object id in Entra, which outlives every change of name and address.
 *
 * @param value GUID in lower case: the engine compares assignees letter by letter
 */
public record PersonId(String value) {
    private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    public PersonId {
        value = value.toLowerCase(Locale.ROOT);
        if (!GUID.matcher(value).matches()) {
            throw new IllegalArgumentException("not an object id");
        }
    }

    /** Reads an id from outside. */
    public static Optional<PersonId> parse(String text) {
        return GUID.matcher(text.toLowerCase(Locale.ROOT)).matches()
                ? Optional.of(new PersonId(text))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
