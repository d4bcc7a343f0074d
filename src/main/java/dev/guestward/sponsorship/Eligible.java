package dev.guestward.sponsorship;

import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Who may become somebody's sponsor: enabled, with the role, and not about to leave. */
@Component
class Eligible {
    private final People people;
    private final LeavingPeople leaving;

    Eligible(People people, LeavingPeople leaving) {
        this.people = people;
        this.leaving = leaving;
    }

    boolean is(PersonId id) {
        return people.byId(id).filter(this::is).isPresent();
    }

    private boolean is(Person person) {
        return person.enabled() && person.has(Role.SPONSOR) && !leaving.isMarked(person.id());
    }

    /** Whom a name means, if that one may. */
    Optional<Person> named(String name) {
        return people.named(name).filter(this::is);
    }

    /** All of them at once. */
    Set<PersonId> all() {
        Set<PersonId> all =
                people.withRole(Role.SPONSOR).stream().map(Person::id).collect(Collectors.toSet());
        all.removeAll(leaving.marked());
        return all;
    }

    List<PersonId> of(Collection<PersonId> ids) {
        return ids.stream().distinct().filter(this::is).toList();
    }
}
