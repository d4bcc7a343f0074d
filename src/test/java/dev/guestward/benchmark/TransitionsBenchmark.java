package dev.guestward.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guestward.directory.gateway.HurriedQuota;
import dev.guestward.embedded.EmbeddedDatabase;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** How fast guests get from request to access when neither the directory nor its quota holds them up. */
@Benchmark
class TransitionsBenchmark {
    private static final int GUESTS = Integer.getInteger("benchmark.guests", 1000);
    private static final int WARM_UP = Math.min(GUESTS, 200);
    /** The quota then allows 390 writes and 600 invitations a second. */
    private static final int FASTER = 20;

    static {
        System.setProperty(EmbeddedDatabase.DURABLE, "true");
    }

    @Autowired
    Surroundings around;

    @Autowired
    Loops loops;

    @Autowired
    RuntimeService runtime;

    @Autowired
    HistoryService history;

    @Autowired
    HurriedQuota.Pace pace;

    @AfterEach
    void calmDown() {
        pace.times(1);
        around.calm();
    }

    private record Run(int guests, long activities, double seconds) {
        static Run of(int guests, IntToLongFunction work) {
            long began = System.nanoTime();
            long activities = work.applyAsLong(guests);
            return new Run(guests, activities, (System.nanoTime() - began) / 1e9);
        }

        double guestsPerSecond() {
            return guests / seconds;
        }

        double activitiesPerSecond() {
            return activities / seconds;
        }
    }

    @Test
    void productBesideBareEngine() {
        Report report = new Report("transitions");
        around.begin();
        around.tenant("PUT", "/_sim/quota", Map.of("enforced", false));
        pace.times(FASTER);
        Run product;
        try (Loops.Running running = loops.everything()) {
            product(WARM_UP);
            product = Run.of(GUESTS, this::product);
        }
        Run bare;
        try (BareEngine engine = new BareEngine()) {
            engine.run(WARM_UP);
            bare = Run.of(GUESTS, engine::run);
        }

        report.head("what", "product", "bare engine", "bare engine is faster by");
        report.row("guests from start to end", GUESTS, GUESTS, "");
        row(report, "guests/s", product.guestsPerSecond(), bare.guestsPerSecond());
        row(
                report,
                "**transitions/s** (activities finished)",
                product.activitiesPerSecond(),
                bare.activitiesPerSecond());
        report.write();

        assertThat(product.activities()).as("the same way through the model").isEqualTo(bare.activities());
        assertThat(around.counters().path("throttled").asInt())
                .as("the tenant held nobody up")
                .isZero();
    }

    private static void row(Report report, String what, double product, double bare) {
        report.row(what, text(product), text(bare), text(bare / product));
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private long product(int guests) {
        long before = finished();
        long active = around.active();
        for (int n = 0; n < guests; n++) {
            around.ask();
        }
        around.untilActive(active + guests, Duration.ofMinutes(15));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> runtime.createProcessInstanceQuery().count() == 0);
        return finished() - before;
    }

    private long finished() {
        return history.createHistoricActivityInstanceQuery().finished().count();
    }
}
