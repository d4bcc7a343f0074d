package dev.guestward.sponsorship.process;

import dev.guestward.people.PersonId;
import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.sponsorship.Claims;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.identity.Authentication;

/** When "Take over guests" is completed: checks who it is, and hands over the guests who were chosen before. */
@ProcessBean("recordClaim")
public class RecordClaim implements TaskListener {
    private final Claims claims;
    private final IdentityService identity;

    RecordClaim(Claims claims, IdentityService identity) {
        this.claims = claims;
        this.identity = identity;
    }

    @Override
    public void notify(DelegateTask task) {
        Authentication who = identity.getCurrentAuthentication();
        PersonId person = who == null || who.getUserId() == null ? null : new PersonId(who.getUserId());
        claims.completed(SuccessionModel.claim(task.getExecution()), person);
    }
}
