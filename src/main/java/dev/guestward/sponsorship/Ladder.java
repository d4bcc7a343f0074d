package dev.guestward.sponsorship;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Guest;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.sponsorship.Succession.Rung;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Who is asked for a guest, rung by rung. Guests who share co-sponsors and clinic share all of it. */
@Component
class Ladder {
    private final CoSponsors coSponsors;
    private final Clinics clinics;
    private final People people;
    private final Eligible eligible;

    Ladder(CoSponsors coSponsors, Clinics clinics, People people, Eligible eligible) {
        this.coSponsors = coSponsors;
        this.clinics = clinics;
        this.people = people;
        this.eligible = eligible;
    }

    /** What guests have in common that stand on the same ladder. */
    Object key(Guest guest) {
        return List.of(guest.clinicId(), Set.copyOf(coSponsors.of(guest.id())));
    }

    /** Who is asked on this rung; nobody in particular in the pool. */
    List<PersonId> candidates(Rung rung, Succession succession, Collection<Guest> guests) {
        Set<PersonId> found = new LinkedHashSet<>();
        switch (rung) {
            case CO_SPONSOR -> guests.forEach(guest -> found.addAll(coSponsors.of(guest.id())));
            case MANAGER -> Optional.ofNullable(succession.manager()).ifPresent(found::add);
            case CLINIC ->
                guests.stream()
                        .map(Guest::clinicId)
                        .distinct()
                        .flatMap(id -> clinics.byId(id).stream())
                        .flatMap(this::ofClinic)
                        .forEach(found::add);
            case POOL -> {}
        }
        found.remove(succession.sponsor());
        return eligible.of(found);
    }

    private Stream<PersonId> ofClinic(Clinic clinic) {
        return Stream.concat(
                clinic.signUpSponsors().stream(),
                clinic.contacts().stream()
                        .flatMap(contact -> people.named(contact.mail()).stream())
                        .map(Person::id));
    }
}
