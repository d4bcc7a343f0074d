package dev.guestward.adoption.process;

import dev.guestward.audit.Actor;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Names shared with {@code bpmn/adoption/guest-adoption.bpmn}. */
final class AdoptionModel {
    static final String PROCESS = "guest-adoption";
    static final String CLAIM = "UserTask_ClaimGuests";
    static final String BATCH_CHANGED = "guestward.adoption-batch-changed";
    static final Actor ACTOR = Actor.workflow(PROCESS);

    private AdoptionModel() {}

    /** The batch an execution is about: the business key of its process instance. */
    static UUID batch(DelegateExecution execution) {
        String key = execution.getProcessBusinessKey();
        if (key == null) {
            throw new IllegalStateException(
                    "Process instance " + execution.getProcessInstanceId() + " has no batch as business key");
        }
        return UUID.fromString(key);
    }
}
