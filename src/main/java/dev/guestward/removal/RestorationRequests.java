package dev.guestward.removal;

import dev.guestward.audit.Actor;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.guest.EarlierRecords;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.guest.PendingGuests;
import dev.guestward.invitation.EndOfAccess;
import dev.guestward.invitation.GuestRegistrations;
import dev.guestward.mode.Mode;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Brings guests back because somebody asks for it. */
@Component
public class RestorationRequests {
    /** Access that ends sooner would be taken again before anybody has noticed that it is back. */
    private static final Duration SOON = Duration.ofDays(1);

    private final Guests guests;
    private final LeavingGuests leaving;
    private final Removals removals;
    private final Restorations restorations;
    private final RestorationWorkflow workflow;
    private final RemovalWorkflow removalWorkflow;
    private final Effects effects;
    private final EndOfAccess ends;
    private final EarlierRecords records;
    private final PendingGuests pending;
    private final GuestRegistrations registrations;
    private final People people;
    private final Mode mode;
    private final MessageSource texts;
    private final Clock clock;

    RestorationRequests(
            Guests guests,
            LeavingGuests leaving,
            Removals removals,
            Restorations restorations,
            RestorationWorkflow workflow,
            RemovalWorkflow removalWorkflow,
            Effects effects,
            EndOfAccess ends,
            EarlierRecords records,
            PendingGuests pending,
            GuestRegistrations registrations,
            People people,
            Mode mode,
            MessageSource texts,
            Clock clock) {
        this.guests = guests;
        this.leaving = leaving;
        this.removals = removals;
        this.restorations = restorations;
        this.workflow = workflow;
        this.removalWorkflow = removalWorkflow;
        this.effects = effects;
        this.ends = ends;
        this.records = records;
        this.pending = pending;
        this.registrations = registrations;
        this.people = people;
        this.mode = mode;
        this.texts = texts;
        this.clock = clock;
    }

    /** Why a guest cannot be restored. */
    public enum Obstacle {
        NOT_REMOVED("Only a guest who is blocked or deleted can be restored."),
        RUNNING("This guest is being restored already."),
        BACK_AGAIN("This person has been invited again, under another record."),
        LET_GO(
                "The account is not this guest's any more: it is a member of the hospital by now, or belongs to a later record."),
        NEVER_ACCEPTED("This invitation ended before it was accepted. Invite the person anew."),
        BEING_DELETED("The account is being deleted at this moment. Try again in a few minutes."),
        ADDRESS_TAKEN("Another guest has this mail address by now. Remove that one first."),
        RESERVED(
                "An administrator or a second look in a review decided on this removal, or it was a matter of security. Only an"
                        + " administrator, or whoever asked for it, can take it back.");

        private final String words;

