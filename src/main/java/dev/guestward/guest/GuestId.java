package dev.guestward.guest;

import java.util.Optional;
import java.util.UUID;

/** Our own id of a guest; the business key of every workflow about the guest. */
public record GuestId(UUID value) {

    public static GuestId random() {
        return new GuestId(UUID.randomUUID());
    }

    /** Reads an id from outside; empty unless it is exactly a UUID. */
    public static Optional<GuestId> parse(String text) {
        if (text.length() != 36) {
            return Optional.empty();
        }
        try {
            return Optional.of(new GuestId(UUID.fromString(text)));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
