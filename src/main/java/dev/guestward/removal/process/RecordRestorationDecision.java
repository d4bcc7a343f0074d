package dev.guestward.removal.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.removal.RestorationDecisions;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;

/** When an administrator completes "Decide on refused restoration": tried again, or the guest stays out. */
@ProcessBean("recordRestorationDecision")
public class RecordRestorationDecision implements TaskListener {
    private final RestorationDecisions decisions;
    private final RetryChoice choices;

    RecordRestorationDecision(RestorationDecisions decisions, RetryChoice choices) {
        this.decisions = decisions;
        this.choices = choices;
    }

    @Override
    public void notify(DelegateTask task) {
        RetryChoice.Choice choice = choices.of(task);
        decisions.decide(RemovalModel.guest(task.getExecution()), choice.person(), choice.again());
    }
}