        Obstacle(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** Empty if this person, who may decide on the guest, can have them restored now. */
    public Optional<Obstacle> obstacle(Guest guest, Viewer viewer) {
        return obstacle(guest).or(() -> isReserved(guest, viewer) ? Optional.of(Obstacle.RESERVED) : Optional.empty());
    }

    /** Whether the newest removal of the guest is not this person's to take back. */
    public boolean isReserved(Guest guest, Viewer viewer) {
        return removals.newest(guest.id())
                .filter(removal -> !RemovalRequests.mayTakeBack(removal, viewer))
                .isPresent();
    }

    /** Empty if the guest can be restored now, by whoever may take the removal back. */
    public Optional<Obstacle> obstacle(Guest guest) {
        if (guest.state() == GuestState.PURGED) {
            return records.isBack(guest.id())
                    ? Optional.of(Obstacle.BACK_AGAIN)
                    : isAddressTaken(guest) ? Optional.of(Obstacle.ADDRESS_TAKEN) : Optional.empty();
        }
        if (guest.state() != GuestState.BLOCKED && guest.state() != GuestState.DELETED) {
            return Optional.of(Obstacle.NOT_REMOVED);
        }
        if (restorations.current(guest.id()).isPresent()) {
            return Optional.of(Obstacle.RUNNING);
        }
        Optional<Removal> removal = removals.newest(guest.id());
        boolean lapsed = removal.isEmpty()
                && guest.state() == GuestState.DELETED
                && pending.ending(guest.id()).isPresent();
        if (guest.account().isEmpty() && pending.ending(guest.id()).isEmpty()) {
            return Optional.of(Obstacle.LET_GO);
        }
        if (guest.account().isEmpty() || removal.isEmpty() && !lapsed) {
            return Optional.of(Obstacle.NEVER_ACCEPTED);
        }
        if (removal.filter(this::isBeingDeleted).isPresent()) {
            return Optional.of(Obstacle.BEING_DELETED);
        }
        return isAddressTaken(guest) ? Optional.of(Obstacle.ADDRESS_TAKEN) : Optional.empty();
    }

    /** Whether access needs another end, because the present one is over or all but over. */
    public boolean needsEnd(Guest guest) {
        return guest.state() == GuestState.PURGED
                || !guest.accessUntil().isAfter(clock.instant().plus(SOON));
    }

    /**
     * Ends a removal that is under way and starts the way back. Whose account is gone for good is invited anew, and gets back
     * what can be given as soon as they have access.
     *
     * @param accessUntil another end of access; needed if the present one has come, or comes within a day
     * @return the guest who comes back: another record if there is no way back for the account
     * @throws InvalidInput if there is no reason, or no acceptable end of access
     * @throws NotFound if there is no such guest, or the person may not know of it
     * @throws AccessDeniedException if the person may see the guest only
     * @throws Conflict if there is nothing to restore, or the removal is somebody else's to take back
     */
    @Transactional
    public GuestId restore(GuestId id, @Nullable String reason, @Nullable String accessUntil, Viewer viewer) {
        Guest guest = leaving.lockedFor(id, viewer);
        obstacle(guest, viewer).ifPresent(obstacle -> {
            throw new Conflict(obstacle.words());
        });
        Findings findings = new Findings(texts);
        String why = RemovalRequests.reason(reason, findings);
        Actor actor = Actor.person(viewer.id().value());
        if (guest.state() == GuestState.PURGED) {
            return invited(guest, why, String.valueOf(accessUntil), viewer, findings, actor);
        }
        Optional<Instant> until = until(guest, accessUntil, viewer, findings);
        findings.throwIfAny();
        open(guest, why, until, actor);
        return id;
    }

    private GuestId invited(
            Guest guest, String why, String accessUntil, Viewer viewer, Findings findings, Actor actor) {
        if (accessUntil.isBlank() || "null".equals(accessUntil)) {
            findings.add("accessUntil", "restoration.invalid.until");
        }
        findings.throwIfAny();
        GuestId later = registrations.again(guest, accessUntil, viewer, LocaleContextHolder.getLocale());
        removals.newest(guest.id()).ifPresent(removal -> restorations.byInvitation(removal, actor, why));
        return later;
    }

    /** The account turned out to be gone for good: whoever asked gets the person invited anew, if that can be asked for. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void inviteAgain(Restoration restoration) {
        Guest guest = guests.get(restoration.guest());
        String until = guest.accessUntil().toString();
        people.byId(new PersonId(restoration.askedBy()))
                .filter(Person::enabled)
                .map(Viewer::of)
                .filter(viewer -> obstacle(guest, viewer).isEmpty() && registrations.mayComeAgain(guest, until, viewer))
                .ifPresent(viewer -> registrations.again(guest, until, viewer, Locale.ENGLISH));
    }

    private Optional<Instant> until(Guest guest, @Nullable String given, Viewer viewer, Findings findings) {
        if (given == null || given.isBlank()) {
            if (needsEnd(guest)) {
                findings.add("accessUntil", "restoration.invalid.until");
            }
            return Optional.empty();
        }
        return ends.on(given, guest, viewer, findings);
    }

    private void open(Guest guest, String reason, Optional<Instant> until, Actor actor) {
        Removal removal = removals.newest(guest.id())
                .filter(newest -> !isOfAnEarlierLife(newest, guest))
                .orElseGet(() -> removals.ofLapsed(guest, actor));
        Map<String, String> details =
                new HashMap<>(Map.of("removal", removal.id().toString()));
        Optional<Instant> moved = until.filter(end -> !end.equals(guest.accessUntil()));
        moved.ifPresent(end -> {
            details.put("was", guest.accessUntil().toString());
            details.put("until", end.toString());
        });
        restorations.open(removal, actor, reason, details);
        if (!mode.reportsOnly(removal.workflow())) {
            if (removal.isOpen()) {
                removals.ended(removal, Removal.Ending.RESTORED, "restored", actor);
                removalWorkflow.overtaken(guest.id());
            }
            moved.ifPresent(end -> leaving.endsAt(guest.id(), end));
        }
        workflow.start(guest.id());
    }

    /** It was taken back, and then the invitation lapsed: what was held before it is no business of this way back. */
    private boolean isOfAnEarlierLife(Removal removal, Guest guest) {
        return guest.state() == GuestState.DELETED
                && pending.ending(guest.id()).isPresent()
                && restorations.hasTakenBack(removal);
    }

    /** Whether the deletion has left the house, and nobody knows what became of it. */
    private boolean isBeingDeleted(Removal removal) {
        return removal.isOpen()
                && effects.of(removal.guest().value()).stream()
                        .anyMatch(effect -> effect.kind() == Effect.Kind.DELETE && effect.mayHaveHappened());
    }

    /** Whether the address was given to another guest while this one was deleted. */
    public boolean isAddressTaken(Guest guest) {
        return guests.openWithAddress(guest.email())
                .filter(other -> !other.id().equals(guest.id()))
                .isPresent();
    }
}
