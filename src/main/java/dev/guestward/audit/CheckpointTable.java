package dev.guestward.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@Component
class CheckpointTable {
    /** More grow between two checkpoints only on the day of a great import; the next run takes the rest. */
    private static final int MOST_HEADS = 100_000;

    private final JdbcClient db;

    CheckpointTable(JdbcClient db) {
        this.db = db;
    }

    Optional<Checkpoint> last() {
        return db.sql("select * from audit_checkpoint order by number desc limit 1")
                .query(CheckpointTable::checkpoint)
                .optional();
    }

    List<Checkpoint> between(long first, long last) {
        return db.sql("select * from audit_checkpoint where number between ? and ? order by number")
                .params(first, last)
                .query(CheckpointTable::checkpoint)
                .list();
    }

    /** A chain that somebody is adding to right now waits for the next checkpoint. */
    @Transactional(propagation = Propagation.MANDATORY)
    List<Checkpoint.Head> grown() {
        return db.sql("select guest_id, seq, hash from audit_chain where seq > anchored_seq order by guest_id"
                        + " limit " + MOST_HEADS + " for update skip locked")
                .query(CheckpointTable::head)
                .list();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void add(Checkpoint checkpoint, List<Checkpoint.Head> heads) {
        db.sql("insert into audit_checkpoint (number, at, heads, root, prev_hash, hash, public_key, signature)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        checkpoint.number(),
                        Timestamp.from(checkpoint.at()),
                        checkpoint.heads(),
                        checkpoint.root(),
                        checkpoint.previous(),
                        checkpoint.hash(),
                        checkpoint.publicKey(),
                        checkpoint.signature())
                .update();
        UUID[] guests = heads.stream().map(Checkpoint.Head::guest).toArray(UUID[]::new);
        // the rows are locked since they were read, so they still say what the root was made of
        db.sql("""
                        insert into audit_checkpoint_head (checkpoint, position, guest_id, seq, hash)
                        select ?, g.position - 1, c.guest_id, c.seq, c.hash
                        from unnest(?::uuid[]) with ordinality as g(guest_id, position)
                        join audit_chain c on c.guest_id = g.guest_id""").params(checkpoint.number(), guests).update();
        db.sql("update audit_chain set anchored_seq = seq where guest_id = any (?::uuid[])")
                .param(guests)
                .update();
    }

    List<Checkpoint> notKept() {
        return db.sql("select c.* from audit_checkpoint c left join audit_checkpoint_kept k on k.checkpoint = c.number"
                        + " where k.checkpoint is null order by c.number limit 1000")
                .query(CheckpointTable::checkpoint)
                .list();
    }

    Optional<Instant> oldestNotKept() {
        return db.sql("select c.at from audit_checkpoint c left join audit_checkpoint_kept k on k.checkpoint = c.number"
                        + " where k.checkpoint is null order by c.number limit 1")
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant);
    }

    void kept(Checkpoint checkpoint, Instant at) {
        db.sql("insert into audit_checkpoint_kept (checkpoint, at) values (?, ?) on conflict do nothing")
                .params(checkpoint.number(), Timestamp.from(at))
                .update();
    }

    /** In the order of the leaves. */
    List<Checkpoint.Head> heads(long checkpoint) {
        return heads(checkpoint, checkpoint).getOrDefault(checkpoint, List.of());
    }

    /** By checkpoint, in the order of the leaves. */
    Map<Long, List<Checkpoint.Head>> heads(long first, long last) {
        Map<Long, List<Checkpoint.Head>> heads = new HashMap<>();
        db.sql("select checkpoint, guest_id, seq, hash from audit_checkpoint_head where checkpoint between ? and ?"
                        + " order by checkpoint, position")
                .params(first, last)
                .query((RowCallbackHandler)
                        rs -> heads.computeIfAbsent(rs.getLong("checkpoint"), n -> new ArrayList<>())
                                .add(head(rs, 0)));
        return heads;
    }

    /** The first checkpoint that can say anything of these chains: none of their rows is older than the one before it. */
    long firstAbout(Collection<UUID> guests, Instant oldestRow) {
        return db.sql(
                        "select coalesce(max(number), 1) from audit_checkpoint where at <= ? and number <= ("
                                + "select coalesce(min(checkpoint), ?) from audit_checkpoint_head where guest_id = any (?::uuid[]))")
                .params(Timestamp.from(oldestRow), Long.MAX_VALUE, guests.toArray(UUID[]::new))
                .query(Long.class)
                .single();
    }

    /** The checkpoints in which one of these chains was signed. */
    List<Long> naming(Collection<UUID> guests) {
        return db.sql(
                        "select distinct checkpoint from audit_checkpoint_head where guest_id = any (?::uuid[]) order by 1")
                .param(guests.toArray(UUID[]::new))
                .query(Long.class)
                .list();
    }

    private static Checkpoint.Head head(ResultSet rs, int n) throws SQLException {
        return new Checkpoint.Head(rs.getObject("guest_id", UUID.class), rs.getLong("seq"), rs.getBytes("hash"));
    }

    private static Checkpoint checkpoint(ResultSet rs, int n) throws SQLException {
        return new Checkpoint(
                rs.getLong("number"),
                rs.getTimestamp("at").toInstant(),
                rs.getInt("heads"),
                rs.getBytes("root"),
                rs.getBytes("prev_hash"),
                rs.getBytes("hash"),
                rs.getBytes("public_key"),
                rs.getBytes("signature"));
    }
}
