package dev.guestward.signup;

import dev.guestward.clinic.Clinic;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.sponsorship.LeavingPeople;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who may be asked for a clinic's clinicians: those of its list who still are sponsors, and do not leave. */
@Component
class SignUpSponsors {
    private final People people;
    private final LeavingPeople leaving;

    SignUpSponsors(People people, LeavingPeople leaving) {
        this.people = people;
        this.leaving = leaving;
    }

    /** By display name. */
    List<Person> of(Clinic clinic) {
        return clinic.signUpSponsors().stream()
                .map(people::byId)
                .flatMap(Optional::stream)
                .filter(this::is)
                .sorted(Comparator.comparing(Person::displayName)
                        .thenComparing(person -> person.id().value()))
                .toList();
    }

    boolean is(PersonId id) {
        return people.byId(id).filter(this::is).isPresent();
    }

    private boolean is(Person person) {
        return person.enabled() && person.has(Role.SPONSOR) && !leaving.isMarked(person.id());
    }
}
