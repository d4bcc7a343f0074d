package dev.guestward.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.GuestFacts;
import dev.guestward.guest.GuestId;
import dev.guestward.invitation.GuestEdit;
import dev.guestward.invitation.GuestEdits;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.Removal;
import dev.guestward.removal.RemovalRequests;
import dev.guestward.removal.RemovalWorkflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.access.AccessDeniedException;

class ExtensionsTest extends OnGuestsThatEnd {
    private static final Viewer AMARA = Viewer.of(SeedPeople.AMARA);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration PAST = Duration.ofMinutes(-1);

    @Autowired
    Extensions extensions;

    @Autowired
    ExpirySweep sweep;

    @Autowired
    ExpiryPlanner planner;

    @Autowired
    GuestFacts facts;

    @Autowired
    GuestEdits edits;

    @Autowired
    RemovalRequests requests;

    @Autowired
    RemovalWorkflow workflow;

    @Test
    void theSponsorExtendsAndTheReasonStaysOnRecord() {
        GuestId guest = activeUntil(DAY);
        Instant until = in(DAY.multipliedBy(20));

        extensions.extend(guest, wish(until, false), AMARA);

        assertThat(current(guest).accessUntil()).isEqualTo(until);
        assertThat(codes(guest)).containsOnlyOnce("extended");
        assertThat(db.sql("select reason from extension where guest_id = ?")
                        .param(guest.value())
                        .query(String.class)
                        .single())
                .isEqualTo("The trial runs longer");
        assertThat(facts.reviewForcedAt(guest)).isEmpty();
    }

    @Test
    void anExtensionNeedsAReasonAndALaterEndWithinTheLongestAccess() {
        GuestId guest = activeUntil(DAY.multipliedBy(10));

        assertThat(wrong(() -> extensions.extend(
                        guest, new Extension(in(DAY.multipliedBy(20)).toString(), " ", null), AMARA)))
                .containsExactly("reason");
        assertThat(wrong(() -> extensions.extend(guest, wish(in(DAY), false), AMARA)))
                .containsExactly("until");
        assertThat(wrong(() -> extensions.extend(guest, wish(in(DAY.multipliedBy(900)), false), AMARA)))
                .containsExactly("until");
        assertThat(wrong(() -> extensions.extend(guest, new Extension("soon", null, null), AMARA)))
                .containsExactlyInAnyOrder("until", "reason");
        assertThat(wrong(() -> extensions.extend(guest, new Extension(null, "x", true), AMARA)))
                .containsExactly("until");
        assertThat(codes(guest)).doesNotContain("extended");
    }

    @Test
    void whatThePolicyRefusesIsRefusedWithItsReason() {
        GuestId guest = activeUntil(DAY);

        assertThatThrownBy(() -> extensions.extend(guest, wish(in(DAY.multipliedBy(400)), false), AMARA))
                .isInstanceOf(InvalidInput.class);
    }

    @Test
    void anEmergencyReachesThreeDaysWithoutThePolicyAndForcesAReview() {
        GuestId guest = activeUntil(Duration.ofHours(1));

        assertThat(wrong(() -> extensions.extend(guest, wish(in(Duration.ofHours(73)), true), AMARA)))
                .containsExactly("until");
        extensions.extend(guest, wish(in(Duration.ofHours(71)), true), AMARA);

        assertThat(codes(guest)).contains("extended-emergency").doesNotContain("extended");
        assertThat(facts.reviewForcedAt(guest)).isPresent();
    }

    @Test
    void oneEmergencyFollowsAnotherOfTheSameGuestOnlyWhenThePauseIsOver() {
        GuestId guest = activeUntil(Duration.ofHours(1));
        extensions.extend(guest, wish(in(Duration.ofHours(20)), true), AMARA);

        assertThat(wrong(() -> extensions.extend(guest, wish(in(Duration.ofHours(70)), true), AMARA)))
                .containsExactly("emergency");
        db.sql("update extension set asked_at = asked_at - interval '30 days' where guest_id = ?")
                .param(guest.value())
                .update();
        extensions.extend(guest, wish(in(Duration.ofHours(70)), true), AMARA);

        assertThat(codes(guest)).filteredOn("extended-emergency"::equals).hasSize(2);
    }

