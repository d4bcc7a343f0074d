package dev.guestward.platform.engine;

import org.camunda.bpm.spring.boot.starter.event.PostDeployEvent;
import org.camunda.bpm.spring.boot.starter.event.PreUndeployEvent;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Up once the models are deployed: the web server already answers before that, and starts would fail. */
@Component("deploymentHealthIndicator")
class DeploymentHealth implements HealthIndicator {
    private volatile boolean deployed;

    @EventListener(PostDeployEvent.class)
    void deployed() {
        deployed = true;
    }

    @EventListener(PreUndeployEvent.class)
    void undeployed() {
        deployed = false;
    }

    @Override
    public Health health() {
        return deployed ? Health.up().build() : Health.outOfService().build();
    }
}
