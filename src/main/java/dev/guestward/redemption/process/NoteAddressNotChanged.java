package dev.guestward.redemption.process;

import dev.guestward.audit.Actor;
import dev.guestward.guest.Attention;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.platform.engine.ProcessBean;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Shows sponsor and administrators that an address was not changed, unless the guest needs somebody for another reason. */
@ProcessBean("noteAddressNotChanged")
public class NoteAddressNotChanged implements JavaDelegate {
    private static final Actor ACTOR = Actor.workflow(RedemptionModel.ADDRESS_CHANGE);

    private final Guests guests;

    NoteAddressNotChanged(Guests guests) {
        this.guests = guests;
    }

    @Override
    public void execute(DelegateExecution execution) {
        GuestId id = RedemptionModel.guest(execution);
        if (guests.get(id).attention() == null) {
            guests.attention(id, Attention.ADDRESS_NOT_CHANGED, ACTOR, "address-not-changed", Map.of());
        }
    }
}
