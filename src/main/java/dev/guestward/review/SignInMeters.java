package dev.guestward.review;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How old what we know of sign-ins is, as a figure; not a number where the directory shows none. */
@Component
class SignInMeters implements MeterBinder {
    private final JdbcClient db;
    private final Clock clock;

    SignInMeters(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("guestward.sign.ins.age", this, SignInMeters::age)
                .description("Since when the report of sign-ins has not been read to its end")
                .baseUnit("seconds")
                .register(meters);
    }

    double age() {
        return db.sql("select coalesce(finished_at, begun_at) from sign_in_reading"
                        + " where coalesce(finished_at, begun_at) is not null and no_evidence_code is null")
                .query((rs, n) -> rs.getTimestamp(1).toInstant())
                .optional()
                .map(since -> Duration.between(since, clock.instant()).toMillis() / 1000.0)
                .orElse(Double.NaN);
    }
}
