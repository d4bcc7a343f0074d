package dev.guestward.feed;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditLedger;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.changes.DeadLetters;
import dev.guestward.directory.changes.DeadLetters.DeadLetter;
import dev.guestward.guest.Guest;
import dev.guestward.guest.Guests;
import dev.guestward.guest.KnownAccounts;
import dev.guestward.guest.PageOf;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.NotFound;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Notifications that could not be worked on, for administrators. */
@Component
public class SetAside {
    private static final int MOST_AT_ONCE = 500;

    private final DeadLetters letters;
    private final KnownAccounts accounts;
    private final Guests guests;
    private final AuditLedger audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SetAside(
            DeadLetters letters,
            KnownAccounts accounts,
            Guests guests,
            AuditLedger audit,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.letters = letters;
        this.accounts = accounts;
        this.guests = guests;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * Those that wait, the newest first.
     *
     * @throws AccessDeniedException if the caller is no administrator
     */
    public PageOf<DeadLetter> waiting(int page, int size, Viewer caller) {
        requireAdministrator(caller);
        return PageOf.of(letters.waiting(size, (long) page * size), size, page, letters.count());
    }

    /** The guest it is about, if it is about one of ours. */
    public Optional<Guest> guestOf(DeadLetter letter) {
        return Optional.ofNullable(letter.key())
                .flatMap(ObjectId::parse)
                .flatMap(accounts::holder)
                .flatMap(guests::find);
    }

    /**
     * Has one worked on again.
     *
     * @throws NotFound if it does not wait, or not any more
     * @throws Conflict if the broker is away; it waits as before
     * @throws AccessDeniedException if the caller is no administrator
     */
    public void replay(UUID id, Viewer caller) {
        requireAdministrator(caller);
        if (!replayed(id, caller)) {
            throw new NotFound("There is no such notification, or it has been worked on again meanwhile.");
        }
    }

    /**
     * Has all of them worked on again, at most 500 with a call.
     *
     * @return how many
     * @throws Conflict if the broker is away
     * @throws AccessDeniedException if the caller is no administrator
     */
    public int replayAll(Viewer caller) {
        requireAdministrator(caller);
        List<DeadLetter> waiting = letters.waiting(MOST_AT_ONCE, 0);
        return (int)
                waiting.stream().filter(letter -> replayed(letter.id(), caller)).count();
    }

    private boolean replayed(UUID id, Viewer caller) {
        String by = caller.id().value();
        try {
            return Boolean.TRUE.equals(transaction.execute(status -> {
                Optional<DeadLetter> letter = letters.replay(id, by);
                letter.ifPresent(one -> audit.append(
                        AuditLedger.SETTINGS,
                        clock.instant(),
                        Actor.person(by),
                        "notification-replayed",
                        null,
                        null,
                        Map.of("notification", id.toString())));
                return letter.isPresent();
            }));
        } catch (IllegalStateException e) {
            throw new Conflict("The broker does not answer, so nothing was worked on again. Try again in a moment.");
        }
    }

    static void requireAdministrator(Viewer caller) {
        if (!caller.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
    }
}
