package dev.guestward.adoption;

import dev.guestward.directory.AccountInspection;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.Membership;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.ReadTogether;
import dev.guestward.directory.Sponsor;
import dev.guestward.guest.Grants;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.problem.DatabaseAway;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads and keeps what the feed does not show of guests that were found: sponsors, grants, roles. */
@Component
class Relations {
    /** Up to so many are read one by one; for more it is cheaper to list all guests, a thousand with a call. */
    private static final int FEW = 10;

    private static final int CHUNK = 200;

    private static final Logger log = LoggerFactory.getLogger(Relations.class);

    private final DirectoryReads directory;
    private final FoundGuestTable table;
    private final Adoptions adoptions;
    private final Grants grants;
    private final TransactionTemplate transaction;

    Relations(
            DirectoryReads directory,
            FoundGuestTable table,
            Adoptions adoptions,
            Grants grants,
            PlatformTransactionManager transactions) {
        this.directory = directory;
        this.table = table;
        this.adoptions = adoptions;
        this.grants = grants;
        this.transaction = new TransactionTemplate(transactions);
    }

    private record Read(Map<ObjectId, List<Membership>> memberships, Map<ObjectId, List<Sponsor>> sponsors) {}

    /**
     * Looks at these guests.
     *
     * @return those that may be adopted, as they are now; whoever the directory does not show waits for the next time
     * @throws DirectoryUnavailable if the directory does not answer
     */
    List<FoundGuest> read(List<FoundGuest> found) {
        Read read = found.size() <= FEW
                ? oneByOne(found)
                : new Read(directory.membershipsOfGuests(), directory.sponsorsOfGuests());
        List<FoundGuest> free = new ArrayList<>();
        for (int from = 0; from < found.size(); from += CHUNK) {
            List<FoundGuest> chunk = found.subList(from, Math.min(from + CHUNK, found.size()));
            try {
                free.addAll(kept(chunk, read));
            } catch (RuntimeException e) {
                DatabaseAway.rethrow(e);
                // one of them failed, and took the others' transaction along
                chunk.forEach(guest -> free.addAll(alone(guest, read)));
            }
        }
        return free;
    }

    private List<FoundGuest> kept(List<FoundGuest> guests, Read read) {
        return Objects.requireNonNull(transaction.execute(status ->
                guests.stream().flatMap(guest -> keep(guest, read).stream()).toList()));
    }

    private List<FoundGuest> alone(FoundGuest guest, Read read) {
        try {
            return kept(List.of(guest), read);
        } catch (RuntimeException e) {
            DatabaseAway.rethrow(e);
            // one guest must not keep all others from being adopted
            log.error("What found guest {} holds cannot be kept now", guest.id(), e);
            return List.of();
        }
    }

    private Read oneByOne(List<FoundGuest> found) {
        List<ObjectId> accounts = found.stream().map(FoundGuest::account).toList();
        ReadTogether<AccountInspection> seen = directory.inspect(accounts);
        Map<ObjectId, List<Membership>> memberships = new HashMap<>();
        Map<ObjectId, List<Sponsor>> sponsors = new HashMap<>();
        for (ObjectId account : accounts) {
            seen.get(account)
                    .filter(inspection ->
                            inspection.user().filter(Relations::isStillFree).isPresent())
                    .ifPresent(inspection -> {
                        memberships.put(account, inspection.memberships());
                        sponsors(account).ifPresent(held -> sponsors.put(account, held));
                    });
        }
        return new Read(memberships, sponsors);
    }

    private Optional<List<Sponsor>> sponsors(ObjectId account) {
        try {
            return Optional.of(directory.sponsors(account));
        } catch (DirectoryUnavailable e) {
            // one account that cannot be read, for however long, must not keep the others from being adopted
            log.info("The sponsors of account {} cannot be read now; the next run tries again", account);
            return Optional.empty();
        }
    }

    /** Whoever has become somebody else since the feed showed them is left to the feed, which shows it soon. */
    private static boolean isStillFree(DirectoryUser user) {
        return user.isGuest() && user.enabled();
    }

    private Optional<FoundGuest> keep(FoundGuest guest, Read read) {
        List<Membership> memberships = read.memberships().get(guest.account());
        List<Sponsor> sponsors = read.sponsors().get(guest.account());
        if (memberships == null || sponsors == null) {
            return Optional.empty();
        }
        boolean role = memberships.stream().anyMatch(held -> held.kind() == Membership.Kind.DIRECTORY_ROLE);
        PersonId sponsor = sponsors.stream()
                .filter(one -> one.kind() == Sponsor.Kind.PERSON)
                .map(one -> new PersonId(one.id().value()))
                .sorted(Comparator.comparing(PersonId::value))
                .flatMap(id -> adoptions.sponsor(id).stream())
                .map(Person::id)
                .findFirst()
                .orElse(null);
        table.related(guest.id(), role, granted(memberships), sponsor);
        if (role) {
            table.stands(guest.id(), new Hindrance.Verdict(Standing.LEFT_ALONE, Hindrance.ROLE));
            return Optional.empty();
        }
        adoptions.clinic(guest);
        return table.locked(guest.id()).filter(now -> now.standing() == Standing.FOUND);
    }

    private Set<String> granted(List<Membership> memberships) {
        Set<String> keys = new HashSet<>();
        grants.grants().forEach((key, grant) -> {
            if (memberships.stream().anyMatch(held -> held.id().equals(grant.group()))) {
                keys.add(key);
            }
        });
        return keys;
    }
}
