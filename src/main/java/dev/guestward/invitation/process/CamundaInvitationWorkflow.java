package dev.guestward.invitation.process;

import dev.guestward.guest.GuestId;
import dev.guestward.invitation.InvitationWorkflow;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/** Starts {@code guest-invitation}. */
@Component
class CamundaInvitationWorkflow implements InvitationWorkflow {
    private final RuntimeService runtime;

    CamundaInvitationWorkflow(RuntimeService runtime) {
        this.runtime = runtime;
    }

    @Override
    public void start(GuestId guest, Urgency urgency) {
        Map<String, Object> variables =
                urgency == Urgency.FROM_FILE ? Map.of(InvitationModel.URGENCY, urgency.name()) : Map.of();
        runtime.startProcessInstanceByKey(InvitationModel.PROCESS, guest.toString(), variables);
    }

    @Override
    public void followUp(GuestId guest) {
        runtime.createProcessInstanceByKey(InvitationModel.PROCESS)
                .businessKey(guest.toString())
                .startBeforeActivity(InvitationModel.FOLLOW_UP)
                .execute();
    }

    @Override
    public boolean isUnderWay(GuestId guest) {
        return runtime.createProcessInstanceQuery()
                        .processDefinitionKey(InvitationModel.PROCESS)
                        .processInstanceBusinessKey(guest.toString())
                        .count()
                > 0;
    }
}
