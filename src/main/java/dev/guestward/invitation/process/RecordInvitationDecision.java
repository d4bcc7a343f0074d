package dev.guestward.invitation.process;

import dev.guestward.invitation.InvitationDecisions;
import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.problem.InvalidInput;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;

/** When an owner completes "Decide on invitation": checks who it is and writes the decision down. */
@ProcessBean("recordInvitationDecision")
public class RecordInvitationDecision implements TaskListener {
    private final InvitationDecisions decisions;
    private final TaskCompleter completer;

    RecordInvitationDecision(InvitationDecisions decisions, TaskCompleter completer) {
        this.decisions = decisions;
        this.completer = completer;
    }

    @Override
    public void notify(DelegateTask task) {
        String choice = TaskCompleter.choice(task);
        if (!"approve".equals(choice) && !"decline".equals(choice)) {
            throw InvalidInput.of("decision", "Choose approve or decline.");
        }
        decisions.decide(
                InvitationModel.guest(task.getExecution()),
                completer.of(task),
                "approve".equals(choice),
                TaskCompleter.comment(task));
    }
}
