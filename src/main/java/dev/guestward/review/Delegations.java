package dev.guestward.review;

import dev.guestward.audit.Actor;
import dev.guestward.guest.AttestedGuests;
import dev.guestward.guest.GuestId;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Lets a named person decide in a reviewer's place, for a limited time. The reviewer keeps their right. */
@Component
public class Delegations {
    private static final Duration LONGEST = Duration.ofDays(60);

    private final ReviewTable reviews;
    private final ItemTable items;
    private final PassingOn passingOn;
    private final ReviewWorkflow workflow;
    private final AttestedGuests attested;
    private final People people;
    private final JdbcClient db;
    private final MessageSource texts;
    private final ReviewRefusals refusals;
    private final Clock clock;

    Delegations(
            ReviewTable reviews,
            ItemTable items,
            PassingOn passingOn,
            ReviewWorkflow workflow,
            AttestedGuests attested,
            People people,
            JdbcClient db,
            MessageSource texts,
            ReviewRefusals refusals,
            Clock clock) {
        this.reviews = reviews;
        this.items = items;
        this.passingOn = passingOn;
        this.workflow = workflow;
        this.attested = attested;
        this.people = people;
        this.db = db;
        this.texts = texts;
        this.refusals = refusals;
        this.clock = clock;
    }

    /**
     * What is wished for.
     *
     * @param item one guest of the review; null for all of it
     * @param to user name, mail address or object id
     * @param until a moment in UTC; by default the deadline of the review
     */
    public record Wish(
            UUID review,
            @Nullable UUID item,
            @Nullable String to,
            @Nullable String until) {}

    /** One delegation. */
    public record Delegation(UUID id, UUID review, @Nullable UUID item, PersonId by, PersonId to, Instant until) {}

    /**
     * @throws NotFound if the review, or the item, is not this person's
     * @throws InvalidInput if nobody else is called so, or the time is not acceptable
     * @throws Conflict if it was delegated to them already, or the review is over
     */
    @Transactional
    public Delegation give(Wish wish, Viewer viewer) {
        Review review = reviews.locked(wish.review())
                .filter(one -> viewer.is(one.reviewer()) || viewer.isAdministrator())
                .orElseThrow(ReviewRights::nothing);
        UUID item = wish.item();
        if (item != null
                && items.find(item)
                        .filter(one -> one.review().equals(review.id()))
                        .isEmpty()) {
            throw ReviewRights.nothing();
        }
        if (!review.takesDecisions(clock.instant())) {
            throw refusals.conflict("over");
        }
        checkGoesOn(review.id());
        Findings findings = new Findings(texts);
        List<ReviewItem> about = items.undecided(review.id()).stream()
                .filter(one -> item == null || one.id().equals(item))
                .toList();
        Optional<Person> to = Optional.ofNullable(wish.to())
                .flatMap(people::named)
                .filter(Person::enabled)
                .filter(person -> !person.id().equals(review.reviewer()))
                .filter(person -> passingOn.mayBeAsked(review, about, person.id()));
        if (to.isEmpty()) {
            findings.add("to", "reviews.invalid.delegate");
        } else if (viewer.is(to.get().id())) {
            findings.add("to", "reviews.invalid.delegate-self");
        }
        Optional<Instant> until = until(wish.until(), review);
        if (until.isEmpty()) {
            findings.add("until", "reviews.invalid.until");
        }
        findings.throwIfAny();
        Delegation given = new Delegation(
                UUID.randomUUID(),
                review.id(),
                item,
                viewer.id(),
                to.orElseThrow().id(),
                until.orElseThrow());
        insert(given);
        note(
                about.stream().map(ReviewItem::guest).toList(),
                given,
                "review-delegated",
                Actor.person(viewer.id().value()));
        workflow.offer(review.id(), given.to());
        return given;
    }

    /** Each guest's ledger says who may answer about them. */
    private void note(List<GuestId> about, Delegation given, String code, Actor actor) {
        Map<String, String> details = Map.of(
                "review", given.review().toString(),
                "to", given.to().value(),
                "until", given.until().toString());
        about.forEach(guest -> attested.noted(guest, actor, code, details));
    }

    private void insert(Delegation given) {
        try {
            db.sql("insert into review_delegation (id, review_id, item_id, given_by, given_to, given_at, until)"
                            + " values (?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            given.id(),
                            given.review(),
                            given.item(),
                            given.by().value(),
                            given.to().value(),
                            Timestamp.from(clock.instant()),
                            Timestamp.from(given.until()))
                    .update();
        } catch (DuplicateKeyException e) {
            throw refusals.conflict("delegated");
        }
    }

