package dev.guestward.expiry.process;

import dev.guestward.expiry.Extensions;
import dev.guestward.guest.GuestId;
import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.problem.InvalidInput;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;

/** When the sponsor completes "Decide on end of access": checks who it is, and extends or notes that it may end. */
@ProcessBean("recordEndDecision")
public class RecordEndDecision implements TaskListener {
    private final Extensions extensions;
    private final IdentityService identity;

    RecordEndDecision(Extensions extensions, IdentityService identity) {
        this.extensions = extensions;
        this.identity = identity;
    }

    @Override
    public void notify(DelegateTask task) {
        String decision = String.valueOf(task.getVariable(ExpiryModel.DECISION));
        // it would otherwise outlive the task
        task.getExecution().removeVariable(ExpiryModel.DECISION);
        GuestId guest = ExpiryModel.guest(task.getExecution());
        switch (decision) {
            case "extend" -> extensions.asKept(guest, Completer.of(task, identity));
            case "let-end" -> extensions.letEnd(guest, Completer.of(task, identity));
            default -> throw InvalidInput.of("decision", "Choose to extend access, or to let it end.");
        }
    }
}
