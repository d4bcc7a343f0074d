package dev.guestward.guest;

import dev.guestward.audit.Actor;
import dev.guestward.problem.Conflict;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
            Instant accessUntil,
            Actor actor,
            Map<String, String> details) {
        Instant before = guests.get(id).accessUntil();
        int changed = db.sql("update guest set display_name = ?, purpose = ?, access_until = ?, version = version + 1"
                        + " where id = ? and version = ? and state in ('REQUESTED', 'INVITED', 'ACTIVE')")
                .params(displayName, purpose, Timestamp.from(accessUntil), id.value(), version)
                .update();
        if (changed == 0) {
            throw new Conflict("This guest has changed since you read it. Read it again.");
        }
        guests.note(id, actor, "guest-edited", details);
        if (!before.equals(accessUntil)) {
            events.publishEvent(new AccessEndMoved(id));
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

    /** The next review of this guest must not wait for its usual day. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void forceReview(GuestId id, Instant now) {
        db.sql("update guest set review_forced_at = coalesce(review_forced_at, ?) where id = ?")
                .params(Timestamp.from(now), id.value())
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
}
