package dev.guestward.directory;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Our change-notification subscriptions at the directory.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/subscription">subscription resource</a>
 */
public interface DirectorySubscriptions {

    /** Longest life of a subscription on users or groups, in minutes. */
    int LONGEST_LIFE_MINUTES = 41_760;

    /** @param changes the kinds of change it tells of */
    record Subscription(String id, String resource, Set<String> changes, Instant expiresAt, URI notificationUrl) {
        public Subscription {
            changes = Set.copyOf(changes);
        }
    }

    /** All subscriptions of our application. */
    List<Subscription> list();

    /** Creates one. The directory calls the webhook back before it answers, so the server must be listening. */
    Answer<Subscription> create(NewSubscription wanted);

    /**
     * A subscription to be made.
     *
     * @param changes the kinds of change it tells of; there can be only one subscription for a resource and a set of them
     * @param clientState secret that comes with each notification
     */
    record NewSubscription(
            String resource,
            Set<String> changes,
            URI notificationUrl,
            URI lifecycleUrl,
            Instant expiresAt,
            String clientState) {
        public NewSubscription {
            changes = Set.copyOf(changes);
        }

        @Override
        public String toString() {
            return "NewSubscription[" + resource + ", " + changes + "]";
        }
    }

    /** Extends one. {@link Answer.NotThere} means it is gone and must be created anew. */
    Answer<Subscription> renew(String id, Instant expiresAt);

    /** Answers that the directory wants to see our authorization anew; never within ten minutes of {@link #renew}. */
    Answer<String> reauthorize(String id);

    Answer<String> delete(String id);
}
