package dev.guestward.adoption;

import dev.guestward.audit.Actor;
import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.RemovalRequests;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What people of the pool say about a batch: "mine" or "not ours" for each guest. It is entered in Tasklist, kept here, and
 * holds when the task is completed. Whom nobody said anything about stays in the task.
 */
@Component("adoptionClaims")
public class Claims {
    private static final int LONGEST = 500;

    private final FoundGuestTable table;
    private final DraftTable drafts;
    private final Batches batches;
    private final Adoptions adoptions;
    private final Hindrance hindrance;
    private final Clinics clinics;
    private final People people;
    private final RemovalRequests removals;
    private final AdoptionWorkflow workflow;
    private final MessageSource texts;
    private final Clock clock;

    Claims(
            FoundGuestTable table,
            DraftTable drafts,
            Batches batches,
            Adoptions adoptions,
            Hindrance hindrance,
            Clinics clinics,
            People people,
            RemovalRequests removals,
            AdoptionWorkflow workflow,
            MessageSource texts,
            Clock clock) {
        this.table = table;
        this.drafts = drafts;
        this.batches = batches;
        this.adoptions = adoptions;
        this.hindrance = hindrance;
        this.clinics = clinics;
        this.people = people;
        this.removals = removals;
        this.workflow = workflow;
        this.texts = texts;
        this.clock = clock;
    }

    /** What the task is about. */
    public record Subject(Batches.Batch batch, Optional<Clinic> clinic, List<FoundGuest> guests) {}

    /**
     * What somebody enters, unchecked.
     *
     * @param claim ids of guests whom the person vouches for from now on
     * @param remove ids of guests who are nobody's: their access is taken
     * @param reason why those are to go
     * @param clinic key of the clinic of those whose mail domain is no clinic's
     */
    public record Answer(
            @Nullable List<String> claim,
            @Nullable List<String> remove,
            @Nullable String reason,
            @Nullable String clinic) {
        @Override
        public String toString() {
            return "Answer[…]";
        }
    }

    /** @throws NotFound if there is no such task, or it is not one of this person's */
    @Transactional
    public Subject of(String taskId, Viewer viewer) {
        Batches.Batch batch = batches.get(batchOf(taskId, viewer));
        return new Subject(
                batch, Optional.ofNullable(batch.clinicId()).flatMap(clinics::byId), table.inHand(batch.id()));
    }

    /**
     * Checks an answer, and keeps it until the task is completed. It replaces what the same person entered before.
     *
     * @throws InvalidInput naming every field that is not acceptable
     * @throws NotFound as {@link #of}
     */
    @Transactional
    public void keep(String taskId, Answer answer, Viewer viewer) {
        UUID batch = batchOf(taskId, viewer);
        Map<String, FoundGuest> guests = table.inHand(batch).stream()
                .collect(Collectors.toMap(guest -> guest.id().toString(), Function.identity()));
        Findings findings = new Findings(texts);
        Set<String> claimed = chosen("claim", answer.claim(), guests, findings);
        Set<String> removed = chosen("remove", answer.remove(), guests, findings);
        if (claimed.isEmpty() && removed.isEmpty()) {
            findings.add("claim", "adoption.invalid.nobody");
        }
        if (claimed.stream().anyMatch(removed::contains)) {
            findings.add("remove", "adoption.invalid.both");
        }
        if (!claimed.isEmpty() && !viewer.isSponsor()) {
            findings.add("claim", "adoption.invalid.sponsors-only");
        }
        String reason = findings.line("reason", answer.reason(), LONGEST, !removed.isEmpty());
        Set<String> both = new HashSet<>(claimed);
        both.addAll(removed);
        boolean homeless = both.stream()
                .map(guests::get)
                .anyMatch(guest -> guest != null && adoptions.clinic(guest).isEmpty());
        UUID clinic = homeless ? clinic(answer.clinic(), findings) : null;
        findings.throwIfAny();
        drafts.forget(batch, viewer.id());
        for (FoundGuest guest : guests.values()) {
            String id = guest.id().toString();
            if (both.contains(id)) {
                boolean goes = removed.contains(id);
                drafts.keep(
                        batch,
                        new DraftTable.Draft(guest.id(), goes, goes ? reason : null, clinic),
                        viewer.id(),
                        clock.instant());
            }
        }
    }

