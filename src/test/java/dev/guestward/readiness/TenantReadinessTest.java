package dev.guestward.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.guestward.GuestwardTest;
import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.directory.effect.EffectQueue;
import dev.guestward.directory.gateway.InvitationRefused;
import dev.guestward.directory.gateway.Outages;
import dev.guestward.mode.Mode;
import dev.guestward.platform.SteppedClock;
import dev.guestward.problem.NotFound;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How findings are kept, waited for and logged. */
@GuestwardTest
class TenantReadinessTest {
    private static final Words TEXT = Words.of("readiness.mode.live");
    private static final Words ACT = Words.of("readiness.failed.do");

    private final SteppedClock clock = SteppedClock.instance();

    @Autowired
    Outages outages;

    @Autowired
    EffectQueue effects;

    @Autowired
    Mode mode;

    @Autowired
    Clinics clinics;

    @Autowired
    MessageSource texts;

    @Autowired
    MeterRegistry meters;

    @Autowired
    JdbcClient db;

    @AfterEach
    void forgetOutages() {
        db.sql("delete from directory_outage where code = 'test'").update();
    }

    @Test
    void findingsAreKeptForAWhileUnlessAskedAnew() {
        AtomicInteger looks = new AtomicInteger();
        TenantReadiness readiness = over(() -> {
            looks.incrementAndGet();
            return List.of(Finding.ok("some", "", TEXT));
        });

        readiness.report(false);
        readiness.report(false);
        assertThat(looks).hasValue(1);

        readiness.report(true);
        assertThat(looks).hasValue(2);

        clock.step(TenantReadiness.KEPT.plusSeconds(1));
        readiness.report(false);
        assertThat(looks).hasValue(3);
    }

    @Test
    void nobodyWaitsForACheckThatHangs() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        TenantReadiness readiness = over(() -> {
            waitFor(open);
            return List.of(Finding.ok("some", "", TEXT));
        });

        ReadinessReport meanwhile = readiness.report(false);
        assertThat(meanwhile.checking()).isTrue();
        assertThat(meanwhile.checkedAt()).isNull();
        assertThat(meanwhile.overall()).isEqualTo(Result.UNKNOWN);

