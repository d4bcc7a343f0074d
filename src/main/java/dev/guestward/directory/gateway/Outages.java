package dev.guestward.directory.gateway;

import dev.guestward.directory.DirectoryAccess.Role;
import dev.guestward.directory.Trouble;
import dev.guestward.directory.effect.Effect;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What keeps whole kinds of acts from being made: a missing permission, an expired secret, a closed proxy. All nodes share
 * it. It is alarmed once, not once a guest; while it lasts the effects wait, and one act now and then tries whether it is
 * over. Not a circuit breaker in memory, because a node that has just started must not run into it again.
 */
@Component
public class Outages {
    private static final Logger log = LoggerFactory.getLogger(Outages.class);
    /** Stands for every kind. */
    static final String EVERYTHING = "*";

    /** Stands for every kind that begins with a look. */
    static final String READS = Role.READER.name();

    private final JdbcClient db;
    private final Clock clock;
    private final GatewaySettings settings;

    Outages(JdbcClient db, Clock clock, GatewaySettings settings) {
        this.db = db;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * One outage.
     *
     * @param subject a kind of act, a role of ours, or {@code *} for everything
     * @param code what the directory, the authority or the network said, without names
     * @param hits how many acts and probes have met it
     */
    public record Outage(Trouble trouble, String subject, String code, Instant since, Instant nextProbeAt, long hits) {
        boolean closes(Effect.Kind kind) {
            return subject.equals(EVERYTHING)
                    || subject.equals(kind.name())
                    || subject.equals(kind.role().name())
                    || (subject.equals(READS) && kind.readsFirst());
        }
    }

    /** What is out now, oldest first. */
    public List<Outage> open() {
        return db.sql("select * from directory_outage order by since, trouble, subject")
                .query((rs, row) -> new Outage(
                        Trouble.valueOf(rs.getString("trouble")),
                        rs.getString("subject"),
                        rs.getString("code"),
                        rs.getTimestamp("since").toInstant(),
                        rs.getTimestamp("next_probe_at").toInstant(),
                        rs.getLong("hits")))
                .list();
    }

    /** Records that an act met it. The first one raises the alarm. */
    void met(Trouble trouble, String subject, String code) {
        Timestamp now = Timestamp.from(clock.instant());
        boolean isNew = db.sql("""
                        insert into directory_outage (trouble, subject, code, since, last_seen_at, next_probe_at)
                        values (:trouble, :subject, :code, :now, :now, :next)
                        on conflict (trouble, subject) do update
                        set code = excluded.code, last_seen_at = excluded.last_seen_at, hits = directory_outage.hits + 1
                        returning hits = 1""")
                .param("trouble", trouble.name())
                .param("subject", subject)
                .param("code", code)
                .param("now", now)
                .param("next", Timestamp.from(clock.instant().plus(settings.probeEvery())))
                .query(Boolean.class)
                .single();
        if (isNew) {
            log.error("Acts on the tenant wait ({}): {} for {}", code, trouble, subject);
        }
    }

    /** Which kinds may be worked on, given what is out. */
    static Set<Effect.Kind> unaffected(List<Outage> open) {
        EnumSet<Effect.Kind> kinds = EnumSet.allOf(Effect.Kind.class);
        kinds.removeIf(kind -> open.stream().anyMatch(outage -> outage.closes(kind)));
        return kinds;
    }

    /** An outage that this caller, and no other on any node, shall try now. */
    Optional<Outage> toProbe(List<Outage> open) {
        Instant now = clock.instant();
        return open.stream()
                .filter(outage -> !outage.nextProbeAt().isAfter(now))
                .filter(outage -> db.sql("update directory_outage set next_probe_at = ?"
                                        + " where trouble = ? and subject = ? and next_probe_at = ?")
                                .params(
                                        Timestamp.from(now.plus(settings.probeEvery())),
                                        outage.trouble().name(),
                                        outage.subject(),
                                        Timestamp.from(outage.nextProbeAt()))
                                .update()
                        == 1)
                .findFirst();
    }

    /** Whoever was to try it made no call. */
    void tryAgain(Outage outage) {
        db.sql("update directory_outage set next_probe_at = ? where trouble = ? and subject = ?")
                .params(Timestamp.from(clock.instant()), outage.trouble().name(), outage.subject())
                .update();
    }

    /** A call of this kind got through: what closed it is over, and all others of its kind may go on. */
    void passed(Effect.Kind kind, List<Outage> open) {
        open.stream().filter(outage -> outage.closes(kind)).forEach(this::end);
    }

    private void end(Outage outage) {
        boolean ended = db.sql("delete from directory_outage where trouble = ? and subject = ?")
                        .params(outage.trouble().name(), outage.subject())
                        .update()
                == 1;
        if (ended) {
            log.info("Acts on the tenant go on: {} for {} is over", outage.trouble(), outage.subject());
        }
    }
}
