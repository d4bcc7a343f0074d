package dev.guestward.guest;

import dev.guestward.audit.Actor;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.guest.AccountChanged.Kind;
import dev.guestward.guest.AccountSights.Fact;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What it means when somebody else changes a guest's account: each change has one answer in the register and in the
 * workflows, listed in {@code docs/operation.md}. What we have sent ourselves is left to whoever waits for its confirmation.
 */
@Component
class AccountChanges {
    private static final Actor DIRECTORY = Actor.directory();
    private static final Set<GuestState> HERE = Set.of(GuestState.INVITED, GuestState.ACTIVE);

    /** For so long a read may show what was before an act of ours. */
    private static final Duration STALE = Duration.ofMinutes(10);

    private final JdbcClient db;
    private final Guests guests;
    private final LeavingGuests leaving;
    private final LeavingSteps steps;
    private final KnownAccounts accounts;
    private final AccountSights sights;
    private final OwnActs own;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    AccountChanges(
            JdbcClient db,
            Guests guests,
            LeavingGuests leaving,
            LeavingSteps steps,
            KnownAccounts accounts,
            AccountSights sights,
            OwnActs own,
            ApplicationEventPublisher events,
            Clock clock) {
        this.db = db;
        this.guests = guests;
        this.leaving = leaving;
        this.steps = steps;
        this.accounts = accounts;
        this.sights = sights;
        this.own = own;
        this.events = events;
        this.clock = clock;
    }

    /** @return the guest as it is then; empty if the account is nobody's any more */
    @Transactional(propagation = Propagation.MANDATORY)
    Optional<Guest> compare(Guest before, DirectoryUser user) {
        if (user.kind() == DirectoryUser.Kind.MEMBER) {
            becameMember(before);
            return Optional.empty();
        }
        if (!user.isGuest()) {
            return Optional.empty();
        }
        if (before.state() == GuestState.DELETED && !back(before, user)) {
            return Optional.empty();
        }
        Guest guest = guests.get(before.id());
        signIn(guest, user);
        mastery(guest.id(), user);
        return Optional.of(guests.get(guest.id()));
    }

    /** What else the account belongs to. */
    @Transactional(propagation = Propagation.MANDATORY)
    void holdsRole(GuestId id, boolean holds) {
        if (sights.differs(id, Fact.DIRECTORY_ROLE, holds)) {
            tell(id, holds, Attention.DIRECTORY_ROLE, holds ? "directory-role" : "directory-role-over");
        }
    }

