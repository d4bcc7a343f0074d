package dev.guestward.schedule;

import java.time.Duration;
import org.springframework.stereotype.Component;

/** Not a fleet job: it watches over them. */
@Component
class ScheduleWatchLoop extends RunningLoops {
    ScheduleWatchLoop(ScheduleWatch watch) {
        super(new PollingLoop("schedule-watch", Duration.ofMinutes(1), watch::look));
    }
}
