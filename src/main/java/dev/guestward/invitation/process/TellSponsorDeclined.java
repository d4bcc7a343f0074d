package dev.guestward.invitation.process;

import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.invitation.InvitationDecisions;
import dev.guestward.invitation.KnownPeople;
import dev.guestward.platform.engine.ProcessBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Writes to the sponsor what the owner wrote to the decision, that the person is a guest already, or that it was given up. */
@ProcessBean("tellSponsorDeclined")
public class TellSponsorDeclined implements JavaDelegate {
    private final Guests guests;
    private final InvitationDecisions decisions;
    private final KnownPeople known;
    private final ApprovalLetters letters;
    private final HospitalSettings hospital;

    TellSponsorDeclined(
            Guests guests,
            InvitationDecisions decisions,
            KnownPeople known,
            ApprovalLetters letters,
            HospitalSettings hospital) {
        this.guests = guests;
        this.decisions = decisions;
        this.known = known;
        this.letters = letters;
        this.hospital = hospital;
    }

    @Override
    public void execute(DelegateExecution execution) {
        GuestId id = InvitationModel.guest(execution);
        if (decisions.isGivenUp(id)) {
            letters.declinedBecause(guests.get(id), execution.getActivityInstanceId(), "timeline.invitation-given-up");
            return;
        }
        letters.declined(
                guests.get(id),
                execution.getActivityInstanceId(),
                known.reason(id, hospital.locale())
                        .or(() -> decisions.lastComment(id))
                        .orElse(null));
    }
}
