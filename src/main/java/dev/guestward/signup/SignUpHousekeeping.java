package dev.guestward.signup;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditLedger;
import dev.guestward.schedule.FleetJob;
import dev.guestward.signup.SignUp.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Lets lapse what no sponsor has answered, and forgets what nobody needs any more. */
@Component
class SignUpHousekeeping implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(SignUpHousekeeping.class);
    private static final Duration DAY = Duration.ofDays(1);

    private final SignUpTable table;
    private final SignUpSettings settings;
    private final AuditLedger audit;
    private final Clock clock;

    SignUpHousekeeping(SignUpTable table, SignUpSettings settings, AuditLedger audit, Clock clock) {
        this.table = table;
        this.settings = settings;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "sign-up-housekeeping";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    @Transactional
    public void run() {
        Instant now = clock.instant();
        List<UUID> lapsed = table.unanswered(now.minus(settings.answerWithin()));
        for (UUID id : lapsed) {
            table.decided(id, State.LAPSED, null, null, now);
            audit.append(id, now, Actor.schedule(name()), "sign-up-lapsed", null, null, Map.of());
        }
        int unconfirmed = table.deleteUnconfirmed(now.minus(DAY), now.minus(DAY));
        int ended = table.deleteEnded(now.minus(settings.endedKept()));
        if (lapsed.size() + unconfirmed + ended > 0) {
            log.info(
                    "Sign-ups: {} lapsed, {} unconfirmed and {} ended ones forgotten",
                    lapsed.size(),
                    unconfirmed,
                    ended);
        }
    }
}
