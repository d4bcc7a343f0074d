package dev.guestward.invitation.process;

import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.InvitationPolicy;
import dev.guestward.invitation.InvitationPolicy.Case;
import dev.guestward.invitation.InvitationPolicy.Verdict;
import dev.guestward.platform.engine.ProcessBean;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/**
 * Asks the policy and writes its answer into the register. It runs in the transaction that registers the guest, so that
 * nobody ever sees a request of which it is not known whether it waits for an owner.
 */
@ProcessBean("applyPolicy")
public class ApplyPolicy implements JavaDelegate {
    private final Guests guests;
    private final InvitationPolicy policy;
    private final ApprovalLetters letters;

    ApplyPolicy(Guests guests, InvitationPolicy policy, ApprovalLetters letters) {
        this.guests = guests;
        this.policy = policy;
        this.letters = letters;
    }

    @Override
    public void execute(DelegateExecution execution) {
        GuestId id = InvitationModel.guest(execution);
        Guest guest = guests.get(id);
        Verdict verdict = policy.verdict(Case.of(guest));
        Map<String, String> why = Map.of("text", verdict.reason());
        switch (verdict.outcome()) {
            case AUTOMATIC -> guests.note(id, InvitationModel.ACTOR, "policy-automatic", why);
            case APPROVAL ->
                guests.attention(id, Attention.WAITS_FOR_OWNER, InvitationModel.ACTOR, "policy-approval", why);
            case REFUSAL -> {
                guests.declined(id, InvitationModel.ACTOR, "policy-refused", why);
                letters.declinedBecause(guest, execution.getActivityInstanceId(), verdict.reason());
            }
        }
    }
}
