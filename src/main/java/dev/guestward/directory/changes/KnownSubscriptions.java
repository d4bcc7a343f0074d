package dev.guestward.directory.changes;

import dev.guestward.schedule.PollingLoop;
import dev.guestward.schedule.RunningLoops;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Whose notifications are believed. A copy of the table is kept, so that what is genuine is recognized without the
 * database, also while it is busy; only for what the copy does not know the table is asked.
 */
@Component
class KnownSubscriptions extends RunningLoops {
    private static final Duration REFRESHED = Duration.ofSeconds(5);
    private static final String NO_SECRET = "no-such-subscription-no-such-subscription--";

    private final Copy copy;

    @Autowired
    KnownSubscriptions(SubscriptionStore store) {
        this(new Copy(store));
    }

    private KnownSubscriptions(Copy copy) {
        super(new PollingLoop("known-subscriptions", REFRESHED, copy::refresh));
        this.copy = copy;
    }

    /** How an id and a secret fit. */
    record Verdict(Optional<GraphSubscriptionRow> row, boolean known) {}

    /** For what comes in one post: whatever strangers put into it, the table is asked once at most. */
    Judging judging() {
        return new Judging();
    }

    /** Judges what came together. */
    final class Judging {
        private boolean asked;

        private Judging() {}

        /** @param subscriptionId as it came; one that is not known yet fits the row that waits for its id */
        Verdict judge(String subscriptionId, @Nullable String secret) {
            Verdict quick = KnownSubscriptions.judge(copy.rows, subscriptionId, secret);
            if (quick.row().isPresent() || asked) {
                return quick;
            }
            asked = true;
            return KnownSubscriptions.judge(copy.read(), subscriptionId, secret);
        }
    }

    void refresh() {
        copy.refresh();
    }

    private static Verdict judge(List<GraphSubscriptionRow> rows, String subscriptionId, @Nullable String secret) {
        boolean known = false;
        GraphSubscriptionRow genuine = null;
        for (GraphSubscriptionRow row : rows) {
            boolean meant = row.subscriptionId() == null || row.subscriptionId().equals(subscriptionId);
            known |= meant && row.subscriptionId() != null;
            if (same(meant ? row.clientState() : NO_SECRET, secret) && meant) {
                genuine = row;
            }
        }
        return new Verdict(Optional.ofNullable(genuine), known);
    }

    private static boolean same(String expected, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static final class Copy {
        private final SubscriptionStore store;
        private volatile List<GraphSubscriptionRow> rows = List.of();

        Copy(SubscriptionStore store) {
            this.store = store;
        }

        List<GraphSubscriptionRow> read() {
            rows = store.believed();
            return rows;
        }

        int refresh() {
            read();
            return 0;
        }
    }
}
