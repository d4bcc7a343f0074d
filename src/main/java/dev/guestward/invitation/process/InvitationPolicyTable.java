package dev.guestward.invitation.process;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.invitation.InvitationPolicy;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.Role;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks {@code bpmn/invitation/invitation-policy.dmn}, newest version, once for each grant. */
@Component
class InvitationPolicyTable implements InvitationPolicy {
    static final String DECISION = "invitation-policy";

    /** A table that was changed by hand and has a hole lets nobody in by itself. */
    static final Verdict NO_ANSWER = new Verdict(Outcome.APPROVAL, "policy.reason.no-answer", null);

    private static final Logger log = LoggerFactory.getLogger(InvitationPolicyTable.class);

    private final ProcessEngineConfigurationImpl engine;
    private final Clinics clinics;
    private final People people;
    private final HospitalSettings hospital;
    private final Clock clock;

    InvitationPolicyTable(
            ProcessEngine engine, Clinics clinics, People people, HospitalSettings hospital, Clock clock) {
        this.engine = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
        this.clinics = clinics;
        this.people = people;
        this.hospital = hospital;
        this.clock = clock;
    }

    @Override
    public Verdict verdict(Case request) {
        Clinic clinic = clinics.byId(request.clinic())
                .orElseThrow(() -> new IllegalStateException("No clinic " + request.clinic()));
        return request.grants().stream()
                .sorted()
                .map(grant -> answer(request, clinic, grant))
                .max(Comparator.comparing(Verdict::outcome))
                .orElse(NO_ANSWER);
    }

    private Verdict answer(Case request, Clinic clinic, String grant) {
        Map<String, Object> inputs = new HashMap<>();
        inputs.put("clinic", clinic.key());
        inputs.put("ownerApproves", clinic.ownerApproves());
        inputs.put("domain", domain(request.email()));
        inputs.put("requester", requester(request, grant));
        inputs.put("grant", grant);
        inputs.put("days", days(request));
        inputs.put("identityKind", identityKind(clinic));
        return answer(inputs);
    }

    Verdict answer(Map<String, Object> inputs) {
        DmnDecisionRuleResult row = rowsFor(inputs).getFirstResult();
        if (row == null) {
            log.warn("No row of {} fits a request: an owner decides", DECISION);
            return NO_ANSWER;
        }
        String reason = text(row, "reason");
        if (reason == null) {
            log.warn("A row of {} gives no reason: an owner decides", DECISION);
            return NO_ANSWER;
        }
        String field = text(row, "field");
        return switch (String.valueOf(text(row, "verdict"))) {
            case "automatic" -> new Verdict(Outcome.AUTOMATIC, reason, field);
            case "approval" -> new Verdict(Outcome.APPROVAL, reason, field);
            case "refusal" -> new Verdict(Outcome.REFUSAL, reason, field);
            default -> {
                log.warn("A row of {} has a verdict that is none: an owner decides", DECISION);
                yield NO_ANSWER;
            }
        };
    }

    /**
     * The engine's decision service would write ten rows of history each time, and a file that is only looked at has
     * thousands of lines: of a table that is none of its deployed ones the engine keeps no history.
     */
    private DmnDecisionTableResult rowsFor(Map<String, Object> inputs) {
        return engine.getCommandExecutorTxRequired()
                .execute(command -> engine.getDmnEngine().evaluateDecisionTable(withoutHistory(newest()), inputs));
    }

    private DmnDecision newest() {
        return (DmnDecision) engine.getDeploymentCache().findDeployedLatestDecisionDefinitionByKey(DECISION);
    }

    private static DmnDecision withoutHistory(DmnDecision deployed) {
        DmnDecisionImpl table = new DmnDecisionImpl();
        table.setKey(deployed.getKey());
        table.setName(deployed.getName());
        table.setDecisionLogic(deployed.getDecisionLogic());
        table.setRequiredDecision(List.copyOf(deployed.getRequiredDecisions()));
        return table;
    }

    /** Null for an empty cell. */
    private static @Nullable String text(DmnDecisionRuleResult row, String output) {
        return row.get(output) instanceof String text ? text : null;
    }

    private static String domain(String email) {
        return email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    private int days(Case request) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), hospital.timeZone());
        LocalDate last = LocalDate.ofInstant(request.accessUntil(), hospital.timeZone());
        return Math.toIntExact(ChronoUnit.DAYS.between(today, last));
    }

    /** An owner is one only for a grant they own. */
    private String requester(Case request, String grant) {
        return people.byId(request.requester())
                .filter(Person::enabled)
                .map(person -> owns(person, grant) ? Role.OWNER : otherRole(person))
                .orElse(Role.SPONSOR)
                .groupId();
    }

    private static Role otherRole(Person person) {
        return person.has(Role.ADMINISTRATOR) ? Role.ADMINISTRATOR : Role.SPONSOR;
    }

    /** Every application owner owns every grant so far. */
    private static boolean owns(Person person, String grant) {
        return person.has(Role.OWNER);
    }

    /** With what kinds of accounts the clinic's people are expected to sign in, as the table spells it. */
    private static String identityKind(Clinic clinic) {
        return clinic.identityKind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
