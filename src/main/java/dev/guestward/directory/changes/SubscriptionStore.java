package dev.guestward.directory.changes;

import dev.guestward.directory.DirectorySubscriptions.Subscription;
import dev.guestward.directory.changes.GraphSubscriptionRow.Part;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Our records of subscriptions, each with a secret of its own. */
@Component
class SubscriptionStore {
    /** Graph goes on trying to deliver for four hours. */
    static final Duration RETIRED_KEPT = Duration.ofHours(5);

    /** Renewing and reauthorizing within ten minutes of each other can ruin a subscription. */
    static final Duration AUTHORIZATION_PAUSE = Duration.ofMinutes(10);

    private static final Duration TRUSTED = Duration.ofHours(6);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient db;
    private final Clock clock;

    SubscriptionStore(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Those in use. */
    List<GraphSubscriptionRow> of(String resource) {
        return db.sql("select * from graph_subscription where resource = ? and retired_at is null order by part")
                .param(resource)
                .query(SubscriptionStore::row)
                .list();
    }

    /** All whose secret is believed, retired ones for some hours. */
    List<GraphSubscriptionRow> believed() {
        return db.sql("select * from graph_subscription where retired_at is null or retired_at > ?")
                .param(Timestamp.from(clock.instant().minus(RETIRED_KEPT)))
                .query(SubscriptionStore::row)
                .list();
    }

    /**
     * A row with a secret, committed before the subscription is asked for: if the answer gets lost, the subscription that
     * then exists can still be recognized and its notifications checked.
     */
    @Transactional
    GraphSubscriptionRow prepared(String resource, Part part) {
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        db.sql("insert into graph_subscription (resource, part, client_state, created_at) values (?, ?, ?, ?)"
                        + " on conflict (resource, part) where retired_at is null do nothing")
                .params(
                        resource,
                        part.name(),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(secret),
                        now())
                .update();
        return db.sql("select * from graph_subscription where resource = ? and part = ? and retired_at is null")
                .params(resource, part.name())
                .query(SubscriptionStore::row)
                .single();
    }

    @Transactional
    void standing(GraphSubscriptionRow row, Subscription subscription) {
        db.sql("update graph_subscription set subscription_id = ?, expires_at = ?, checked_at = ?, refused = null"
                        + " where id = ?")
                .params(subscription.id(), Timestamp.from(subscription.expiresAt()), now(), row.id())
                .update();
    }

    /**
     * The directory does not let us have it.
     *
     * @return false if it has said so before
     */
    @Transactional
    boolean refused(GraphSubscriptionRow row, String code) {
        return db.sql("update graph_subscription set refused = ? where id = ? and refused is distinct from ?")
                        .params(code, row.id(), code)
                        .update()
                > 0;
    }

    /** Graph is about to be shown our authorization; committed before the call, whose answer may get lost. */
    @Transactional
    void authorizing(GraphSubscriptionRow row) {
        db.sql("update graph_subscription set authorized_at = ?, reauthorize_wanted_at = null where id = ?")
                .params(now(), row.id())
                .update();
    }

    /**
     * Graph asks for our authorization.
     *
     * @return false if that was answered within the last ten minutes
     */
    @Transactional
    boolean reauthorizationWanted(GraphSubscriptionRow row) {
        return db.sql("""
                        update graph_subscription set reauthorize_wanted_at = ?
                        where id = ? and (authorized_at is null or authorized_at <= ?)""")
                        .params(now(), row.id(), Timestamp.from(clock.instant().minus(AUTHORIZATION_PAUSE)))
                        .update()
                > 0;
    }

    /** Not in use any more; what still comes with its secret is believed for some hours. */
    @Transactional
    void retire(GraphSubscriptionRow row) {
        db.sql("update graph_subscription set retired_at = ? where id = ?")
                .params(now(), row.id())
                .update();
        db.sql("delete from graph_subscription where retired_at < ?")
                .param(Timestamp.from(clock.instant().minus(RETIRED_KEPT)))
                .update();
    }

    /**
     * Its secret counts as old, so that the next run makes it anew without a gap: it stands, and still nothing comes. Within
     * six hours of the last time nothing happens, because then it was of no use.
     */
    @Transactional
    void distrust(String resource) {
        db.sql("update graph_subscription set created_at = ? where resource = ? and part = ? and retired_at is null"
                        + " and created_at < ?")
                .params(
                        Timestamp.from(Instant.EPOCH),
                        resource,
                        Part.MAIN.name(),
                        Timestamp.from(clock.instant().minus(TRUSTED)))
                .update();
    }

    /** Somebody was told of changes through these subscriptions. */
    @Transactional
    void notified(Collection<String> subscriptionIds) {
        if (!subscriptionIds.isEmpty()) {
            db.sql("update graph_subscription set notified_at = :at where subscription_id in (:ids)")
                    .param("at", now())
                    .param("ids", subscriptionIds)
                    .update();
        }
    }

    Optional<Instant> lastNotified() {
        return db.sql("select max(notified_at) from graph_subscription")
                .query((rs, n) -> Optional.ofNullable(rs.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    List<IntakeStanding.SubscriptionStanding> standings() {
        return db.sql("select * from graph_subscription where retired_at is null order by resource, part")
                .query((rs, n) -> new IntakeStanding.SubscriptionStanding(
                        rs.getString("resource"),
                        rs.getString("part").equals(Part.BRIDGE.name()),
                        rs.getString("refused"),
                        instant(rs, "expires_at"),
                        instant(rs, "checked_at"),
                        instant(rs, "notified_at")))
                .list();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static GraphSubscriptionRow row(ResultSet rs, int n) throws SQLException {
        return new GraphSubscriptionRow(
                rs.getObject("id", UUID.class),
                rs.getString("resource"),
                Part.valueOf(rs.getString("part")),
                rs.getString("subscription_id"),
                rs.getString("client_state"),
                rs.getTimestamp("created_at").toInstant(),
                instant(rs, "authorized_at"),
                instant(rs, "reauthorize_wanted_at"));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp at = rs.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
