package dev.guestward.signup;

import dev.guestward.schedule.PollingLoop;
import dev.guestward.schedule.RunningLoops;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** Keeps the worker going from the moment the application is ready until it ends, where there is a page. */
@Component
@ConditionalOnProperty(
        prefix = "guestward.sign-up",
        name = {"enabled", "worker-enabled"},
        havingValue = "true")
class SignUpLoop extends RunningLoops {
    SignUpLoop(SignUpWorker worker, SignUpSettings settings) {
        super(new PollingLoop("sign-up", settings.pollEvery(), worker::runOnce));
    }
}
