package dev.guestward.mail;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditLedger;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What is to be sent, and how each mail ended. However it ended, its body is forgotten then: it may hold a link. */
@Component
class MailQueue {
    private static final Logger log = LoggerFactory.getLogger(MailQueue.class);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final int BATCH = 10;
    private static final Actor MAIL = Actor.schedule("mail");

    /** Any number, the same on all nodes: they count and lease one after the other. */
    private static final long LOCK = 0x6d61696c70616365L;

    private final JdbcClient db;
    private final AuditLedger audit;
    private final Guests guests;
    private final Clock clock;

    MailQueue(JdbcClient db, AuditLedger audit, Guests guests, Clock clock) {
        this.db = db;
        this.audit = audit;
        this.guests = guests;
        this.clock = clock;
    }

    /** A mail that this node tries now. */
    record Leased(
            UUID id,
            LetterKind kind,
            String to,
            String subject,
            String text,
            String html,
            int attempts,
            Instant createdAt,
            @Nullable UUID guest) {}

    /**
     * Takes what is due, the most urgent first.
     *
     * @param perMinute how many may be tried within any minute, by all nodes together
     */
    @Transactional
    public List<Leased> lease(int perMinute) {
        db.sql("select pg_advisory_xact_lock(?)")
                .param(LOCK)
                .query((rs, n) -> n)
                .list();
        Instant now = clock.instant();
        long tried = db.sql("select count(*) from mail_message where tried_at > ?")
                .param(Timestamp.from(now.minus(Duration.ofMinutes(1))))
                .query(Long.class)
                .single();
        return db
                .sql("""
                        update mail_message set attempts = attempts + 1, tried_at = :now, next_attempt_at = :leased
                        where id in (
                            select id from mail_message where state = 'QUEUED' and next_attempt_at <= :now
                            order by priority desc, created_at, id limit :limit for update skip locked)
                        returning *""")
                .param("now", Timestamp.from(now))
                .param("leased", Timestamp.from(now.plus(LEASE)))
                .param("limit", Math.max(0, Math.min(BATCH, perMinute - tried)))
                .query((rs, n) -> new Leased(
                        rs.getObject("id", UUID.class),
                        LetterKind.valueOf(rs.getString("kind")),
                        rs.getString("to_address"),
                        rs.getString("subject"),
                        rs.getString("text_body"),
                        rs.getString("html_body"),
                        rs.getInt("attempts"),
                        rs.getTimestamp("created_at").toInstant(),
                        rs.getObject("guest_id", UUID.class)))
                .list()
                .stream()
                .sorted(Comparator.comparing((Leased mail) -> mail.kind().priority())
                        .reversed()
                        .thenComparing(Leased::createdAt))
                .toList();
    }

    /**
     * Right before it is sent: it is ours for another while. Those before it in the batch may have taken long.
     *
     * @return false if another node has it by now, or it is not to be sent any more
     */
    @Transactional
    public boolean renewed(Leased mail) {
        return db.sql("update mail_message set next_attempt_at = ? where id = ? and attempts = ? and state = 'QUEUED'")
                        .params(Timestamp.from(clock.instant().plus(LEASE)), mail.id(), mail.attempts())
                        .update()
                == 1;
    }

    /** The mail server has it. That is so, even if it was withdrawn while it was handed over. */
    @Transactional
    public void sent(Leased mail) {
        if (!end(mail.id(), "SENT", "QUEUED", "WITHDRAWN")) {
            return;
        }
        Optional<Guest> waiting = invited(mail).filter(guest -> guest.attention() == Attention.MAIL_BOUNCED);
        if (waiting.isPresent()) {
            guests.attention(waiting.get().id(), null, MAIL, mail.kind().key() + "-mailed", details(mail.id()));
        } else {
            note(mail.guest(), MAIL, mail.kind().key() + "-mailed", mail.id());
        }
    }

    /** It is not sent because we only report, and it will not be sent later either: nothing is made up for. */
    @Transactional
    public void suppressed(Leased mail) {
        if (end(mail.id(), "SUPPRESSED", "QUEUED")) {
            note(mail.guest(), MAIL, mail.kind().key() + "-mail-suppressed", mail.id());
        }
    }

    /** @param error a kind of trouble, never an answer of the server, which repeats the address */
    @Transactional
    public void postponed(Leased mail, Duration pause, String error) {
        db.sql("update mail_message set next_attempt_at = ?, last_error = ? where id = ? and state = 'QUEUED'")
                .params(Timestamp.from(clock.instant().plus(pause)), error, mail.id())
                .update();
    }

