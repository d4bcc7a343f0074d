package dev.guestward.expiry.process;

import dev.guestward.guest.GuestId;
import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Execution;

/** Tells the workflows of a guest something, those that wait for it. One that somebody has suspended finds out when it goes on. */
final class Messages {
    private Messages() {}

    static void tell(RuntimeService runtime, GuestId guest, String message) {
        List<Execution> waiting = runtime.createExecutionQuery()
                .processInstanceBusinessKey(guest.toString())
                .messageEventSubscriptionName(message)
                .active()
                .list();
        waiting.forEach(execution -> runtime.messageEventReceived(message, execution.getId()));
    }
}
