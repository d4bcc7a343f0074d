package dev.guestward.directory.changes;

import dev.guestward.directory.DeltaPage;
import dev.guestward.directory.UnmanagedGuests;
import dev.guestward.schedule.FleetTrigger;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** The intake on real tables, with an imagined directory and register. */
final class IntakeFixture {
    static final ChangesSettings SETTINGS = new ChangesSettings(
            null,
            "topic",
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofDays(90),
            Duration.ofMillis(500),
            (short) -1);

    final ImaginedDirectory directory = new ImaginedDirectory();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final JdbcClient db;
    final AccountLooks looks;
    final DeltaCursor cursor;
    final EarlyDelta early;
    final Disappearances disappearances;
    final Canary canary;
    final ChangeIntake intake;
    final DeltaRun delta;
    final LaterLooks later;

    IntakeFixture(BeanFactory beans) {
        db = beans.getBean(JdbcClient.class);
        Clock clock = beans.getBean(Clock.class);
        PlatformTransactionManager transactions = beans.getBean(PlatformTransactionManager.class);
        looks = beans.getBean(AccountLooks.class);
        cursor = beans.getBean(DeltaCursor.class);
        AccountReader reader = new AccountReader(directory.port());
        early = new EarlyDelta(db, beans.getBean(FleetTrigger.class), meters, clock);
        disappearances = new Disappearances(db, reader, directory, cursor, early, transactions, clock);
        canary = noCanary(db, clock);
        intake = new ChangeIntake(reader, directory, disappearances, looks, early, canary, event -> {}, meters, clock);
        delta = new DeltaRun(
                directory.port(),
                reader,
                directory,
                new NoStrangers(),
                disappearances,
                looks,
                cursor,
                canary,
                event -> {},
                transactions,
                SETTINGS,
                clock);
        later = new LaterLooks(looks, intake, directory, beans.getBean(DeadLetters.class));
        tidy();
    }

    /** None is named. */
    static Canary noCanary(JdbcClient db, Clock clock) {
        return new Canary(
                new CanarySettings(null, Duration.ofMinutes(30), Duration.ofMinutes(10)), new CanaryTable(db, clock));
    }

    /** All tests share the tables. */
    void tidy() {
        for (String table :
                new String[] {"account_look", "account_gone", "gone_alarm", "dead_letter", "delta_cursor"}) {
            db.sql("delete from " + table).update();
        }
    }

    /** So much time passes for what waits. */
    void wait(Duration time) {
        db.sql("update account_look set due_at = due_at - make_interval(secs => ?)")
                .param(time.toSeconds())
                .update();
    }

    double counted(String result) {
        return meters.counter("guestward.intake", "result", result).count();
    }

    /** Nobody in these tests is found besides the managed. */
    private static final class NoStrangers implements UnmanagedGuests {
        @Override
        public boolean wantWholeRound() {
            return false;
        }

        @Override
        public void shown(DeltaPage page, Instant at) {}
    }
}
