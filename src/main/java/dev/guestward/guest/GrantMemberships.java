package dev.guestward.guest;

import dev.guestward.audit.Actor;
import dev.guestward.directory.ManagedGroups;
import dev.guestward.directory.ObjectId;
import dev.guestward.people.StaffSettings;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Compares who belongs to the groups that give access with who should, by the register. Only active guests are compared: what
 * others get or lose is the business of the workflow they are in.
 */
@Component
class GrantMemberships implements ManagedGroups {
    private static final Actor DIRECTORY = Actor.directory();

    private final JdbcClient db;
    private final Guests guests;
    private final Grants grants;
    private final StaffSettings staff;
    private final ApplicationEventPublisher events;

    GrantMemberships(
            JdbcClient db, Guests guests, Grants grants, StaffSettings staff, ApplicationEventPublisher events) {
        this.db = db;
        this.guests = guests;
        this.grants = grants;
        this.staff = staff;
        this.events = events;
    }

    @Override
    public Set<ObjectId> groups() {
        return grants.grants().values().stream().map(Grants.Grant::group).collect(Collectors.toSet());
    }

    @Override
    public Set<ObjectId> alsoNamed() {
        return staff.groups();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean seen(ObjectId group, Set<ObjectId> members, Instant at) {
        boolean unsure = false;
        String[] accounts = members.stream().map(ObjectId::value).toArray(String[]::new);
        for (Map.Entry<String, Grants.Grant> one : grants.grants().entrySet()) {
            String key = one.getKey();
            if (one.getValue().group().equals(group)) {
                lost(key, accounts, at).forEach(guest -> lost(guest, key));
                found(key, accounts).forEach(guest -> found(guest, key, at));
                unsure |= isSomebodyNewMissing(key, accounts);
            }
        }
        return unsure;
    }

    /** Whoever is missing after the others were noted was given access a moment ago. */
    private boolean isSomebodyNewMissing(String grant, String[] members) {
        return db.sql("""
                        select exists (select 1 from guest g join guest_grant h on h.guest_id = g.id
                        where h.grant_key = :grant and h.given_at is not null and g.state = 'ACTIVE'
                          and g.directory_id is not null and g.directory_id <> all (:members))""")
                .param("grant", grant)
                .param("members", members)
                .query(Boolean.class)
                .single();
    }

    private List<GuestId> lost(String grant, String[] members, Instant at) {
        return db.sql("""
                        select g.id from guest g join guest_grant h on h.guest_id = g.id
                        where h.grant_key = :grant and h.given_at < :before and g.state = 'ACTIVE'
                          and g.directory_id is not null and g.directory_id <> all (:members)
                        order by g.id for update of g""")
                .param("grant", grant)
                .param("before", Timestamp.from(at.minus(STALE)))
                .param("members", members)
                .query((rs, row) -> new GuestId(rs.getObject(1, UUID.class)))
                .list();
    }

    private List<GuestId> found(String grant, String[] members) {
        return db.sql("""
                        select g.id from guest g left join guest_grant h on h.guest_id = g.id and h.grant_key = :grant
                        where g.directory_id = any (:members) and g.state = 'ACTIVE' and h.given_at is null
                        order by g.id for update of g""")
                .param("grant", grant)
                .param("members", members)
                .query((rs, row) -> new GuestId(rs.getObject(1, UUID.class)))
                .list();
    }

    private void lost(GuestId guest, String grant) {
        db.sql("update guest_grant set given_at = null where guest_id = ? and grant_key = ?")
                .params(guest.value(), grant)
                .update();
        Attention present = guests.get(guest).attention();
        if (present == null || !present.holdsUp()) {
            guests.attention(guest, Attention.LOST_ACCESS, DIRECTORY, "access-lost", Map.of("grant", grant));
        } else {
            guests.note(guest, DIRECTORY, "access-lost", Map.of("grant", grant));
        }
        changed(guest);
    }

    private void found(GuestId guest, String grant, Instant at) {
        boolean meant =
                guests.get(guest).grants().stream().anyMatch(held -> held.key().equals(grant));
        db.sql("insert into guest_grant (guest_id, grant_key, given_at) values (?, ?, ?)"
                        + " on conflict (guest_id, grant_key) do update set given_at = excluded.given_at")
                .params(guest.value(), grant, Timestamp.from(at))
                .update();
        Guest now = guests.get(guest);
        boolean whole = now.grants().stream().allMatch(held -> held.givenAt() != null);
        if (whole && now.attention() == Attention.LOST_ACCESS) {
            guests.attention(guest, null, DIRECTORY, "access-found", Map.of("grant", grant));
        } else {
            guests.note(guest, DIRECTORY, "access-found", Map.of("grant", grant));
        }
        if (!meant) {
            changed(guest);
        }
    }

    private void changed(GuestId guest) {
        events.publishEvent(new GuestChanged(guest, GuestChanged.What.GRANTS, DIRECTORY));
    }
}
