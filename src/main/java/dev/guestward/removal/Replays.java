package dev.guestward.removal;

import dev.guestward.guest.EarlierRecords;
import dev.guestward.guest.GuestActivated;
import dev.guestward.guest.GuestId;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Guests who were invited anew because their account was gone for good, and have access now: they get what their former
 * account held besides, as far as it can be given.
 */
@Component
class Replays {
    private final EarlierRecords records;
    private final Removals removals;
    private final Restorations restorations;
    private final RestorationWorkflow workflow;

    Replays(EarlierRecords records, Removals removals, Restorations restorations, RestorationWorkflow workflow) {
        this.records = records;
        this.removals = removals;
        this.restorations = restorations;
        this.workflow = workflow;
    }

    @EventListener
    @Transactional
    public void on(GuestActivated event) {
        GuestId guest = event.guest();
        if (records.getsBack(guest) && restorations.newest(guest).isEmpty()) {
            records.previous(guest).flatMap(removals::newest).ifPresent(removal -> {
                restorations.replay(removal, guest);
                workflow.replay(guest);
            });
        }
    }
}
