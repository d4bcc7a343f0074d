package dev.guestward.expiry.process;

import dev.guestward.people.PersonId;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.identity.Authentication;

/** Who completes a task. */
final class Completer {
    private Completer() {}

    static PersonId of(DelegateTask task, IdentityService identity) {
        Authentication who = identity.getCurrentAuthentication();
        if (who == null || who.getUserId() == null) {
            throw new IllegalStateException("Task " + task.getId() + " was completed by nobody in particular");
        }
        return new PersonId(who.getUserId());
    }
}
