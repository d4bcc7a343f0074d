package dev.guestward.readiness;

import dev.guestward.audit.Checkpoints;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** Whether the audit ledger would convince somebody who does not trust our database. */
@Component
class AuditCheck implements ReadinessCheck {
    private static final Duration LATE = Duration.ofHours(1);

    private final Checkpoints checkpoints;

    AuditCheck(Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
    }

    @Override
    public String code() {
        return "audit";
    }

    @Override
    public List<Finding> look() {
        if (!checkpoints.signedToLast()) {
            return warning("key");
        }
        if (!checkpoints.carriedAway()) {
            return warning("place");
        }
        Duration waiting = checkpoints.waiting();
        return waiting.compareTo(LATE) > 0
                ? warning("late", String.valueOf(waiting.toHours()))
                : List.of(Finding.ok(code(), "", Words.of("readiness.audit.ok")));
    }

    private List<Finding> warning(String what, Object... values) {
        String key = "readiness.audit." + what;
        return List.of(new Finding(code(), "", Result.WARNING, Words.of(key, values), Words.of(key + ".do", values)));
    }
}
