package dev.guestward.guest;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditLedger;
import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.clinic.IdentityKind;
import dev.guestward.directory.AccountInspection;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.ObjectId;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Compares what the directory shows with the register and records the difference. */
@Component
class DirectorySightings implements ManagedAccounts {
    private static final Logger log = LoggerFactory.getLogger(DirectorySightings.class);
    private static final String EXPECTED = "state not in ('DECLINED', 'DELETED', 'PURGED')";

    private static final Set<GuestState> WITH_ACCOUNT =
            Set.of(GuestState.INVITED, GuestState.ACTIVE, GuestState.BLOCKED);
    private static final Duration SHOWN_BY_ALL = Duration.ofHours(1);

    private final JdbcClient db;
    private final AuditLedger audit;
    private final Guests guests;
    private final KnownAccounts accounts;
    private final Clinics clinics;
    private final AccountChanges changes;
    private final AccountSights sights;
    private final ApplicationEventPublisher events;

    DirectorySightings(
            JdbcClient db,
            AuditLedger audit,
            Guests guests,
            KnownAccounts accounts,
            Clinics clinics,
            AccountChanges changes,
            AccountSights sights,
            ApplicationEventPublisher events) {
        this.db = db;
        this.audit = audit;
        this.guests = guests;
        this.clinics = clinics;
        this.accounts = accounts;
        this.changes = changes;
        this.sights = sights;
        this.events = events;
    }

    @Override
    public Set<ObjectId> managed(Collection<ObjectId> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(db.sql("select directory_id from guest where directory_id in (:ids)"
                        + " and state not in ('DECLINED', 'PURGED')")
                .param("ids", ids.stream().map(ObjectId::value).toList())
                .query((rs, n) -> new ObjectId(rs.getString(1)))
                .list());
    }

    @Override
    @Transactional
    public void seen(DirectoryUser user, Instant at) {
        compared(user, at).ifPresent(sights::lookDue);
    }

    private Optional<GuestId> compared(DirectoryUser user, Instant at) {
        Optional<Guest> compared = managedLocked(user.id()).flatMap(guest -> changes.compare(guest, user));
        compared.filter(guest -> user.hasAccepted()).ifPresent(guest -> accepted(guest, user, at));
        return compared.map(Guest::id);
    }

    private void accepted(Guest guest, DirectoryUser user, Instant at) {
        accounts.addressesSeen(guest, user);
        changes.addresses(guest, user);
        if (guest.redeemedAt() == null) {
            Instant redeemed = Objects.requireNonNullElse(user.redemptionChangedAt(), at);
            db.sql("update guest set redeemed_at = ?, identity_issuer = ?, version = version + 1 where id = ?")
                    .params(
                            Timestamp.from(redeemed),
                            user.identityIssuer(),
                            guest.id().value())
                    .update();
            audit.append(
                    guest.id().value(),
                    at,
                    Actor.directory(),
                    "redeemed",
                    guest.state().name(),
                    guest.state().name(),
                    Map.of(
                            "at",
                            redeemed.toString(),
                            "identity",
                            SignInIdentity.of(user.identityIssuer()).name()));
            log.info("Guest {} has redeemed", guest.id());
            compareIdentity(guest, user.identityIssuer());
        }
        if (guest.redeemedAt() != null && guest.identityIssuer() == null && user.identityIssuer() != null) {
            identitySeen(guest, user.identityIssuer(), at);
        }
        if (guest.state() == GuestState.INVITED) {
            events.publishEvent(new GuestRedeemed(guest.id()));
        }
    }

    private Optional<Guest> managedLocked(ObjectId account) {
        return db.sql(GuestRows.SELECT
                        + " where g.directory_id = ? and g.state not in ('DECLINED', 'PURGED') for update of g")
                .param(account.value())
                .query(GuestRows::guest)
                .optional();
    }

    /** A replica may show the acceptance before it shows with what. */
    private void identitySeen(Guest guest, String issuer, Instant at) {
        db.sql("update guest set identity_issuer = ?, version = version + 1 where id = ?")
                .params(issuer, guest.id().value())
                .update();
        audit.append(
                guest.id().value(),
                at,
                Actor.directory(),
                "identity-seen",
                guest.state().name(),
                guest.state().name(),
                Map.of("identity", SignInIdentity.of(issuer).name()));
        compareIdentity(guest, issuer);
    }

    /** Called when the identity is recorded, which happens once: so is what it says. */
    private void compareIdentity(Guest guest, @Nullable String issuer) {
        SignInIdentity shown = SignInIdentity.of(issuer);
        IdentityKind expected =
                clinics.byId(guest.clinicId()).map(Clinic::identityKind).orElse(IdentityKind.ANY);
        if (shown.fits(expected).orElse(true)) {
            return;
        }
        Map<String, String> details = Map.of("identity", shown.name(), "expected", expected.name());
        boolean here = guest.state() == GuestState.INVITED || guest.state() == GuestState.ACTIVE;
        if (here && guest.attention() == null) {
            guests.attention(
                    guest.id(), Attention.IDENTITY_UNEXPECTED, Actor.directory(), "identity-unexpected", details);
        } else {
            guests.note(guest.id(), Actor.directory(), "identity-unexpected", details);
        }
    }

    @Override
    public void notFound(ObjectId id, Instant at) {
        // one missing answer proves nothing; whom a look does not find either is read once more, see MissingAccounts
        log.info("The directory did not show account {}", id);
    }

    @Override
    @Transactional
    public void gone(ObjectId id, boolean restorable, Instant at) {
        managedLocked(id).ifPresent(guest -> changes.gone(guest, restorable));
    }

    /** What was read of the account cannot be recorded. */
    @Transactional
    void postponed(ObjectId account, Instant at) {
        managedLocked(account).ifPresent(guest -> sights.postponed(guest.id(), at));
    }

    /**
     * An account with everything it belongs to.
     *
     * @param at when the read began
     * @return whether the account should have been there, and long enough for every replica to show it, and was not
     */
    @Transactional
    boolean inspected(ObjectId account, AccountInspection seen, Instant at) {
        Optional<Guest> guest = managedLocked(account);
        guest.ifPresent(one -> {
            sights.looked(one.id(), at);
            if (seen.user().isEmpty()) {
                changes.notShown(one);
            }
        });
        seen.user()
                .flatMap(user -> compared(user, at))
                .ifPresent(id -> changes.holdsRole(id, seen.holdsDirectoryRole()));
        return seen.user().isEmpty()
                && guest.filter(missed -> WITH_ACCOUNT.contains(missed.state()))
                        .filter(missed -> missed.stateSince().plus(SHOWN_BY_ALL).isBefore(at))
                        .isPresent();
    }

    @Override
    @Transactional
    public void wholeRound() {
        sights.allDue();
    }

    @Override
    public Set<ObjectId> expected(Collection<ObjectId> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(db.sql("select directory_id from guest where directory_id in (:ids) and " + EXPECTED)
                .param("ids", ids.stream().map(ObjectId::value).toList())
                .query((rs, n) -> new ObjectId(rs.getString(1)))
                .list());
    }

    @Override
    public long expectedCount() {
        return db.sql("select count(*) from guest where directory_id is not null and " + EXPECTED)
                .query(Long.class)
                .single();
    }
}
