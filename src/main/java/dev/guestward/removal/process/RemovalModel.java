package dev.guestward.removal.process;

import dev.guestward.audit.Actor;
import dev.guestward.guest.GuestId;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Names shared with {@code bpmn/removal/guest-removal.bpmn}. */
final class RemovalModel {
    static final String PROCESS = "guest-removal";
    static final String OVERTAKEN = "guestward.removal-overtaken";
    static final String GUEST_BLOCKED = "guestward.guest-blocked";
    static final String REFUSED = "removal-refused";
    static final String OVER = "removal-over";
    static final String REPORTED = "reported";
    static final String DECISION = "decision";
    static final Actor ACTOR = Actor.workflow(PROCESS);

    private RemovalModel() {}

    static GuestId guest(DelegateExecution execution) {
        return guest(execution.getProcessBusinessKey(), execution.getProcessInstanceId());
    }

    static GuestId guest(String businessKey, String where) {
        return GuestId.parse(businessKey == null ? "" : businessKey)
                .orElseThrow(
                        () -> new IllegalStateException("Process instance " + where + " has no guest as business key"));
    }
}