    @Test
    void onlyTheSponsorAndAdministratorsExtend() {
        GuestId guest = activeUntil(DAY);
        Extension wish = wish(in(DAY.multipliedBy(20)), false);

        assertThatThrownBy(() -> extensions.extend(guest, wish, Viewer.of(SeedPeople.BEN)))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> extensions.extend(guest, wish, Viewer.of(SeedPeople.OWNER)))
                .isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> extensions.extend(GuestId.random(), wish, AMARA))
                .isInstanceOf(NotFound.class);
        assertThat(Extensions.mayExtend(current(guest), Viewer.of(SeedPeople.BEN)))
                .isFalse();
        assertThat(Extensions.mayExtend(current(guest), AMARA)).isTrue();

        extensions.extend(guest, wish, Viewer.of(SeedPeople.ADMIN));
    }

    @Test
    void whoIsExtendedAMomentBeforeTheBlockLeavesIsNotTouched() {
        GuestId guest = activeUntil(PAST);
        sweep.run();

        extensions.extend(guest, wish(in(DAY.multipliedBy(20)), false), AMARA);
        work();

        assertThat(canSignIn(guest)).isTrue();
        assertThat(removal(guest).endedAs()).isEqualTo(Removal.Ending.CALLED_OFF);
        assertThat(removal(guest).endedBecause()).isEqualTo("extended");
        assertThat(workflow.isRunning(guest)).isFalse();
        assertThat(codes(guest)).contains("removal-called-off", "extended").doesNotContain("blocked");
        assertThat(directory.accepted()).noneMatch(act -> act.startsWith("block " + account(guest)));
    }

    @Test
    void aWorkflowThatSomebodyHasSuspendedKeepsNobodyFromBeingExtended() {
        GuestId guest = activeUntil(DAY);
        planner.run();
        suspend(guest);

        extensions.extend(guest, wish(in(DAY.multipliedBy(20)), false), AMARA);

        assertThat(current(guest).accessUntil()).isAfter(clock.instant().plus(DAY.multipliedBy(19)));
    }

    @Test
    void aLaterEndByEditingCallsTheRemovalOffToo() {
        GuestId guest = activeUntil(PAST);
        sweep.run();

        edits.edit(
                guest,
                new GuestEdit(
                        null,
                        null,
                        in(DAY.multipliedBy(20)).toString(),
                        current(guest).version()),
                AMARA);
        assertThat(removal(guest).endedAs()).as("at once").isEqualTo(Removal.Ending.CALLED_OFF);
        work();

        assertThat(canSignIn(guest)).isTrue();
        assertThat(removal(guest).endedAs()).isEqualTo(Removal.Ending.CALLED_OFF);
    }

    @Test
    void onceTheBlockHasLeftOnlyRestorationHelps() {
        GuestId guest = activeUntil(PAST);
        sweep.run();
        db.sql("update removal set block_sent_at = now() where guest_id = ?")
                .param(guest.value())
                .update();

        assertThatThrownBy(() -> extensions.extend(guest, wish(in(DAY.multipliedBy(20)), false), AMARA))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("Restore the guest instead");
        assertThatThrownBy(() -> edits.edit(
                        guest,
                        new GuestEdit(
                                null,
                                null,
                                in(DAY.multipliedBy(20)).toString(),
                                current(guest).version()),
                        AMARA))
                .isInstanceOf(Conflict.class);
        work();
        assertThatThrownBy(() -> extensions.extend(guest, wish(in(DAY.multipliedBy(20)), false), AMARA))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("restored");
        assertThat(codes(guest)).doesNotContain("extended");
    }

    @Test
    void whoIsBeingRemovedForAnotherReasonIsNotExtended() {
        GuestId guest = activeUntil(DAY);
        requests.remove(guest, "Left the practice", false, AMARA);

        assertThatThrownBy(() -> extensions.extend(guest, wish(in(DAY.multipliedBy(20)), false), AMARA))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("Undo the removal first");
    }

    private static List<String> wrong(ThrowingCallable act) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(InvalidInput.class, act).fields().stream()
                .map(InvalidInput.Field::field)
                .toList();
    }

    private Instant in(Duration ahead) {
        return clock.instant().plus(ahead).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    }

    private static Extension wish(Instant until, boolean emergency) {
        return new Extension(until.toString(), "The trial runs longer", emergency);
    }
}
