package dev.guestward.directory;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The immutable id of an object in the directory: a GUID, always in lower case. */
public record ObjectId(String value) {
    private static final Pattern GUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    public ObjectId {
        if (!GUID.matcher(value).matches()) {
            throw new IllegalArgumentException("An object id is a GUID, this is not one: " + abbreviated(value));
        }
        value = value.toLowerCase(Locale.ROOT);
    }

    /** Reads an id that came from outside. Anything but a GUID is empty, never part of an address that gets called. */
    public static Optional<ObjectId> parse(String text) {
        return GUID.matcher(text).matches() ? Optional.of(new ObjectId(text)) : Optional.empty();
    }

    private static String abbreviated(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    @Override
    public String toString() {
        return value;
    }
}
