package dev.guestward.adoption;

import dev.guestward.directory.ObjectId;
import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of guests that were found. */
@Component
class FoundGuestTable {
    private final JdbcClient db;

    FoundGuestTable(JdbcClient db) {
        this.db = db;
    }

    Map<ObjectId, FoundGuest> of(Collection<ObjectId> accounts) {
        Map<ObjectId, FoundGuest> found = new HashMap<>();
        db.sql("select * from found_guest where directory_id = any (?) for update")
                .param(accounts.stream().map(ObjectId::value).toArray(String[]::new))
                .query(FoundGuestRows::guest)
                .list()
                .forEach(guest -> found.put(guest.account(), guest));
        return found;
    }

    Optional<FoundGuest> locked(GuestId id) {
        return db.sql("select * from found_guest where guest_id = ? for update")
                .param(id.value())
                .query(FoundGuestRows::guest)
                .optional();
    }

    boolean isAdopted(GuestId id) {
        return db.sql("select exists (select 1 from found_guest where guest_id = ? and standing = 'ADOPTED')")
                .param(id.value())
                .query(Boolean.class)
                .single();
    }

    /** Writes what the directory shows, and where the guest stands by it. */
    void save(FoundGuest guest, Hindrance.Verdict verdict) {
        FoundGuest.Facts facts = guest.facts();
        db.sql("""
                        insert into found_guest (directory_id, guest_id, standing, left_because, display_name, email,
                                                 addresses, pending, enabled, synchronized, holds_role, redeemed_at,
                                                 identity_issuer, created_at, clinic_id, found_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (directory_id) do update set standing = excluded.standing,
                            left_because = excluded.left_because, display_name = excluded.display_name,
                            email = excluded.email, addresses = excluded.addresses, pending = excluded.pending,
                            enabled = excluded.enabled, synchronized = excluded.synchronized,
                            holds_role = excluded.holds_role, redeemed_at = excluded.redeemed_at,
                            identity_issuer = excluded.identity_issuer, clinic_id = excluded.clinic_id""")
                .params(
                        guest.account().value(),
                        guest.id().value(),
                        verdict.standing().name(),
                        verdict.leftBecause(),
                        guest.displayName(),
                        guest.email(),
                        guest.addresses().toArray(String[]::new),
                        facts.pending(),
                        facts.enabled(),
                        facts.synchronizedFromOnPremises(),
                        facts.holdsRole(),
                        FoundGuestRows.timestamp(facts.redeemedAt()),
                        facts.identityIssuer(),
                        FoundGuestRows.timestamp(facts.createdAt()),
                        guest.clinicId(),
                        java.sql.Timestamp.from(guest.foundAt()))
                .update();
    }

    /** What was read about the account besides the feed. */
    void related(GuestId id, boolean holdsRole, Set<String> grants, @Nullable PersonId sponsor) {
        db.sql(
                        "update found_guest set holds_role = ?, grants = ?, sponsor_id = case when assigned_by is null then ? else sponsor_id end"
                                + " where guest_id = ?")
                .params(holdsRole, grants.toArray(String[]::new), sponsor == null ? null : sponsor.value(), id.value())
                .update();
    }

    void stands(GuestId id, Hindrance.Verdict verdict) {
        db.sql("update found_guest set standing = ?, left_because = ? where guest_id = ?")
                .params(verdict.standing().name(), verdict.leftBecause(), id.value())
                .update();
    }

    /** The register has it: nothing about the person is kept here. */
    void adopted(GuestId id) {
        db.sql("update found_guest set standing = 'ADOPTED', left_because = null, display_name = null, email = null,"
                        + " addresses = '{}', identity_issuer = null where guest_id = ?")
                .param(id.value())
                .update();
    }

    void ignored(GuestId id, @Nullable String because, Standing standing) {
        db.sql("update found_guest set standing = ?, ignored_because = ?, left_because = null where guest_id = ?")
                .params(standing.name(), because, id.value())
                .update();
    }

    void forget(ObjectId account) {
        db.sql("delete from found_guest where directory_id = ?")
                .param(account.value())
                .update();
    }

    /** Those whose hindrance may have passed without the directory telling of it. */
    List<FoundGuest> hinderedByUs() {
        return db.sql("select * from found_guest where standing = 'EXPECTED'"
                        + " or standing = 'LEFT_ALONE' and left_because in ('protected', 'address-taken')")
                .query(FoundGuestRows::guest)
                .list();
    }

    /** Whoever was left alone for a directory role alone waits to be looked at like one just found. */
    int askAboutRolesAgain() {
        return db.sql("update found_guest set standing = 'FOUND', left_because = null, holds_role = false"
                        + " where standing = 'LEFT_ALONE' and left_because = ?")
                .param(Hindrance.ROLE)
                .update();
    }

    /**
     * Those that can be put into batches now.
     *
     * @param everybody whether adoption is on; otherwise only those whom an administrator has given to somebody
     */
    List<FoundGuest> due(boolean everybody, int limit) {
        return db.sql("select * from found_guest where standing = 'FOUND' and (? or assigned_by is not null)"
                        + " order by found_at, guest_id limit ?")
                .params(everybody, limit)
                .query(FoundGuestRows::guest)
                .list();
    }

    /** Those of a batch on whom nothing is decided. */
    List<FoundGuest> inHand(UUID batch) {
        return db.sql("select * from found_guest where batch_id = ? and standing = 'IN_HAND'"
                        + " order by lower(display_name), guest_id for update")
                .param(batch)
                .query(FoundGuestRows::guest)
                .list();
    }

    void intoBatch(Collection<FoundGuest> guests, UUID batch) {
        db.sql("update found_guest set standing = 'IN_HAND', batch_id = ? where guest_id = any (?)"
                        + " and standing = 'FOUND'")
                .params(batch, guests.stream().map(g -> g.id().value()).toArray(UUID[]::new))
                .update();
    }

    /** Gives everybody of a clinic who is not adopted yet to a sponsor. */
    int assign(UUID clinic, PersonId sponsor, PersonId by) {
        return db.sql("update found_guest set sponsor_id = ?, assigned_by = ? where standing in ('FOUND', 'IN_HAND')"
                        + " and clinic_id = ?")
                .params(sponsor.value(), by.value(), clinic)
                .update();
    }

    /** The sponsor may not vouch for guests any more. */
    void sponsorLost(GuestId id) {
        db.sql("update found_guest set sponsor_id = null, assigned_by = null where guest_id = ?")
                .param(id.value())
                .update();
    }

    void clinic(GuestId id, UUID clinic) {
        db.sql("update found_guest set clinic_id = ? where guest_id = ?")
                .params(clinic, id.value())
                .update();
    }
}
