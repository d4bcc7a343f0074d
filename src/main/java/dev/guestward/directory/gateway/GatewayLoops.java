package dev.guestward.directory.gateway;

import dev.guestward.schedule.PollingLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Keeps the gateway going from the moment the application is ready until it ends. */
@Component
@ConditionalOnProperty(name = "guestward.directory.gateway.enabled", matchIfMissing = true)
class GatewayLoops implements DisposableBean {
    private static final int OTHERS = 8;

    private final List<PollingLoop> loops = new ArrayList<>();

    GatewayLoops(Gateway gateway, GatewaySettings settings) {
        for (int n = 1; n <= settings.threads(); n++) {
            // one looks often; the others come along when there is work
            Duration pause = settings.pollEvery().multipliedBy(n == 1 ? 1 : OTHERS);
            loops.add(new PollingLoop("gateway-" + n, pause, gateway::runOnce));
        }
        // those whose node died between settling and waking
        loops.add(new PollingLoop("gateway-wake", Duration.ofSeconds(5), gateway::wake));
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        loops.forEach(PollingLoop::start);
    }

    @Override
    public void destroy() {
        loops.forEach(PollingLoop::close);
    }
}
