package dev.guestward.sponsorship;

import dev.guestward.audit.Actor;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.guest.Sponsored;
import dev.guestward.hospital.WorkingDays;
import dev.guestward.people.PersonId;
import dev.guestward.removal.RemovalWorkflow;
import dev.guestward.removal.Removals;
import dev.guestward.sponsorship.Succession.Cause;
import dev.guestward.sponsorship.Succession.Claim;
import dev.guestward.sponsorship.Succession.Ending;
import dev.guestward.sponsorship.Succession.Rung;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The successions: who leaves, who is asked for which guests, and what became of it. Each guest always stands on one open
 * claim, until somebody takes it over or it is handed to removal.
 */
@Component
public class Successions {
    private static final Logger log = LoggerFactory.getLogger(Successions.class);

    private final SuccessionTable table;
    private final Ladder ladder;
    private final Guests guests;
    private final LeavingGuests leaving;
    private final Sponsored sponsored;
    private final Removals removals;
    private final RemovalWorkflow removalWorkflow;
    private final SuccessionWorkflow workflow;
    private final SuccessionLetters letters;
    private final SuccessionSettings settings;
    private final WorkingDays days;
    private final Clock clock;

    Successions(
            SuccessionTable table,
            Ladder ladder,
            Guests guests,
            LeavingGuests leaving,
            Sponsored sponsored,
            Removals removals,
            RemovalWorkflow removalWorkflow,
            SuccessionWorkflow workflow,
            SuccessionLetters letters,
            SuccessionSettings settings,
            WorkingDays days,
            Clock clock) {
        this.table = table;
        this.ladder = ladder;
        this.guests = guests;
        this.leaving = leaving;
        this.sponsored = sponsored;
        this.removals = removals;
        this.removalWorkflow = removalWorkflow;
        this.workflow = workflow;
        this.letters = letters;
        this.settings = settings;
        this.days = days;
        this.clock = clock;
    }

    /** Begins to look for others; nothing happens if that is under way. */
    @Transactional
    public void begin(PersonId sponsor, Cause cause, @Nullable PersonId manager) {
        table.begin(sponsor, cause, manager).ifPresent(id -> {
            workflow.start(sponsor);
            log.info("Sponsor {} leaves ({}): others are asked for the guests", sponsor, cause);
        });
    }

    /** The sponsor stays after all. Who has been taken over stays where they are. */
    @Transactional
    public void stays(PersonId sponsor) {
        table.open(sponsor).ifPresent(succession -> {
            table.end(succession.id(), Ending.STAYS);
            workflow.stays(sponsor);
            log.info("Sponsor {} stays", sponsor);
        });
    }

    /** Guests for whom somebody is to be asked; not those whom nobody wanted before, while they are on their way out. */
    List<Guest> inNeed(PersonId sponsor) {
        return sponsored.of(sponsor).stream()
                .filter(guest -> !table.isGivenUp(guest.id(), sponsor) || isHere(guest) && !isBeingRemoved(guest))
                .toList();
    }

    private static boolean isHere(Guest guest) {
        return guest.state() == GuestState.INVITED || guest.state() == GuestState.ACTIVE;
    }

    private boolean isBeingRemoved(Guest guest) {
        return removals.current(guest.id()).isPresent();
    }

    /** Divides the guests into claims, each for guests for whom the same people are asked. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void openClaims(PersonId sponsor) {
        Succession succession = open(sponsor);
        Map<Object, List<GuestId>> groups = inNeed(sponsor).stream()
                .collect(Collectors.groupingBy(ladder::key, Collectors.mapping(Guest::id, Collectors.toList())));
        groups.values().forEach(members -> {
            table.claim(succession.id(), members);
            members.forEach(
                    guest -> guests.note(guest, Actor.workflow("sponsor-succession"), "sponsor-leaves", Map.of()));
        });
    }

    /** The claims of the succession that is under way. */
    public List<UUID> claims(PersonId sponsor) {
        return table.claims(open(sponsor).id());
    }

