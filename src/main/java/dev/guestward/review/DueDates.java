package dev.guestward.review;

import dev.guestward.people.PersonId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Spreads the days on which guests are asked about over the weeks, so that a sponsor of many has a few of them each week. No
 * guest gets a later day for it than the interval allows.
 */
@Component
class DueDates {
    static final Duration WEEK = Duration.ofDays(7);

    private final JdbcClient db;
    private final ReviewSettings settings;
    private final Clock clock;

    DueDates(JdbcClient db, ReviewSettings settings, Clock clock) {
        this.db = db;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The days on which these many guests of one sponsor are to be asked about next.
     *
     * @return as many as were asked for, the latest first; where the weeks are full each of them takes a few more
     */
    List<Instant> next(PersonId sponsor, int howMany) {
        Instant now = clock.instant();
        int weeks = Math.toIntExact(settings.every().dividedBy(WEEK));
        Map<Integer, Integer> taken = new HashMap<>();
        db.sql("select floor(extract(epoch from (:last - review_due_at)) / :week)::int, count(*) from guest"
                        + " where sponsor_id = :sponsor and state = 'ACTIVE' and review_due_at > :now and review_due_at <= :last"
                        + " group by 1")
                .param("last", Timestamp.from(now.plus(settings.every())))
                .param("week", WEEK.toSeconds())
                .param("sponsor", sponsor.value())
                .param("now", Timestamp.from(now))
                .query((RowCallbackHandler) row -> taken.put(row.getInt(1), row.getInt(2)));
        List<Instant> days = new ArrayList<>();
        for (int room = settings.batch(); days.size() < howMany; room += settings.batch()) {
            for (int week = 0; week < weeks && days.size() < howMany; week++) {
                while (taken.getOrDefault(week, 0) < room && days.size() < howMany) {
                    taken.merge(week, 1, Integer::sum);
                    days.add(now.plus(settings.every()).minus(WEEK.multipliedBy(week)));
                }
            }
        }
        return days;
    }
}
