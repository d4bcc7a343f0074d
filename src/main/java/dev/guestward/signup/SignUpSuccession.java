package dev.guestward.signup;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditLedger;
import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.problem.DatabaseAway;
import dev.guestward.schedule.FleetJob;
import dev.guestward.signup.SignUp.State;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Hands on what waits for a sponsor who leaves, or has left, and what was confirmed by somebody who then chose nobody within a day,
 * or has nobody to choose between any more: to whoever of the clinic's list has the least to answer, with the last day as it was.
 * Where nobody else is on the list it stays with the administrators, who see all that waits.
 */
@Component
class SignUpSuccession implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(SignUpSuccession.class);
    private static final Duration TIME_TO_CHOOSE = Duration.ofDays(1);

    private final SignUpTable table;
    private final SignUpSponsors sponsors;
    private final SignUpLetters letters;
    private final Clinics clinics;
    private final AuditLedger audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SignUpSuccession(
            SignUpTable table,
            SignUpSponsors sponsors,
            SignUpLetters letters,
            Clinics clinics,
            AuditLedger audit,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.table = table;
        this.sponsors = sponsors;
        this.letters = letters;
        this.clinics = clinics;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Override
    public String name() {
        return "sign-up-succession";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(5);
    }

    @Override
    public void run() {
        table.open().stream()
                .filter(signUp -> isLeft(signUp) || isNotChosen(signUp))
                .map(SignUp::id)
                .forEach(this::tried);
    }

    private void tried(UUID id) {
        try {
            transaction.executeWithoutResult(status -> handOn(id));
        } catch (RuntimeException e) {
            DatabaseAway.rethrow(e);
            // the class alone: messages may name people
            log.warn("Sign-up {} cannot be handed on now: {}", id, e.getClass().getSimpleName());
        }
    }

    /** Whoever has only one sponsor to choose is not asked; that may have become so after the question. */
    private boolean isNotChosen(SignUp signUp) {
        return signUp.state() == State.CONFIRMED
                && (!signUp.confirmedAt().plus(TIME_TO_CHOOSE).isAfter(clock.instant())
                        || clinics.byId(signUp.clinicId())
                                .filter(clinic -> sponsors.of(clinic).size() == 1)
                                .isPresent());
    }

    private boolean isLeft(SignUp signUp) {
        PersonId sponsor = signUp.sponsor();
        return signUp.state() == State.WAITING && sponsor != null && !sponsors.is(sponsor);
    }

    private void handOn(UUID id) {
        // whoever answers at this moment comes before or after
        table.confirmed(id, true).filter(one -> isLeft(one) || isNotChosen(one)).ifPresent(signUp -> {
            Optional<Clinic> clinic = clinics.byId(signUp.clinicId());
            clinic.flatMap(this::least).ifPresent(next -> {
                table.assign(id, next.id());
                audit.append(
                        id,
                        clock.instant(),
                        Actor.schedule(name()),
                        "sign-up-assigned",
                        null,
                        null,
                        Map.of("sponsor", next.id().value()));
                if (signUp.sponsor() == null) {
                    letters.tellSponsor(id, clinic.get(), next);
                    log.info("Sign-up {} is given to a sponsor: nobody was chosen", id);
                } else {
                    letters.tellNextSponsor(id, clinic.get(), next, clock.instant());
                    log.info("Sign-up {} is handed on: its sponsor leaves", id);
                }
            });
        });
    }

    private Optional<Person> least(Clinic clinic) {
        return sponsors.of(clinic).stream().min(Comparator.comparingLong(person -> table.countWaitingFor(person.id())));
    }
}
