package dev.guestward.review;

import dev.guestward.hospital.HospitalSettings;
import dev.guestward.mail.Letter;
import dev.guestward.mail.LetterKind;
import dev.guestward.mail.MailOutbox;
import dev.guestward.mail.Mails;
import dev.guestward.mail.ProductAddress;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What reviewers are written: one letter a day at most, about everything that waits for them. What comes up on a day that has
 * had its letter waits for the next one. Which letter told of which review is kept: it is the proof that somebody was reached.
 * A letter that has not left yet is taken back once nothing waits any more, or another one says more.
 */
@Component
class ReviewNotices {
    /** What stands still with its campaign waits, also where the review has not followed it yet. */
    private static final String RUNS = " r.paused_at is null and not exists"
            + " (select 1 from review_campaign c where c.id = r.campaign_id and c.paused_at is not null)";

    private static final String WAITING =
            " from review_notice n join review r on r.id = n.review_id where n.letter is null and" + RUNS;

    private final JdbcClient db;
    private final MailOutbox outbox;
    private final Mails mails;
    private final People people;
    private final HospitalSettings hospital;
    private final Clock clock;
    private final String link;

    ReviewNotices(
            JdbcClient db,
            MailOutbox outbox,
            Mails mails,
            People people,
            HospitalSettings hospital,
            Clock clock,
            ProductAddress product) {
        this.db = db;
        this.outbox = outbox;
        this.mails = mails;
        this.people = people;
        this.hospital = hospital;
        this.clock = clock;
        this.link = product.tasklist();
    }

    enum Occasion {
        OPENED,
        HALF_TIME,
        TWO_DAYS,
        HALF_DAY,
        /** An administrator wanted it. */
        NUDGED,
        /** Further guests came into the review. */
        ADDED
    }

    /** Has somebody written to about a review: now, or with their next letter. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void want(Review review, Occasion occasion) {
        db.sql("insert into review_notice (id, review_id, person_id, occasion, wanted_at) values (?, ?, ?, ?, ?)"
                        + " on conflict do nothing")
                .params(
                        UUID.randomUUID(),
                        review.id(),
                        review.reviewer().value(),
                        occasion.name(),
                        Timestamp.from(clock.instant()))
                .update();
        write(review.reviewer());
    }

    /**
     * Has everybody in a campaign who has not answered written to again, with the next round of letters.
     *
     * @return how many people
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int nudge(UUID campaign) {
        db.sql("""
                        insert into review_notice (id, review_id, person_id, occasion, wanted_at)
                        select gen_random_uuid(), r.id, r.reviewer_id, ?, ? from review r
                        where r.campaign_id = ? and r.closed_at is null
                          and exists (select 1 from review_item i where i.review_id = r.id and i.outcome is null)
                        on conflict do nothing""")
                .params(Occasion.NUDGED.name(), Timestamp.from(clock.instant()), campaign)
                .update();
        return db.sql("select count(distinct n.person_id) from review_notice n join review r on r.id = n.review_id"
                        + " where r.campaign_id = ? and n.occasion = 'NUDGED' and n.letter is null")
                .param(campaign)
                .query(Integer.class)
                .single();
    }

    /** People for whom a letter waits. */
    List<PersonId> waiting() {
        return db.sql("select distinct n.person_id" + WAITING)
                .query((rs, n) -> new PersonId(rs.getString(1)))
                .list();
    }

    private record Load(int reviews, int guests, @Nullable Instant dueAt) {}

