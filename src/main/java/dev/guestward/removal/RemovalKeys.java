package dev.guestward.removal;

import java.util.Optional;
import java.util.UUID;

/** Keys of the acts that belong to removals and restorations. */
public final class RemovalKeys {
    static final String PREFIX = "removal:";

    private static final String RESTORATION = "restoration:";
    private static final int UUID_LENGTH = 36;

    private RemovalKeys() {}

    public static String of(UUID removal, String act) {
        return PREFIX + removal + ":" + act;
    }

    public static String ofRestoration(UUID restoration, String act) {
        return RESTORATION + restoration + ":" + act;
    }

    /** The removal an act belongs to; empty for all other acts. */
    public static Optional<UUID> removal(String key) {
        return id(PREFIX, key);
    }

    /** The restoration an act belongs to; empty for all other acts. */
    public static Optional<UUID> restoration(String key) {
        return id(RESTORATION, key);
    }

    private static Optional<UUID> id(String prefix, String key) {
        int end = prefix.length() + UUID_LENGTH;
        return key.startsWith(prefix) && key.length() > end
                ? Optional.of(UUID.fromString(key.substring(prefix.length(), end)))
                : Optional.empty();
    }
}
