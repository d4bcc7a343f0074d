package dev.guestward.invitation.process;

import dev.guestward.invitation.InvitationDecisions;
import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.problem.InvalidInput;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;

/** When an administrator completes "Decide on refused invitation": writes down whether to invite again. */
@ProcessBean("recordRefusedInvitationDecision")
public class RecordRefusedInvitationDecision implements TaskListener {
    private final InvitationDecisions decisions;
    private final TaskCompleter completer;

    RecordRefusedInvitationDecision(InvitationDecisions decisions, TaskCompleter completer) {
        this.decisions = decisions;
        this.completer = completer;
    }

    @Override
    public void notify(DelegateTask task) {
        String choice = TaskCompleter.choice(task);
        if (!"again".equals(choice) && !"give-up".equals(choice)) {
            throw InvalidInput.of("decision", "Choose to invite again or to give up.");
        }
        decisions.decideOnRefusal(
                InvitationModel.guest(task.getExecution()), completer.of(task), "again".equals(choice));
    }
}
