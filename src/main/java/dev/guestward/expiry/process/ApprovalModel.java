package dev.guestward.expiry.process;

import dev.guestward.audit.Actor;

/** Names shared with {@code bpmn/expiry/extension-approval.bpmn}. */
final class ApprovalModel {
    static final String PROCESS = "extension-approval";
    static final String OVERTAKEN = "guestward.extension-overtaken";
    static final String DECISION = "decision";
    static final Actor ACTOR = Actor.workflow(PROCESS);

    private ApprovalModel() {}
}
