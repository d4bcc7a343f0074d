package dev.guestward.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;

/** A rule that could be taken out without any test noticing would be none. All of them: {@code -Pmutation}. */
class SafetyMutantsTest {
    @Test
    void aRuleThatIsTakenOutIsMissed() {
        List<Mutant> some = SafetyRules.ALL.stream().filter(Mutant::everyTime).toList();
        assertThat(some).hasSizeGreaterThanOrEqualTo(10);

        List<Laboratory.Verdict> verdicts = Laboratory.examine(some);

        System.out.println(Laboratory.table(verdicts));
        assertThat(verdicts).filteredOn(verdict -> !verdict.noticed()).isEmpty();
    }

    @Test
    void everyRuleIsStillThereToBeTakenOut() throws Exception {
        Set<String> rules = new HashSet<>();
        for (Mutant mutant : SafetyRules.ALL) {
            assertThat(rules.add(mutant.rule())).as(mutant.rule()).isTrue();
            assertThat(mutant.in(Files.readString(mutant.file())))
                    .as(mutant.rule())
                    .isNotEmpty();
            assertThat(DiscoverySelectors.selectMethod(mutant.witness()).getJavaMethod())
                    .as(mutant.rule())
                    .isNotNull();
        }
        assertThat(rules).hasSizeGreaterThanOrEqualTo(30);
    }
}
