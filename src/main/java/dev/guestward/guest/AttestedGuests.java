package dev.guestward.guest;

import dev.guestward.audit.Actor;
import dev.guestward.people.PersonId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The register's part in reviews: when somebody is to be asked about a guest, and what they said. */
@Component
public class AttestedGuests {
    private final JdbcClient db;
    private final Guests guests;
    private final Clock clock;

    AttestedGuests(JdbcClient db, Guests guests, Clock clock) {
        this.db = db;
        this.guests = guests;
        this.clock = clock;
    }

    /**
     * Somebody said that access is still needed. Whoever waited for that waits no more.
     *
     * @param askedAt when they were asked: what forces a review since then, and was not shown to them, goes on forcing one
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void kept(GuestId id, PersonId by, Instant nextReview, Instant askedAt, Map<String, String> details) {
        answered(id, Actor.person(by.value()), "review-kept", details);
        db.sql("update guest set attested_at = ?, attested_by = ?, review_due_at = ?, review_forced_at ="
                        + " case when review_forced_at >= ? then review_forced_at end where id = ?")
                .params(
                        Timestamp.from(clock.instant()),
                        by.value(),
                        Timestamp.from(nextReview),
                        Timestamp.from(askedAt),
                        id.value())
                .update();
    }

    /** Whoever said so has changed their mind. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void noLongerKept(GuestId id) {
        db.sql("update guest set attested_at = null, attested_by = null where id = ?")
                .param(id.value())
                .update();
    }

    /** Something was said about the guest, or found out instead. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void answered(GuestId id, Actor actor, String code, Map<String, String> details) {
        if (attention(id).filter(now -> now == Attention.REVIEW_UNANSWERED).isPresent()) {
            guests.attention(id, null, actor, code, details);
        } else {
            guests.note(id, actor, code, details);
        }
    }

    /** Something about the question changed, but not the answer: whoever waits for one still does. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void noted(GuestId id, Actor actor, String code, Map<String, String> details) {
        guests.note(id, actor, code, details);
    }

    /** Nobody answered, and nothing is done about it. Somebody is asked again on this day. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void held(GuestId id, Actor actor, Instant nextReview, Map<String, String> details) {
        if (attention(id).filter(now -> now != Attention.REVIEW_UNANSWERED).isEmpty()) {
            guests.attention(id, Attention.REVIEW_UNANSWERED, actor, "review-held", details);
        } else {
            guests.note(id, actor, "review-held", details);
        }
        reviewDue(List.of(id), nextReview);
    }

    private Optional<Attention> attention(GuestId id) {
        return db.sql("select attention from guest where id = ? and attention is not null")
                .param(id.value())
                .query(String.class)
                .optional()
                .map(Attention::valueOf);
    }

    /** When to ask about a guest for the first time, at the latest. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void dated(GuestId id, Instant at) {
        db.sql("update guest set review_due_at = ? where id = ? and review_due_at is null")
                .params(Timestamp.from(at), id.value())
                .update();
    }

    /** Somebody is being asked about these guests: what forced a review is dealt with. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void reviewAsked(Collection<GuestId> ids) {
        db.sql("update guest set review_forced_at = null where id = any (?)")
                .param(ids.stream().map(GuestId::value).toArray(UUID[]::new))
                .update();
    }

    /** When to ask about these guests next, at the latest; what forced a review is dealt with. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void reviewDue(Collection<GuestId> ids, Instant at) {
        db.sql("update guest set review_due_at = ?, review_forced_at = null where id = any (?)")
                .params(Timestamp.from(at), ids.stream().map(GuestId::value).toArray(UUID[]::new))
                .update();
    }
}
