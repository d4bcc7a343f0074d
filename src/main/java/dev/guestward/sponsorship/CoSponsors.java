package dev.guestward.sponsorship;

import dev.guestward.audit.Actor;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.Sponsored;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who is asked first when a guest's sponsor leaves. Being a co-sponsor alone shows nobody anything of the guest. */
@Component
public class CoSponsors {
    private static final int MOST = 5;

    private final JdbcClient db;
    private final Guests guests;
    private final Eligible eligible;
    private final MessageSource texts;
    private final Clock clock;

    CoSponsors(JdbcClient db, Guests guests, Eligible eligible, MessageSource texts, Clock clock) {
        this.db = db;
        this.guests = guests;
        this.eligible = eligible;
        this.texts = texts;
        this.clock = clock;
    }

    public List<PersonId> of(GuestId guest) {
        return db.sql("select person_id from co_sponsor where guest_id = ? order by added_at, person_id")
                .param(guest.value())
                .query((rs, row) -> new PersonId(rs.getString(1)))
                .list();
    }

    /** As {@link #of}, for whoever may see the guest. */
    public List<PersonId> of(GuestId guest, Viewer viewer) {
        return of(guests.visible(guest, viewer).id());
    }

    /**
     * Adds one; a second time changes nothing.
     *
     * @param name user name, mail address or object id
     * @throws InvalidInput if nobody, or nobody who may be a sponsor, is called so, or it is the sponsor
     * @throws Conflict if there are as many as there can be, or the guest is on the way out
     * @throws NotFound if there is no such guest, or the person may not know of it
     * @throws AccessDeniedException if the person may see the guest only
     */
    @Transactional
    public void add(GuestId id, @Nullable String name, Viewer viewer) {
        Guest guest = changeable(id, viewer);
        Findings findings = new Findings(texts);
        Optional<Person> person = eligible.named(name == null ? "" : name);
        if (person.isEmpty()) {
            findings.add("person", "sponsorship.invalid.person");
        } else if (person.get().id().equals(guest.sponsor())) {
            findings.add("person", "sponsorship.invalid.same");
        }
        findings.throwIfAny();
        List<PersonId> present = of(id);
        PersonId added = person.orElseThrow().id();
        if (present.contains(added)) {
            return;
        }
        if (present.size() >= MOST) {
            throw new Conflict("A guest has at most " + MOST + " co-sponsors. Take one away first.");
        }
        db.sql("insert into co_sponsor (guest_id, person_id, added_by, added_at) values (?, ?, ?, ?)"
                        + " on conflict do nothing")
                .params(id.value(), added.value(), viewer.id().value(), Timestamp.from(clock.instant()))
                .update();
        note(id, added, viewer, "co-sponsor-added");
    }

    /** Takes one away. Throws what {@link #add} throws. */
    @Transactional
    public void remove(GuestId id, PersonId person, Viewer viewer) {
        changeable(id, viewer);
        if (remove(id, person)) {
            note(id, person, viewer, "co-sponsor-removed");
        }
    }

    boolean remove(GuestId id, PersonId person) {
        return db.sql("delete from co_sponsor where guest_id = ? and person_id = ?")
                        .params(id.value(), person.value())
                        .update()
                == 1;
    }

    private void note(GuestId id, PersonId person, Viewer viewer, String code) {
        guests.note(id, Actor.person(viewer.id().value()), code, Map.of("person", person.value()));
    }

    private Guest changeable(GuestId id, Viewer viewer) {
        Guest guest = guests.visible(id, viewer);
        if (!Sponsorships.mayHandOver(guest, viewer)) {
            throw new AccessDeniedException("for the sponsor and administrators");
        }
        if (!Sponsored.OPEN.contains(guest.state())) {
            throw new Conflict("This guest is declined or gone. Nothing can be changed any more.");
        }
        return guest;
    }
}
