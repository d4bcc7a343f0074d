package dev.guestward.adoption.process;

import dev.guestward.adoption.Batches;
import dev.guestward.adoption.Claims;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.platform.engine.ProcessBean;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Answers the model's questions from our tables. */
@ProcessBean("adoptionRoute")
public class AdoptionRoute {
    static final int URGENT = 80;

    private static final int USUAL = 50;
    private static final Duration FOLLOW_UP = Duration.ofDays(2);

    private final Batches batches;
    private final Claims claims;

    AdoptionRoute(Batches batches, Claims claims) {
        this.batches = batches;
        this.claims = claims;
    }

    /** Whether nobody of the batch is left to decide on. */
    public boolean isDone(DelegateExecution execution) {
        return batches.isDone(AdoptionModel.batch(execution));
    }

    public Date due(DelegateExecution execution) {
        return Date.from(batches.get(AdoptionModel.batch(execution)).dueAt());
    }

    public Date followUp(DelegateExecution execution) {
        return Date.from(batches.get(AdoptionModel.batch(execution)).openedAt().plus(FOLLOW_UP));
    }

    public int priority(DelegateExecution execution) {
        return batches.get(AdoptionModel.batch(execution)).escalatedAt() == null ? USUAL : URGENT;
    }

    /** The sponsors who take on clinicians of this clinic. */
    public List<String> people(DelegateExecution execution) {
        return claims.pool(AdoptionModel.batch(execution)).stream()
                .map(PersonId::value)
                .sorted()
                .toList();
    }

    /** Every sponsor, if nobody takes on clinicians of this clinic in particular; administrators always. */
    public List<String> groups(DelegateExecution execution) {
        return people(execution).isEmpty()
                ? List.of(Role.SPONSOR.groupId(), Role.ADMINISTRATOR.groupId())
                : List.of(Role.ADMINISTRATOR.groupId());
    }
}
