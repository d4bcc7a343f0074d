package dev.guestward.invitation;

import dev.guestward.audit.Actor;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.Remarks;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** People's decisions on requests. They live here; the workflow asks and never trusts a task's variables. */
@Component
public class InvitationDecisions {
    private final JdbcClient db;
    private final Guests guests;
    private final People people;
    private final Deputies deputies;
    private final DecisionComments comments;
    private final MessageSource texts;
    private final Clock clock;

    InvitationDecisions(
            JdbcClient db,
            Guests guests,
            People people,
            Deputies deputies,
            DecisionComments comments,
            MessageSource texts,
            Clock clock) {
        this.db = db;
        this.guests = guests;
        this.people = people;
        this.deputies = deputies;
        this.comments = comments;
        this.texts = texts;
        this.clock = clock;
    }

    /**
     * Records a decision.
     *
     * @param comment why; needed to decline, shown to the sponsor
     * @throws InvalidInput if the comment is not acceptable
     * @throws Conflict if the person may not decide on this one, or there is nothing left to decide
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void decide(GuestId id, PersonId decider, boolean approved, @Nullable String comment) {
        Guest guest = guests.get(id);
        if (guest.state() != GuestState.REQUESTED || guest.attention() != Attention.WAITS_FOR_OWNER) {
            throw Conflict.of(texts, "conflict.request.over");
        }
        if (guest.requestedBy().equals(decider) || guest.sponsor().equals(decider)) {
            throw Conflict.of(texts, "conflict.request.own");
        }
        if (!mayDecide(decider)) {
            throw Conflict.of(texts, "conflict.request.who");
        }
        if (approved && !guest.accessUntil().isAfter(clock.instant())) {
            throw Conflict.of(texts, "conflict.request.end-passed");
        }
        UUID decision = record(id, decider, approved, comments.checked(comment, !approved));
        Actor actor = Actor.person(decider.value());
        Map<String, String> details = Map.of(Remarks.DETAIL, decision.toString());
        if (approved) {
            guests.attention(id, null, actor, "approved", details);
        } else {
            guests.declined(id, actor, "declined", details);
        }
    }

    /**
     * Records what an administrator decided after the tenant had refused an invitation.
     *
     * @throws Conflict if the person is no administrator, or there is nothing left to decide
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void decideOnRefusal(GuestId id, PersonId decider, boolean again) {
        if (guests.get(id).attention() == Attention.WAITS_FOR_OWNER) {
            throw new Conflict("An owner of the application decides on this request first.");
        }
        if (guests.get(id).attention() != Attention.INVITATION_REFUSED) {
            throw new Conflict("There is nothing left to decide on this invitation.");
        }
        Actor actor = administrator(decider);
        record(id, decider, again, null);
        if (again) {
            guests.attention(id, null, actor, "invited-again", Map.of());
        } else {
            guests.declined(id, actor, "invitation-given-up");
        }
    }

    /**
     * Notes that an administrator mended what kept the access away.
     *
     * @throws Conflict if the person is no administrator
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void repaired(GuestId id, PersonId decider) {
        Attention present = guests.get(id).attention();
        guests.attention(
                id,
                present == Attention.GRANT_REFUSED ? null : present,
                administrator(decider),
                "access-tried-again",
                Map.of());
    }

    private Actor administrator(PersonId id) {
        return people.byId(id)
                .filter(Person::enabled)
                .filter(person -> person.has(Role.ADMINISTRATOR))
                .map(person -> Actor.person(person.id().value()))
                .orElseThrow(() -> new Conflict("Only an administrator decides on what the tenant refused."));
    }

    private UUID record(GuestId id, PersonId decider, boolean approved, @Nullable String comment) {
        UUID decision = UUID.randomUUID();
        db.sql("insert into invitation_decision (id, guest_id, decided_by, approved, decided_at, comment)"
                        + " values (?, ?, ?, ?, ?, ?)")
                .params(decision, id.value(), decider.value(), approved, Timestamp.from(clock.instant()), comment)
                .update();
        return decision;
    }

    /** What was written to the newest decision. */
    public Optional<String> lastComment(GuestId id) {
        return db.sql("select comment from invitation_decision where guest_id = ? order by decided_at desc limit 1")
                .param(id.value())
                .query((rs, n) -> Optional.ofNullable(rs.getString(1)))
                .optional()
                .flatMap(comment -> comment);
    }

    /** Whether an administrator gave it up: only they decline without a word. */
    public boolean isGivenUp(GuestId id) {
        return db.sql("select not approved and comment is null from invitation_decision where guest_id = ?"
                        + " order by decided_at desc limit 1")
                .param(id.value())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    private boolean mayDecide(PersonId decider) {
        return people.byId(decider)
                .filter(Person::enabled)
                .filter(p -> p.has(Role.OWNER) || p.has(Role.ADMINISTRATOR) || deputies.include(decider))
                .isPresent();
    }

    /** The newest decision; no decision is no approval. */
    public boolean isApproved(GuestId id) {
        return db.sql("select approved from invitation_decision where guest_id = ? order by decided_at desc limit 1")
                .param(id.value())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }
}
