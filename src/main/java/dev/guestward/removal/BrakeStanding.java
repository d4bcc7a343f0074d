package dev.guestward.removal;

import dev.guestward.directory.effect.Effect;
import dev.guestward.guest.GuestCounts;
import dev.guestward.removal.BrakeCaps.Cap;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How much of the caps is used, and what is coming. */
@Component
public class BrakeStanding {
    private static final Duration DAY = Brake.WINDOW;
    private static final Duration WEEK = Duration.ofDays(7);
    private static final int MOST_CLINICS = 50;

    private final JdbcClient db;
    private final BrakeCaps caps;
    private final GuestCounts counts;
    private final Clock clock;

    BrakeStanding(JdbcClient db, BrakeCaps caps, GuestCounts counts, Clock clock) {
        this.db = db;
        this.caps = caps;
        this.counts = counts;
        this.clock = clock;
    }

    /**
     * One cap over all guests.
     *
     * @param guests how many it is a share of
     * @param allowed how many acts within 24 hours
     * @param used how many of them have gone
     * @param beside how many more have gone that were foreseen, or that people released
     */
    public record Use(Cap cap, long guests, long allowed, long used, long beside) {
        public long room() {
            return Math.max(0, allowed - used);
        }
    }

    /** What was done to one clinic's guests within 24 hours; it may be as many of each. */
    public record ClinicUse(UUID clinic, long allowed, long blocks, long deletes) {}

    /**
     * What is coming.
     *
     * @param endsInDay guests whose access ends within 24 hours
     * @param unforeseenInDay how many of them count against the cap, because their end was set too late
     * @param deletesInDay removals whose grace ends within 24 hours or is over
     */
    public record Forecast(
            long endsInDay, long unforeseenInDay, long endsInWeek, long deletesInDay, long deletesInWeek) {}

    /** All of it, at one moment. */
    public record Now(Use blocks, Use deletes, Cap clinicCap, List<ClinicUse> clinics, Forecast forecast) {}

    private record Gone(UUID clinic, long blocks, long deletes) {}

    @Transactional
    public Now now() {
        Map<Cap.Name, Cap> all = caps.all();
        long managed = counts.managed();
        Cap clinicCap = Brake.of(all, Cap.Name.CLINIC);
        return new Now(
                use(Brake.of(all, Cap.Name.BLOCKS), Effect.Kind.BLOCK, managed),
                use(Brake.of(all, Cap.Name.DELETES), Effect.Kind.DELETE, managed),
                clinicCap,
                clinics(clinicCap),
                forecast());
    }

    private Use use(Cap cap, Effect.Kind act, long managed) {
        return db.sql("select count(*) filter (where counted_as = 'NORMAL') as used,"
                        + " count(*) filter (where counted_as <> 'NORMAL') as beside"
                        + " from brake_count where kind = ? and counted_at > ?")
                .params(act.name(), since())
                .query((rs, row) -> new Use(cap, managed, cap.of(managed), rs.getLong("used"), rs.getLong("beside")))
                .single();
    }

    /** Those that have come closest to their cap first. */
    private List<ClinicUse> clinics(Cap cap) {
        return db
                .sql("select clinic_id, count(*) filter (where kind = 'BLOCK') as blocks,"
                        + " count(*) filter (where kind = 'DELETE') as deletes from brake_count"
                        + " where counted_as = 'NORMAL' and counted_at > ? group by clinic_id"
                        + " order by count(*) desc, clinic_id limit ?")
                .params(since(), MOST_CLINICS)
                .query((rs, row) ->
                        new Gone(rs.getObject("clinic_id", UUID.class), rs.getLong("blocks"), rs.getLong("deletes")))
                .list()
                .stream()
                .map(gone -> new ClinicUse(
                        gone.clinic(), cap.of(counts.managedOf(gone.clinic())), gone.blocks(), gone.deletes()))
                .toList();
    }

    private Forecast forecast() {
        Instant now = clock.instant();
        return db.sql("""
                        with coming as (
                            select g.access_until < :day as soon, exists (
                                select 1 from expected_end e where e.guest_id = g.id and e.access_until = g.access_until
                                and e.noted_at <= g.access_until - make_interval(hours => 24)) as foreseen
                            from guest g where g.state in ('INVITED', 'ACTIVE') and g.access_until > :now
                            and g.access_until < :week),
                        going as (
                            select delete_after < :day as soon from removal
                            where ended_at is null and delete_after < :week)
                        select (select count(*) filter (where soon) from coming) as ends_day,
                               (select count(*) filter (where soon and not foreseen) from coming) as unforeseen_day,
                               (select count(*) from coming) as ends_week,
                               (select count(*) filter (where soon) from going) as deletes_day,
                               (select count(*) from going) as deletes_week""")
                .param("now", Timestamp.from(now))
                .param("day", Timestamp.from(now.plus(DAY)))
                .param("week", Timestamp.from(now.plus(WEEK)))
                .query((rs, row) -> new Forecast(
                        rs.getLong("ends_day"),
                        rs.getLong("unforeseen_day"),
                        rs.getLong("ends_week"),
                        rs.getLong("deletes_day"),
                        rs.getLong("deletes_week")))
                .single();
    }

    private Timestamp since() {
        return Timestamp.from(clock.instant().minus(DAY));
    }
}
