package dev.guestward.guest;

import dev.guestward.audit.Actor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which records of the register are of one person. An account that the directory has deleted for good cannot come back, so the
 * person gets another record, and the two name each other.
 */
@Component
public class EarlierRecords {
    private final JdbcClient db;
    private final Guests guests;

    EarlierRecords(JdbcClient db, Guests guests) {
        this.db = db;
        this.guests = guests;
    }

    /** The record of the same person before this one. */
    public Optional<GuestId> previous(GuestId id) {
        return db.sql("select previous from guest where id = ? and previous is not null")
                .param(id.value())
                .query((rs, n) -> new GuestId(rs.getObject(1, UUID.class)))
                .optional();
    }

    /** The records of the same person right after this one, the newest first. */
    public List<GuestId> later(GuestId id) {
        return ids("select id from guest where previous = ? order by requested_at desc, id", id.value());
    }

    /** Whether the same person has come back under another record that is not over. */
    public boolean isBack(GuestId id) {
        return later(id).stream().map(guests::get).anyMatch(EarlierRecords::isOpen);
    }

    /** Whether the guest gets what the record before held. */
    public boolean getsBack(GuestId id) {
        return db.sql("select gets_back from guest where id = ?")
                .param(id.value())
                .query(Boolean.class)
                .single();
    }

    /**
     * Both records name each other from now on. The name behind a link is told to those of the same sponsor only.
     *
     * @param getsBack whether what the earlier one held is given to the later one
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void link(GuestId later, GuestId earlier, boolean getsBack, Actor actor) {
        db.sql("update guest set previous = ?, gets_back = ?, version = version + 1 where id = ?")
                .params(earlier.value(), getsBack, later.value())
                .update();
        boolean same = guests.get(later).sponsor().equals(guests.get(earlier).sponsor());
        if (same) {
            guests.note(later, actor, getsBack ? "comes-back" : "was-here-before", about(earlier, true));
        }
        guests.note(earlier, actor, "invited-under-another-record", about(later, same));
    }

    private static Map<String, String> about(GuestId other, boolean named) {
        Map<String, String> details = new HashMap<>();
        if (named) {
            details.put("guest", other.toString());
        }
        return details;
    }

    /** Those whose account is deleted and who had this address, the newest first. */
    public List<Guest> endedWithAddress(String email) {
        return ids(
                        "select g.id from guest g where g.state in ('DELETED', 'PURGED') and (g.email_key = ?"
                                + " or g.id in (select guest_id from guest_address where address_key = ?))"
                                + " order by g.requested_at desc, g.id",
                        Guests.key(email),
                        Guests.key(email))
                .stream()
                .map(guests::get)
                .toList();
    }

    /** Those of a clinic who are called so and have or had an account: first who is still there, then the newest. */
    public List<Guest> called(String name, UUID clinic) {
        return ids(
                        "select id from guest where clinic_id = ? and lower(display_name) = lower(?)"
                                + " and state in ('INVITED', 'ACTIVE', 'BLOCKED', 'DELETED', 'PURGED')"
                                + " order by state in ('DELETED', 'PURGED'), requested_at desc, id limit 50",
                        clinic,
                        name)
                .stream()
                .map(guests::get)
                .toList();
    }

    /** The guest had this address; it stays known whatever the account shows. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void hadAddress(GuestId id, String email) {
        db.sql("insert into guest_address (guest_id, address_key, former) values (?, ?, true)"
                        + " on conflict (guest_id, address_key) do update set former = true")
                .params(id.value(), Guests.key(email))
                .update();
    }

    public static boolean isOpen(Guest guest) {
        return switch (guest.state()) {
            case REQUESTED, INVITED, ACTIVE, BLOCKED, DISCOVERED -> true;
            case DECLINED, DELETED, PURGED -> false;
        };
    }

    private List<GuestId> ids(String sql, Object... values) {
        return db.sql(sql)
                .params(values)
                .query((rs, n) -> new GuestId(rs.getObject(1, UUID.class)))
                .list();
    }
}
