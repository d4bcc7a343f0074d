package dev.guestward.audit;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Looks through the whole ledger, newest first. */
@Component
public class AuditSearch {
    private final JdbcClient db;

    AuditSearch(JdbcClient db) {
        this.db = db;
    }

    /**
     * What is looked for; null means anything.
     *
     * @param actor id of who did it: a person's object id, the name of a schedule or a model
     * @param from the first moment
     * @param until the first moment no longer
     */
    public record Wanted(
            @Nullable UUID guest,
            @Nullable String actor,
            @Nullable String code,
            @Nullable Instant from,
            @Nullable Instant until) {}

    public record Found(List<AuditEntry> rows, long total) {}

    @Transactional(readOnly = true)
    public Found find(Wanted wanted, int page, int size) {
        StringBuilder where = new StringBuilder(" where true");
        List<Object> values = new ArrayList<>();
        add(where, values, " and guest_id = ?", wanted.guest());
        add(where, values, " and actor_id = ?", wanted.actor());
        add(where, values, " and code = ?", wanted.code());
        add(where, values, " and at >= ?", timestamp(wanted.from()));
        add(where, values, " and at < ?", timestamp(wanted.until()));
        long total = db.sql("select count(*) from audit_entry" + where)
                .params(values)
                .query(Long.class)
                .single();
        values.add(size);
        values.add((long) page * size);
        List<AuditEntry> rows = db.sql(
                        "select * from audit_entry" + where + " order by at desc, guest_id, seq desc limit ? offset ?")
                .params(values)
                .query((rs, n) -> AuditLedger.entry(rs))
                .list();
        return new Found(rows, total);
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }

    private static void add(StringBuilder where, List<Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            where.append(condition);
            values.add(value);
        }
    }
}
