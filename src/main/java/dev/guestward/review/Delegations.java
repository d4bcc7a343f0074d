package dev.guestward.review;

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
    private final People people;
    private final JdbcClient db;
    private final MessageSource texts;
    private final Clock clock;

    Delegations(
            ReviewTable reviews,
            ItemTable items,
            PassingOn passingOn,
            ReviewWorkflow workflow,
            People people,
            JdbcClient db,
            MessageSource texts,
            Clock clock) {
        this.reviews = reviews;
        this.items = items;
        this.passingOn = passingOn;
        this.workflow = workflow;
        this.people = people;
        this.db = db;
        this.texts = texts;
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
     * @throws InvalidInput if nobody is called so, or the time is not acceptable
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
            throw new Conflict("The deadline of this review has passed, or it is over.");
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
        workflow.offer(review.id(), given.to());
        return given;
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
            throw new Conflict("This is delegated to this person already.");
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
        Delegation given = db.sql("select * from review_delegation where id = ? and ended_at is null for update")
                .param(id)
                .query(Delegations::delegation)
                .optional()
                .filter(one -> mayEnd(one, viewer))
                .orElseThrow(() -> new NotFound("There is no such delegation, or it is not one of yours."));
        checkGoesOn(given.review());
        end(given);
    }

    private void checkGoesOn(UUID review) {
        if (reviews.standsStill(review)) {
            throw new Conflict("This review stands still, because its campaign is paused.");
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
                        + " for update of d skip locked")
                .param(Timestamp.from(clock.instant()))
                .query(Delegations::delegation)
                .list();
        over.forEach(this::end);
        return over.size();
    }

    private void end(Delegation given) {
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
