package dev.guestward.adoption;

import dev.guestward.guest.PageOf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lists and counts guests that were found. */
@Component
class FoundGuestSearch {
    private final JdbcClient db;

    FoundGuestSearch(JdbcClient db) {
        this.db = db;
    }

    /** @param clinicId null for those whose mail domain is no clinic's */
    record Count(@Nullable UUID clinicId, Standing standing, long guests) {}

    List<Count> counts() {
        return db.sql("select clinic_id, standing, count(*) from found_guest group by clinic_id, standing")
                .query((rs, n) ->
                        new Count(rs.getObject(1, UUID.class), Standing.valueOf(rs.getString(2)), rs.getLong(3)))
                .list();
    }

    /** Batches that somebody of the pool should look at, and those that were not claimed in time. */
    record Waiting(long batches, long escalated) {}

    Waiting waiting() {
        return db.sql("select count(*), count(escalated_at) from adoption_batch b where closed_at is null and exists"
                        + " (select 1 from found_guest f where f.batch_id = b.id and f.standing = 'IN_HAND')")
                .query((rs, n) -> new Waiting(rs.getLong(1), rs.getLong(2)))
                .single();
    }

    /** Those that are not in the register, by name. */
    PageOf<FoundGuest> page(
            @Nullable Standing standing, @Nullable UUID clinic, @Nullable String text, int page, int size) {
        List<String> conditions = new ArrayList<>(List.of("standing <> 'ADOPTED'"));
        Map<String, Object> values = new HashMap<>();
        if (standing != null) {
            conditions.add("standing = :standing");
            values.put("standing", standing.name());
        }
        if (clinic != null) {
            conditions.add("clinic_id = :clinic");
            values.put("clinic", clinic);
        }
        if (text != null && !text.isBlank()) {
            conditions.add("(strpos(lower(display_name), :text) > 0 or strpos(lower(email), :text) > 0)");
            values.put("text", text.strip().toLowerCase(Locale.ROOT));
        }
        String where = " from found_guest where " + String.join(" and ", conditions);
        long total = db.sql("select count(*)" + where)
                .params(values)
                .query(Long.class)
                .single();
        values.put("limit", size);
        values.put("offset", (long) page * size);
        List<FoundGuest> rows = db.sql(
                        "select *" + where + " order by lower(display_name), guest_id limit :limit offset :offset")
                .params(values)
                .query(FoundGuestRows::guest)
                .list();
        return PageOf.of(rows, size, page, total);
    }
}
