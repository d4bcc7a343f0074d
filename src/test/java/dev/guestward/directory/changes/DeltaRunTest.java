package dev.guestward.directory.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.GuestwardTest;
import dev.guestward.directory.DeltaPage;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.ObjectId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** The net under the notifications, and what it believes when accounts seem to be gone. */
@GuestwardTest
class DeltaRunTest {
    @Autowired
    BeanFactory beans;

    private IntakeFixture fixture;
    private ImaginedDirectory directory;

    @BeforeEach
    void begin() {
        fixture = new IntakeFixture(beans);
        directory = fixture.directory;
        directory.expectedCount = 100;
    }

    @AfterEach
    void tidy() {
        fixture.tidy();
    }

    @Test
    void whoIsRemovedIsLookedForInTheRecycleBinBeforeTheRegisterIsTold() {
        ObjectId deleted = directory.account();
        ObjectId purged = directory.account();
        ObjectId restored = directory.account();
        directory.delete(deleted);
        directory.present.remove(purged);
        page(true, removed(deleted, "changed"), removed(purged, "deleted"), removed(restored, "changed"));

        fixture.delta.run();

        assertThat(directory.gone).containsOnly(Map.entry(deleted, true), Map.entry(purged, false));
        assertThat(directory.seen).containsExactly(restored);
    }

    @Test
    void whoIsMissingFromAWholeRoundIsNotGone() {
        directory.account();
        page(true);

        fixture.delta.run();

        assertThat(directory.gone).isEmpty();
        assertThat(directory.notFound).isEmpty();
    }

    @Test
    void moreThanOneInFiftyAtOnceAreNotBelievedUntilSomebodyConfirmsIt() {
        List<ObjectId> lost = Stream.generate(directory::account).limit(4).toList();
        lost.forEach(directory::delete);
        page(false, removed(lost.get(0), "changed"), removed(lost.get(1), "changed"));
        page(true, removed(lost.get(2), "changed"), removed(lost.get(3), "changed"));

        fixture.delta.run();

        assertThat(directory.gone).isEmpty();
        Disappearances.Alarm alarm = fixture.disappearances.alarm().orElseThrow();
        assertThat(alarm.accounts()).isEqualTo(4);
        assertThat(alarm.managed()).isEqualTo(100);
        assertThat(fixture.disappearances.held(10)).containsExactlyInAnyOrderElementsOf(lost);

        ObjectId later = directory.account();
        directory.delete(later);
        fixture.intake.work(Set.of(later));
        assertThat(directory.gone).as("nothing passes while the alarm stands").isEmpty();

        assertThat(fixture.disappearances.decide(alarm.id(), true, "admin", () -> {}))
                .isTrue();

        assertThat(directory.gone).containsOnlyKeys(lost.get(0), lost.get(1), lost.get(2), lost.get(3), later);
        assertThat(fixture.disappearances.alarm()).isEmpty();
        assertThat(fixture.disappearances.decide(alarm.id(), false, "admin", () -> {}))
                .as("it is decided")
                .isFalse();
    }

    @Test
    void whatWeHaveDeletedOurselvesIsNotSuspicious() {
        List<ObjectId> lost = Stream.generate(directory::account).limit(4).toList();
        for (ObjectId one : lost) {
            directory.delete(one);
            fixture.db
                    .sql("insert into effect (id, effect_key, guest_id, kind, state, object_id, planned_at)"
                            + " values (?, ?, ?, 'DELETE', 'UNKNOWN', ?, now())")
                    .params(UUID.randomUUID(), "test:" + one, UUID.randomUUID(), one.value())
                    .update();
        }
        page(true, lost.stream().map(id -> removed(id, "changed")).toArray(DeltaPage.Entry[]::new));

        fixture.delta.run();

        fixture.db.sql("delete from effect where effect_key like 'test:%'").update();
        assertThat(directory.gone).hasSize(4);
        assertThat(fixture.disappearances.alarm()).isEmpty();
    }

