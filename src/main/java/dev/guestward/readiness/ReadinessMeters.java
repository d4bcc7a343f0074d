package dev.guestward.readiness;

import dev.guestward.directory.Trouble;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.EffectQueue;
import dev.guestward.directory.gateway.Outages;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What waits and what is wrong, as figures. All figures of one scrape come from one look at the tables. */
@Component
class ReadinessMeters {
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final Outages outages;
    private final EffectQueue effects;
    private final Clock clock;
    private @Nullable Now now;

    ReadinessMeters(
            MeterRegistry meters, Outages outages, EffectQueue effects, TenantReadiness readiness, Clock clock) {
        this.outages = outages;
        this.effects = effects;
        this.clock = clock;
        for (Trouble trouble : Trouble.values()) {
            gauge(
                    meters,
                    "guestward.directory.outages",
                    "trouble",
                    trouble,
                    "Outages that keep acts waiting",
                    now -> now.outages.stream()
                            .filter(one -> one.trouble() == trouble)
                            .count());
        }
        for (Effect.Kind kind : Effect.Kind.values()) {
            gauge(
                    meters,
                    "guestward.effects.open",
                    "kind",
                    kind,
                    "Acts that are not settled",
                    now -> now.open(kind).mapToLong(EffectQueue.Backlog::open).sum());
            gauge(
                    meters,
                    "guestward.effects.oldest.seconds",
                    "kind",
                    kind,
                    "How long the oldest open act has been due",
                    now -> now.open(kind)
                            .mapToLong(backlog -> backlog.oldest().toSeconds())
                            .sum());
        }
        for (Result result : Result.values()) {
            Gauge.builder("guestward.directory.readiness", readiness, all -> all.count(result))
                    .description("Checks of the tenant that ended like this when they were last made")
                    .tag("result", result.name())
                    .register(meters);
        }
    }

    private void gauge(
            MeterRegistry meters,
            String name,
            String tag,
            Enum<?> value,
            String description,
            ToDoubleFunction<Now> figure) {
        Gauge.builder(name, this, self -> figure.applyAsDouble(self.now()))
                .description(description)
                .tag(tag, value.name())
                .register(meters);
    }

    private synchronized Now now() {
        Instant at = clock.instant();
        Now known = now;
        if (known == null || known.at.plus(KEPT).isBefore(at)) {
            known = new Now(at, outages.open(), effects.backlog());
            now = known;
        }
        return known;
    }

    private record Now(Instant at, List<Outages.Outage> outages, List<EffectQueue.Backlog> backlog) {
        Stream<EffectQueue.Backlog> open(Effect.Kind kind) {
            return backlog.stream().filter(one -> one.kind() == kind);
        }
    }
}