    private Optional<Instant> until(@Nullable String given, Review review) {
        if (given == null || given.isBlank()) {
            return Optional.of(review.dueAt());
        }
        try {
            Instant until = Instant.parse(given.strip());
            Instant now = clock.instant();
            return Optional.of(until).filter(end -> end.isAfter(now) && !end.isAfter(now.plus(LONGEST)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Those this person has given or got and that still hold, the newest first. */
    public List<Delegation> of(Viewer viewer) {
        return db.sql("select * from review_delegation where (given_by = :me or given_to = :me) and ended_at is null"
                        + " and until > :now order by given_at desc, id limit 500")
                .param("me", viewer.id().value())
                .param("now", Timestamp.from(clock.instant()))
                .query(Delegations::delegation)
                .list();
    }

    /** Who may decide on this review, or on guests in it, at this moment. */
    List<PersonId> holding(UUID review) {
        return db.sql(
                        "select distinct given_to from review_delegation where review_id = ? and ended_at is null and until > ?")
                .params(review, Timestamp.from(clock.instant()))
                .query((rs, n) -> new PersonId(rs.getString(1)))
                .list();
    }

    /**
     * Takes it back; whoever gave it, got it, or reviews may.
     *
     * @throws NotFound if there is none of this person's
     * @throws Conflict if the review stands still
     */
    @Transactional
    public void end(UUID id, Viewer viewer) {
        // first the review's row, then the delegation's, then those of guests: the order in which decisions are taken
        Delegation given = standing(id, "")
                .filter(one -> mayEnd(one, viewer))
                .flatMap(one -> reviews.locked(one.review()))
                .flatMap(review -> standing(id, " for update"))
                .orElseThrow(() -> new NotFound("There is no such delegation, or it is not one of yours."));
        checkGoesOn(given.review());
        end(given, Actor.person(viewer.id().value()));
    }

    private Optional<Delegation> standing(UUID id, String how) {
        return db.sql("select * from review_delegation where id = ? and ended_at is null" + how)
                .param(id)
                .query(Delegations::delegation)
                .optional();
    }

    private void checkGoesOn(UUID review) {
        if (reviews.standsStill(review)) {
            throw refusals.conflict("stands-still");
        }
    }

    private boolean mayEnd(Delegation given, Viewer viewer) {
        return viewer.is(given.by())
                || viewer.is(given.to())
                || viewer.isAdministrator()
                || viewer.is(reviews.get(given.review()).reviewer());
    }

    /** Ends those whose time is over. They give no right any more anyway; the task goes from the person's list. */
    @Transactional
    public int endExpired() {
        List<Delegation> over = db.sql("select d.* from review_delegation d join review r on r.id = d.review_id"
                        + " where d.ended_at is null and (d.until <= ? or r.closed_at is not null)"
                        + " and (r.paused_at is null or r.closed_at is not null) limit 200"
                        + " for update of r, d skip locked")
                .param(Timestamp.from(clock.instant()))
                .query(Delegations::delegation)
                .list();
        over.forEach(given -> end(given, PassingOn.ACTOR));
        return over.size();
    }

    private void end(Delegation given, Actor actor) {
        note(concerned(given), given, "review-delegation-ended", actor);
        db.sql("update review_delegation set ended_at = ? where id = ?")
                .params(Timestamp.from(clock.instant()), given.id())
                .update();
        boolean others = db.sql("select exists (select 1 from review_delegation where review_id = ? and given_to = ?"
                        + " and ended_at is null)")
                .params(given.review(), given.to().value())
                .query(Boolean.class)
                .single();
        if (!others) {
            workflow.withdraw(given.review(), given.to());
        }
    }

    /** Who waited for an answer when it was given, or has begun to since. */
    private List<GuestId> concerned(Delegation given) {
        return db.sql("select i.guest_id from review_item i join review_delegation d on d.review_id = i.review_id"
                        + " where d.id = ? and (d.item_id is null or d.item_id = i.id)"
                        + " and (i.outcome is null or i.outcome_at >= d.given_at) order by i.guest_id")
                .param(given.id())
                .query((rs, n) -> new GuestId(rs.getObject(1, UUID.class)))
                .list();
    }

    private static Delegation delegation(ResultSet rs, int row) throws SQLException {
        return new Delegation(
                rs.getObject("id", UUID.class),
                rs.getObject("review_id", UUID.class),
                rs.getObject("item_id", UUID.class),
                new PersonId(rs.getString("given_by")),
                new PersonId(rs.getString("given_to")),
                rs.getTimestamp("until").toInstant());
    }
}
