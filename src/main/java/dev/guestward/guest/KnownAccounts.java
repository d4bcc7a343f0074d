package dev.guestward.guest;

import dev.guestward.audit.Actor;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.ObjectId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which account is whose: no two guests of the register may have the same one. */
@Component
public class KnownAccounts {
    private final JdbcClient db;
    private final Guests guests;

    KnownAccounts(JdbcClient db, Guests guests) {
        this.db = db;
        this.guests = guests;
    }

    /** The guest, in any state but an ended one, who has this account. */
    public Optional<GuestId> holder(ObjectId account) {
        return db.sql("select id from guest where directory_id = ? and state not in ('DECLINED', 'DELETED', 'PURGED')")
                .param(account.value())
                .query((rs, n) -> new GuestId(rs.getObject(1, UUID.class)))
                .optional();
    }

    /** Accounts of guests who once had this address; each may still lie in the recycle bin. */
    public List<ObjectId> formerAccounts(String email) {
        return db.sql("select directory_id from guest where email_key = ? and state = 'DELETED'"
                        + " and directory_id is not null")
                .param(Guests.key(email))
                .query((rs, n) -> new ObjectId(rs.getString(1)))
                .list();
    }

    /** Somebody restored the account of a guest whom we had deleted, and it is invited anew: the old record lets go of it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void letGo(ObjectId account, Actor actor) {
        List<GuestId> former = db.sql("select id from guest where directory_id = ? and state = 'DELETED' for update")
                .param(account.value())
                .query((rs, n) -> new GuestId(rs.getObject(1, UUID.class)))
                .list();
        for (GuestId id : former) {
            db.sql("update guest set directory_id = null, version = version + 1 where id = ?")
                    .param(id.value())
                    .update();
            guests.note(id, actor, "account-invited-anew", Map.of("account", account.value()));
        }
    }

    /** Keeps the addresses that an accepted account has besides the one we know the guest by. */
    @Transactional(propagation = Propagation.MANDATORY)
    void addressesSeen(Guest guest, DirectoryUser user) {
        Set<String> shown = Stream.concat(Stream.ofNullable(user.mail()), user.otherMails().stream())
                .map(address -> address.strip().toLowerCase(Locale.ROOT))
                .filter(address -> !address.equals(Guests.key(guest.email())))
                .collect(Collectors.toSet());
        Set<String> known =
                new HashSet<>(db.sql("select address_key from guest_address where guest_id = ? and not former")
                        .param(guest.id().value())
                        .query(String.class)
                        .list());
        if (shown.equals(known)) {
            return;
        }
        db.sql("delete from guest_address where guest_id = ? and not former")
                .param(guest.id().value())
                .update();
        shown.forEach(address -> db.sql(
                        "insert into guest_address (guest_id, address_key) values (?, ?)" + " on conflict do nothing")
                .params(guest.id().value(), address)
                .update());
    }
}
