package dev.guestward.expiry;

import dev.guestward.audit.Actor;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.hospital.WorkingDays;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.removal.Removals;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Extensions that the policy wants an owner to decide on. While one waits, the old end stands. */
@Component
public class ExtensionApprovals {
    private static final Duration DUE = Duration.ofDays(2);
    private static final Duration CLOSED = Duration.ofDays(14);

    private final ExtensionTable table;
    private final ApprovalWorkflow workflow;
    private final Guests guests;
    private final LeavingGuests leaving;
    private final Removals removals;
    private final LaterEnds ends;
    private final People people;
    private final WorkingDays days;
    private final Clinics clinics;
    private final HospitalSettings hospital;
    private final MessageSource texts;

    ExtensionApprovals(
            ExtensionTable table,
            ApprovalWorkflow workflow,
            Guests guests,
            LeavingGuests leaving,
            Removals removals,
            LaterEnds ends,
            People people,
            WorkingDays days,
            Clinics clinics,
            HospitalSettings hospital,
            MessageSource texts) {
        this.table = table;
        this.workflow = workflow;
        this.guests = guests;
        this.leaving = leaving;
        this.removals = removals;
        this.ends = ends;
        this.people = people;
        this.days = days;
        this.clinics = clinics;
        this.hospital = hospital;
        this.texts = texts;
    }

    /** @throws Conflict if one waits already */
    void ask(Guest guest, ExtensionRules.Checked checked, Viewer viewer) {
        if (table.waiting(guest.id()).isPresent()) {
            throw new Conflict("An extension of this guest waits for an owner already.");
        }
        table.record(guest, checked, viewer.id());
        guests.note(
                guest.id(), Actor.person(viewer.id().value()), "extension-asked", ends.details(guest, checked.until()));
        workflow.start(guest.id());
    }

    /** The extension of this guest that waits. */
    public Optional<WaitingExtension> waiting(GuestId guest) {
        return table.waiting(guest);
    }

    /** By when an owner should have decided. */
    public Instant due(WaitingExtension waiting) {
        return earlier(days.notClosed(waiting.askedAt().plus(DUE)), waiting.was());
    }

    /** When it is too late to decide. */
    public Instant closed(WaitingExtension waiting) {
        return earlier(days.notClosed(waiting.askedAt().plus(CLOSED)), waiting.was());
    }

    /** Whether this person may decide: an owner or an administrator, but nobody on what they have asked for. */
    public static boolean mayDecide(WaitingExtension waiting, Guest guest, Person person) {
        return person.enabled()
                && (person.roles().contains(Role.OWNER) || person.roles().contains(Role.ADMINISTRATOR))
                && !person.id().equals(waiting.askedBy())
                && !person.id().equals(guest.sponsor());
    }

    /**
     * An owner decides.
     *
     * @throws Conflict if the person may not decide, nothing waits, the guest is being blocked or removed, or the agreement
     *     with the clinic ends before the day that was asked for
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void decide(GuestId id, PersonId person, boolean approved) {
        leaving.locked(id);
        Guest guest = guests.get(id);
        WaitingExtension waiting =
                table.waiting(id).orElseThrow(() -> new Conflict("There is nothing left to decide on."));
        boolean may = people.byId(person)
                .filter(one -> mayDecide(waiting, guest, one))
                .isPresent();
        if (!may) {
            throw new Conflict("Only an owner who has not asked for it may decide on this.");
        }
        table.decided(id, approved ? "EXTENDED" : "DECLINED", person);
        if (!approved) {
            guests.note(id, Actor.person(person.value()), "extension-declined", Map.of());
            return;
        }
        if (!ExpiryPlans.stands(guest, waiting.was())
                || removals.current(id)
                        .filter(removal -> removal.blockSentAt() != null)
                        .isPresent()) {
            throw new Conflict(
                    "This guest is being blocked, or the end was moved. There is nothing left to decide on.");
        }
        if (!isAgreed(guest, waiting.until())) {
            throw Conflict.of(texts, "expiry.approval.not-agreed");
        }
        ends.move(guest, waiting.until(), person, "extended");
    }

    /** Nobody decided in time. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void notDecided(GuestId id, Actor actor) {
        if (table.decided(id, "OVERTAKEN", null)) {
            guests.note(id, actor, "extension-not-decided", Map.of());
        }
    }

    /** The end was moved by somebody else. */
    void overtaken(GuestId id) {
        if (table.decided(id, "OVERTAKEN", null)) {
            guests.note(id, Actor.workflow("extension-approval"), "extension-overtaken", Map.of());
            workflow.overtaken(id);
        }
    }

    /** The agreement with the clinic ends before what was asked for. */
    void overtakenBeyond(GuestId id, Instant end) {
        if (table.waiting(id).filter(one -> one.until().isAfter(end)).isPresent()) {
            overtaken(id);
        }
    }

    private boolean isAgreed(Guest guest, Instant until) {
        LocalDate day = LocalDate.ofInstant(until, hospital.timeZone());
        return clinics.byId(guest.clinicId())
                .filter(clinic -> clinic.holdsOn(day))
                .isPresent();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
