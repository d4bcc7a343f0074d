package dev.guestward.expiry;

import dev.guestward.removal.RemovalSearch.Overdue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToLongFunction;
import org.springframework.stereotype.Component;

/** Who has access past the end, as figures; asked of the register at every scrape, so that they tell of a sweep that stands still. */
@Component
class ExpiryMeters {
    private final ExpirySweep sweep;

    ExpiryMeters(MeterRegistry meters, ExpirySweep sweep) {
        this.sweep = sweep;
        gauge(meters, "nothing", Overdue::forNothing);
        gauge(meters, "people", Overdue::forPeople);
    }

    private void gauge(MeterRegistry meters, String waitsFor, ToLongFunction<Overdue> figure) {
        Gauge.builder("guestward.expiry.overdue", sweep, one -> figure.applyAsLong(one.overdue()))
                .description("Guests who have access ten minutes after their end")
                .tag("waits_for", waitsFor)
                .register(meters);
    }
}
