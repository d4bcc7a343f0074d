package dev.guestward.guest;

import dev.guestward.audit.Actor;
import dev.guestward.problem.Conflict;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Writes what people correct about a guest. Who may, and what is acceptable, the caller has checked. */
@Component
public class GuestFacts {
    private final JdbcClient db;
    private final Guests guests;
    private final ApplicationEventPublisher events;

    GuestFacts(JdbcClient db, Guests guests, ApplicationEventPublisher events) {
        this.db = db;
        this.guests = guests;
        this.events = events;
    }

    /**
     * Changes a guest who is not on the way out.
     *
     * @param version what the caller has read
     * @param details what the ledger says about it: names of fields and days, never a name or a purpose
     * @throws Conflict if the guest is another one than the caller has read
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void change(
            GuestId id,
            long version,
            String displayName,
            String purpose,
            UUID clinic,
            Instant accessUntil,
            Actor actor,
            Map<String, String> details) {
        Guest before = guests.get(id);
        int changed = db.sql("update guest set display_name = ?, purpose = ?, clinic_id = ?, access_until = ?,"
                        + " version = version + 1 where id = ? and version = ?"
                        + " and state in ('REQUESTED', 'INVITED', 'ACTIVE')")
                .params(displayName, purpose, clinic, Timestamp.from(accessUntil), id.value(), version)
                .update();
        if (changed == 0) {
            throw new Conflict("This guest has changed since you read it. Read it again.");
        }
        guests.note(id, actor, "guest-edited", details);
        if (!before.accessUntil().equals(accessUntil)) {
            events.publishEvent(new AccessEndMoved(id));
        }
        if (!before.clinicId().equals(clinic)) {
            events.publishEvent(new GuestChanged(id, GuestChanged.What.CLINIC, actor));
        }
        if (!before.purpose().equals(purpose)) {
            events.publishEvent(new GuestChanged(id, GuestChanged.What.PURPOSE, actor));
        }
    }

    /**
     * Gives access another end.
     *
     * @param code what the ledger calls it
     * @param details days only
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void endAt(GuestId id, Instant accessUntil, Actor actor, String code, Map<String, String> details) {
        db.sql("update guest set access_until = ?, version = version + 1 where id = ?")
                .params(Timestamp.from(accessUntil), id.value())
                .update();
        guests.note(id, actor, code, details);
        events.publishEvent(new AccessEndMoved(id));
    }

    /**
     * The next review of this guest must not wait for its usual day.
     *
     * @param because a code of what happened; several are kept side by side until somebody is asked
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void forceReview(GuestId id, Instant now, String because) {
        db.sql("""
                        update guest set review_forced_because = case
                                when review_forced_at is null or review_forced_because is null then :because
                                when :because = any (string_to_array(review_forced_because, ',')) then review_forced_because
                                else review_forced_because || ',' || :because end,
                            review_forced_at = coalesce(review_forced_at, :now)
                        where id = :id""")
                .param("because", because)
                .param("now", Timestamp.from(now))
                .param("id", id.value())
                .update();
    }

    /** Since when a review is forced; empty if none is. */
    public Optional<Instant> reviewForcedAt(GuestId id) {
        return db.sql("select review_forced_at from guest where id = ? and review_forced_at is not null")
                .param(id.value())
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant);
    }

    /** What these guests are called; whoever is not in the register is missing. */
    public Map<GuestId, String> names(Collection<GuestId> ids) {
        Map<GuestId, String> names = new HashMap<>();
        db.sql("select id, display_name from guest where id = any (:ids)")
                .param("ids", ids.stream().map(GuestId::value).toArray(UUID[]::new))
                .query((rs, row) ->
                        Map.entry(new GuestId(rs.getObject("id", UUID.class)), rs.getString("display_name")))
                .list()
                .forEach(one -> names.put(one.getKey(), one.getValue()));
        return names;
    }
}
