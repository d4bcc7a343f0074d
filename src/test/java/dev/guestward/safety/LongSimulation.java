package dev.guestward.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many years. {@code ./mvnw -Psimulation verify}, with {@code -Dsimulation.first=1 -Dsimulation.seeds=20
 * -Dsimulation.guests=200 -Dsimulation.days=730 -Dsimulation.abreast=2}.
 */
@Tag("simulation")
class LongSimulation {
    private static final int FIRST = Integer.getInteger("simulation.first", 1);
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 20);
    private static final int GUESTS = Integer.getInteger("simulation.guests", 200);
    private static final int DAYS = Integer.getInteger("simulation.days", 730);

    /** Each is one thread of work for the machine, and a little of the database. */
    private static final int ABREAST = Integer.getInteger("simulation.abreast", 2);

    @Test
    void noRuleIsBrokenWhateverTheSeed() throws InterruptedException, ExecutionException {
        Instant began = Instant.now();
        ExecutorService machines = Executors.newFixedThreadPool(ABREAST);
        List<Callable<ChildJvm.Ended>> seeds = IntStream.range(FIRST, FIRST + SEEDS)
                .<Callable<ChildJvm.Ended>>mapToObj(seed -> () -> years(seed))
                .toList();
        List<ChildJvm.Ended> ended = new ArrayList<>();
        try {
            for (Future<ChildJvm.Ended> seed : machines.invokeAll(seeds)) {
                ended.add(seed.get());
            }
        } finally {
            machines.shutdownNow();
        }

        System.out.println("== simulation, commit " + Commit.name() + ", seeds " + FIRST + " to "
                + (FIRST + SEEDS - 1) + ", " + GUESTS + " guests, " + DAYS + " days, "
                + Duration.between(began, Instant.now()).toSeconds() + " s");
        assertThat(ended).filteredOn(one -> one.code() != 0).isEmpty();
    }

    private static ChildJvm.Ended years(int seed) {
        ChildJvm.Ended ended = new ChildJvm()
                .with("-Xmx1500m")
                .run(SimulatedYears.class, List.of(seed + "," + GUESTS + "," + DAYS), Duration.ofHours(12));
        System.out.println(ended.output());
        return ended;
    }
}
