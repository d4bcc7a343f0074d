package dev.guestward.guest;

import dev.guestward.audit.Actor;
import dev.guestward.problem.Conflict;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What the register knows and does about guests who are invited and have not accepted. */
@Component
public class PendingGuests {
    private final JdbcClient db;
    private final Guests guests;

    PendingGuests(JdbcClient db, Guests guests) {
        this.db = db;
        this.guests = guests;
    }

    /** How an invitation ended that was never accepted. */
    public enum Ending {
        /** Its time was over. */
        LAPSED,
        /** The sponsor dropped it. */
        WITHDRAWN
    }

    /** The account was in the directory before we invited anybody. */
    @Transactional
    public void accountFound(GuestId id) {
        db.sql("update guest set account_origin = 'FOUND' where id = ? and account_origin is null")
                .param(id.value())
                .update();
    }

    /** Our invitation made the account, unless it is known to have been there before. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void accountMade(GuestId id) {
        db.sql("update guest set account_origin = 'MADE' where id = ? and account_origin is null")
                .param(id.value())
                .update();
    }

    /** Whether our invitation made the account. What is not on record is not of our making. */
    public boolean isAccountOurs(GuestId id) {
        return "MADE"
                .equals(db.sql("select coalesce(account_origin, '') from guest where id = ?")
                        .param(id.value())
                        .query(String.class)
                        .single());
    }

    /**
     * Gives the guest another address. The ledger says that it was changed, not what it is.
     *
     * @throws Conflict if another open guest has it
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void correctAddress(GuestId id, String email, Actor actor) {
        try {
            db.sql("update guest set email = ?, email_key = ?, version = version + 1 where id = ?")
                    .params(email, Guests.key(email), id.value())
                    .update();
        } catch (DuplicateKeyException e) {
            throw new Conflict("This address is being invited at this moment. Look at the list of guests.");
        }
        guests.note(id, actor, "address-corrected", Map.of());
    }

    /** Somebody accepted at a wrong address, and the account was reset: the right person is still to accept. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void acceptanceVoid(GuestId id, Actor actor) {
        Guest guest = guests.get(id);
        if (guest.state() != GuestState.INVITED || guest.redeemedAt() == null) {
            return;
        }
        db.sql("update guest set redeemed_at = null, identity_issuer = null, version = version + 1 where id = ?")
                .param(id.value())
                .update();
        if (guest.attention() == Attention.IDENTITY_UNEXPECTED) {
            guests.attention(id, null, actor, "acceptance-void", Map.of());
        } else {
            guests.note(id, actor, "acceptance-void", Map.of());
        }
    }

    /**
     * Ends it. A guest whose account stays in the directory gives it up here, so that another invitation may find it.
     *
     * @param keptBecause why the account stays; empty if the directory has deleted it
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void ended(GuestId id, Ending as, Optional<String> keptBecause, Actor actor) {
        Guest guest = guests.get(id);
        Map<String, String> details = new HashMap<>();
        guest.account().ifPresent(account -> details.put("account", account.value()));
        keptBecause.ifPresent(reason -> details.put("reason", reason));
        String code = (as == Ending.LAPSED ? "lapsed" : "withdrawn") + (keptBecause.isPresent() ? "-account-kept" : "");
        guests.move(id, Set.of(GuestState.INVITED), GuestState.DELETED, actor, code, details);
        endedAs(id, as);
        if (keptBecause.isPresent()) {
            db.sql("update guest set directory_id = null where id = ?")
                    .param(id.value())
                    .update();
        }
    }

    /** The sponsor withdrew the invitation, and the guest accepted before that was done: the account is blocked. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void withdrawnAndBlocked(GuestId id, Actor actor) {
        guests.move(id, Set.of(GuestState.INVITED), GuestState.BLOCKED, actor, "withdrawn-blocked", Map.of());
        endedAs(id, Ending.WITHDRAWN);
    }

    private void endedAs(GuestId id, Ending as) {
        db.sql("update guest set ended_as = ? where id = ?")
                .params(as.name(), id.value())
                .update();
    }

    /** How it ended; empty while it has not, or when it was accepted in time. */
    public Optional<Ending> ending(GuestId id) {
        return db.sql("select ended_as from guest where id = ? and ended_as is not null")
                .param(id.value())
                .query(String.class)
                .optional()
                .map(Ending::valueOf);
    }
}
