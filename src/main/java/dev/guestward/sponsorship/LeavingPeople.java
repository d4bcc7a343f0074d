package dev.guestward.sponsorship;

import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Sponsors who are about to leave: they say so themselves, or an administrator does. */
@Component
public class LeavingPeople {
    private static final Logger log = LoggerFactory.getLogger(LeavingPeople.class);

    private final JdbcClient db;
    private final People people;
    private final Clock clock;

    LeavingPeople(JdbcClient db, People people, Clock clock) {
        this.db = db;
        this.people = people;
        this.clock = clock;
    }

    /**
     * Marks somebody as leaving; others are asked for the guests within minutes. Saying it again changes nothing.
     *
     * @throws NotFound if there is no such person
     * @throws AccessDeniedException if it is neither the person nor an administrator who says so
     */
    @Transactional
    public Person mark(String name, Viewer viewer) {
        Person person = person(name, viewer);
        db.sql("insert into person_leaving (person_id, marked_by, marked_at) values (?, ?, ?) on conflict do nothing")
                .params(person.id().value(), viewer.id().value(), Timestamp.from(clock.instant()))
                .update();
        log.info("Person {} is marked as leaving", person.id());
        return person;
    }

    /** The person stays after all; what others have taken over stays with them. Throws what {@link #mark} throws. */
    @Transactional
    public Person unmark(String name, Viewer viewer) {
        Person person = person(name, viewer);
        db.sql("delete from person_leaving where person_id = ?")
                .param(person.id().value())
                .update();
        log.info("Person {} stays", person.id());
        return person;
    }

    public boolean isMarked(PersonId person) {
        return db.sql("select exists (select 1 from person_leaving where person_id = ?)")
                .param(person.value())
                .query(Boolean.class)
                .single();
    }

    List<PersonId> marked() {
        return db.sql("select person_id from person_leaving order by person_id")
                .query((rs, row) -> new PersonId(rs.getString(1)))
                .list();
    }

    private Person person(String name, Viewer viewer) {
        Person person = people.named(name)
                .filter(one -> viewer.isAdministrator() || viewer.is(one.id()))
                .orElseThrow(() -> new NotFound("There is no such person, or it is not you."));
        if (!viewer.isAdministrator() && !viewer.isSponsor()) {
            throw new AccessDeniedException("for sponsors and administrators");
        }
        return person;
    }
}
