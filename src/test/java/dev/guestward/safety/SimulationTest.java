package dev.guestward.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A simulated month with every build, told twice alike, and a year with the profile. Many years: {@link LongSimulation}. */
class SimulationTest {
    private static final Pattern DIGEST = Pattern.compile("trace=(\\w+) lines=(\\d+)");

    @Test
    void inAMonthOfMistakesAndFaultsNoRuleIsBrokenAndTheSameSeedTellsTheSameStory() {
        List<String> traces = traces(List.of("7,10,30", "7,10,30"));

        assertThat(traces).hasSize(2);
        assertThat(traces.get(0)).isEqualTo(traces.get(1));
    }

    @Test
    @Tag("simulation")
    void inAYearOfMistakesAndFaultsNoRuleIsBroken() {
        assertThat(traces(List.of("1,50,365"))).hasSize(1);
    }

    private static List<String> traces(List<String> runs) {
        ChildJvm.Ended years = new ChildJvm()
                .with("-Xmx1g")
                .with("-XX:TieredStopAtLevel=1")
                .run(SimulatedYears.class, runs, Duration.ofMinutes(15));

        System.out.println("commit " + Commit.name() + "\n" + years.output());
        assertThat(years.code()).as(years.output()).isZero();
        return DIGEST.matcher(years.output()).results().map(MatchResult::group).toList();
    }
}
