package dev.guestward.invitation.process;

import dev.guestward.audit.Actor;
import dev.guestward.guest.GuestId;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Names shared with {@code bpmn/invitation/guest-invitation.bpmn}. */
final class InvitationModel {
    static final String PROCESS = "guest-invitation";
    static final String FOLLOW_UP = "CallActivity_FollowUpRedemption";
    static final String INVITATION_REDEEMED = "guestward.invitation-redeemed";
    static final String INVITATION_REFUSED = "invitation-refused";
    static final String PERSON_KNOWN = "person-known";
    static final String GRANT_REFUSED = "grant-refused";
    static final String REPORTED = "reported";
    static final String DECISION = "decision";
    static final String COMMENT = "comment";
    static final String DECIDE = "UserTask_DecideOnInvitation";
    static final String URGENCY = "urgency";
    static final Actor ACTOR = Actor.workflow(PROCESS);

    private InvitationModel() {}

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
