package dev.guestward.simulatedtenant;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names of this machine. */
final class LocalHosts {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private LocalHosts() {}

    static boolean isLocal(@Nullable String host) {
        return host != null && NAMES.contains(host);
    }
}
