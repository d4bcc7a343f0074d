package dev.guestward.removal;

import java.util.Optional;
import java.util.UUID;

/** Keys of the acts that belong to removals. */
public final class RemovalKeys {
    static final String PREFIX = "removal:";

    private static final int UUID_LENGTH = 36;

    private RemovalKeys() {}

    public static String of(UUID removal, String act) {
        return PREFIX + removal + ":" + act;
    }

    /** The removal an act belongs to; empty for all other acts. */
    public static Optional<UUID> removal(String key) {
        int end = PREFIX.length() + UUID_LENGTH;
        return key.startsWith(PREFIX) && key.length() > end
                ? Optional.of(UUID.fromString(key.substring(PREFIX.length(), end)))
                : Optional.empty();
    }
}
