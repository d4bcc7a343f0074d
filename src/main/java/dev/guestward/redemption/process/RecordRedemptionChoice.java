package dev.guestward.redemption.process;

import dev.guestward.people.PersonId;
import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.problem.InvalidInput;
import dev.guestward.redemption.Choice;
import dev.guestward.redemption.RedemptionChoices;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.identity.Authentication;

/** When the sponsor completes "Choose what happens with the invitation": checks who it is and writes the choice down. */
@ProcessBean("recordRedemptionChoice")
public class RecordRedemptionChoice implements TaskListener {
    private final RedemptionChoices choices;
    private final IdentityService identity;

    RecordRedemptionChoice(RedemptionChoices choices, IdentityService identity) {
        this.choices = choices;
        this.identity = identity;
    }

    @Override
    public void notify(DelegateTask task) {
        Object decision = task.getVariable(RedemptionModel.DECISION);
        // it would otherwise outlive the task
        task.getExecution().removeVariable(RedemptionModel.DECISION);
        choices.choose(RedemptionModel.guest(task.getExecution()), completer(task), choice(decision));
    }

    private static Choice choice(Object decision) {
        return switch (String.valueOf(decision)) {
            case "again" -> Choice.AGAIN;
            case "correct" -> Choice.CORRECT;
            case "drop" -> Choice.DROP;
            default -> throw InvalidInput.of("decision", "Choose to send again, to correct the address, or to drop.");
        };
    }

    private PersonId completer(DelegateTask task) {
        Authentication who = identity.getCurrentAuthentication();
        if (who == null || who.getUserId() == null) {
            throw new IllegalStateException("Task " + task.getId() + " was completed by nobody in particular");
        }
        return new PersonId(who.getUserId());
    }
}
