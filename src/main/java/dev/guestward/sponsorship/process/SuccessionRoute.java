package dev.guestward.sponsorship.process;

import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.sponsorship.Succession.Claim;
import dev.guestward.sponsorship.Succession.Rung;
import dev.guestward.sponsorship.Successions;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;

/** Answers the model's questions from our tables. */
@ProcessBean("successionRoute")
public class SuccessionRoute {
    private final Successions successions;

    SuccessionRoute(Successions successions) {
        this.successions = successions;
    }

    public List<String> claims(DelegateExecution execution) {
        return successions.claims(SuccessionModel.sponsor(execution)).stream()
                .map(UUID::toString)
                .toList();
    }

    /** Whoever is asked alone; several have to take the task first. */
    public @Nullable String assignee(DelegateExecution execution) {
        List<String> candidates = people(execution);
        return candidates.size() == 1 ? candidates.get(0) : null;
    }

    public List<String> candidates(DelegateExecution execution) {
        List<String> candidates = people(execution);
        return candidates.size() == 1 ? List.of() : candidates;
    }

    public List<String> groups(DelegateExecution execution) {
        return claim(execution).rung() == Rung.POOL
                ? Stream.of(Role.ADMINISTRATOR, Role.OWNER).map(Role::groupId).toList()
                : List.of(Role.ADMINISTRATOR.groupId());
    }

    public Date due(DelegateExecution execution) {
        return Date.from(Successions.due(claim(execution)));
    }

    public Date reminder(DelegateExecution execution) {
        return Date.from(successions.reminder(claim(execution)));
    }

    /** Whether somebody has time to answer. */
    public boolean isAsked(DelegateExecution execution) {
        return isLeft(execution) && successions.isAsking(SuccessionModel.claim(execution));
    }

    public boolean isLeft(DelegateExecution execution) {
        return successions.isLeft(SuccessionModel.claim(execution));
    }

    private List<String> people(DelegateExecution execution) {
        return successions.candidates(claim(execution)).stream()
                .map(PersonId::value)
                .toList();
    }

    private Claim claim(DelegateExecution execution) {
        return successions.claim(SuccessionModel.claim(execution));
    }
}
