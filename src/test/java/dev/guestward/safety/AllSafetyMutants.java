package dev.guestward.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every safety rule is taken out in turn. {@code ./mvnw -Pmutation verify}; with {@code -Dmutation.only-compile} no test is run,
 * which tells in a minute whether each change still fits its source.
 */
@Tag("mutation")
class AllSafetyMutants {
    private static final String ONLY_COMPILE = System.getProperty("mutation.only-compile", "false");

    @Test
    void everyRuleCanStillBeTakenOut() {
        Instant began = Instant.now();

        List<String> unfit = Laboratory.unfit(SafetyRules.ALL);

        System.out.println("== safety mutants, commit " + Commit.name() + ", " + SafetyRules.ALL.size() + " made in "
                + Duration.between(began, Instant.now()).toSeconds() + " s");
        assertThat(unfit).isEmpty();
    }

    @Test
    void everyRuleThatIsTakenOutIsMissed() {
        assumeTrue("false".equals(ONLY_COMPILE), "only compiled");
        Instant began = Instant.now();
        assertThat(Laboratory.withoutMutants(SafetyRules.ALL))
                .as("witnesses that complain although nothing is taken out")
                .isEmpty();

        List<Laboratory.Verdict> verdicts = Laboratory.examine(SafetyRules.ALL);

        System.out.println("== safety mutants, commit " + Commit.name() + ", " + verdicts.size() + " in "
                + Duration.between(began, Instant.now()).toSeconds() + " s");
        System.out.println(Laboratory.table(verdicts));
        assertThat(verdicts).filteredOn(verdict -> !verdict.noticed()).isEmpty();
    }
}