        var running = readiness.look();
        open.countDown();
        running.get(30, TimeUnit.SECONDS);
        ReadinessReport then = readiness.report(false);
        assertThat(then.checking()).isFalse();
        assertThat(then.overall()).isEqualTo(Result.OK);
    }

    @Test
    void aCheckThatFailsIsUnknownAndSpoilsNoOther() {
        TenantReadiness readiness = new TenantReadiness(
                List.of(
                        check("broken", () -> {
                            throw new IllegalStateException("expected by this test");
                        }),
                        check("fine", () -> List.of(Finding.ok("fine", "", TEXT)))),
                outages,
                effects,
                mode,
                clinics,
                clock);
        Logger log = (Logger) LoggerFactory.getLogger(TenantReadiness.class);
        log.setLevel(Level.OFF);

        ReadinessReport report = readiness.report(false);

        log.setLevel(null);
        assertThat(report.findings()).extracting(Finding::code).containsExactly("broken", "fine");
        assertThat(report.findings()).extracting(Finding::result).containsExactly(Result.UNKNOWN, Result.OK);
    }

    @Test
    void anOutageBlocksWhateverTheChecksSay() {
        TenantReadiness readiness = over(() -> List.of(Finding.ok("some", "", TEXT)));
        assertThat(readiness.report(false).overall()).isEqualTo(Result.OK);

        out("PERMISSION", "INVITE");

        ReadinessReport report = readiness.report(false);
        assertThat(report.overall()).isEqualTo(Result.BLOCKED);
        assertThat(report.outages()).singleElement().satisfies(outage -> {
            assertThat(outage.hits()).isEqualTo(312);
            assertThat(Texts.english(outage.text())).contains("invitations", "lacks a permission");
        });
    }

    @Test
    void whatWaitsIsAFigure() {
        clock.step(TenantReadiness.KEPT);
        assertThat(outageFigure("TENANT")).isZero();

        out("TENANT", "READER");
        out("TENANT", "INVITER");

        clock.step(TenantReadiness.KEPT);
        assertThat(outageFigure("TENANT")).isEqualTo(2);
        assertThat(meters.get("guestward.effects.open")
                        .tag("kind", "BLOCK")
                        .gauge()
                        .value())
                .isEqualTo(db.sql("select count(*) from effect where kind = 'BLOCK'"
                                + " and state in ('PLANNED', 'SENT', 'UNKNOWN')")
                        .query(Double.class)
                        .single());
        assertThat(meters.get("guestward.effects.oldest.seconds").gauges()).hasSizeGreaterThan(10);
        assertThat(meters.get("guestward.directory.readiness").gauges()).hasSize(Result.values().length);
    }

    @Test
    void theStartLogsOneLineForEachThingThatIsWrong() {
        List<ILoggingEvent> lines = told(List.of(
                Finding.ok("mode", "", TEXT),
                new Finding("permission", "INVITE", Result.BLOCKED, TEXT, ACT),
                new Finding("permission", "READ_SIGN_INS", Result.WARNING, TEXT, ACT),
                new Finding("permission", "BLOCK", Result.UNKNOWN, TEXT, ACT),
                new Finding("permission", "DELETE_AND_RESTORE", Result.UNKNOWN, TEXT, ACT)));

        assertThat(lines).extracting(ILoggingEvent::getLevel).containsExactly(Level.ERROR, Level.WARN, Level.WARN);
        assertThat(lines.get(0).getFormattedMessage()).contains("INVITE", Texts.english(TEXT), Texts.english(ACT));
        assertThat(lines.get(2).getFormattedMessage()).contains("2 more");
    }

    @Test
    void theStartLogsOneLineWhenAllIsWell() {
        List<ILoggingEvent> lines = told(List.of(Finding.ok("mode", "", TEXT), Finding.ok("connection", "", TEXT)));

        assertThat(lines)
                .singleElement()
                .satisfies(line -> assertThat(line.getLevel()).isEqualTo(Level.INFO));
    }

    @Test
    void refusedInvitationsLetTheRulesBeLookedAtAgainOnceAMinute() {
        AtomicInteger looks = new AtomicInteger();
        AtomicInteger forgotten = new AtomicInteger();
        TenantReadiness readiness = new TenantReadiness(
                List.of(new ReadinessCheck() {
                    @Override
                    public String code() {
                        return "some";
                    }

                    @Override
                    public List<Finding> look() {
                        looks.incrementAndGet();
                        return List.of(Finding.ok("some", "", TEXT));
                    }

                    @Override
                    public void forget() {
                        forgotten.incrementAndGet();
                    }
                }),
                outages,
                effects,
                mode,
                clinics,
                clock);
        readiness.report(false);

        for (int refusals = 0; refusals < 3; refusals++) {
            readiness.refused(new InvitationRefused());
            awaitEnd(readiness);
        }
        assertThat(looks).hasValue(2);
        assertThat(forgotten).hasValue(1);

        clock.step(KeptReadings.AT_MOST_EVERY);
        readiness.refused(new InvitationRefused());
        awaitEnd(readiness);
        assertThat(looks).hasValue(3);
    }

    private static void awaitEnd(TenantReadiness readiness) {
        await().until(() -> !readiness.report(false).checking());
    }

    @Test
    void aReportAboutOneClinicLeavesOutWhatConcernsOthersOnly() {
        Clinic harbour = clinics.byKey("harbour").orElseThrow();
        Clinic lakeside = clinics.byKey("lakeside").orElseThrow();
        Finding forAll = new Finding("some", "", Result.WARNING, TEXT, ACT);
        Finding forHarbour = new Finding("some", "harbour", Result.BLOCKED, TEXT, ACT).of(harbour);
        TenantReadiness readiness = over(() -> List.of(forAll, forHarbour));

        assertThat(readiness.report(false).overall())
                .as("one clinic that is refused does not make the tenant unfit")
                .isEqualTo(Result.WARNING);
        assertThat(readiness.count(Result.BLOCKED)).isZero();
        assertThat(readiness.report(false, harbour.key()).overall()).isEqualTo(Result.BLOCKED);
        assertThat(readiness.report(false, harbour.key()).findings()).containsExactly(forAll, forHarbour);
        ReadinessReport other = readiness.report(false, lakeside.key());
        assertThat(other.findings()).containsExactly(forAll);
        assertThat(other.overall()).isEqualTo(Result.WARNING);
        assertThatThrownBy(() -> readiness.report(false, "nowhere")).isInstanceOf(NotFound.class);
    }

    private List<ILoggingEvent> told(List<Finding> findings) {
        Logger log = (Logger) LoggerFactory.getLogger(StartCheck.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.setAdditive(false);
        log.addAppender(lines);
        try {
            new StartCheck(over(List::of), texts).tell(findings);
        } finally {
            log.detachAppender(lines);
            log.setAdditive(true);
        }
        return lines.list;
    }

    private TenantReadiness over(Supplier<List<Finding>> look) {
        return new TenantReadiness(List.of(check("some", look)), outages, effects, mode, clinics, clock);
    }

    private static ReadinessCheck check(String code, Supplier<List<Finding>> look) {
        return new ReadinessCheck() {
            @Override
            public String code() {
                return code;
            }

            @Override
            public List<Finding> look() {
                return look.get();
            }
        };
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private double outageFigure(String trouble) {
        return meters.get("guestward.directory.outages")
                .tag("trouble", trouble)
                .gauge()
                .value();
    }

    private void out(String trouble, String subject) {
        db.sql("insert into directory_outage (trouble, subject, code, since, last_seen_at, next_probe_at, hits)"
                        + " values (?, ?, 'test', now(), now(), now(), 312)")
                .params(trouble, subject)
                .update();
    }
}
