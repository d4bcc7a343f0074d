package dev.guestward.directory.changes;

import dev.guestward.directory.ChangesNamed;
import dev.guestward.directory.ObjectId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Groups whose members are to be read soon. A group stands here once, however often it is named. */
@Component
class GroupLookTable {
    /** What we have just done ourselves is on record by then, and most replicas have heard of it. */
    private static final Duration SETTLED = Duration.ofSeconds(3);

    /** A group that changes all the time is not read all the time. */
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private static final Duration CLAIM = Duration.ofMinutes(2);

    private final JdbcClient db;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    GroupLookTable(JdbcClient db, ApplicationEventPublisher events, Clock clock) {
        this.db = db;
        this.events = events;
        this.clock = clock;
    }

    /** A group that is being looked at, until another may take it on. */
    record Claimed(ObjectId group, Instant until) {}

    @Transactional
    void wanted(Collection<ObjectId> groups) {
        events.publishEvent(new ChangesNamed(Set.copyOf(groups)));
        Instant now = clock.instant();
        for (ObjectId group : groups) {
            db.sql("""
                            insert into group_look (group_id, due_at) values (:group, :soon)
                            on conflict (group_id) do update set due_at = least(group_look.due_at, greatest(
                                excluded.due_at, group_look.looked_at + make_interval(secs => :pause)))""")
                    .param("group", group.value())
                    .param("soon", Timestamp.from(now.plus(SETTLED)))
                    .param("pause", PAUSE.toSeconds())
                    .update();
        }
    }

    /** Takes those that are due for some time; who is cut off leaves them to the next. */
    @Transactional
    List<Claimed> claim() {
        Instant now = clock.instant();
        return db.sql("""
                        update group_look set due_at = ?, looked_at = ? where group_id in (
                            select group_id from group_look where due_at <= ? for update skip locked)
                        returning group_id, due_at""")
                .params(Timestamp.from(now.plus(CLAIM)), Timestamp.from(now), Timestamp.from(now))
                .query((rs, n) -> new Claimed(
                        new ObjectId(rs.getString(1)), rs.getTimestamp(2).toInstant()))
                .list();
    }

    /** It has been looked at; if it was named again meanwhile it stays. */
    void done(Claimed looked) {
        db.sql("update group_look set due_at = null where group_id = ? and due_at = ?")
                .params(looked.group().value(), Timestamp.from(looked.until()))
                .update();
    }

    /** It cannot be read before that, whoever names it meanwhile. */
    @Transactional
    void later(Claimed unread, Duration wait) {
        Instant due = clock.instant().plus(wait);
        db.sql("update group_look set due_at = ?, looked_at = ? where group_id = ?")
                .params(
                        Timestamp.from(due),
                        Timestamp.from(due.minus(PAUSE)),
                        unread.group().value())
                .update();
    }

    /** It is looked at once more by then, or sooner if it is named. */
    @Transactional
    void again(ObjectId group, Duration wait) {
        db.sql("insert into group_look (group_id, due_at) values (?, ?) on conflict (group_id) do update"
                        + " set due_at = least(group_look.due_at, excluded.due_at)")
                .params(group.value(), Timestamp.from(clock.instant().plus(wait)))
                .update();
    }
}
