package dev.guestward.review;

import dev.guestward.hospital.HospitalSettings;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The standing campaign of a quarter, which asks nobody by itself and collects what the usual reviews of that quarter say. */
@Component
class RollingCollection {
    private final JdbcClient db;
    private final HospitalSettings hospital;
    private final Clock clock;

    RollingCollection(JdbcClient db, HospitalSettings hospital, Clock clock) {
        this.db = db;
        this.hospital = hospital;
        this.clock = clock;
    }

    /** That of the present quarter; it is begun, and those before it are closed, by whoever asks first. */
    @Transactional(propagation = Propagation.MANDATORY)
    public UUID current() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), hospital.timeZone());
        int quarter = today.get(IsoFields.QUARTER_OF_YEAR);
        String title = today.getYear() + "-Q" + quarter;
        String key = "rolling:" + title;
        LocalDate end = LocalDate.of(today.getYear(), 1, 1).plusMonths(3L * quarter);
        Timestamp now = Timestamp.from(clock.instant());
        int begun = db.sql(
                        "insert into review_campaign (id, title, scope, scope_key, standing, started_by, started_at, due_at,"
                                + " opened_at) values (?, ?, 'ROLLING', ?, true, 'review', ?, ?, ?) on conflict do nothing")
                .params(
                        UUID.randomUUID(),
                        title,
                        key,
                        now,
                        Timestamp.from(end.atStartOfDay(hospital.timeZone()).toInstant()),
                        now)
                .update();
        if (begun == 1) {
            db.sql("update review_campaign set ended_at = ?, ended_as = 'CLOSED' where standing and ended_at is null"
                            + " and scope_key <> ?")
                    .params(now, key)
                    .update();
        }
        return db.sql("select id from review_campaign where scope_key = ? and ended_at is null")
                .param(key)
                .query((rs, n) -> rs.getObject(1, UUID.class))
                .single();
    }
}
