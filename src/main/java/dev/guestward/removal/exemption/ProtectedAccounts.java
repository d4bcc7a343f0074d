package dev.guestward.removal.exemption;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditLedger;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.gateway.AccountProtection;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.KnownAccounts;
import dev.guestward.guest.PageOf;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The list of accounts from which nothing is taken, kept by administrators. A protection is over with its last day in the
 * hospital's time zone, without anybody doing anything.
 */
@Component
public class ProtectedAccounts implements AccountProtection {
    private static final Logger log = LoggerFactory.getLogger(ProtectedAccounts.class);

    private final ProtectedAccountTable table;
    private final ProtectionRules rules;
    private final Guests guests;
    private final KnownAccounts accounts;
    private final AuditLedger audit;
    private final Clock clock;

    ProtectedAccounts(
            ProtectedAccountTable table,
            ProtectionRules rules,
            Guests guests,
            KnownAccounts accounts,
            AuditLedger audit,
            Clock clock) {
        this.table = table;
        this.rules = rules;
        this.guests = guests;
        this.accounts = accounts;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public boolean isProtected(ObjectId account) {
        return table.of(account, rules.today()).isPresent();
    }

    /**
     * Those that are protected today; what ends first comes first.
     *
     * @throws AccessDeniedException if the caller is no administrator
     */
    public PageOf<ProtectedAccount> list(int page, int size, Viewer caller) {
        requireAdministrator(caller);
        LocalDate today = rules.today();
        return PageOf.of(table.page(today, size, (long) page * size), size, page, table.count(today));
    }

    /** What protects this guest's account, for administrators and the sponsor; nobody else is told. */
    public Optional<ProtectedAccount> of(Guest guest, Viewer caller) {
        return caller.isAdministrator() || caller.is(guest.sponsor())
                ? guest.account().flatMap(account -> table.of(account, rules.today()))
                : Optional.empty();
    }

    /** Whose account it is now, or was when it was listed. */
    public Optional<Guest> guestOf(ProtectedAccount entry) {
        return holder(entry).flatMap(guests::find);
    }

    /** The last day that may be named today. */
    public LocalDate latest() {
        return rules.today().plusDays(ProtectionRules.LONGEST_DAYS);
    }

    /**
     * Lists an account.
     *
     * @throws InvalidInput naming every field that is not acceptable
     * @throws Conflict if the account is protected already
     * @throws AccessDeniedException if the caller is no administrator
     */
    @Transactional
    public ProtectedAccount add(ProtectionRequest request, Viewer caller) {
        requireAdministrator(caller);
        ProtectionRules.Checked checked = rules.checked(request);
        Instant now = clock.instant();
        ProtectedAccount entry = new ProtectedAccount(
                UUID.randomUUID(),
                checked.whom().account(),
                checked.whom().guest(),
                checked.reason(),
                caller.id(),
                now,
                checked.until());
        table.dropEnded(entry.account(), rules.today());
        try {
            table.insert(entry);
        } catch (DuplicateKeyException e) {
            throw new Conflict("This account is protected already. Take that protection off first.");
        }
        Map<String, String> details = Map.of(
                "account",
                entry.accountId(),
                "fields",
                "protection",
                "until",
                entry.until().toString());
        Actor actor = Actor.person(caller.id().value());
        holder(entry)
                .ifPresentOrElse(
                        guest -> guests.note(guest, actor, "protected", details),
                        () -> audit.append(AuditLedger.SETTINGS, now, actor, "protected", null, null, details));
        log.info("Account {} is protected until {}", entry.account(), entry.until());
        return entry;
    }

    /**
     * Ends a protection before its day.
     *
     * @throws NotFound if there is none of this id, or it is over
     * @throws AccessDeniedException if the caller is no administrator
     */
    @Transactional
    public ProtectedAccount takeOff(UUID id, Viewer caller) {
        requireAdministrator(caller);
        Instant now = clock.instant();
        ProtectedAccount entry = table.takeOff(id, caller.id(), now, rules.today())
                .orElseThrow(() -> new NotFound("There is no such protection, or it is over."));
        Map<String, String> details = Map.of("account", entry.accountId());
        Actor actor = Actor.person(caller.id().value());
        holder(entry)
                .ifPresentOrElse(
                        guest -> guests.note(guest, actor, "protection-ended-early", details),
                        () -> audit.append(
                                AuditLedger.SETTINGS, now, actor, "protection-ended-early", null, null, details));
        log.info("Account {} is protected no more", entry.account());
        return entry;
    }

    private Optional<GuestId> holder(ProtectedAccount entry) {
        return accounts.holder(entry.account()).or(() -> Optional.ofNullable(entry.guest()));
    }

    private static void requireAdministrator(Viewer caller) {
        if (!caller.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
    }
}
