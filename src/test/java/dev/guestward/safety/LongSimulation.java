package dev.guestward.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many years. {@code ./mvnw -Psimulation verify}, with {@code -Dsimulation.first=1 -Dsimulation.seeds=20
 * -Dsimulation.guests=200 -Dsimulation.days=730}.
 */
@Tag("simulation")
class LongSimulation {
    private static final int FIRST = Integer.getInteger("simulation.first", 1);
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 20);
    private static final int GUESTS = Integer.getInteger("simulation.guests", 200);
    private static final int DAYS = Integer.getInteger("simulation.days", 730);

    @Test
    void noRuleIsBrokenWhateverTheSeed() {
        Instant began = Instant.now();
        List<ChildJvm.Ended> ended = IntStream.range(FIRST, FIRST + SEEDS)
                .mapToObj(seed -> {
                    ChildJvm.Ended one = new ChildJvm()
                            .with("-Xmx1500m")
                            .run(SimulatedYears.class, List.of(seed + "," + GUESTS + "," + DAYS), Duration.ofHours(12));
                    System.out.println(one.output());
                    return one;
                })
                .toList();

        System.out.println("== simulation, commit " + Commit.name() + ", seeds " + FIRST + " to "
                + (FIRST + SEEDS - 1) + ", " + GUESTS + " guests, " + DAYS + " days, "
                + Duration.between(began, Instant.now()).toSeconds() + " s");
        assertThat(ended).filteredOn(one -> one.code() != 0).isEmpty();
    }
}
