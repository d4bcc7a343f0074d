package dev.guestward.directory.changes;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Our record of one subscription. {@code clientState} is a secret shared with Graph.
 *
 * @param subscriptionId Graph's id; null until Graph's answer is known
 * @param authorizedAt when we last made, renewed or reauthorized it, or tried to
 * @param reauthorizeWantedAt when Graph last asked for that, if nobody has answered yet
 */
record GraphSubscriptionRow(
        UUID id,
        String resource,
        Part part,
        @Nullable String subscriptionId,
        String clientState,
        Instant createdAt,
        @Nullable Instant authorizedAt,
        @Nullable Instant reauthorizeWantedAt) {

    /** There cannot be two subscriptions for the same changes; so the one that stands in asks for fewer. */
    enum Part {
        MAIN(Set.of("updated", "deleted")),
        /** Stands in while the main one is made anew. What is purged in those moments is found by the delta run. */
        BRIDGE(Set.of("updated"));

        private final Set<String> changes;

        Part(Set<String> changes) {
            this.changes = changes;
        }

        Set<String> changes() {
            return changes;
        }
    }

    @Override
    public String toString() {
        return "GraphSubscriptionRow[" + resource + ", " + part + ", " + subscriptionId + "]";
    }
}
