package dev.guestward.redemption.process;

import dev.guestward.audit.Actor;
import dev.guestward.guest.GuestId;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Names shared with {@code bpmn/redemption/redemption-follow-up.bpmn}. */
final class RedemptionModel {
    static final String PROCESS = "redemption-follow-up";
    static final String ADDRESS_CHANGE = "address-change";
    static final String RESEND_ASKED = "guestward.resend-asked";
    static final String CORRECTION_REFUSED = "correction-refused";
    static final String REDEEMED_MEANWHILE = "redeemed-meanwhile";
    static final String REPORTED = "reported";
    static final String CHOOSE = "UserTask_ChooseOnInvitation";
    static final String DECISION = "decision";
    static final Actor ACTOR = Actor.workflow(PROCESS);

    private RedemptionModel() {}

    /** The guest an execution is about: the business key of its process instance. */
    static GuestId guest(DelegateExecution execution) {
        return guest(execution.getProcessBusinessKey(), execution.getProcessInstanceId());
    }

    static GuestId guest(String businessKey, String where) {
        return GuestId.parse(businessKey == null ? "" : businessKey)
                .orElseThrow(
                        () -> new IllegalStateException("Process instance " + where + " has no guest as business key"));
    }
}
