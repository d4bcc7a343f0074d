package dev.guestward.directory.gateway;

import dev.guestward.schedule.PollingLoop;
import dev.guestward.schedule.RunningLoops;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** Works on acts, with several calls side by side. */
@Component
@ConditionalOnProperty(name = "guestward.directory.gateway.enabled", matchIfMissing = true)
class GatewayLoops extends RunningLoops {
    private static final int OTHERS = 8;

    GatewayLoops(Gateway gateway, GatewaySettings settings) {
        super(loops(gateway, settings));
    }

    private static List<PollingLoop> loops(Gateway gateway, GatewaySettings settings) {
        List<PollingLoop> loops = new ArrayList<>();
        for (int n = 1; n <= settings.threads(); n++) {
            // one looks often; the others come along when there is work
            Duration pause = settings.pollEvery().multipliedBy(n == 1 ? 1 : OTHERS);
            loops.add(new PollingLoop("gateway-" + n, pause, gateway::runOnce));
        }
        // those whose node died between settling and waking
        loops.add(new PollingLoop("gateway-wake", Duration.ofSeconds(5), gateway::wake));
        return loops;
    }
}
