package dev.guestward.removal;

import dev.guestward.directory.effect.Effect;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import org.springframework.stereotype.Component;

/** What the brake holds, as figures. They come from the tables: the same on all nodes, whatever has been restarted. */
@Component
class BrakeMeters implements MeterBinder {
    private final HeldActs held;

    BrakeMeters(HeldActs held) {
        this.held = held;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        for (Effect.Kind act : List.of(Effect.Kind.BLOCK, Effect.Kind.DELETE)) {
            Gauge.builder("guestward.brake.held", held, all -> all.count(act))
                    .description("Acts that the brake holds and on which nobody has decided")
                    .tag("kind", act.name())
                    .register(meters);
            FunctionCounter.builder("guestward.brake.holds", held, all -> all.ever(act))
                    .description("Acts that the brake has ever held")
                    .tag("kind", act.name())
                    .register(meters);
        }
    }
}
