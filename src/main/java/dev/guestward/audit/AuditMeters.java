package dev.guestward.audit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Whether checkpoints reach the second place. */
@Component
class AuditMeters {
    AuditMeters(MeterRegistry meters, Checkpoints checkpoints) {
        Gauge.builder(
                        "guestward.audit.checkpoint.waiting",
                        checkpoints,
                        one -> one.waiting().toSeconds())
                .description("Seconds for which the oldest checkpoint has been waiting for the second place")
                .baseUnit("seconds")
                .register(meters);
    }
}
