package dev.guestward.platform.engine;

import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Execution;

/** Tells the workflows of a guest something, those that wait for it. One that somebody has suspended finds out when it goes on. */
public final class ProcessMessages {
    private ProcessMessages() {}

    /** In the caller's transaction. A suspended workflow keeps nothing from being recorded. */
    public static void tell(RuntimeService runtime, UUID guest, String message) {
        List<Execution> waiting = runtime.createExecutionQuery()
                .processInstanceBusinessKey(guest.toString())
                .messageEventSubscriptionName(message)
                .active()
                .list();
        waiting.forEach(execution -> runtime.messageEventReceived(message, execution.getId()));
    }
}
