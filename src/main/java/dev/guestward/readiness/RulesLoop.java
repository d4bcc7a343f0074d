package dev.guestward.readiness;

import dev.guestward.schedule.PollingLoop;
import dev.guestward.schedule.RunningLoops;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** Has the tenant's rules read anew before requests are judged by old ones, on each node, which keeps them for itself. */
@Component
@ConditionalOnProperty(name = "guestward.directory.check-at-start", matchIfMissing = true)
class RulesLoop extends RunningLoops {
    RulesLoop(TenantReadiness readiness, TenantRules rules) {
        super(new PollingLoop("tenant-rules", Duration.ofMinutes(1), () -> {
            if (rules.areOld()) {
                readiness.look();
            }
            return 0;
        }));
    }
}
