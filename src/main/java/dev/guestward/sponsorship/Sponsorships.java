package dev.guestward.sponsorship;

import dev.guestward.audit.Actor;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.guest.Sponsored;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.MessageSource;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Hands guests over. Whatever waits for the old sponsor waits for the new one from then on, in the same transaction; what was
 * decided stands, above all a removal.
 */
@Component
public class Sponsorships {
    private final Guests guests;
    private final Sponsored sponsored;
    private final LeavingGuests leaving;
    private final CoSponsors coSponsors;
    private final Eligible eligible;
    private final GuestTasks tasks;
    private final Effects effects;
    private final SuccessionLetters letters;
    private final ApplicationEventPublisher events;
    private final MessageSource texts;

    Sponsorships(
            Guests guests,
            Sponsored sponsored,
            LeavingGuests leaving,
            CoSponsors coSponsors,
            Eligible eligible,
            GuestTasks tasks,
            Effects effects,
            SuccessionLetters letters,
            ApplicationEventPublisher events,
            MessageSource texts) {
        this.guests = guests;
        this.sponsored = sponsored;
        this.leaving = leaving;
        this.coSponsors = coSponsors;
        this.eligible = eligible;
        this.tasks = tasks;
        this.effects = effects;
        this.letters = letters;
        this.events = events;
        this.texts = texts;
    }

    /** Whether this person may give the guest another sponsor, or co-sponsors. */
    public static boolean mayHandOver(Guest guest, Viewer viewer) {
        return (viewer.isAdministrator() || viewer.is(guest.sponsor())) && Sponsored.OPEN.contains(guest.state());
    }

    /**
     * Gives a guest another sponsor, who is told by mail.
     *
     * @param name user name, mail address or object id
     * @throws InvalidInput if nobody, or nobody who may be a sponsor, is called so, or it is the sponsor already
     * @throws Conflict if the guest is declined or gone
     * @throws NotFound if there is no such guest, or the person may not know of it
     * @throws AccessDeniedException if the person may see the guest only
     */
    @Transactional
    public Person handOver(GuestId id, @Nullable String name, Viewer viewer) {
        return handOver(id, name, "sponsor", "sponsor-changed", viewer);
    }

    /**
     * As {@link #handOver(GuestId, String, Viewer)}, where it is asked for in another place.
     *
     * @param field what the name is called there, for what is found wrong with it
     * @param code what the ledger calls it
     */
    @Transactional
    public Person handOver(GuestId id, @Nullable String name, String field, String code, Viewer viewer) {
        Guest guest = leaving.lockedFor(id, viewer);
        if (!mayHandOver(guest, viewer)) {
            throw new Conflict("This guest is declined or gone and needs no sponsor any more.");
        }
        Findings findings = new Findings(texts);
        Optional<Person> to = eligible.named(name == null ? "" : name);
        if (to.isEmpty()) {
            findings.add(field, "sponsorship.invalid.person");
        } else if (to.get().id().equals(guest.sponsor())) {
            findings.add(field, "sponsorship.invalid.same");
        }
        findings.throwIfAny();
        Person sponsor = to.orElseThrow();
        move(id, sponsor.id(), Actor.person(viewer.id().value()), code);
        if (!viewer.is(sponsor.id())) {
            letters.handedOver(guests.get(id), guest.sponsor());
        }
        return sponsor;
    }

    /** Moves the guest with everything that waits for the old sponsor. Who may, the caller has checked. */
    @Transactional(propagation = Propagation.MANDATORY)
    void move(GuestId id, PersonId to, Actor actor, String code) {
        Guest guest = leaving.locked(id);
        PersonId from = guest.sponsor();
        if (from.equals(to)) {
            return;
        }
        sponsored.changed(id, to, actor, code);
        coSponsors.remove(id, to);
        tasks.move(id, from, to);
        guest.account().ifPresent(account -> inDirectory(guest, account, from, to));
        events.publishEvent(new SponsorChanged(id, from, to));
    }

    private void inDirectory(Guest guest, ObjectId account, PersonId from, PersonId to) {
        // the version has risen: handing over to and fro makes new acts each time
        String key = "sponsor:" + guest.id() + ":" + guest.version() + ":";
        effects.plan(Wish.sponsor(key + "add", guest.id().value(), account, new ObjectId(to.value()), true));
        effects.plan(Wish.sponsor(key + "remove", guest.id().value(), account, new ObjectId(from.value()), false));
    }
}
