package dev.guestward.feed;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditLedger;
import dev.guestward.directory.changes.Disappearances;
import dev.guestward.directory.changes.Disappearances.Alarm;
import dev.guestward.guest.Guest;
import dev.guestward.guest.Guests;
import dev.guestward.guest.KnownAccounts;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;

/** Suspiciously many accounts that seem gone: an administrator says whether that is so. */
@Component
public class SuddenLosses {
    private static final int NAMED = 50;

    private final Disappearances disappearances;
    private final KnownAccounts accounts;
    private final Guests guests;
    private final AuditLedger audit;
    private final Clock clock;

    SuddenLosses(Disappearances disappearances, KnownAccounts accounts, Guests guests, AuditLedger audit, Clock clock) {
        this.disappearances = disappearances;
        this.accounts = accounts;
        this.guests = guests;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * What waits for a decision.
     *
     * @throws AccessDeniedException if the caller is no administrator
     */
    public Optional<Alarm> waiting(Viewer caller) {
        SetAside.requireAdministrator(caller);
        return disappearances.alarm();
    }

    /** Some of the guests it is about, at most fifty. */
    public List<Guest> guests(Viewer caller) {
        SetAside.requireAdministrator(caller);
        return disappearances.held(NAMED).stream()
                .flatMap(account -> accounts.holder(account).flatMap(guests::find).stream())
                .toList();
    }

    /**
     * They are gone: each is looked at once more, and the register learns of it.
     *
     * @param count how many the person thinks they are
     * @throws InvalidInput if they are not as many
     * @throws Conflict if it is decided already
     * @throws AccessDeniedException if the caller is no administrator
     */
    public void confirm(UUID alarm, @Nullable Long count, Viewer caller) {
        long waiting = waiting(caller).map(Alarm::accounts).orElse(0L);
        if (waiting > 0 && (count == null || count != waiting)) {
            throw InvalidInput.of("count", "It is about " + waiting + " accounts. Look at them and type this number.");
        }
        decide(alarm, true, caller);
    }

    /**
     * They are not: what was heard is forgotten, and the directory is asked for everything anew.
     *
     * @throws Conflict if it is decided already
     * @throws AccessDeniedException if the caller is no administrator
     */
    public void dismiss(UUID alarm, Viewer caller) {
        SetAside.requireAdministrator(caller);
        decide(alarm, false, caller);
    }

    /** Written down before the register is told, which may take a while. */
    private void decide(UUID alarm, boolean confirmed, Viewer caller) {
        String by = caller.id().value();
        boolean decided = disappearances.decide(
                alarm,
                confirmed,
                by,
                () -> audit.append(
                        AuditLedger.SETTINGS,
                        clock.instant(),
                        Actor.person(by),
                        confirmed ? "disappearance-confirmed" : "disappearance-dismissed",
                        null,
                        null,
                        Map.of("alarm", alarm.toString())));
        if (!decided) {
            throw new Conflict("Somebody has decided already.");
        }
    }
}
