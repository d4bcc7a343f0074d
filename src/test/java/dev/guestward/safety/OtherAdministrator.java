package dev.guestward.safety;

import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.Membership;
import dev.guestward.directory.ObjectId;
import dev.guestward.guest.Guest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** Somebody who works in the tenant itself and tells the product nothing; and what the tenant does by itself. */
final class OtherAdministrator {
    private static final ObjectId TEAM = new ObjectId("7ea30000-2c7f-4e3a-b6d4-7a1f5c8e2b05");
    private static final Duration KEPT = Duration.ofDays(30);
    private static final double RARELY = 0.002;

    private final Random random;
    private final Agenda agenda;
    private final SimulatedClock clock;
    private final MoodyTenant tenant;
    private final Oracle oracle;
    private final Consumer<String> did;

    OtherAdministrator(
            Random random,
            Agenda agenda,
            SimulatedClock clock,
            MoodyTenant tenant,
            Oracle oracle,
            Consumer<String> did) {
        this.random = random;
        this.agenda = agenda;
        this.clock = clock;
        this.tenant = tenant;
        this.oracle = oracle;
        this.did = did;
    }

    /** The account, if it is there. */
    Optional<ObjectId> account(Guest guest) {
        return guest.account().filter(account -> tenant.inner.actually(account).isPresent());
    }

    boolean mayRedeem(ObjectId account) {
        return tenant.inner
                .actually(account)
                .filter(user -> user.enabled() && user.redemption() == DirectoryUser.Redemption.PENDING)
                .isPresent();
    }

    /** For a minute reads show what is there now. */
    void showThePast() {
        did.accept("stale reads");
        tenant.inner.showOnlyThePast();
        agenda.at(clock.instant().plusSeconds(60), tenant.inner::showTheTruth);
    }

    /** The tenant deletes for good what has been in the bin for long. */
    void emptyBin() {
        Instant before = clock.instant().minus(KEPT);
        tenant.inner.deletedUsers().stream()
                .filter(deleted ->
                        deleted.deletedAt() != null && deleted.deletedAt().isBefore(before))
                .forEach(deleted -> tenant.inner.purge(deleted.id()));
    }

    void day(int number, Guest guest) {
        Optional<ObjectId> there = account(guest);
        if (there.isEmpty() || random.nextDouble() > RARELY * 8) {
            return;
        }
        ObjectId account = there.get();
        DirectoryUser user = tenant.inner.actually(account).orElseThrow();
        switch (random.nextInt(8)) {
            case 0 -> {
                tenant.inner.holds(account, Membership.Kind.DIRECTORY_ROLE, "Reports Reader");
                back(account, () -> tenant.inner.takeOthers(account));
                done("gives a role to", number, account);
            }
            case 1 -> {
                tenant.inner.change(like(user, DirectoryUser.Kind.MEMBER, false));
                back(account, () -> change(account, DirectoryUser.Kind.GUEST, false));
                oracle.madeMember(account);
                done("makes a member of", number, account);
            }
            case 2 -> {
                tenant.inner.change(like(user, DirectoryUser.Kind.GUEST, true));
                back(account, () -> change(account, DirectoryUser.Kind.GUEST, false));
                done("synchronizes", number, account);
            }
            case 3 -> {
                tenant.inner.delete(account);
                oracle.deletedByOthers(account);
                did.accept("another administrator deletes guest " + number);
            }
            case 4 -> {
                if (!user.enabled()) {
                    tenant.inner.enableSignIn(account, true);
                    oracle.letInByOthers(account);
                    did.accept("another administrator lets in guest " + number);
                }
            }
            case 5 -> {
                tenant.inner.enableSignIn(account, false);
                done("blocks", number, account);
            }
            default -> {
                if (!tenant.inner.isMember(TEAM, account)) {
                    tenant.inner.addMembers(TEAM, List.of(account));
                    oracle.heldChangedWhileBlocked(account);
                    did.accept("another administrator adds to the team guest " + number);
                }
            }
        }
    }

    private void done(String what, int number, ObjectId account) {
        oracle.touched(account);
        did.accept("another administrator " + what + " guest " + number);
    }

    private void back(ObjectId account, Runnable undo) {
        agenda.at(clock.instant().plus(Duration.ofHours(24 + random.nextInt(400))), () -> {
            undo.run();
            oracle.touched(account);
        });
    }

    private void change(ObjectId account, DirectoryUser.Kind kind, boolean synchronizedFromOnPremises) {
        tenant.inner
                .actually(account)
                .ifPresent(user -> tenant.inner.change(like(user, kind, synchronizedFromOnPremises)));
    }

    private static DirectoryUser like(DirectoryUser of, DirectoryUser.Kind kind, boolean synchronizedFromOnPremises) {
        return new DirectoryUser(
                of.id(),
                kind,
                of.redemption(),
                of.redemptionChangedAt(),
                of.enabled(),
                of.displayName(),
                of.principalName(),
                of.mail(),
                of.otherMails(),
                of.identityIssuer(),
                synchronizedFromOnPremises,
                of.createdAt(),
                of.sessionsValidFrom());
    }
}
