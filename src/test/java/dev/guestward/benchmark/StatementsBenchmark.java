package dev.guestward.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guestward.Pump;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.changes.DeltaRun;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Priority;
import dev.guestward.directory.effect.Wish;
import dev.guestward.directory.gateway.Gateway;
import dev.guestward.directory.gateway.HurriedQuota;
import dev.guestward.embedded.EmbeddedDatabase;
import dev.guestward.simulatedtenant.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** How many statements the database sees for one act. A cost of ours, not a promise: nothing but being done is asserted. */
@Benchmark
class StatementsBenchmark {
    private static final int GUESTS = 100;
    private static final int ROUND = 20;
    private static final List<String> SOURCES =
            List.of("effect ledger", "quota", "outages", "engine", "register", "audit", "mail", "other");

    static {
        System.setProperty(EmbeddedDatabase.DURABLE, "true");
    }

    @Autowired
    Surroundings around;

    @Autowired
    CountedStatements statements;

    @Autowired
    Effects effects;

    @Autowired
    Gateway gateway;

    @Autowired
    Pump pump;

    @Autowired
    DeltaRun delta;

    @Autowired
    HurriedQuota.Pace pace;

    private final Report report = new Report("statements");
    private final List<String> busiest = new ArrayList<>();

    @AfterEach
    void calmDown() {
        pace.times(1);
        around.calm();
    }

    @Test
    void statementsByAct() {
        around.begin();
        around.tenant("PUT", "/_sim/notifications", Map.of("mode", "drop"));
        pump.run();
        pace.times(20);
        List<String> head = new ArrayList<>(List.of("statements for each", "all"));
        head.addAll(SOURCES);
        report.head(head.toArray(String[]::new));

        acts("invitation", () -> {
            UUID guest = around.registered();
            return Wish.invite("benchmark:" + guest, guest, Priority.REST);
        });
        acts("grant", () -> {
            UUID guest = UUID.randomUUID();
            return Wish.addMember("benchmark:" + guest, guest, account(), group());
        });
        acts("block", () -> {
            UUID guest = UUID.randomUUID();
            return Wish.block("benchmark:" + guest, guest, account());
        });
        wholeProduct();

        report.write();
        busiest.forEach(System.out::println);
    }

    private ObjectId account() {
        return new ObjectId(around.account(List.of()));
    }

    private static ObjectId group() {
        return new ObjectId(Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID);
    }

    private void acts(String what, Supplier<Wish> wish) {
        act("one " + what + ", alone in its round", List.of(wish.get()));
        act("one of " + ROUND + " " + what + "s in a round", List.copyOf(many(ROUND, wish)));
    }

    private void act(String what, List<Wish> wishes) {
        measured(what, wishes.size(), () -> {
            wishes.forEach(effects::plan);
            while (gateway.runOnce() > 0) {
                // until all are settled; the last round finds nothing
            }
        });
        assertThat(wishes)
                .allSatisfy(wish -> assertThat(effects.of(wish.guest())).allMatch(Effect::isConfirmed));
    }

    private static List<Wish> many(int count, Supplier<Wish> wish) {
        List<Wish> wishes = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            wishes.add(wish.get());
        }
        return wishes;
    }

    private void wholeProduct() {
        long active = around.active();
        measured("whole product, " + GUESTS + " guests together: request", GUESTS, () -> many(GUESTS));
        measured(
                "until invited and mailed",
                GUESTS,
                () -> await().atMost(Duration.ofMinutes(2)).until(pump.then(around::openEffects), open -> open == 0));
        pump.run();
        around.redeemAndCountActive();
        measured("until found redeemed", GUESTS, delta::run);
        measured(
                "until active",
                GUESTS,
                () -> await().atMost(Duration.ofMinutes(2))
                        .until(pump.then(around::active), now -> now == active + GUESTS));
    }

    private void many(int guests) {
        for (int n = 0; n < guests; n++) {
            around.ask();
        }
    }

    private void measured(String what, int times, Runnable work) {
        Map<String, Long> counted = statements.during(work);
        Map<String, Long> bySource = CountedStatements.bySource(counted);
        List<Object> cells = new ArrayList<>();
        cells.add(what);
        cells.add(each(bySource.values().stream().mapToLong(Long::longValue).sum(), times));
        SOURCES.forEach(source -> cells.add(each(bySource.getOrDefault(source, 0L), times)));
        report.row(cells.toArray());
        busiest.add("-- " + what);
        CountedStatements.busiest(counted, 25)
                .forEach(entry -> busiest.add(each(entry.getValue(), times) + "  " + entry.getKey()));
    }

    private static String each(long count, int times) {
        return String.format(Locale.ROOT, "%.1f", (double) count / times);
    }
}
