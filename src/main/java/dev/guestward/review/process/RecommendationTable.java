package dev.guestward.review.process;

import dev.guestward.review.Advice;
import dev.guestward.review.Evidence;
import dev.guestward.review.Recommendations;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionRuleResult;
import org.camunda.bpm.dmn.engine.DmnDecisionTableResult;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionImpl;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks {@code bpmn/review/review-recommendation.dmn}, newest version, once for all guests about whom the same is known. */
@Component
class RecommendationTable implements Recommendations {
    static final String DECISION = "review-recommendation";

    /** A table that was changed by hand and has a hole recommends nothing. */
    static final Advice NO_ANSWER = new Advice(Advice.Kind.LOOK, "no-answer", false);

    private static final Logger log = LoggerFactory.getLogger(RecommendationTable.class);

    private final ProcessEngineConfigurationImpl engine;

    RecommendationTable(ProcessEngine engine) {
        this.engine = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    }

    @Override
    public List<Advice> on(List<Evidence> evidence, Instant inactiveBefore) {
        Map<Map<String, Object>, Advice> answers = new HashMap<>();
        return evidence.stream()
                .map(one -> inputs(one, inactiveBefore))
                .map(inputs -> answers.computeIfAbsent(inputs, this::answer))
                .toList();
    }

    private static Map<String, Object> inputs(Evidence evidence, Instant inactiveBefore) {
        Instant last = evidence.lastSignIn();
        String signIn = last == null ? "unknown" : last.isBefore(inactiveBefore) ? "inactive" : "recent";
        return Map.of(
                "signIn",
                signIn,
                "changed",
                !evidence.changed().isEmpty(),
                "grants",
                evidence.grants().size(),
                "attested",
                evidence.attested());
    }

    private Advice answer(Map<String, Object> inputs) {
        DmnDecisionTableResult rows = engine.getCommandExecutorTxRequired()
                .execute(command -> engine.getDmnEngine().evaluateDecisionTable(withoutHistory(newest()), inputs));
        if (rows.isEmpty()) {
            log.warn("The table {} has no answer for {}", DECISION, inputs);
            return NO_ANSWER;
        }
        DmnDecisionRuleResult row = rows.get(0);
        try {
            return new Advice(
                    Advice.Kind.valueOf(
                            String.valueOf((Object) row.getEntry("advice")).toUpperCase(Locale.ROOT)),
                    String.valueOf((Object) row.getEntry("reason")),
                    Boolean.TRUE.equals(row.getEntry("lowRisk")));
        } catch (IllegalArgumentException e) {
            log.warn("The table {} answers {} with an advice that is none", DECISION, inputs);
            return NO_ANSWER;
        }
    }

    private DmnDecision newest() {
        return (DmnDecision) engine.getDeploymentCache().findDeployedLatestDecisionDefinitionByKey(DECISION);
    }

    /** Thousands of guests would leave thousands of rows of history that nobody reads: the advice is kept with the item. */
    private static DmnDecision withoutHistory(DmnDecision deployed) {
        DmnDecisionImpl table = new DmnDecisionImpl();
        table.setKey(deployed.getKey());
        table.setName(deployed.getName());
        table.setDecisionLogic(deployed.getDecisionLogic());
        table.setRequiredDecision(List.copyOf(deployed.getRequiredDecisions()));
        return table;
    }
}