    private static Set<String> chosen(
            String field, @Nullable List<String> ids, Map<String, FoundGuest> guests, Findings findings) {
        Set<String> chosen = new LinkedHashSet<>(ids == null ? List.of() : ids);
        if (!guests.keySet().containsAll(chosen)) {
            findings.add(field, "adoption.invalid.gone");
        }
        return chosen;
    }

    private @Nullable UUID clinic(@Nullable String key, Findings findings) {
        Optional<Clinic> clinic =
                Optional.ofNullable(key).filter(k -> !k.isBlank()).flatMap(clinics::byKey);
        if (clinic.isEmpty()) {
            findings.add("clinic", "adoption.invalid.clinic");
        }
        return clinic.map(Clinic::id).orElse(null);
    }

    private UUID batchOf(String taskId, Viewer viewer) {
        return workflow.batchOf(taskId, viewer.id())
                .orElseThrow(() -> new NotFound("There is nothing here, or it is not one of yours."));
    }

    /**
     * The task is completed: what this person entered holds.
     *
     * @throws InvalidInput if nothing was entered
     * @throws Conflict if the person may not vouch for guests any more, or we only report
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void complete(UUID batch, PersonId completer) {
        adoptions.refuseWhileReporting();
        List<DraftTable.Draft> entered = drafts.of(batch, completer);
        if (entered.isEmpty()) {
            throw InvalidInput.of("claim", texts, "conflict.found.choose");
        }
        Person person = people.byId(completer)
                .filter(Person::enabled)
                .filter(who -> who.has(Role.SPONSOR) || who.has(Role.ADMINISTRATOR))
                .orElseThrow(() -> Conflict.of(texts, "conflict.found.who"));
        Map<GuestId, FoundGuest> guests =
                table.inHand(batch).stream().collect(Collectors.toMap(FoundGuest::id, Function.identity()));
        Map<String, GuestState> holders = hindrance.holders(guests.values());
        for (DraftTable.Draft draft : entered) {
            FoundGuest guest = guests.get(draft.guest());
            if (guest != null) {
                answered(guest, draft, person, hindrance.of(guest, holders));
            }
        }
        drafts.forget(batch, completer);
    }

    private void answered(FoundGuest guest, DraftTable.Draft draft, Person person, Hindrance.Verdict verdict) {
        if (verdict.standing() != Standing.FOUND) {
            table.stands(guest.id(), verdict);
            return;
        }
        if (!draft.remove() && !person.has(Role.SPONSOR)) {
            throw Conflict.of(texts, "conflict.found.sponsors-only");
        }
        Clinic clinic = Optional.ofNullable(draft.clinic())
                .flatMap(clinics::byId)
                .or(() -> adoptions.clinic(guest))
                .orElseThrow(() -> Conflict.of(texts, "conflict.found.no-clinic"));
        boolean adopted = adoptions.adopt(
                guest, clinic, person.id(), Actor.person(person.id().value()));
        if (adopted && draft.remove()) {
            removals.remove(guest.id(), draft.reason(), false, Viewer.of(person));
        }
    }

    /** Who of the pool is asked: those who take on clinicians of the clinic, or every sponsor. Empty for every sponsor. */
    public Set<PersonId> pool(UUID batch) {
        return Optional.ofNullable(batches.get(batch).clinicId())
                .flatMap(clinics::byId)
                .map(Clinic::signUpSponsors)
                .orElse(Set.of())
                .stream()
                .filter(id -> adoptions.sponsor(id).isPresent())
                .collect(Collectors.toUnmodifiableSet());
    }
}