    /** Writes this person's letter, unless they had one today. Nothing is written to somebody who has decided on everything. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void write(PersonId id) {
        db.sql(
                        "delete from review_notice n where n.person_id = ? and n.letter is null and not exists (select 1 from review r"
                                + " join review_item i on i.review_id = r.id and i.outcome is null"
                                + " where r.id = n.review_id and r.closed_at is null)")
                .param(id.value())
                .update();
        if (!isWanted(id)) {
            return;
        }
        Load load = load(id);
        String to = people.byId(id).filter(Person::enabled).map(Person::mail).orElse(null);
        if (to == null || load.dueAt() == null) {
            return;
        }
        LocalDate today = today();
        List<String> earlier = letters(id);
        if (mails.lastSent(earlier)
                .filter(at -> LocalDate.ofInstant(at, hospital.timeZone()).equals(today))
                .isPresent()) {
            // one of another day has left only today
            return;
        }
        String key = LetterKind.REVIEW_DIGEST + ":" + id + ":" + today;
        Map<String, @Nullable Object> values =
                Map.of("reviews", load.reviews(), "guests", load.guests(), "dueAt", load.dueAt(), "taskUrl", link);
        if (outbox.queue(new Letter(key, LetterKind.REVIEW_DIGEST, null, to, null, values))) {
            withdraw(id, earlier.stream().filter(one -> !one.equals(key)).toList());
            db.sql("update review_notice set letter = ? where person_id = ? and letter is null"
                            + " and review_id in (select r.id from review r where" + RUNS + ")")
                    .params(key, id.value())
                    .update();
        }
    }

    /** People with a letter that has not left yet. */
    List<PersonId> toBeSent() {
        return db.sql("select distinct person_id from review_notice where letter = any (?)")
                .param(mails.queued(LetterKind.REVIEW_DIGEST).toArray(String[]::new))
                .query((rs, n) -> new PersonId(rs.getString(1)))
                .list();
    }

    /** Takes back what has not left yet if nothing waits for this person any more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void withdrawIfDone(PersonId id) {
        if (load(id).dueAt() == null) {
            withdraw(id, letters(id));
        }
    }

    /** What such a letter told of and still is to be decided on is told with the next one. */
    private void withdraw(PersonId id, List<String> letters) {
        List<String> withdrawn = outbox.withdraw(letters);
        if (!withdrawn.isEmpty()) {
            db.sql("update review_notice n set letter = null where person_id = ? and letter = any (?) and exists"
                            + " (select 1 from review r join review_item i on i.review_id = r.id and i.outcome is null"
                            + " where r.id = n.review_id and r.closed_at is null)")
                    .params(id.value(), withdrawn.toArray(String[]::new))
                    .update();
        }
    }

    private List<String> letters(PersonId id) {
        return db.sql("select distinct letter from review_notice where person_id = ? and letter is not null")
                .param(id.value())
                .query(String.class)
                .list();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), hospital.timeZone());
    }

    private boolean isWanted(PersonId id) {
        return db.sql("select exists (select 1" + WAITING + " and n.person_id = ?)")
                .param(id.value())
                .query(Boolean.class)
                .single();
    }

    private Load load(PersonId id) {
        return db.sql("select count(distinct r.id), count(*), min(r.due_at) from review r"
                        + " join review_item i on i.review_id = r.id and i.outcome is null"
                        + " where r.reviewer_id = ? and r.closed_at is null and" + RUNS)
                .param(id.value())
                .query((rs, n) -> new Load(rs.getInt(1), rs.getInt(2), ReviewRows.instant(rs.getTimestamp(3))))
                .single();
    }

    /**
     * Who was reached, as far as mail servers have taken the letters, on the way to this review.
     *
     * @return for each of them the first letter that did
     */
    Map<PersonId, UUID> reached(UUID review) {
        record Told(PersonId person, String letter) {}
        List<Told> told = db.sql("""
                        with recursive way (id, parent_id) as (
                            select id, parent_id from review where id = ?
                            union all select r.id, r.parent_id from review r join way on r.id = way.parent_id)
                        select n.person_id, n.letter from review_notice n join way on way.id = n.review_id
                        where n.letter is not null order by n.wanted_at, n.id""")
                .param(review)
                .query((rs, n) -> new Told(new PersonId(rs.getString(1)), rs.getString(2)))
                .list();
        Map<String, UUID> accepted =
                mails.accepted(told.stream().map(Told::letter).toList());
        Map<PersonId, UUID> reached = new LinkedHashMap<>();
        for (Told one : told) {
            UUID letter = accepted.get(one.letter());
            if (letter != null) {
                reached.putIfAbsent(one.person(), letter);
            }
        }
        return reached;
    }
}