    @Test
    void whomWeHaveBroughtBackCountsWhenOthersDeleteTheAccount() {
        List<ObjectId> lost = Stream.generate(directory::account).limit(3).toList();
        for (ObjectId one : lost) {
            directory.delete(one);
            planned(one, "DELETE", 2);
            planned(one, "RESTORE", 1);
        }
        page(true, lost.stream().map(id -> removed(id, "changed")).toArray(DeltaPage.Entry[]::new));

        fixture.delta.run();

        fixture.db.sql("delete from effect where effect_key like 'test:%'").update();
        assertThat(directory.gone).isEmpty();
        assertThat(fixture.disappearances.alarm()).isPresent();
    }

    private void planned(ObjectId account, String kind, int daysAgo) {
        fixture.db
                .sql("insert into effect (id, effect_key, guest_id, kind, state, object_id, planned_at)"
                        + " values (?, ?, ?, ?, 'CONFIRMED', ?, now() - make_interval(days => ?))")
                .params(UUID.randomUUID(), "test:" + kind + account, UUID.randomUUID(), kind, account.value(), daysAgo)
                .update();
    }

    @Test
    void aConfirmedDisappearanceIsLookedAtOnceMoreWhenItWasNoticedAWhileAgo() {
        List<ObjectId> lost = Stream.generate(directory::account).limit(3).toList();
        Map<ObjectId, DirectoryUser> before = Map.copyOf(directory.present);
        lost.forEach(directory::delete);
        page(true, lost.stream().map(id -> removed(id, "changed")).toArray(DeltaPage.Entry[]::new));
        fixture.delta.run();
        fixture.db
                .sql("update account_gone set noticed_at = noticed_at - interval '1 hour'")
                .update();
        directory.present.put(lost.get(0), before.get(lost.get(0)));

        fixture.disappearances.decide(
                fixture.disappearances.alarm().orElseThrow().id(), true, "admin", () -> {});

        assertThat(directory.gone).containsOnlyKeys(lost.get(1), lost.get(2));
        assertThat(directory.seen).containsExactly(lost.get(0));
    }

    @Test
    void aDismissedDisappearanceTellsNobodyAndEverythingIsAskedForAnew() {
        List<ObjectId> lost = Stream.generate(directory::account).limit(3).toList();
        lost.forEach(directory::delete);
        page(true, lost.stream().map(id -> removed(id, "changed")).toArray(DeltaPage.Entry[]::new));
        fixture.delta.run();
        directory.cursors.clear();

        fixture.disappearances.decide(
                fixture.disappearances.alarm().orElseThrow().id(), false, "admin", () -> {});
        fixture.delta.run();

        assertThat(directory.gone).isEmpty();
        assertThat(directory.cursors).containsExactly("null");
        assertThat(directory.wholeRounds).isEqualTo(2);
        assertThat(fixture.disappearances.alarm()).isEmpty();
    }

    @Test
    void aFewThatGoOneByOneAreToldAndTheOneTooManyIsNot() {
        for (int n = 0; n < 3; n++) {
            ObjectId one = directory.account();
            directory.delete(one);
            page(true, removed(one, "changed"));
            fixture.delta.run();
        }

        assertThat(directory.gone).hasSize(2);
        assertThat(fixture.disappearances.alarm()).isPresent();
    }

    @Test
    void whoIsHeardOfTwiceStillCountsAmongThoseThatGoAtOnce() {
        for (int n = 0; n < 2; n++) {
            ObjectId one = directory.account();
            directory.delete(one);
            fixture.intake.work(Set.of(one));
            page(true, removed(one, "changed"));
            fixture.delta.run();
        }
        ObjectId tooMany = directory.account();
        directory.delete(tooMany);
        page(true, removed(tooMany, "changed"));

        fixture.delta.run();

        assertThat(directory.gone).hasSize(2).doesNotContainKey(tooMany);
        assertThat(fixture.disappearances.alarm()).isPresent();
    }

    @Test
    void whomNoRoundCanNameIsToldOnceALookHasMissedThemAndNotIfTheyAreThere() {
        ObjectId deleted = directory.account();
        ObjectId there = directory.account();
        directory.delete(deleted);

        fixture.disappearances.missing(List.of(deleted, there));
        page(true);
        fixture.delta.run();

        assertThat(directory.gone).containsOnly(Map.entry(deleted, true));
        assertThat(directory.seen).containsExactly(there);
    }

