package dev.guestward.sponsorship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.expiry.Extension;
import dev.guestward.expiry.Extensions;
import dev.guestward.expiry.OnGuestsThatEnd;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.invitation.AccessAgain;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.RemovalRequests;
import dev.guestward.removal.RestorationRequests;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a sponsor began while they still were one does not go through once an administrator has given the guest to another. */
class HandedOverMeanwhileTest extends OnGuestsThatEnd {
    private static final Viewer AMARA = Viewer.of(SeedPeople.AMARA);
    private static final Viewer ADMIN = Viewer.of(SeedPeople.ADMIN);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Autowired
    Sponsorships sponsorships;

    @Autowired
    RemovalRequests removalRequests;

    @Autowired
    RestorationRequests restorations;

    @Autowired
    Extensions extensions;

    @Autowired
    AccessAgain access;

    @Autowired
    LeavingGuests rows;

    @Autowired
    PlatformTransactionManager transactions;

    private final ExecutorService otherThread = Executors.newSingleThreadExecutor();

    /** What Amara does while somebody else holds the guest's row. */
    enum Act {
        HAND_OVER,
        REMOVE,
        UNDO,
        RESTORE,
        EXTEND,
        GIVE_ACCESS_AGAIN
    }

    @AfterEach
    void noThreadStays() {
        otherThread.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void whatAFormerSponsorBeganBeforeComesToNothing(Act act) {
        GuestId guest = activeUntil(Duration.ofDays(30));
        prepare(act, guest);
        long removalsBefore = removals(guest);

        Future<?> amaras = Objects.requireNonNull(new TransactionTemplate(transactions).<Future<?>>execute(status -> {
            rows.locked(guest);
            int mine = db.sql("select pg_backend_pid()").query(Integer.class).single();
            Future<?> begun = otherThread.submit(() -> does(act, guest));
            // in a thread of its own, and so outside this transaction
            await().atMost(PATIENCE).until(() -> waitsFor(mine));
            sponsorships.handOver(guest, SeedPeople.BEN.userName(), ADMIN);
            return begun;
        }));

        assertThatThrownBy(amaras::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(NotFound.class);
        assertThat(current(guest).sponsor()).isEqualTo(SeedPeople.BEN.id());
        List<String> codes = codes(guest);
        assertThat(codes).containsOnlyOnce("sponsor-changed");
        assertThat(codes).doesNotContain("extended", "access-asked-again", "restoration-asked", "removal-undone");
        assertThat(removals(guest)).isEqualTo(removalsBefore);
    }

    private void prepare(Act act, GuestId guest) {
        switch (act) {
            case UNDO -> removalRequests.remove(guest, "Left the clinic", false, AMARA);
            case RESTORE -> {
                removalRequests.remove(guest, "Left the clinic", true, AMARA);
                work();
                assertThat(current(guest).state().name()).isEqualTo("BLOCKED");
            }
            case GIVE_ACCESS_AGAIN -> {
                db.sql("update guest set attention = 'LOST_ACCESS' where id = ?")
                        .param(guest.value())
                        .update();
                db.sql("update guest_grant set given_at = null where guest_id = ?")
                        .param(guest.value())
                        .update();
            }
            case HAND_OVER, REMOVE, EXTEND -> {}
        }
    }

    private void does(Act act, GuestId guest) {
        switch (act) {
            case HAND_OVER -> sponsorships.handOver(guest, SeedPeople.CHLOE.userName(), AMARA);
            case REMOVE -> removalRequests.remove(guest, "Left the clinic", false, AMARA);
            case UNDO -> removalRequests.undo(guest, AMARA);
            case RESTORE -> restorations.restore(guest, "It was a mistake", null, AMARA);
            case EXTEND ->
                extensions.extend(
                        guest,
                        new Extension(
                                clock.instant().plus(Duration.ofDays(60)).toString(), "The trial runs longer", null),
                        AMARA);
            case GIVE_ACCESS_AGAIN -> access.give(guest, AMARA);
        }
    }

    private boolean waitsFor(int backend) {
        return db.sql("select exists (select 1 from pg_stat_activity where wait_event_type = 'Lock'"
                        + " and ? = any (pg_blocking_pids(pid)))")
                .param(backend)
                .query(Boolean.class)
                .single();
    }

    private long removals(GuestId guest) {
        return db.sql("select count(*) from removal where guest_id = ?")
                .param(guest.value())
                .query(Long.class)
                .single();
    }
}
