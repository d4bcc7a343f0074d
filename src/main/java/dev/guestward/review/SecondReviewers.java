package dev.guestward.review;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.clinic.Contact;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.review.NextReviewers.Next;
import dev.guestward.review.Review.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Who looks at what sponsors want to keep. A clinic's contact may be anybody: only one who is known here as an employee is
 * asked, otherwise an application owner, or a fallback reviewer where there is none. Nobody looks at their own answer.
 */
@Component
class SecondReviewers {
    private final Clinics clinics;
    private final People people;
    private final ReviewSettings settings;

    SecondReviewers(Clinics clinics, People people, ReviewSettings settings) {
        this.clinics = clinics;
        this.people = people;
        this.settings = settings;
    }

    /** A look at many guests, for which each clinic is read once. */
    final class Look {
        private final Stage wanted;
        private final Map<UUID, List<Person>> contacts = new HashMap<>();
        private final List<Person> owners = people.withRole(Role.OWNER);
        private final List<Person> fallback = settings.fallback().stream()
                .flatMap(name -> people.named(name).stream())
                .toList();

        Look(Stage wanted) {
            this.wanted = wanted;
        }

        /**
         * Whoever is asked about a guest of this clinic.
         *
         * @param not who must not be asked
         * @return empty if there is nobody
         */
        Optional<Next> of(UUID clinic, Set<PersonId> not) {
            List<Person> first = wanted == Stage.CONTACT
                    ? contacts.computeIfAbsent(clinic, SecondReviewers.this::contacts)
                    : List.of();
            return Stream.of(next(Stage.CONTACT, first, not), next(Stage.OWNER, owners, not))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .or(() -> next(Stage.FALLBACK, fallback, not));
        }
    }

    private static Optional<Next> next(Stage stage, List<Person> persons, Set<PersonId> not) {
        return persons.stream()
                .filter(person -> person.enabled() && !not.contains(person.id()))
                .map(person -> new Next(stage, person.id()))
                .findFirst();
    }

    private List<Person> contacts(UUID clinic) {
        return clinics.byId(clinic).map(Clinic::contacts).orElse(List.of()).stream()
                .map(Contact::mail)
                .flatMap(mail -> people.named(mail).stream())
                .toList();
    }
}
