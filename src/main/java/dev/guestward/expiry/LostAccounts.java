package dev.guestward.expiry;

import dev.guestward.guest.AccountChanged;
import dev.guestward.guest.GuestId;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Stops announcing the end of access of a guest whose account others have taken away. */
@Component
class LostAccounts {
    private static final Set<AccountChanged.Kind> LOST =
            EnumSet.of(AccountChanged.Kind.DELETED, AccountChanged.Kind.MEMBER);

    private final ExpiryPlans plans;
    private final ExpiryWorkflow workflow;
    private final ExtensionApprovals approvals;

    LostAccounts(ExpiryPlans plans, ExpiryWorkflow workflow, ExtensionApprovals approvals) {
        this.plans = plans;
        this.workflow = workflow;
        this.approvals = approvals;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void on(AccountChanged event) {
        if (!LOST.contains(event.kind())) {
            return;
        }
        GuestId guest = event.guest();
        if (plans.over(guest)) {
            workflow.endMoved(guest);
        }
        approvals.overtaken(guest);
    }
}
