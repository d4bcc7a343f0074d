package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something happened to a user or a group.
 *
 * @param users whether it is a user, else it is a group
 * @param changeType {@code updated}, which includes creation, soft deletion and restoration, or {@code deleted}, which
 *     is purging only
 * @param membersDelta who came or went, for groups
 */
record DirectoryEvent(
        boolean users,
        String id,
        String changeType,
        @Nullable ArrayNode membersDelta,
        Instant at,
        long sequence) {
    String collection() {
        return users ? "Users" : "Groups";
    }
}
