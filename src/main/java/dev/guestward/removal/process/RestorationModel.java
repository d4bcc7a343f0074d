package dev.guestward.removal.process;

import dev.guestward.audit.Actor;

/** Names shared with {@code bpmn/removal/guest-restoration.bpmn} and {@code access-replay.bpmn}. */
final class RestorationModel {
    static final String PROCESS = "guest-restoration";
    static final String REPLAY = "access-replay";
    static final String PURGED = "account-purged";
    static final String ACCOUNT_DELETED = "account-deleted";
    static final String REFUSED = "restoration-refused";
    static final String REPORTED = "reported";
    static final String OVERTAKEN = "guestward.restoration-overtaken";
    static final Actor ACTOR = Actor.workflow(PROCESS);

    private RestorationModel() {}
}
