package dev.guestward.review.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.guest.GuestId;
import dev.guestward.invitation.process.InvitationSlice;
import dev.guestward.review.Advice;
import dev.guestward.review.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** Every row of {@code review-recommendation}, evaluated by the engine. */
@SpringJUnitConfig(InvitationSlice.class)
class RecommendationTableTest {
    private static final Path TABLE = Path.of("bpmn/review/review-recommendation.dmn");
    private static final Instant NOW = Instant.parse("2031-03-01T12:00:00Z");

    @Autowired
    RecommendationTable table;

    @Autowired
    ProcessEngine engine;

    @Autowired
    MessageSource texts;

    @ParameterizedTest
    @CsvSource({
        // last sign-in days ago (empty: unknown), changed, grants, attested, advice, reason, low risk
        "1, false, 0, true, REMOVE, no-grants, false",
        ", true, 0, false, REMOVE, no-grants, false",
        "91, false, 1, true, REMOVE, inactive, false",
        "91, true, 1, true, REMOVE, inactive, false",
        "1, true, 1, true, LOOK, changed, false",
        ", true, 1, true, LOOK, changed, false",
        ", false, 1, true, LOOK, unknown, false",
        "1, false, 1, false, KEEP, first, false",
        "1, false, 1, true, KEEP, usual, true",
        "90, false, 3, true, KEEP, usual, true",
    })
    void aRowForEachKindOfGuest(
            @Nullable Integer daysAgo,
            boolean changed,
            int grants,
            boolean attested,
            Advice.Kind advice,
            String reason,
            boolean lowRisk) {
        assertThat(advice(daysAgo, changed, grants, attested)).isEqualTo(new Advice(advice, reason, lowRisk));
    }

    @Test
    void anUnknownSignInIsNeverInactive() {
        assertThat(advice(null, false, 1, true).reason()).isEqualTo("unknown");
        assertThat(advice(null, false, 1, false).kind()).isEqualTo(Advice.Kind.LOOK);
    }

    @Test
    void everyReasonHasASentence() {
        Dmn.readModelFromFile(TABLE.toFile()).getModelElementsByType(Rule.class).forEach(rule -> {
            String reason = List.copyOf(rule.getOutputEntries())
                    .get(1)
                    .getTextContent()
                    .strip()
                    .replace("\"", "");
            for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
                assertThat(texts.getMessage("reviews.advice." + reason, null, locale))
                        .isNotBlank();
            }
        });
    }

    @Test
    void aTableWithAHoleRecommendsNothing() throws IOException {
        RepositoryService repository = engine.getRepositoryService();
        String hole = Files.readString(TABLE).replaceAll("(?s)<rule id=\"Rule_Usual\">.*</rule>", "");
        String deployment = repository
                .createDeployment()
                .addString("bpmn/review/review-recommendation.dmn", hole)
                .deploy()
                .getId();
        try {
            assertThat(advice(1, false, 1, true)).isEqualTo(RecommendationTable.NO_ANSWER);
        } finally {
            repository.deleteDeployment(deployment, true);
        }
        assertThat(advice(1, false, 1, true).kind()).isEqualTo(Advice.Kind.KEEP);
    }

    private Advice advice(@Nullable Integer daysAgo, boolean changed, int grants, boolean attested) {
        Instant last = daysAgo == null ? null : NOW.minus(Duration.ofDays(daysAgo));
        Evidence evidence = new Evidence(
                GuestId.random(),
                last,
                last == null ? "none-recorded" : null,
                NOW,
                Collections.nCopies(grants, "health-records"),
                changed ? List.of("extended") : List.of(),
                attested);
        return table.on(List.of(evidence), NOW.minus(Duration.ofDays(90))).get(0);
    }
}
