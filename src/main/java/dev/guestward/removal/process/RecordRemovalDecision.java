package dev.guestward.removal.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.removal.RemovalDecisions;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;

/** When an administrator completes "Decide on refused removal": tried again, or the guest stays. */
@ProcessBean("recordRemovalDecision")
public class RecordRemovalDecision implements TaskListener {
    private final RemovalDecisions decisions;
    private final RetryChoice choices;

    RecordRemovalDecision(RemovalDecisions decisions, RetryChoice choices) {
        this.decisions = decisions;
        this.choices = choices;
    }

    @Override
    public void notify(DelegateTask task) {
        RetryChoice.Choice choice = choices.of(task);
        decisions.decide(RemovalModel.guest(task.getExecution()), choice.person(), choice.again());
    }
}
