package dev.guestward.schedule;

import java.util.List;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/** Keeps loops going from the moment the application is ready until it ends. A module makes a component of it. */
public abstract class RunningLoops implements DisposableBean {
    private final List<PollingLoop> loops;

    protected RunningLoops(List<PollingLoop> loops) {
        this.loops = List.copyOf(loops);
    }

    protected RunningLoops(PollingLoop loop) {
        this(List.of(loop));
    }

    List<PollingLoop> loops() {
        return loops;
    }

    @EventListener(ApplicationReadyEvent.class)
    public void start() {
        loops.forEach(PollingLoop::start);
    }

    @Override
    public void destroy() {
        loops.forEach(PollingLoop::close);
    }
}
