package dev.guestward.review.process;

import dev.guestward.guest.GuestId;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Names shared with {@code bpmn/review/silence-claim.bpmn}. */
final class ClaimModel {
    static final String PROCESS = "silence-claim";
    static final String OVER = "guestward.claim-over";
    static final String DECISION = "decision";
    static final String CLAIMED = "claimed";

    private ClaimModel() {}

    /** The guest an execution is about: the business key of its process instance. */
    static GuestId guest(DelegateExecution execution) {
        String key = execution.getProcessBusinessKey();
        return GuestId.parse(key == null ? "" : key)
                .orElseThrow(() -> new IllegalStateException(
                        "Process instance " + execution.getProcessInstanceId() + " has no guest as business key"));
    }
}
