package dev.guestward.invitation.process;

import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestRedeemed;
import dev.guestward.invitation.WrongAddresses;
import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Execution;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Wakes the workflow of a guest who has redeemed. If it is not waiting yet, the sweep comes back to it. Who redeemed at an
 * address that the sponsor called wrong is somebody else: the workflow goes on correcting it.
 */
@Component
class RedemptionCorrelation {
    private static final Logger log = LoggerFactory.getLogger(RedemptionCorrelation.class);

    private final RuntimeService runtime;
    private final WrongAddresses wrong;

    RedemptionCorrelation(RuntimeService runtime, WrongAddresses wrong) {
        this.runtime = runtime;
        this.wrong = wrong;
    }

    @EventListener
    @Transactional
    public void on(GuestRedeemed event) {
        wake(event.guest());
    }

    /** @return whether a workflow was waiting */
    @Transactional
    public boolean wake(GuestId guest) {
        if (wrong.isAddressWrong(guest)) {
            return false;
        }
        List<Execution> waiting = runtime.createExecutionQuery()
                .processInstanceBusinessKey(guest.toString())
                .messageEventSubscriptionName(InvitationModel.INVITATION_REDEEMED)
                .active()
                .list();
        for (Execution execution : waiting) {
            runtime.messageEventReceived(InvitationModel.INVITATION_REDEEMED, execution.getId());
            log.info("The workflow of guest {} goes on: redeemed", guest);
        }
        return !waiting.isEmpty();
    }
}
