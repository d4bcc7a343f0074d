package dev.guestward.redemption.process;

import dev.guestward.guest.Guests;
import dev.guestward.guest.InvitationSteps.Kind;
import dev.guestward.guest.PendingGuests;
import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.redemption.Choice;
import dev.guestward.redemption.FollowUps;
import dev.guestward.redemption.RedemptionChoices;
import dev.guestward.redemption.RedemptionSettings;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Answers the model's questions from our tables. */
@ProcessBean("redemptionRoute")
public class RedemptionRoute {
    private final Guests guests;
    private final PendingGuests pending;
    private final FollowUps followUps;
    private final RedemptionChoices choices;
    private final RedemptionSettings settings;

    RedemptionRoute(
            Guests guests,
            PendingGuests pending,
            FollowUps followUps,
            RedemptionChoices choices,
            RedemptionSettings settings) {
        this.guests = guests;
        this.pending = pending;
        this.followUps = followUps;
        this.choices = choices;
        this.settings = settings;
    }

    public Date nextStep(DelegateExecution execution) {
        return Date.from(followUps.next(RedemptionModel.guest(execution)).at());
    }

    public Date lapse(DelegateExecution execution) {
        return Date.from(followUps.lapsesAt(RedemptionModel.guest(execution)));
    }

    /** How long the sponsor's task waits until the sponsor is reminded, in ISO-8601. */
    public String sponsorReminder() {
        return settings.remindSponsorAfter().toString();
    }

    public String sponsor(DelegateExecution execution) {
        return guests.get(RedemptionModel.guest(execution)).sponsor().value();
    }

    public boolean isReminder(DelegateExecution execution) {
        return followUps.next(RedemptionModel.guest(execution)).kind() == Kind.REMIND;
    }

    public boolean isQuestion(DelegateExecution execution) {
        return followUps.next(RedemptionModel.guest(execution)).kind() == Kind.ASK_SPONSOR;
    }

    public boolean isCorrected(DelegateExecution execution) {
        return isChosen(execution, Choice.CORRECT);
    }

    public boolean isDropped(DelegateExecution execution) {
        return isChosen(execution, Choice.DROP);
    }

    public boolean isWithdrawn(DelegateExecution execution) {
        return pending.ending(RedemptionModel.guest(execution))
                .filter(PendingGuests.Ending.WITHDRAWN::equals)
                .isPresent();
    }

    private boolean isChosen(DelegateExecution execution, Choice choice) {
        return choices.newest(RedemptionModel.guest(execution))
                .filter(choice::equals)
                .isPresent();
    }
}