    /**
     * Finds out who is asked next for what is left of a claim. The pool is asked again until its time is over; then nobody is
     * asked any more.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void askNext(UUID id) {
        Claim claim = claim(id);
        List<Guest> left = left(id);
        if (left.isEmpty()) {
            table.endClaim(id);
            return;
        }
        if (claim.rung() == Rung.POOL) {
            return;
        }
        Succession succession = table.find(claim.succession()).orElseThrow();
        Optional<Rung> rung = claim.rung() == null
                ? Optional.of(Rung.CO_SPONSOR)
                : claim.rung().next();
        while (rung.isPresent()) {
            List<PersonId> candidates = ladder.candidates(rung.get(), succession, left);
            if (rung.get() == Rung.POOL || !candidates.isEmpty()) {
                Duration time = rung.get() == Rung.POOL ? settings.poolWithin() : settings.answerWithin();
                table.asks(id, rung.get(), days.notClosed(clock.instant().plus(time)), candidates);
                letters.ask(succession, claim(id), candidates, left.size());
                return;
            }
            rung = rung.get().next();
        }
        throw new IllegalStateException("Claim " + id + " has no rung after " + claim.rung());
    }

    /** Whoever is asked is reminded. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void remind(UUID id) {
        Claim claim = claim(id);
        List<Guest> left = left(id);
        if (claim.endedAt() == null && !left.isEmpty()) {
            Succession succession = table.find(claim.succession()).orElseThrow();
            letters.remind(succession, claim, table.candidates(claim), left.size());
        }
    }

    /**
     * Nobody wants these guests. Those who have access are removed, as far as the brake lets them; who is being removed, or has
     * no access yet, is left to the workflow they are in.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void handToRemoval(UUID id, Actor actor) {
        PersonId leaver = table.find(claim(id).succession()).orElseThrow().sponsor();
        for (Guest listed : left(id)) {
            // somebody may be taking over this guest in this moment
            Guest guest = leaving.locked(listed.id());
            if (!guest.sponsor().equals(leaver)) {
                continue;
            }
            guests.note(guest.id(), actor, "nobody-vouches", Map.of());
            if (isHere(guest) && !isBeingRemoved(guest)) {
                removals.open(
                        new Removals.Request(guest.id(), dev.guestward.removal.Cause.SUCCESSION, actor, null, false));
                removalWorkflow.start(guest.id());
            }
            table.done(guest.id(), null, Ending.REMOVED.name());
        }
        table.endClaim(id);
    }

    /** @return whether every guest has somebody else by now, or is gone */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean close(PersonId sponsor) {
        Succession succession = open(sponsor);
        boolean takenOver = table.tally(succession.id()).removed() == 0;
        table.end(succession.id(), takenOver ? Ending.TAKEN_OVER : Ending.REMOVED);
        return takenOver;
    }

    /** The task that asks for a claim. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void asked(UUID claim, String task) {
        table.task(claim, task);
    }

    public Claim claim(UUID id) {
        return table.claim(id).orElseThrow(() -> new IllegalStateException("No claim " + id));
    }

    public List<PersonId> candidates(Claim claim) {
        return table.candidates(claim);
    }

    public boolean isAsking(UUID id) {
        Instant due = claim(id).dueAt();
        return due != null && clock.instant().isBefore(due);
    }

    public boolean isLeft(UUID claim) {
        return !table.left(claim).isEmpty();
    }

    public Instant reminder(Claim claim) {
        Instant asked = claim.askedAt();
        return (asked == null ? clock.instant() : asked).plus(settings.remindAfter());
    }

    public static Instant due(Claim claim) {
        Instant due = claim.dueAt();
        if (due == null) {
            throw new IllegalStateException("Claim " + claim.id() + " asks nobody");
        }
        return due;
    }

    /** A guest who was handed over is not looked after any more, and a task without guests is over. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(SponsorChanged event) {
        Optional<Claim> claim = table.claimOf(event.guest());
        table.done(event.guest(), event.to(), Ending.TAKEN_OVER.name());
        claim.ifPresent(this::endIfEmpty);
    }

    /** Ends the tasks of those claims whose guests have all gone another way. */
    @Transactional
    public void endEmpty() {
        table.openClaims().forEach(this::endIfEmpty);
    }

    private void endIfEmpty(Claim claim) {
        String task = claim.task();
        if (task != null && !isLeft(claim.id())) {
            table.task(claim.id(), null);
            workflow.emptied(task);
        }
    }

    private List<Guest> left(UUID claim) {
        return table.left(claim).stream().map(guests::get).toList();
    }

    private Succession open(PersonId sponsor) {
        return table.open(sponsor)
                .orElseThrow(() -> new IllegalStateException("No succession of " + sponsor + " is under way"));
    }
}
