package dev.guestward.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.audit.Actor;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.Attention;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.people.Viewer;
import dev.guestward.removal.Cause;
import dev.guestward.removal.Removal;
import dev.guestward.removal.RemovalRequests;
import dev.guestward.removal.RemovalWorkflow;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class ExpirySweepTest extends OnGuestsThatEnd {
    private static final Duration PAST = Duration.ofMinutes(-1);
    private static final String REMOVAL = "guest-removal";

    @Autowired
    ExpirySweep sweep;

    @Autowired
    RemovalWorkflow workflow;

    @Autowired
    RemovalRequests requests;

    @Autowired
    PlatformTransactionManager transactions;

    private final List<GuestId> crowd = new ArrayList<>();

    @AfterEach
    void wakeTheEngine() {
        engine.getRepositoryService().activateProcessDefinitionByKey(REMOVAL);
        db.sql("drop trigger if exists one_fails on removal").update();
        crowd.forEach(this::forget);
    }

    @Test
    void whoIsPastTheEndIsBlockedByOneRunAndTakenThroughTheRemoval() {
        GuestId guest = activeUntil(PAST);

        sweep.run();
        work();

        assertThat(current(guest).state()).isEqualTo(GuestState.BLOCKED);
        assertThat(canSignIn(guest)).isFalse();
        assertThat(removal(guest).cause()).isEqualTo(Cause.EXPIRY);
        assertThat(removal(guest).strippedAt()).as("the workflow did the rest").isNotNull();
    }

    @Test
    void whoNeverAcceptedIsBlockedToo() {
        GuestId guest = invited();
        endsIn(guest, PAST);

        sweep.run();
        work();

        assertThat(current(guest).state()).isEqualTo(GuestState.BLOCKED);
        assertThat(canSignIn(guest)).isFalse();
    }

    @Test
    void whoAcceptsAfterTheEndIsLetInNowhereEvenWhileTheBlockIsHeld() {
        GuestId guest = invited();
        endsIn(guest, PAST);

        accounts.seen(directory.redeem(current(guest).email()), clock.instant());
        work();

        assertThat(current(guest).grants()).allMatch(grant -> grant.givenAt() == null);
        assertThat(current(guest).state()).isEqualTo(GuestState.INVITED);
        assertThat(current(guest).attention()).isEqualTo(Attention.GRANT_REFUSED);
        assertThat(audit.of(guest.value()))
                .filteredOn(entry -> entry.code().equals("grant-refused"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.details()).containsEntry("reason", "end-passed"));

        endsIn(guest, Duration.ofDays(30));
        Task repair = engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(guest.toString())
                .taskDefinitionKey("UserTask_RepairAccess")
                .singleResult();
        engine.getIdentityService().setAuthentication(SeedPeople.ADMIN.id().value(), List.of());
        try {
            engine.getTaskService().complete(repair.getId());
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
        work();

        assertThat(current(guest).state()).isEqualTo(GuestState.ACTIVE);
    }

    @Test
    void nobodyIsInvitedAfterTheEndThatWasAskedFor() {
        GuestId guest = requested();
        endsIn(guest, PAST);

        work();

        assertThat(current(guest).state()).isEqualTo(GuestState.REQUESTED);
        assertThat(current(guest).attention()).isEqualTo(Attention.INVITATION_REFUSED);
        assertThat(current(guest).account()).isEmpty();
        assertThat(audit.of(guest.value()))
                .filteredOn(entry -> entry.code().equals("invitation-refused"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.details()).containsEntry("reason", "end-passed"));
    }

    @Test
    void whoWaitsForADecisionAboutTheBlockGoesOnWaitingForIt() {
        GuestId guest = invited();
        endsIn(guest, PAST);
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> guests.attention(
                        guest,
                        Attention.HELD_BY_BRAKE,
                        Actor.schedule("expiry"),
                        "held-by-brake",
                        Map.of("reason", "brake")));

        accounts.seen(directory.redeem(current(guest).email()), clock.instant());
        work();

        assertThat(codes(guest)).contains("grant-refused");
        assertThat(current(guest).attention()).isEqualTo(Attention.HELD_BY_BRAKE);
    }

    @Test
    void aBlockIsRecordedAlsoIfSomebodyHasSuspendedTheInvitation() {
        GuestId guest = invited();
        endsIn(guest, Duration.ofMinutes(-1));
        suspend(guest);

        sweep.run();
        work();

        assertThat(canSignIn(guest)).isFalse();
        assertThat(current(guest).state()).isEqualTo(GuestState.BLOCKED);
    }

    @Test
    void whoseEndLiesAheadIsLeftAlone() {
        GuestId guest = activeUntil(Duration.ofMinutes(1));

        sweep.run();
        work();

        assertThat(removals.newest(guest)).isEmpty();
        assertThat(canSignIn(guest)).isTrue();
    }

    @Test
    void aSecondRunOpensNothingNew() {
        GuestId guest = activeUntil(PAST);

        sweep.run();
        sweep.run();
        work();
        sweep.run();

        assertThat(codes(guest)).containsOnlyOnce("removal-asked", "blocked");
    }

    @Test
    void withAnEngineThatStartsNothingTheBlockLeavesAllTheSameAndTheRestFollowsLater() {
        GuestId guest = activeUntil(PAST);
        GuestId other = activeUntil(PAST);
        engine.getRepositoryService().suspendProcessDefinitionByKey(REMOVAL);

        sweep.run();
        gateway.runOnce();
        gateway.runOnce();

        assertThat(current(guest).state()).isEqualTo(GuestState.BLOCKED);
        assertThat(current(other).state()).isEqualTo(GuestState.BLOCKED);
        assertThat(workflow.isRunning(guest)).isFalse();

        engine.getRepositoryService().activateProcessDefinitionByKey(REMOVAL);
        clock.step(Duration.ofMinutes(6));
        sweep.run();
        work();

        assertThat(workflow.isRunning(guest)).isTrue();
        assertThat(removal(guest).strippedAt()).isNotNull();
    }

    @Test
    void aRemovalWhoseWorkflowStandsStillIsBlockedBeyondItsUndoWindow() {
        GuestId guest = activeUntil(Duration.ofDays(30));
        requests.remove(guest, "Left the practice", false, Viewer.of(SeedPeople.AMARA));
        engine.getRuntimeService()
                .updateProcessInstanceSuspensionState()
                .byProcessInstanceQuery(engine.getRuntimeService()
                        .createProcessInstanceQuery()
                        .processDefinitionKey(REMOVAL)
                        .processInstanceBusinessKey(guest.toString()))
                .suspend();

        clock.step(Duration.ofMinutes(16));
        sweep.run();
        gateway.runOnce();
        assertThat(canSignIn(guest)).as("the workflow has its time").isTrue();
        clock.step(Duration.ofMinutes(5));
        sweep.run();
        gateway.runOnce();

        assertThat(canSignIn(guest)).isFalse();
        assertThat(current(guest).state()).isEqualTo(GuestState.BLOCKED);
    }

    @Test
    void anEndThatPeopleLetPassIsNotTriedAgainButTheNextOneIs() {
        GuestId guest = activeUntil(PAST);
        sweep.run();
        end(guest, Removal.Ending.GIVEN_UP);

        sweep.run();
        assertThat(removals.current(guest)).isEmpty();

        endsIn(guest, Duration.ofSeconds(-30));
        sweep.run();
        assertThat(removals.current(guest)).isPresent();
    }

    @Test
    void aRequestThatWasGivenUpDoesNotKeepTheEndFromComing() {
        GuestId guest = activeUntil(PAST);
        requests.remove(guest, "Left the practice", false, Viewer.of(SeedPeople.AMARA));
        end(guest, Removal.Ending.GIVEN_UP);

        sweep.run();

        assertThat(removals.current(guest).orElseThrow().cause()).isEqualTo(Cause.EXPIRY);
    }

    @Test
    void inReportOnlyModeAnEndIsReportedOnceAndActedOnWhenTheModeIsOver() {
        GuestId guest = activeUntil(PAST);
        mode.reportOnly(true);
        sweep.run();
        work();
        sweep.run();
        work();

        assertThat(current(guest).attention()).isEqualTo(Attention.ONLY_REPORTED);
        assertThat(codes(guest)).containsOnlyOnce("removal-reported");
        assertThat(canSignIn(guest)).isTrue();

        mode.reportOnly(false);
        sweep.run();
        work();

        assertThat(canSignIn(guest)).isFalse();
    }

    @Test
    void manyMoreThanAChunkAreAllFoundInOneRun() {
        crowd(210);

        sweep.run();

        assertThat(crowd)
                .allSatisfy(guest -> assertThat(removals.current(guest)).isPresent());
    }

    @Test
    void oneWhoCannotBeRemovedStopsNobodyElse() {
        crowd(5);
        GuestId bad = crowd.get(2);
        db.sql("create or replace function fail_one() returns trigger language plpgsql as"
                        + " $$ begin if new.guest_id = '" + bad + "' then raise 'no'; end if; return new; end $$")
                .update();
        db.sql("create trigger one_fails before insert on removal for each row execute function fail_one()")
                .update();

        sweep.run();

        assertThat(removals.current(bad)).isEmpty();
        assertThat(crowd)
                .filteredOn(guest -> !guest.equals(bad))
                .allSatisfy(guest -> assertThat(removals.current(guest)).isPresent());
    }

    @Test
    void whoHasAccessTenMinutesPastTheEndIsCountedAsWaitingForPeopleOrForNothing() {
        GuestId late = activeUntil(Duration.ofMinutes(-11));
        GuestId held = activeUntil(Duration.ofMinutes(-11));
        activeUntil(Duration.ofMinutes(-9));
        db.sql("update guest set attention = 'HELD_BY_BRAKE' where id = ?")
                .param(held.value())
                .update();

        assertThat(sweep.overdue().forNothing()).isEqualTo(1);
        assertThat(sweep.overdue().forPeople()).isEqualTo(1);

        sweep.run();
        end(late, Removal.Ending.GIVEN_UP);
        assertThat(sweep.overdue().forNothing()).isZero();
        assertThat(sweep.overdue().forPeople()).isEqualTo(2);

        mode.reportOnly(true);
        assertThat(sweep.overdue().forPeople()).isZero();
    }

    private void end(GuestId guest, Removal.Ending as) {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            removals.ended(removals.currentLocked(guest).orElseThrow(), as, "given-up", Actor.schedule("test"));
            workflow.overtaken(guest);
        });
    }

    /** Guests with accounts that nobody asks the directory about. */
    private void crowd(int many) {
        GuestId one = activeUntil(PAST);
        for (int i = 0; i < many; i++) {
            GuestId guest = GuestId.random();
            crowd.add(guest);
            db.sql("""
                            insert into guest (id, email, email_key, display_name, clinic_id, sponsor_id, requested_by,
                                purpose, language, access_until, state, state_since, requested_at, directory_id)
                            select :id, :mail, :mail, display_name, clinic_id, sponsor_id, requested_by, purpose,
                                language, :end, state, state_since, requested_at, :account from guest where id = :one""")
                    .param("id", guest.value())
                    .param("mail", guest + "@harbour-clinic.example")
                    .param("end", Timestamp.from(clock.instant().minusSeconds(1000)))
                    .param("account", UUID.randomUUID().toString())
                    .param("one", one.value())
                    .update();
        }
    }
}
