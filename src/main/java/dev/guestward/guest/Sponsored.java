package dev.guestward.guest;

import dev.guestward.audit.Actor;
import dev.guestward.people.PersonId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Whose guests are whose. */
@Component
public class Sponsored {
    /** Guests for whom somebody must be answerable. */
    public static final Set<GuestState> OPEN =
            Set.of(GuestState.REQUESTED, GuestState.INVITED, GuestState.ACTIVE, GuestState.BLOCKED);

    private static final String STATES = "('REQUESTED', 'INVITED', 'ACTIVE', 'BLOCKED')";

    private final JdbcClient db;
    private final Guests guests;

    Sponsored(JdbcClient db, Guests guests) {
        this.db = db;
        this.guests = guests;
    }

    /** Everybody who is answerable for a guest. */
    public Set<PersonId> sponsors() {
        Set<PersonId> found = new TreeSet<>((one, other) -> one.value().compareTo(other.value()));
        found.addAll(db.sql("select distinct sponsor_id from guest where state in " + STATES)
                .query((rs, row) -> new PersonId(rs.getString(1)))
                .list());
        return found;
    }

    /** Everybody this person is answerable for. */
    public List<Guest> of(PersonId sponsor) {
        return db.sql(GuestRows.SELECT + " where g.sponsor_id = ? and g.state in " + STATES + " order by g.id")
                .param(sponsor.value())
                .query(GuestRows::guest)
                .list();
    }

    /**
     * Gives the guest another sponsor.
     *
     * @param code what the ledger calls it
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void changed(GuestId id, PersonId to, Actor actor, String code) {
        String from = guests.get(id).sponsor().value();
        db.sql("update guest set sponsor_id = ?, version = version + 1 where id = ?")
                .params(to.value(), id.value())
                .update();
        guests.note(id, actor, code, Map.of("from", from, "to", to.value()));
    }
}
