package dev.guestward.directory;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * Our change-notification subscriptions at the directory.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/subscription">subscription resource</a>
 */
public interface DirectorySubscriptions {

    /** Longest life of a subscription on users or groups, in minutes. */
    int LONGEST_LIFE_MINUTES = 41_760;

    record Subscription(String id, String resource, Instant expiresAt, URI notificationUrl) {}

    /** All subscriptions of our application. */
    List<Subscription> list();

    /** Creates one. The directory calls the webhook back before it answers, so the server must be listening. */
    Answer<Subscription> create(
            String resource, URI notificationUrl, URI lifecycleUrl, Instant expiresAt, String clientState);

    /** Extends one. {@link Answer.NotThere} means it is gone and must be created anew. */
    Answer<Subscription> renew(String id, Instant expiresAt);

    Answer<String> delete(String id);
}
