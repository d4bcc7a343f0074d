package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds users by any of their addresses, whatever the case. Guarded by the directory's lock. */
final class AddressIndex {
    private static final String SMTP = "smtp:";

    private final Map<String, Set<UserEntry>> users = new HashMap<>();

    void add(UserEntry user) {
        addresses(user)
                .forEach(address -> users.computeIfAbsent(
                                address, key -> new TreeSet<>(Comparator.comparingLong(Entry::ordinal)))
                        .add(user));
    }

    void remove(UserEntry user) {
        addresses(user)
                .forEach(address -> users.computeIfPresent(address, (key, known) -> {
                    known.remove(user);
                    return known.isEmpty() ? null : known;
                }));
    }

    void clear() {
        users.clear();
    }

    /** All users with one of these addresses, deleted ones too, the oldest first. */
    Set<UserEntry> with(Collection<String> wanted) {
        var found = new TreeSet<UserEntry>(Comparator.comparingLong(Entry::ordinal));
        wanted.forEach(address -> found.addAll(users.getOrDefault(key(address), Set.of())));
        return found;
    }

    private static Set<String> addresses(UserEntry user) {
        var addresses = new LinkedHashSet<String>();
        addresses.add(key(user.text("mail")));
        for (JsonNode other : user.properties().path("otherMails")) {
            addresses.add(key(other.asText()));
        }
        for (JsonNode proxy : user.properties().path("proxyAddresses")) {
            addresses.add(key(proxy.asText()));
        }
        addresses.remove("");
        return addresses;
    }

    private static String key(String address) {
        var lower = address.toLowerCase(Locale.ROOT);
        return lower.startsWith(SMTP) ? lower.substring(SMTP.length()) : lower;
    }
}
