package dev.guestward.removal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.audit.Actor;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.expiry.ExpirySweep;
import dev.guestward.expiry.OnGuestsThatEnd;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.people.Person;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.sponsorship.Sponsorships;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Whose a removal is to take back, before the block and after it. */
class WhoTakesBackTest extends OnGuestsThatEnd {
    private static final Viewer AMARA = Viewer.of(SeedPeople.AMARA);
    private static final Viewer BEN = Viewer.of(SeedPeople.BEN);
    private static final Viewer ADMIN = Viewer.of(SeedPeople.ADMIN);

    @Autowired
    RemovalRequests requests;

    @Autowired
    RestorationRequests restorations;

    @Autowired
    Sponsorships sponsorships;

    @Autowired
    ExpirySweep sweep;

    @Autowired
    PlatformTransactionManager transactions;

    @Test
    void whatAnAdministratorRemovedAnAdministratorBringsBack() {
        GuestId guest = activeUntil(Duration.ofDays(30));
        requests.remove(guest, "Left the clinic", true, ADMIN);
        work();

        notTheirs(() -> restore(guest, AMARA));
        assertThat(current(guest).state()).isEqualTo(GuestState.BLOCKED);

        restore(guest, ADMIN);
        work();
        assertThat(current(guest).state()).isEqualTo(GuestState.ACTIVE);
    }

    @Test
    void anAdministratorsRemovalIsUndoneByAdministratorsOnlyAndTheSponsorsOwnByTheSponsor() {
        GuestId guest = activeUntil(Duration.ofDays(30));
        requests.remove(guest, "Left the clinic", false, ADMIN);

        notTheirs(() -> requests.undo(guest, AMARA));
        assertThat(removal(guest).isOpen()).isTrue();
        requests.undo(guest, ADMIN);

        requests.remove(guest, "Left the clinic", false, AMARA);
        requests.undo(guest, AMARA);
        assertThat(removal(guest).endedAs()).isEqualTo(Removal.Ending.UNDONE);
    }

    @Test
    void whatASecondLookDecidedIsItsOwnOrAnAdministratorsToTakeBack() {
        GuestId guest = activeUntil(Duration.ofDays(30));
        removedByReview(guest, SeedPeople.CHLOE, true);

        notTheirs(() -> requests.undo(guest, AMARA));
        requests.undo(guest, ADMIN);

        removedByReview(guest, SeedPeople.CHLOE, false);
        requests.undo(guest, AMARA);
        assertThat(removal(guest).endedAs()).isEqualTo(Removal.Ending.UNDONE);
    }

    @Test
    void theNextSponsorTakesBackWhatTheFormerOneAskedForUnlessItWasForSecurity() {
        GuestId calm = activeUntil(Duration.ofDays(30));
        GuestId urgent = activeUntil(Duration.ofDays(30));
        requests.remove(calm, "Left the clinic", false, AMARA);
        requests.remove(urgent, "Lost the laptop", true, AMARA);
        work();
        sponsorships.handOver(calm, SeedPeople.BEN.userName(), ADMIN);
        sponsorships.handOver(urgent, SeedPeople.BEN.userName(), ADMIN);

        requests.undo(calm, BEN);
        notTheirs(() -> restore(urgent, BEN));
    }

    @Test
    void whomTheEndOfAccessBlockedTheSponsorBringsBackAsBefore() {
        GuestId guest = activeUntil(Duration.ofHours(-1));
        sweep.run();
        work();
        assertThat(current(guest).state()).isEqualTo(GuestState.BLOCKED);
        assertThat(removal(guest).cause()).isEqualTo(Cause.EXPIRY);

        restore(guest, AMARA);
        work();
        assertThat(current(guest).state()).isEqualTo(GuestState.ACTIVE);
    }

    private void restore(GuestId guest, Viewer viewer) {
        String until = clock.instant().plus(Duration.ofDays(60)).toString();
        restorations.restore(guest, "It was a mistake", until, viewer);
    }

    private void removedByReview(GuestId guest, Person by, boolean second) {
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> requests.open(new Removals.Request(
                        guest, Cause.REVIEW, Actor.person(by.id().value()), "Not known any more", false, second)));
    }

    private static void notTheirs(Runnable act) {
        assertThatThrownBy(act::run)
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("Only an administrator, or whoever asked for it");
    }
}
