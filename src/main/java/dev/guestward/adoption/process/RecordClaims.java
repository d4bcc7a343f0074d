package dev.guestward.adoption.process;

import dev.guestward.adoption.Claims;
import dev.guestward.people.PersonId;
import dev.guestward.platform.engine.ProcessBean;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.identity.Authentication;

/** When somebody completes "Claim guests": what they entered about the batch holds from now on. */
@ProcessBean("recordClaims")
public class RecordClaims implements TaskListener {
    private final Claims claims;
    private final IdentityService identity;

    RecordClaims(Claims claims, IdentityService identity) {
        this.claims = claims;
        this.identity = identity;
    }

    @Override
    public void notify(DelegateTask task) {
        Authentication who = identity.getCurrentAuthentication();
        if (who == null || who.getUserId() == null) {
            throw new IllegalStateException("Task " + task.getId() + " was completed by nobody in particular");
        }
        DelegateExecution execution = task.getExecution();
        UUID batch = AdoptionModel.batch(execution);
        claims.complete(batch, new PersonId(who.getUserId()));
    }
}
