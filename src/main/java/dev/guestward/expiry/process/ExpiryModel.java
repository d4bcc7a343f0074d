package dev.guestward.expiry.process;

import dev.guestward.audit.Actor;
import dev.guestward.guest.GuestId;
import java.time.Instant;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Names shared with {@code bpmn/expiry/guest-expiry.bpmn}. */
final class ExpiryModel {
    static final String PROCESS = "guest-expiry";
    static final String END_MOVED = "guestward.end-moved";
    static final String NOTHING_TO_END = "nothing-to-end";
    static final String DECISION = "decision";
    static final Actor ACTOR = Actor.workflow(PROCESS);

    private static final String END = "accessUntil";

    private ExpiryModel() {}

    static Map<String, Object> variables(Instant end) {
        return Map.of(END, end.toString());
    }

    /** The guest an execution is about: the business key of its process instance. */
    static GuestId guest(DelegateExecution execution) {
        String key = execution.getProcessBusinessKey();
        return GuestId.parse(key == null ? "" : key)
                .orElseThrow(() -> new IllegalStateException(
                        "Process instance " + execution.getProcessInstanceId() + " has no guest as business key"));
    }

    /** The end that is announced. */
    static Instant end(DelegateExecution execution) {
        if (execution.getVariable(END) instanceof String end) {
            return Instant.parse(end);
        }
        throw new IllegalStateException("Process instance " + execution.getProcessInstanceId() + " knows no end");
    }
}
