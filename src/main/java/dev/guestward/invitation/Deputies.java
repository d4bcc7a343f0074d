package dev.guestward.invitation;

import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Who decides on requests when no owner does. */
@Component
public class Deputies {
    private static final Logger log = LoggerFactory.getLogger(Deputies.class);

    private final ApprovalSettings settings;
    private final People people;

    Deputies(ApprovalSettings settings, People people) {
        this.settings = settings;
        this.people = people;
    }

    /** Those of the settings who are still here; may be nobody. */
    public List<Person> all() {
        List<Person> here = settings.deputies().stream()
                .map(people::named)
                .flatMap(Optional::stream)
                .filter(Person::enabled)
                .toList();
        if (here.size() < settings.deputies().size()) {
            log.warn(
                    "{} of the people in guestward.invitation.deputies are not on record or disabled",
                    settings.deputies().size() - here.size());
        }
        return here;
    }

    boolean include(PersonId person) {
        return all().stream().anyMatch(deputy -> deputy.id().equals(person));
    }
}
