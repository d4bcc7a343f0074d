package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A group. Guarded by the directory's lock. */
final class GroupEntry extends Entry {
    final Set<String> members = new LinkedHashSet<>();
    final Map<String, Long> memberChanges = new LinkedHashMap<>();

    GroupEntry(String id, long ordinal, ObjectNode properties, Instant visibleAt, Instant listedAt) {
        super(id, ordinal, properties, visibleAt, listedAt);
    }

    @Override
    boolean live() {
        return true;
    }

    boolean roleAssignable() {
        return properties().path("isAssignableToRole").asBoolean();
    }

    boolean dynamic() {
        for (var type : properties().path("groupTypes")) {
            if (type.asText().equals("DynamicMembership")) {
                return true;
            }
        }
        return false;
    }
}