    @Test
    void manyWhomLooksHaveMissedWaitForAPerson() {
        List<ObjectId> lost = Stream.generate(directory::account).limit(3).toList();
        lost.forEach(directory::delete);

        lost.forEach(one -> fixture.disappearances.missing(List.of(one)));
        page(true);
        fixture.delta.run();

        assertThat(directory.gone).isEmpty();
        assertThat(fixture.disappearances.alarm()).isPresent();
    }

    @Test
    void theSameFewAreNotSuspiciousNextDay() {
        for (int n = 0; n < 4; n++) {
            ObjectId one = directory.account();
            directory.delete(one);
            page(true, removed(one, "changed"));
            fixture.delta.run();
            fixture.db
                    .sql("update account_gone set told_at = told_at - interval '61 minutes',"
                            + " counted_at = counted_at - interval '61 minutes'")
                    .update();
        }

        assertThat(directory.gone).hasSize(4);
        assertThat(fixture.disappearances.alarm()).isEmpty();
    }

    @Test
    void anAccountThatMakesTroubleKeepsNoneOfTheOthersFromBeingLookedAt() {
        ObjectId bad = directory.account();
        ObjectId good = directory.account();
        directory.poisonous.add(bad);
        page(true, present(bad), present(good));
        fixture.delta.run();
        directory.seen.clear();
        directory.cursors.clear();

        fixture.later.runOnce();
        fixture.delta.run();

        assertThat(directory.seen).containsExactly(good);
        assertThat(directory.cursors).as("the page is done with").containsExactly("page-end");
        assertThat(fixture.looks.count()).isEqualTo(1);
    }

    @Test
    void anAccountThatCannotBeReadNowIsReadLater() {
        ObjectId busy = directory.account();
        directory.busy(busy, Duration.ZERO);
        page(true, present(busy));
        fixture.delta.run();
        directory.unreadable.clear();

        fixture.later.runOnce();

        assertThat(directory.seen).containsExactly(busy);
    }

    @Test
    void aCursorTheDirectoryHasForgottenAndOneOlderThanAWeekBeginAFullRoundInWhichEachAccountIsLookedAt() {
        page(true);
        fixture.delta.run();
        directory.expired = true;
        fixture.delta.run();
        assertThat(directory.cursors).containsExactly("null", "page-end", "null");
        assertThat(directory.wholeRounds).isEqualTo(2);

        fixture.db
                .sql("update delta_cursor set stored_at = stored_at - interval '7 days'")
                .update();
        directory.cursors.clear();
        fixture.delta.run();
        assertThat(directory.cursors).containsExactly("null");
        assertThat(directory.wholeRounds).isEqualTo(3);
        fixture.delta.run();
        assertThat(directory.wholeRounds).isEqualTo(3);
    }

    @Test
    void aDirectoryThatTakesNoCursorIsReadAsAWholeOnceAnHourOnly() {
        page(true);
        fixture.delta.run();
        directory.expired = true;
        fixture.delta.run();
        directory.cursors.clear();

        directory.expired = true;
        fixture.delta.run();
        assertThat(directory.cursors).hasSize(1).doesNotContain("null");
        assertThat(directory.wholeRounds).isEqualTo(2);

        fixture.db
                .sql("update delta_cursor set refused_at = refused_at - interval '61 minutes'")
                .update();
        directory.expired = true;
        fixture.delta.run();
        assertThat(directory.cursors).hasSize(3).endsWith("null");
        assertThat(directory.wholeRounds).isEqualTo(3);
    }

    private void page(boolean last, DeltaPage.Entry... entries) {
        directory.pages.add(new DeltaPage(List.of(entries), last ? "page-end" : "page-" + UUID.randomUUID(), last));
    }

    private static DeltaPage.Entry removed(ObjectId id, String reason) {
        return new DeltaPage.Entry(id, reason, null);
    }

    private DeltaPage.Entry present(ObjectId id) {
        return new DeltaPage.Entry(id, null, directory.present.get(id));
    }
}
