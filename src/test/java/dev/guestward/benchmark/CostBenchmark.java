package dev.guestward.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.embedded.EmbeddedDatabase;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a guest costs the tenant: invited, mailed, redeemed, found redeemed by notification, given access. */
@Benchmark
class CostBenchmark {
    private static final int GUESTS = Integer.getInteger("benchmark.guests", 1000);
    private static final double MOST_WRITES = 1.10;

    static {
        System.setProperty(EmbeddedDatabase.DURABLE, "true");
    }

    @Autowired
    Surroundings around;

    @Autowired
    Loops loops;

    @AfterEach
    void calmDown() {
        around.calm();
    }

    @Test
    void aGuestCostsLittleMoreThanOneWrite() {
        Report report = new Report("cost");
        around.begin();
        long active = around.active();
        long mails = around.tenant("GET", "/_sim/mails", "").size();
        around.throttleEveryTenth(Duration.ZERO);

        try (Loops.Running running = loops.everything()) {
            for (int n = 0; n < GUESTS; n++) {
                around.ask();
            }
            around.untilActive(active + GUESTS, Duration.ofMinutes(20));
        }

        JsonNode counters = around.counters();
        double writes = counters.path("accepted").asDouble() / GUESTS;
        double mailed = (around.tenant("GET", "/_sim/mails", "").size() - mails) / (double) GUESTS;
        report.head("what", "figure");
        report.figure("guests invited, redeemed and given access, every tenth call answered 429", GUESTS);
        report.figure("**accepted writes a guest**", writes, "%.3f");
        report.figure(
                "writes sent a guest, refused ones included",
                counters.path("writes").asDouble() / GUESTS,
                "%.3f");
        report.figure(
                "requests a guest, reads included", counters.path("requests").asDouble() / GUESTS, "%.2f");
        report.figure("resource units a guest", counters.path("units").asDouble() / GUESTS, "%.2f");
        report.figure("mails a guest", mailed, "%.3f");
        report.figure(
                "calls answered 429, before the time one had named",
                counters.path("throttled") + ", " + counters.path("early"));
        counters.path("families")
                .fields()
                .forEachRemaining(family -> report.figure(
                        "`" + family.getKey() + "`, requests a guest",
                        family.getValue().path("requests").asDouble() / GUESTS,
                        "%.3f"));
        report.write();

        assertThat(counters.path("throttled").asInt())
                .as("the faults did strike")
                .isGreaterThan(GUESTS / 20);
        assertThat(counters.path("early").asInt()).as("calls before their time").isZero();
        assertThat(writes).isBetween(1.0, MOST_WRITES);
        assertThat(mailed).isEqualTo(1.0);
    }
}
