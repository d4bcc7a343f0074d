package dev.guestward.review.process;

import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Names shared with {@code bpmn/review/sponsor-review.bpmn}. */
final class ReviewModel {
    static final String PROCESS = "sponsor-review";
    static final String OVER = "guestward.review-over";
    static final String PASSED_ON = "passedOn";

    private ReviewModel() {}

    /** The review, or the campaign, an execution is about: the business key of its process instance. */
    static UUID key(DelegateExecution execution) {
        try {
            return UUID.fromString(String.valueOf(execution.getProcessBusinessKey()));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "Process instance " + execution.getProcessInstanceId()
                            + " has no review or campaign as business key",
                    e);
        }
    }
}
