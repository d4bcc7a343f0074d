package dev.guestward.redemption.process;

import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.redemption.FollowUps;
import dev.guestward.redemption.SponsorLetters;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Writes to the sponsor that there is something to choose; the second time it is the reminder. */
@ProcessBean("askSponsor")
public class AskSponsor implements JavaDelegate {
    private final Guests guests;
    private final FollowUps followUps;
    private final SponsorLetters letters;

    AskSponsor(Guests guests, FollowUps followUps, SponsorLetters letters) {
        this.guests = guests;
        this.followUps = followUps;
        this.letters = letters;
    }

    @Override
    public void execute(DelegateExecution execution) {
        GuestId id = RedemptionModel.guest(execution);
        letters.askToChoose(guests.get(id), execution.getActivityInstanceId());
        followUps.sponsorAsked(id);
    }
}
