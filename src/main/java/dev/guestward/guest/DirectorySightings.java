package dev.guestward.guest;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditLedger;
import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.clinic.IdentityKind;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.ObjectId;
import java.sql.Timestamp;
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

    private final JdbcClient db;
    private final AuditLedger audit;
    private final Guests guests;
    private final KnownAccounts accounts;
    private final Clinics clinics;
    private final ApplicationEventPublisher events;

    DirectorySightings(
            JdbcClient db,
            AuditLedger audit,
            Guests guests,
            KnownAccounts accounts,
            Clinics clinics,
            ApplicationEventPublisher events) {
        this.db = db;
        this.audit = audit;
        this.guests = guests;
        this.clinics = clinics;
        this.accounts = accounts;
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
        Optional<Guest> known = db.sql(GuestRows.SELECT
                        + " where g.directory_id = ? and g.state not in ('DECLINED', 'PURGED') for update of g")
                .param(user.id().value())
                .query(GuestRows::guest)
                .optional();
        if (known.isEmpty() || !user.isGuest() || !user.hasAccepted()) {
            return;
        }
        Guest guest = known.get();
        accounts.addressesSeen(guest, user);
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
        // one missing answer proves nothing; the finding is left to the comparison of whole rounds
        log.info("The directory did not show account {}", id);
    }
}
