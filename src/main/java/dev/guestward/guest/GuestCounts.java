package dev.guestward.guest;

import dev.guestward.people.Viewer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts the register as one person may see it. */
@Component
public class GuestCounts {
    private final JdbcClient db;

    GuestCounts(JdbcClient db) {
        this.db = db;
    }

    /** How many there are; what there is none of is not listed. */
    public record Tally(Map<GuestState, Long> states, Map<Attention, Long> attentions) {
        public long total() {
            return states.values().stream().mapToLong(Long::longValue).sum();
        }

        public long of(GuestState state) {
            return states.getOrDefault(state, 0L);
        }
    }

    private record Group(GuestState state, @Nullable Attention attention, long guests) {}

    /** A sponsor's own guests, everybody's for owners and administrators. */
    public Tally of(Viewer viewer) {
        boolean all = viewer.isAdministrator() || viewer.isOwner();
        List<Group> groups = db.sql("select state, attention, count(*) as guests from guest"
                        + " where (:all or sponsor_id = :viewer) group by state, attention")
                .param("all", all)
                .param("viewer", viewer.id().value())
                .query(GuestCounts::group)
                .list();
        Map<GuestState, Long> states = new EnumMap<>(GuestState.class);
        Map<Attention, Long> attentions = new EnumMap<>(Attention.class);
        for (Group group : groups) {
            states.merge(group.state(), group.guests(), Long::sum);
            if (group.attention() != null) {
                attentions.merge(group.attention(), group.guests(), Long::sum);
            }
        }
        return new Tally(states, attentions);
    }

    private record OfClinic(UUID clinic, GuestState state, long guests) {}

    /**
     * The same of single clinics.
     *
     * @return by clinic and state; what there is none of is not listed
     */
    public Map<UUID, Map<GuestState, Long>> byClinic(Collection<UUID> clinics, Viewer viewer) {
        Map<UUID, Map<GuestState, Long>> counts = new HashMap<>();
        if (clinics.isEmpty()) {
            return counts;
        }
        db.sql("select clinic_id, state, count(*) as guests from guest where clinic_id in (:clinics)"
                        + " and (:all or sponsor_id = :viewer) group by clinic_id, state")
                .param("clinics", clinics)
                .param("all", viewer.isAdministrator() || viewer.isOwner())
                .param("viewer", viewer.id().value())
                .query((rs, n) -> new OfClinic(
                        rs.getObject("clinic_id", UUID.class),
                        GuestState.valueOf(rs.getString("state")),
                        rs.getLong("guests")))
                .list()
                .forEach(count -> counts.computeIfAbsent(count.clinic(), id -> new EnumMap<>(GuestState.class))
                        .put(count.state(), count.guests()));
        return counts;
    }

    /** Guests with an account that we look after. */
    public long managed() {
        return db.sql("select count(*) from guest where directory_id is not null"
                        + " and state in ('INVITED', 'ACTIVE', 'BLOCKED', 'DISCOVERED')")
                .query(Long.class)
                .single();
    }

    /** The same of one clinic. */
    public long managedOf(UUID clinic) {
        return db.sql("select count(*) from guest where directory_id is not null and clinic_id = ?"
                        + " and state in ('INVITED', 'ACTIVE', 'BLOCKED', 'DISCOVERED')")
                .param(clinic)
                .query(Long.class)
                .single();
    }

    private static Group group(ResultSet rs, int row) throws SQLException {
        String attention = rs.getString("attention");
        return new Group(
                GuestState.valueOf(rs.getString("state")),
                attention == null ? null : Attention.valueOf(attention),
                rs.getLong("guests"));
    }
}
