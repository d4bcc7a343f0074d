package dev.guestward.signup;

import dev.guestward.clinic.Clinic;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.Role;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who may be asked for a clinic's clinicians: those of its list who still are sponsors. */
@Component
class SignUpSponsors {
    private final People people;

    SignUpSponsors(People people) {
        this.people = people;
    }

    /** By display name. */
    List<Person> of(Clinic clinic) {
        return clinic.signUpSponsors().stream()
                .map(people::byId)
                .flatMap(Optional::stream)
                .filter(person -> person.enabled() && person.has(Role.SPONSOR))
                .sorted(Comparator.comparing(Person::displayName)
                        .thenComparing(person -> person.id().value()))
                .toList();
    }
}
