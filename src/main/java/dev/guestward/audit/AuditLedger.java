package dev.guestward.audit;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Appends to and reads the ledger.
 *
 * <p>The hash of a row is SHA-256 over the hash before it and the row's canonical text: sequence number, time in
 * microseconds, actor, code, states and details, one {@code key=value} a line, so that anybody can check a chain with
 * the rows alone.
 */
@Component
public class AuditLedger {
    /** The chain of what is changed in the product itself and belongs to no guest. */
    public static final UUID SETTINGS = new UUID(0, 1);

    private static final byte[] GENESIS = new byte[32];
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/+-]{0,200}");

    private final JdbcClient db;

    AuditLedger(JdbcClient db) {
        this.db = db;
    }

    /**
     * Records one change. Must run in the transaction that makes the change.
     *
     * @param details ids and codes only; anything that could be a name or an address is refused
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(
            UUID guest,
            Instant at,
            Actor actor,
            String code,
            @Nullable String fromState,
            @Nullable String toState,
            Map<String, String> details) {
        details.forEach((key, value) -> {
            if (!PLAIN.matcher(value).matches()) {
                throw new IllegalArgumentException("Audit detail " + key + " of " + code + " is not an id or a code");
            }
        });
        db.sql("insert into audit_chain (guest_id, seq, hash) values (?, 0, ?) on conflict do nothing")
                .params(guest, GENESIS)
                .update();
        Head head = db.sql("select seq, hash from audit_chain where guest_id = ? for update")
                .param(guest)
                .query((rs, n) -> new Head(rs.getLong(1), rs.getBytes(2)))
                .single();
        AuditEntry entry = new AuditEntry(
                guest,
                head.seq() + 1,
                at.truncatedTo(ChronoUnit.MICROS),
                actor,
                code,
                fromState,
                toState,
                new TreeMap<>(details));
        byte[] hash = hash(head.hash(), entry);
        db.sql("""
                        insert into audit_entry (guest_id, seq, at, actor_kind, actor_id, code, from_state, to_state,
                                                 details, prev_hash, hash)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        guest,
                        entry.seq(),
                        Timestamp.from(entry.at()),
                        actor.kind().name(),
                        actor.id(),
                        code,
                        fromState,
                        toState,
                        text(entry.details()),
                        head.hash(),
                        hash)
                .update();
        db.sql("update audit_chain set seq = ?, hash = ? where guest_id = ?")
                .params(entry.seq(), hash, guest)
                .update();
        if (toState != null) {
            // only rows about guests have a state; the relay tells the world of them
            db.sql("insert into audit_unpublished (guest_id, seq) values (?, ?)")
                    .params(guest, entry.seq())
                    .update();
        }
    }

    /** Everything that happened to a guest, oldest first. */
    @Transactional(readOnly = true)
    public List<AuditEntry> of(UUID guest) {
        return rows(guest).stream().map(Row::entry).toList();
    }

    /** That something happened to a guest, and when. */
    public record Happened(UUID guest, String code, Instant at) {}

    /** Which of these things happened to these guests, in any order. */
    @Transactional(readOnly = true)
    public List<Happened> happened(Collection<UUID> guests, Collection<String> codes) {
        return db.sql("select guest_id, code, max(at) from audit_entry where guest_id = any (?) and code = any (?)"
                        + " group by guest_id, code")
                .params(guests.toArray(UUID[]::new), codes.toArray(String[]::new))
                .query((rs, n) -> new Happened(
                        rs.getObject(1, UUID.class),
                        rs.getString(2),
                        rs.getTimestamp(3).toInstant()))
                .list();
    }

    /** Whether the guest's chain is whole: no row changed, missing, added or out of order. */
    @Transactional(readOnly = true)
    public boolean isIntact(UUID guest) {
        byte[] previous = GENESIS;
        long seq = 0;
        for (Row row : rows(guest)) {
            seq++;
            if (row.entry().seq() != seq
                    || !Arrays.equals(previous, row.previous())
                    || !Arrays.equals(row.hash(), hash(previous, row.entry()))) {
                return false;
            }
            previous = row.hash();
        }
        long last = seq;
        byte[] head = previous;
        return db.sql("select seq, hash from audit_chain where guest_id = ?")
                .param(guest)
                .query((rs, n) -> rs.getLong(1) == last && Arrays.equals(rs.getBytes(2), head))
                .optional()
                .orElse(last == 0);
    }

    /** The rows as they are chained, oldest first. */
    @Transactional(readOnly = true)
    List<Row> rows(UUID guest) {
        return db.sql("select * from audit_entry where guest_id = ? order by seq")
                .param(guest)
                .query((rs, n) -> new Row(entry(rs), rs.getBytes("prev_hash"), rs.getBytes("hash")))
                .list();
    }

    static AuditEntry entry(ResultSet rs) throws SQLException {
        return new AuditEntry(
                rs.getObject("guest_id", UUID.class),
                rs.getLong("seq"),
                rs.getTimestamp("at").toInstant(),
                new Actor(Actor.Kind.valueOf(rs.getString("actor_kind")), rs.getString("actor_id")),
                rs.getString("code"),
                rs.getString("from_state"),
                rs.getString("to_state"),
                details(rs.getString("details")));
    }

    /** What a row's hash is made of, besides the hash before it. */
    static String canonical(AuditEntry entry) {
        return "guest=" + entry.guestId() + "\nseq=" + entry.seq() + "\nat="
                + ChronoUnit.MICROS.between(Instant.EPOCH, entry.at()) + "\nactor="
                + entry.actor().kind() + ":" + entry.actor().id() + "\ncode=" + entry.code() + "\nfrom="
                + (entry.fromState() == null ? "" : entry.fromState()) + "\nto="
                + (entry.toState() == null ? "" : entry.toState()) + "\n" + text(entry.details());
    }

    private static byte[] hash(byte[] previous, AuditEntry entry) {
        return Hashes.of(previous, canonical(entry).getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Map<String, String> details) {
        return details.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static Map<String, String> details(String text) {
        return text.lines()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(p -> p[0], p -> p[1], (a, b) -> a, TreeMap::new));
    }

    private record Head(long seq, byte[] hash) {}

    record Row(AuditEntry entry, byte[] previous, byte[] hash) {}
}