    /** The addresses of an accepted account were written down; it is told once that the one we write to is not among them. */
    @Transactional(propagation = Propagation.MANDATORY)
    void addresses(Guest guest, DirectoryUser user) {
        boolean has = user.hasMail(guest.email());
        if (sights.differs(guest.id(), Fact.HAS_ADDRESS, has)) {
            guests.note(guest.id(), DIRECTORY, has ? "mail-back" : "mail-changed", Map.of());
        }
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void gone(Guest guest, boolean restorable) {
        boolean ours = own.newest(guest.id()).filter(OwnActs.Act.DELETE::equals).isPresent();
        if (guest.state() != GuestState.DELETED) {
            if (ours || isBeingRestored(guest)) {
                return;
            }
            events.publishEvent(new AccountChanged(guest.id(), Kind.DELETED));
            if (guests.get(guest.id()).state() != GuestState.DELETED) {
                leaving.deleted(guest.id(), DIRECTORY, "found-deleted", Map.of());
            }
            remember(guest.id(), guest.state());
        }
        if (!restorable) {
            leaving.purged(guest.id(), DIRECTORY);
        }
    }

    /** An account that has just been found deleted is looked for a while longer: none of the looks may have been the truth. */
    @Transactional(propagation = Propagation.MANDATORY)
    void notShown(Guest guest) {
        if (guest.state() == GuestState.DELETED
                && guest.stateSince().plus(STALE).isAfter(clock.instant())) {
            sights.lookDue(guest.id());
        }
    }

    private void becameMember(Guest guest) {
        events.publishEvent(new AccountChanged(guest.id(), Kind.MEMBER));
        if (guests.get(guest.id()).state() == GuestState.DELETED) {
            guests.note(guest.id(), DIRECTORY, "became-member", Map.of());
        } else {
            leaving.deleted(guest.id(), DIRECTORY, "became-member", Map.of());
        }
        leaving.letGo(guest.id());
    }

    /** @return whether the guest is one of the register again */
    private boolean back(Guest guest, DirectoryUser user) {
        Optional<OwnActs.Act> ours = own.newest(guest.id());
        if (isBeingRestored(guest) || ours.filter(OwnActs.Act.RESTORE::equals).isPresent()) {
            return false;
        }
        if (guest.stateSince().plus(STALE).isAfter(clock.instant())) {
            sights.lookDue(guest.id()); // maybe the past; looked at again later
            return false;
        }
        Optional<GuestState> was = stateBefore(guest.id());
        boolean taken = guests.openWithAddress(guest.email()).isPresent();
        remember(guest.id(), null);
        if (!taken) {
            events.publishEvent(new AccountChanged(guest.id(), Kind.BACK));
        }
        if (guests.get(guest.id()).state() != GuestState.DELETED) {
            return true; // its removal goes on
        }
        if (was.isPresent() && !taken) {
            leaving.cameBack(guest.id(), was.get(), DIRECTORY);
            return true;
        }
        // a lapsed invitation, or the person is invited anew by now: whoever looks for unknown guests finds this one
        accounts.letGo(user.id(), DIRECTORY);
        return false;
    }

    private void signIn(Guest guest, DirectoryUser user) {
        Optional<OwnActs.Act> ours = own.newest(guest.id());
        if (HERE.contains(guest.state())) {
            boolean disabled = !user.enabled();
            boolean letInByUs =
                    disabled && ours.filter(OwnActs.Act.UNBLOCK::equals).isPresent();
            if (letInByUs && guest.stateSince().plus(STALE).isAfter(clock.instant())) {
                sights.lookDue(guest.id()); // maybe the past; looked at again later
                return;
            }
            boolean byUs = disabled && ours.filter(OwnActs.Act.BLOCK::equals).isPresent();
            if (!byUs && sights.differs(guest.id(), Fact.DISABLED, disabled)) {
                tell(
                        guest.id(),
                        disabled,
                        Attention.DISABLED_BY_OTHERS,
                        disabled ? "disabled-by-others" : "enabled-by-others");
            }
        } else if (guest.state() == GuestState.BLOCKED) {
            sights.differs(guest.id(), Fact.DISABLED, false); // from here on it is our own block that counts
            if (user.enabled() && ours.filter(OwnActs.Act.UNBLOCK::equals).isEmpty()) {
                letIn(guest);
            }
        }
    }

    private void letIn(Guest guest) {
        if (guest.stateSince().plus(STALE).isAfter(clock.instant())) {
            sights.lookDue(guest.id()); // maybe the past; looked at again later
        } else {
            events.publishEvent(new AccountChanged(guest.id(), Kind.LET_IN));
        }
    }

    private void mastery(GuestId id, DirectoryUser user) {
        boolean mastered = user.synchronizedFromOnPremises();
        if (sights.differs(id, Fact.SYNCHRONIZED, mastered)) {
            tell(id, mastered, Attention.SYNCHRONIZED, mastered ? "synchronized" : "synchronized-over");
        }
    }

    /** An attention that something waits for is never covered by one that only tells. */
    private void tell(GuestId id, boolean so, Attention attention, String code) {
        Attention present = guests.get(id).attention();
        if (so && (present == null || !present.holdsUp())) {
            guests.attention(id, attention, DIRECTORY, code, Map.of());
        } else if (!so && present == attention) {
            guests.attention(id, null, DIRECTORY, code, Map.of());
        } else {
            guests.note(id, DIRECTORY, code, Map.of());
        }
    }

    private boolean isBeingRestored(Guest guest) {
        return steps.next(guest)
                .filter(step -> step.kind() == LeavingSteps.Kind.RESTORE)
                .isPresent();
    }

    private Optional<GuestState> stateBefore(GuestId id) {
        return db.sql("select state_before_deletion from guest where id = ? and state_before_deletion is not null")
                .param(id.value())
                .query(String.class)
                .optional()
                .map(GuestState::valueOf);
    }

    private void remember(GuestId id, @Nullable GuestState state) {
        db.sql("update guest set state_before_deletion = ? where id = ?")
                .params(state == null ? null : state.name(), id.value())
                .update();
    }
}