    /** It was tried for long enough. */
    @Transactional
    public void failed(Leased mail, String error) {
        if (end(mail.id(), "FAILED", "QUEUED")) {
            db.sql("update mail_message set last_error = ? where id = ?")
                    .params(error, mail.id())
                    .update();
            note(mail.guest(), MAIL, mail.kind().key() + "-mail-failed", mail.id());
        }
    }

    /** The mail server refused the recipient. */
    @Transactional
    public void refused(Leased mail) {
        bounced(mail.id(), mail.kind(), mail.guest(), MAIL);
    }

    /**
     * Somebody reports that it came back. A second report changes nothing.
     *
     * @return whether there is such a mail and it has been sent or tried
     */
    @Transactional
    public boolean bounced(UUID id, Actor actor) {
        return db.sql("select kind, guest_id from mail_message where id = ? and attempts > 0")
                .param(id)
                .query((rs, n) -> {
                    bounced(id, LetterKind.valueOf(rs.getString(1)), rs.getObject(2, UUID.class), actor);
                    return true;
                })
                .optional()
                .orElse(false);
    }

    /** Letters to a guest that wait do not leave any more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void withdrawFrom(UUID guest) {
        List<String> kinds = Arrays.stream(LetterKind.values())
                .filter(LetterKind::goesToGuest)
                .map(LetterKind::name)
                .toList();
        withdrawn("guest_id = ? and kind = any (?)", guest, kinds.toArray(String[]::new));
    }

    /** @return those that do not leave any more */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<String> withdraw(Collection<String> dedupKeys) {
        return withdrawn("dedup_key = any (?)", (Object) dedupKeys.toArray(String[]::new)).stream()
                .map(Withdrawn::dedupKey)
                .toList();
    }

    private record Withdrawn(
            UUID id, LetterKind kind, @Nullable UUID guest, String dedupKey) {}

    private List<Withdrawn> withdrawn(String which, Object... values) {
        List<Withdrawn> waiting = db.sql(
                        "select id, kind, guest_id, dedup_key from mail_message where state = 'QUEUED' and " + which
                                + " order by id for update")
                .params(values)
                .query((rs, n) -> new Withdrawn(
                        rs.getObject(1, UUID.class),
                        LetterKind.valueOf(rs.getString(2)),
                        rs.getObject(3, UUID.class),
                        rs.getString(4)))
                .list();
        waiting.forEach(mail -> {
            end(mail.id(), "WITHDRAWN", "QUEUED");
            note(mail.guest(), MAIL, mail.kind().key() + "-mail-withdrawn", mail.id());
            log.info("Mail {} of guest {} withdrawn", mail.kind(), mail.guest());
        });
        return waiting;
    }

    private void bounced(UUID id, LetterKind kind, @Nullable UUID guest, Actor actor) {
        if (!end(id, "BOUNCED", "QUEUED", "SENT")) {
            return;
        }
        String code = kind.key() + "-mail-bounced";
        Optional<Guest> unreachable = kind.goesToGuest() && guest != null
                ? guests.find(new GuestId(guest)).filter(found -> isAwaited(found))
                : Optional.empty();
        if (unreachable.isPresent()) {
            guests.attention(unreachable.get().id(), Attention.MAIL_BOUNCED, actor, code, details(id));
        } else {
            note(guest, actor, code, id);
        }
    }

    /** Nobody needs to look at an address that somebody has redeemed with, and nothing else may be hidden by this. */
    private static boolean isAwaited(Guest guest) {
        return guest.state() == GuestState.INVITED && guest.redeemedAt() == null && guest.attention() == null;
    }

    private Optional<Guest> invited(Leased mail) {
        return mail.kind().goesToGuest() && mail.guest() != null
                ? guests.find(new GuestId(mail.guest()))
                : Optional.empty();
    }

    private boolean end(UUID id, String state, String... before) {
        Timestamp now = Timestamp.from(clock.instant());
        return db.sql("update mail_message set state = :state, ended_at = :now, text_body = null, html_body = null,"
                                + " last_error = null, sent_at = case when :state = 'SENT' then :now else sent_at end"
                                + " where id = :id and state in (:before)")
                        .param("state", state)
                        .param("now", now)
                        .param("id", id)
                        .param("before", List.of(before))
                        .update()
                == 1;
    }

    private void note(@Nullable UUID guest, Actor actor, String code, UUID mail) {
        if (guest != null) {
            audit.append(guest, clock.instant(), actor, code, null, null, details(mail));
        }
    }

    private static Map<String, String> details(UUID mail) {
        return Map.of("mail", mail.toString());
    }
}
