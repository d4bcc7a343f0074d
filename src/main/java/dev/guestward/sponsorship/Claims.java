package dev.guestward.sponsorship;

import dev.guestward.audit.Actor;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.sponsorship.Succession.Claim;
import dev.guestward.sponsorship.Succession.Rung;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What those who are asked see and answer. Nobody sees a guest here for whom they are not asked now; who was asked and has not
 * answered in time sees nothing any more.
 */
@Component
public class Claims {
    private final JdbcClient db;
    private final SuccessionTable table;
    private final Sponsorships sponsorships;
    private final SuccessionWorkflow workflow;
    private final Guests guests;
    private final Eligible eligible;
    private final People people;
    private final MessageSource texts;
    private final Clock clock;

    Claims(
            JdbcClient db,
            SuccessionTable table,
            Sponsorships sponsorships,
            SuccessionWorkflow workflow,
            Guests guests,
            Eligible eligible,
            People people,
            MessageSource texts,
            Clock clock) {
        this.db = db;
        this.table = table;
        this.sponsorships = sponsorships;
        this.workflow = workflow;
        this.guests = guests;
        this.eligible = eligible;
        this.people = people;
        this.texts = texts;
        this.clock = clock;
    }

    /**
     * What somebody is asked.
     *
     * @param sponsor who leaves
     * @param guests those for whom nobody has been found yet
     */
    public record Question(Claim claim, PersonId sponsor, List<Guest> guests) {}

    /** What somebody has entered. */
    private record Answer(List<UUID> guests, @Nullable PersonId sponsor) {}

    /** What this person is asked now. */
    public List<Question> of(Viewer viewer) {
        return table.openClaims().stream()
                .filter(claim -> claim.task() != null && isAsked(claim, viewer))
                .map(this::question)
                .filter(question -> !question.guests().isEmpty())
                .toList();
    }

    /** @throws NotFound if there is no such claim, or this person is not asked */
    public Question get(UUID id, Viewer viewer) {
        return table.claim(id)
                .filter(claim -> isAsked(claim, viewer))
                .map(this::question)
                .orElseThrow(Claims::nothing);
    }

    /** As {@link #get}, by the task that asks. */
    public Question ofTask(String task, Viewer viewer) {
        return table.claimOfTask(task)
                .filter(claim -> isAsked(claim, viewer))
                .map(this::question)
                .orElseThrow(Claims::nothing);
    }

    /**
     * Answers at once.
     *
     * @throws Conflict if somebody else has taken the task, or it is over
     */
    @Transactional
    public void answer(UUID id, @Nullable Collection<UUID> take, @Nullable String sponsor, Viewer viewer) {
        Question question = get(id, viewer);
        String task = question.claim().task();
        if (task == null) {
            throw Conflict.of(texts, "conflict.claim.nobody-asked");
        }
        keep(question, take, sponsor, viewer);
        workflow.complete(task, viewer);
    }

    /**
     * Keeps what somebody enters until the task is completed.
     *
     * @param take the guests to take over; null for all
     * @param sponsor whose they are to be; null for whoever answers. Only the pool may name somebody else
     * @throws InvalidInput if a guest is not asked about, or that person may not be a sponsor
     * @throws NotFound if this person is not asked
     */
    @Transactional
    public void keep(Question question, @Nullable Collection<UUID> take, @Nullable String sponsor, Viewer viewer) {
        List<UUID> asked =
                question.guests().stream().map(guest -> guest.id().value()).toList();
        Findings findings = new Findings(texts);
        if (take != null && !asked.containsAll(take)) {
            findings.add("guests", "sponsorship.invalid.guests");
        }
        Optional<Person> to = Stream.ofNullable(sponsor)
                .filter(name -> !name.isBlank())
                .findFirst()
                .flatMap(eligible::named);
        boolean named = sponsor != null && !sponsor.isBlank();
        boolean mayName = question.claim().rung() == Rung.POOL || viewer.isAdministrator();
        boolean takesAny = take == null || !take.isEmpty();
        if (named && (to.isEmpty() || !mayName && !viewer.is(to.get().id()))) {
            findings.add("sponsor", "sponsorship.invalid.person");
        } else if (!named && takesAny && !eligible.is(viewer.id())) {
            findings.add("sponsor", "sponsorship.invalid.name-somebody");
        }
        findings.throwIfAny();
        db.sql("""
                        insert into claim_answer (claim_id, guests, sponsor_id, given_by, given_at) values (?, ?, ?, ?, ?)
                        on conflict (claim_id) do update set guests = excluded.guests, sponsor_id = excluded.sponsor_id,
                            given_by = excluded.given_by, given_at = excluded.given_at""")
                .params(
                        question.claim().id(),
                        (take == null ? asked : List.copyOf(take)).toArray(UUID[]::new),
                        to.map(Person::id).map(PersonId::value).orElse(null),
                        viewer.id().value(),
                        Timestamp.from(clock.instant()))
                .update();
    }

    /**
     * Draws the consequences when the task is completed.
     *
     * @param person null if nobody has completed it, because no guest was left
     * @throws InvalidInput if nothing was entered by that person
     * @throws Conflict if that person is not asked any more
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void completed(UUID id, @Nullable PersonId person) {
        Claim claim = table.claim(id).orElseThrow(Claims::nothing);
        List<GuestId> left = table.left(id);
        // the task is being completed already: handing over the last guest must not complete it once more
        table.task(id, null);
        if (left.isEmpty()) {
            return;
        }
        Viewer viewer = Optional.ofNullable(person)
                .flatMap(people::byId)
                .filter(Person::enabled)
                .map(Viewer::of)
                .filter(one -> isAsked(claim, one))
                .orElseThrow(() -> Conflict.of(texts, "conflict.claim.who"));
        Answer answer =
                answer(id, viewer.id()).orElseThrow(() -> InvalidInput.of("guests", texts, "conflict.claim.choose"));
        PersonId to = Objects.requireNonNullElse(answer.sponsor(), viewer.id());
        if (!answer.guests().isEmpty() && !eligible.is(to)) {
            throw Conflict.of(texts, "conflict.claim.no-sponsor");
        }
        Actor actor = Actor.person(viewer.id().value());
        left.stream()
                .filter(guest -> answer.guests().contains(guest.value()))
                .forEach(guest -> sponsorships.move(guest, to, actor, "sponsor-succeeded"));
        db.sql("delete from claim_answer where claim_id = ?").param(id).update();
    }

    private Optional<Answer> answer(UUID claim, PersonId by) {
        return db.sql("select guests, sponsor_id from claim_answer where claim_id = ? and given_by = ?")
                .params(claim, by.value())
                .query((rs, row) -> {
                    String sponsor = rs.getString("sponsor_id");
                    return new Answer(
                            List.of((UUID[]) rs.getArray("guests").getArray()),
                            sponsor == null ? null : new PersonId(sponsor));
                })
                .optional();
    }

    private boolean isAsked(Claim claim, Viewer viewer) {
        if (claim.endedAt() != null || claim.rung() == null) {
            return false;
        }
        boolean pool = claim.rung() == Rung.POOL && viewer.isOwner();
        return viewer.isAdministrator() || pool || table.candidates(claim).contains(viewer.id());
    }

    private Question question(Claim claim) {
        PersonId sponsor = table.find(claim.succession()).orElseThrow().sponsor();
        return new Question(
                claim, sponsor, table.left(claim.id()).stream().map(guests::get).toList());
    }

    private static NotFound nothing() {
        return new NotFound("There is nothing here, or you are not asked for it.");
    }
}
