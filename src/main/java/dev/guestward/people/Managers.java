package dev.guestward.people;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps who people's managers are. The groups that people are read from do not tell, so managers are read on their own, and stay
 * on record until the directory names others.
 */
@Repository
public class Managers {
    private final JdbcClient db;
    private final ApplicationEventPublisher events;

    Managers(JdbcClient db, ApplicationEventPublisher events) {
        this.db = db;
        this.events = events;
    }

    /**
     * Those of these people whose managers are to be read, and who are enabled. Whoever was never read comes first, otherwise in
     * no order: whom the directory refuses to show must not keep the others waiting.
     *
     * @param every how long what was read is good for
     */
    public List<PersonId> due(Collection<PersonId> people, Instant now, Duration every) {
        // read in the future means that a clock was put right
        return db.sql("""
                        select id from person
                         where enabled and id = any (:people)
                           and (manager_read_at is null or manager_read_at <= :before or manager_read_at > :now)
                         order by manager_read_at is not null, random()""")
                .param("people", people.stream().map(PersonId::value).toArray(String[]::new))
                .param("before", Timestamp.from(now.minus(every)))
                .param("now", Timestamp.from(now))
                .query((row, n) -> new PersonId(row.getString(1)))
                .list();
    }

    /**
     * What the directory shows.
     *
     * @param managers for each person who was read their manager, empty for those who have none
     */
    @Transactional
    public void seen(Map<PersonId, Optional<PersonId>> managers, Instant readAt) {
        // the lock of a reading of people, which takes the same rows in an order of its own
        db.sql("select seen_at from people_reading for update")
                .query((row, n) -> row.getTimestamp(1))
                .single();
        List<Map.Entry<PersonId, Optional<PersonId>>> all = List.copyOf(managers.entrySet());
        db.sql("""
                        update person p
                           set manager = s.manager, manager_read_at = :at,
                               changed_at = case when p.manager is distinct from s.manager then :at else p.changed_at end
                          from unnest(cast(:people as text[]), cast(:managers as text[])) s (person_id, manager)
                         where p.id = s.person_id""")
                .param("at", Timestamp.from(readAt))
                .param("people", all.stream().map(one -> one.getKey().value()).toArray(String[]::new))
                .param(
                        "managers",
                        all.stream()
                                .map(one -> one.getValue().map(PersonId::value).orElse(null))
                                .toArray(String[]::new))
                .update();
        events.publishEvent(new PeopleChanged());
    }
}
