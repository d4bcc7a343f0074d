package dev.guestward.removal;

import dev.guestward.guest.PageOf;
import dev.guestward.people.Viewer;
import dev.guestward.removal.Removal.Stage;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The removals under way, as far as somebody may see them. */
@Component
public class RemovalList {
    /** As {@link Removal#stage} tells it. */
    private static final String STAGED = """
            select r.*, case
                when r.blocked_at is null then case when r.undo_until > :now then 'UNDO_WINDOW' else 'BLOCKING' end
                when r.delete_after is null then 'BLOCKING'
                when r.stripped_at is null then 'STRIPPING'
                when r.delete_after > :now then 'GRACE'
                else 'DELETING' end as stage
            from removal r join guest g on g.id = r.guest_id
            where r.ended_at is null and (:all or g.sponsor_id = :viewer)""";

    private final JdbcClient db;
    private final Clock clock;

    RemovalList(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** How many there are in each stage; stages without any are there, too. */
    public Map<Stage, Long> counts(Viewer viewer) {
        Map<Stage, Long> counts = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            if (stage != Stage.OVER) {
                counts.put(stage, 0L);
            }
        }
        query("select stage, count(*) as many from (" + STAGED + ") staged group by stage", viewer)
                .query((rs, row) -> Map.entry(Stage.valueOf(rs.getString(1)), rs.getLong(2)))
                .list()
                .forEach(one -> counts.put(one.getKey(), one.getValue()));
        return counts;
    }

    /** Those in one stage, or all; whose next step comes first is first. */
    public PageOf<Removal> page(@Nullable Stage stage, int number, int size, Viewer viewer) {
        String from = " from (" + STAGED + ") staged where cast(:stage as text) is null or stage = :stage";
        String wanted = stage == null ? null : stage.name();
        long total = query("select count(*)" + from, viewer)
                .param("stage", wanted)
                .query(Long.class)
                .single();
        List<Removal> rows = query(
                        "select *" + from
                                + " order by coalesce(delete_after, undo_until), id limit :size offset :offset",
                        viewer)
                .param("stage", wanted)
                .param("size", size)
                .param("offset", (long) number * size)
                .query(RemovalRows::removal)
                .list();
        return PageOf.of(rows, size, number, total);
    }

    /** Why these removals were opened; those that there are not are missing. */
    public Map<UUID, Cause> causes(Collection<UUID> removals) {
        Map<UUID, Cause> causes = new HashMap<>();
        db.sql("select id, cause from removal where id = any (:ids)")
                .param("ids", removals.toArray(UUID[]::new))
                .query((rs, row) -> Map.entry(rs.getObject("id", UUID.class), Cause.valueOf(rs.getString("cause"))))
                .list()
                .forEach(one -> causes.put(one.getKey(), one.getValue()));
        return causes;
    }

    private JdbcClient.StatementSpec query(String sql, Viewer viewer) {
        return db.sql(sql)
                .param("now", Timestamp.from(clock.instant()))
                .param("all", viewer.isAdministrator() || viewer.isOwner())
                .param("viewer", viewer.id().value());
    }
}
