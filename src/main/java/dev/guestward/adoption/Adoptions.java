package dev.guestward.adoption;

import dev.guestward.audit.Actor;
import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.AdoptedGuest;
import dev.guestward.guest.AdoptedGuests;
import dev.guestward.guest.GuestRedeemed;
import dev.guestward.guest.GuestState;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.mode.Mode;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.problem.Conflict;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes guests that were found into the register. */
@Component
public class Adoptions {
    private final FoundGuestTable table;
    private final AdoptedGuests register;
    private final Hindrance hindrance;
    private final AdoptionRule rule;
    private final Clinics clinics;
    private final People people;
    private final HospitalSettings hospital;
    private final Mode mode;
    private final MessageSource texts;

    Adoptions(
            FoundGuestTable table,
            AdoptedGuests register,
            Hindrance hindrance,
            AdoptionRule rule,
            Clinics clinics,
            People people,
            HospitalSettings hospital,
            Mode mode,
            MessageSource texts) {
        this.table = table;
        this.register = register;
        this.hindrance = hindrance;
        this.rule = rule;
        this.clinics = clinics;
        this.people = people;
        this.hospital = hospital;
        this.mode = mode;
        this.texts = texts;
    }

    /**
     * Adopts those of a batch for whom clinic and sponsor are known; whoever must not be touched any more is left alone. While we
     * only report, nobody is adopted: they stay in their batch, and are adopted when that is over.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void byRule(UUID batch, Actor workflow) {
        if (mode.reportsOnly()) {
            return;
        }
        List<FoundGuest> inHand = table.inHand(batch);
        Map<String, GuestState> holders = hindrance.holders(inHand);
        for (FoundGuest guest : inHand) {
            Hindrance.Verdict verdict = hindrance.of(guest, holders);
            if (verdict.standing() != Standing.FOUND) {
                table.stands(guest.id(), verdict);
                continue;
            }
            Optional<Clinic> clinic = clinic(guest);
            Optional<Person> sponsor = Optional.ofNullable(guest.sponsor()).flatMap(this::sponsor);
            if (clinic.isPresent() && sponsor.isPresent()) {
                PersonId assigned = guest.assignedBy();
                Actor actor = assigned == null ? workflow : Actor.person(assigned.value());
                adopt(guest, clinic.get(), sponsor.get().id(), actor);
            } else if (guest.sponsor() != null && sponsor.isEmpty()) {
                table.sponsorLost(guest.id());
            }
        }
    }

    /** @throws Conflict while we only report: people would take it for done */
    void refuseWhileReporting() {
        if (mode.reportsOnly()) {
            throw Conflict.of(texts, "adoption.report-only");
        }
    }

    /** Somebody who may vouch for guests. */
    Optional<Person> sponsor(PersonId id) {
        return people.byId(id).filter(Person::enabled).filter(person -> person.has(Role.SPONSOR));
    }

    /** The clinic of the guest, which may have been registered after the guest was found. */
    Optional<Clinic> clinic(FoundGuest guest) {
        if (guest.clinicId() != null) {
            return clinics.byId(guest.clinicId());
        }
        String email = Objects.requireNonNullElse(guest.email(), "");
        Optional<Clinic> found = clinics.byDomain(email.substring(email.lastIndexOf('@') + 1));
        found.ifPresent(clinic -> table.clinic(guest.id(), clinic.id()));
        return found;
    }

    /** @return false if somebody in the register has the account or the address meanwhile */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean adopt(FoundGuest guest, Clinic known, PersonId sponsor, Actor actor) {
        Clinic clinic = clinics.held(known.id());
        FoundGuest.Facts facts = guest.facts();
        String email = Objects.requireNonNull(guest.email(), "a guest without an address is left alone");
        boolean done = register.adopt(
                new AdoptedGuest(
                        guest.id(),
                        guest.account(),
                        email,
                        Objects.requireNonNullElse(guest.displayName(), email),
                        clinic.id(),
                        sponsor,
                        guest.grants(),
                        rule.end(guest.id(), clinic),
                        texts.getMessage("adoption.purpose", null, hospital.locale()),
                        hospital.language(),
                        facts.pending(),
                        facts.redeemedAt(),
                        facts.identityIssuer(),
                        facts.createdAt()),
                actor);
        if (done) {
            table.adopted(guest.id());
        } else {
            table.stands(guest.id(), new Hindrance.Verdict(Standing.LEFT_ALONE, Hindrance.ADDRESS_TAKEN));
        }
        return done;
    }

    /** No workflow of ours waits for an adopted guest's acceptance. */
    @EventListener
    public void on(GuestRedeemed event) {
        if (table.isAdopted(event.guest())) {
            register.accepted(event.guest());
        }
    }
}
