package dev.guestward.guest;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditLedger;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The way into the register for guests who were in the tenant before anybody asked us. */
@Component
public class AdoptedGuests {
    private static final Logger log = LoggerFactory.getLogger(AdoptedGuests.class);

    private final JdbcClient db;
    private final AuditLedger audit;
    private final Guests guests;
    private final AccountSights sights;
    private final Clock clock;

    AdoptedGuests(JdbcClient db, AuditLedger audit, Guests guests, AccountSights sights, Clock clock) {
        this.db = db;
        this.audit = audit;
        this.guests = guests;
        this.sights = sights;
        this.clock = clock;
    }

    /** The chain of the guest begins, though the register has no row until somebody vouches for it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void discovered(GuestId id, Map<String, String> details) {
        audit.append(
                id.value(),
                clock.instant(),
                Actor.directory(),
                "discovered",
                null,
                GuestState.DISCOVERED.name(),
                details);
    }

    /**
     * Takes a discovered guest into the register, active or, before the invitation is accepted, invited.
     *
     * @return false if somebody in the register has the account or the address; nothing is written then
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean adopt(AdoptedGuest adopted, Actor actor) {
        Instant now = clock.instant();
        GuestState state = adopted.pending() ? GuestState.INVITED : GuestState.ACTIVE;
        int inserted = db.sql("""
                        insert into guest (id, email, email_key, display_name, clinic_id, sponsor_id, requested_by,
                                           purpose, language, access_until, state, state_since, requested_at,
                                           directory_id, redeemed_at, identity_issuer, account_origin)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'FOUND')
                        on conflict do nothing""")
                .params(
                        adopted.id().value(),
                        adopted.email(),
                        Guests.key(adopted.email()),
                        adopted.displayName(),
                        adopted.clinicId(),
                        adopted.sponsor().value(),
                        adopted.sponsor().value(),
                        adopted.purpose(),
                        adopted.language(),
                        Timestamp.from(adopted.accessUntil()),
                        state.name(),
                        Timestamp.from(now),
                        Timestamp.from(Objects.requireNonNullElse(adopted.since(), now)),
                        adopted.account().value(),
                        adopted.redeemedAt() == null ? null : Timestamp.from(adopted.redeemedAt()),
                        adopted.identityIssuer())
                .update();
        if (inserted == 0) {
            return false;
        }
        adopted.grants()
                .forEach(grant -> db.sql("insert into guest_grant (guest_id, grant_key, given_at) values (?, ?, ?)")
                        .params(adopted.id().value(), grant, Timestamp.from(now))
                        .update());
        // it may be days since the account was read
        sights.lookDue(adopted.id());
        audit.append(
                adopted.id().value(),
                now,
                actor,
                "adopted",
                GuestState.DISCOVERED.name(),
                state.name(),
                Map.of(
                        "sponsor",
                        adopted.sponsor().value(),
                        "until",
                        adopted.accessUntil().toString(),
                        "account",
                        adopted.account().value()));
        log.info("Guest {} is adopted: {}", adopted.id(), state);
        return true;
    }

    /** Discovered, and nobody manages it: the account is gone, is no guest any more, or is to be left alone. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void passedOver(GuestId id, Actor actor, String reason) {
        audit.append(
                id.value(),
                clock.instant(),
                actor,
                "passed-over",
                GuestState.DISCOVERED.name(),
                GuestState.DISCOVERED.name(),
                Map.of("reason", reason));
    }

    /** The states of those guests of the register who hold one of these addresses, which are in lower case. */
    public Map<String, GuestState> holders(Collection<String> addresses) {
        Map<String, GuestState> found = new HashMap<>();
        db.sql("select a.address_key, g.state from guest g join guest_address a on a.guest_id = g.id"
                        + " where a.address_key = any (:keys) and g.state not in ('DECLINED', 'DELETED', 'PURGED')"
                        + " union all select email_key, state from guest where email_key = any (:keys)"
                        + " and state not in ('DECLINED', 'DELETED', 'PURGED')")
                .param("keys", addresses.toArray(String[]::new))
                .query((RowCallbackHandler) row -> found.put(row.getString(1), GuestState.valueOf(row.getString(2))));
        return found;
    }

    /** Whether the guest was in the tenant before anybody asked us. */
    public boolean isAdopted(GuestId id) {
        return audit.of(id.value()).stream().anyMatch(entry -> entry.code().equals("adopted"));
    }

    /** An adopted guest has accepted the invitation somebody else sent; other guests are left to their workflow. */
    @Transactional
    public void accepted(GuestId id) {
        boolean adopted = guests.locked(id)
                .filter(guest -> guest.state() == GuestState.INVITED)
                .isPresent();
        if (adopted) {
            guests.move(id, Set.of(GuestState.INVITED), GuestState.ACTIVE, Actor.directory(), "activated", Map.of());
        }
    }
}
