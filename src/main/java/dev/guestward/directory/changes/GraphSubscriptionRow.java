package dev.guestward.directory.changes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Our record of one subscription. {@code clientState} is a secret shared with Graph. */
record GraphSubscriptionRow(
        String resource,
        @Nullable String subscriptionId,
        String clientState,
        @Nullable Instant expiresAt) {
    @Override
    public String toString() {
        return "GraphSubscriptionRow[" + resource + ", " + subscriptionId + "]";
    }
}
