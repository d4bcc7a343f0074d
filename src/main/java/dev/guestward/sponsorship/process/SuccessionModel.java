package dev.guestward.sponsorship.process;

import dev.guestward.audit.Actor;
import dev.guestward.people.PersonId;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Names shared with {@code bpmn/sponsorship/sponsor-succession.bpmn}. */
final class SuccessionModel {
    static final String PROCESS = "sponsor-succession";
    static final String SPONSOR_STAYS = "guestward.sponsor-stays";
    static final Actor ACTOR = Actor.workflow(PROCESS);

    private static final String CLAIM = "claim";

    private SuccessionModel() {}

    /** Who leaves: the business key of the process instance. */
    static PersonId sponsor(DelegateExecution execution) {
        String key = execution.getProcessBusinessKey();
        return PersonId.parse(key == null ? "" : key)
                .orElseThrow(() -> new IllegalStateException(
                        "Process instance " + execution.getProcessInstanceId() + " has no sponsor as business key"));
    }

    static UUID claim(DelegateExecution execution) {
        if (execution.getVariable(CLAIM) instanceof String id) {
            return UUID.fromString(id);
        }
        throw new IllegalStateException("Process instance " + execution.getProcessInstanceId() + " knows no claim");
    }
}
