package dev.guestward.directory.changes;

import dev.guestward.directory.DirectorySubscriptions.Subscription;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Our records of subscriptions. */
@Component
class SubscriptionStore {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient db;
    private final Clock clock;

    SubscriptionStore(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    Optional<GraphSubscriptionRow> of(String resource) {
        return db.sql("select * from graph_subscription where resource = ?")
                .param(resource)
                .query(SubscriptionStore::row)
                .optional();
    }

    Optional<GraphSubscriptionRow> byId(String subscriptionId) {
        return db.sql("select * from graph_subscription where subscription_id = ?")
                .param(subscriptionId)
                .query(SubscriptionStore::row)
                .optional();
    }

    /**
     * A row with a secret, committed before the subscription is asked for: if the answer gets lost, the subscription that
     * then exists can still be recognized and its notifications checked.
     */
    @Transactional
    GraphSubscriptionRow prepared(String resource) {
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        db.sql("insert into graph_subscription (resource, client_state, created_at) values (?, ?, ?)"
                        + " on conflict (resource) do nothing")
                .params(
                        resource,
                        Base64.getUrlEncoder().withoutPadding().encodeToString(secret),
                        Timestamp.from(clock.instant()))
                .update();
        return of(resource).orElseThrow();
    }

    @Transactional
    void standing(String resource, Subscription subscription) {
        db.sql("update graph_subscription set subscription_id = ?, expires_at = ?, checked_at = ? where resource = ?")
                .params(
                        subscription.id(),
                        Timestamp.from(subscription.expiresAt()),
                        Timestamp.from(clock.instant()),
                        resource)
                .update();
    }

    /** Gone at the directory: the next one gets a new secret. */
    @Transactional
    void forget(String resource) {
        db.sql("delete from graph_subscription where resource = ?")
                .param(resource)
                .update();
    }

    private static GraphSubscriptionRow row(ResultSet rs, int n) throws SQLException {
        Timestamp expires = rs.getTimestamp("expires_at");
        return new GraphSubscriptionRow(
                rs.getString("resource"),
                rs.getString("subscription_id"),
                rs.getString("client_state"),
                expires == null ? null : expires.toInstant());
    }
}
