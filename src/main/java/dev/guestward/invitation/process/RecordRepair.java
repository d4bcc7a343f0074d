package dev.guestward.invitation.process;

import dev.guestward.invitation.InvitationDecisions;
import dev.guestward.platform.engine.ProcessBean;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;

/** When an administrator completes "Repair access": notes who had it tried again. */
@ProcessBean("recordRepair")
public class RecordRepair implements TaskListener {
    private final InvitationDecisions decisions;
    private final TaskCompleter completer;

    RecordRepair(InvitationDecisions decisions, TaskCompleter completer) {
        this.decisions = decisions;
        this.completer = completer;
    }

    @Override
    public void notify(DelegateTask task) {
        decisions.repaired(InvitationModel.guest(task.getExecution()), completer.of(task));
    }
}
