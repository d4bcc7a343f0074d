package dev.guestward.redemption;

import dev.guestward.guest.GuestId;
import dev.guestward.guest.InvitationSteps.Kind;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What comes for invitations under other settings, if nobody accepts, chooses or asks for anything. */
@Component
public class LapseForecast {
    private final JdbcClient db;
    private final RedemptionSettings settings;
    private final Clock clock;

    LapseForecast(JdbcClient db, RedemptionSettings settings, Clock clock) {
        this.db = db;
        this.settings = settings;
        this.clock = clock;
    }

    /** One step of a follow-up; {@code deletes} if a lapse deletes the account. */
    public record Coming(GuestId guest, UUID clinic, Kind kind, Instant at, boolean deletes) {}

    private record Open(GuestId guest, UUID clinic, boolean ours, FollowUp at) {}

    /**
     * All steps until this time. What a workflow waits for at this moment keeps the time it has; everything after that follows
     * the proposed settings.
     */
    public List<Coming> under(RedemptionSettings proposed, Instant until) {
        List<Coming> coming = new ArrayList<>();
        for (Open one : open()) {
            steps(one, proposed).stream()
                    .filter(step -> !step.at().isAfter(until))
                    .forEach(coming::add);
        }
        return coming;
    }

    private List<Coming> steps(Open one, RedemptionSettings proposed) {
        List<Coming> steps = new ArrayList<>();
        Instant now = clock.instant();
        FollowUp at = one.at();
        if (at.sponsorAskedAt() != null) {
            steps.add(coming(one, Kind.LAPSE, later(now, at.lapsesAt(settings))));
            return steps;
        }
        Instant due = later(now, at.next(settings, now).at());
        while (true) {
            Kind kind = at.next(proposed, due).kind();
            if (kind == Kind.REMIND) {
                steps.add(coming(one, kind, due));
                at = at.reminded(proposed, due);
                due = later(due, at.next(proposed, due).at());
            } else if (kind == Kind.ASK_SPONSOR) {
                steps.add(coming(one, kind, due));
                due = later(due, at.lapsesAt(proposed));
                at = at.asked(due);
            } else {
                steps.add(coming(one, Kind.LAPSE, due));
                return steps;
            }
        }
    }

    private static Coming coming(Open one, Kind kind, Instant at) {
        return new Coming(one.guest(), one.clinic(), kind, at, kind == Kind.LAPSE && one.ours());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** A guest whose removal has begun, or was taken back after the block, is not followed up any more. */
    private List<Open> open() {
        return db.sql("select f.*, g.clinic_id, coalesce(g.account_origin, '') = 'MADE' as ours"
                        + " from redemption_follow_up f join guest g on g.id = f.guest_id"
                        + " where g.state = 'INVITED' and g.redeemed_at is null and g.requested_at <= :now"
                        + " and not exists (select 1 from removal r where r.guest_id = g.id"
                        + " and (r.ended_at is null or r.blocked_at is not null)) order by g.id")
                .param("now", Timestamp.from(clock.instant()))
                .query((rs, row) -> new Open(
                        new GuestId(rs.getObject("guest_id", UUID.class)),
                        rs.getObject("clinic_id", UUID.class),
                        rs.getBoolean("ours"),
                        FollowUp.of(rs, row)))
                .list();
    }
}
