package dev.guestward.mail;

import dev.guestward.audit.Actor;
import dev.guestward.guest.GuestId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;

/** What became of our mails. Never what they say. */
@Component
public class Mails {
    private static final Pattern MESSAGE_ID =
            Pattern.compile("<?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(?:@[^<>@\\s]{1,255})?>?");

    private final JdbcClient db;
    private final MailQueue queue;

    Mails(JdbcClient db, MailQueue queue) {
        this.db = db;
        this.queue = queue;
    }

    public enum State {
        QUEUED,
        SENT,
        /** Given up after trying for long enough. */
        FAILED,
        /** Not sent since we only report. */
        SUPPRESSED,
        /** The mail server refused the address, or the mail came back. */
        BOUNCED,
        /** Taken back before it left: what it said was not so any more. */
        WITHDRAWN
    }

    /**
     * One mail about a guest.
     *
     * @param since when it came into this state; for a queued one when it was written
     */
    public record Mail(LetterKind kind, State state, Instant queuedAt, Instant since, int attempts) {}

    /** Newest first. The caller has made sure that the guest may be seen. */
    public List<Mail> about(GuestId guest) {
        return db.sql("select kind, state, created_at, ended_at, attempts from mail_message where guest_id = ?"
                        + " order by created_at desc, id")
                .param(guest.value())
                .query(Mails::mail)
                .list();
    }

    /**
     * Those of these letters that a mail server has accepted, and that have not come back since.
     *
     * @param dedupKeys the wishes they were queued for
     * @return the ids of their mails
     */
    public Map<String, UUID> accepted(Collection<String> dedupKeys) {
        Map<String, UUID> accepted = new HashMap<>();
        db.sql("select dedup_key, id from mail_message where dedup_key = any (?) and state = 'SENT'")
                .param(dedupKeys.toArray(String[]::new))
                .query(rs -> {
                    accepted.put(rs.getString(1), rs.getObject(2, UUID.class));
                });
        return accepted;
    }

    /** The wishes of the letters of a kind that have not left yet. */
    public List<String> queued(LetterKind kind) {
        return db.sql("select dedup_key from mail_message where state = 'QUEUED' and kind = ?")
                .param(kind.name())
                .query(String.class)
                .list();
    }

    /** When the last of these letters left. */
    public Optional<Instant> lastSent(Collection<String> dedupKeys) {
        return db.sql("select max(sent_at) from mail_message where dedup_key = any (?)")
                .param(dedupKeys.toArray(String[]::new))
                .query((rs, n) -> Optional.ofNullable(rs.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    /**
     * A letter to a guest that was only reported.
     *
     * @param guest null if nobody is registered yet
     */
    public record Unsent(LetterKind kind, @Nullable GuestId guest, Instant at) {}

    /** Letters that were not sent within a span, because their workflow only reports; newest first. */
    public List<Unsent> reported(Instant from, Instant to, int most) {
        return db.sql("select kind, guest_id, ended_at from mail_message where state = 'SUPPRESSED'"
                        + " and ended_at >= ? and ended_at < ? order by ended_at desc, id limit ?")
                .params(Timestamp.from(from), Timestamp.from(to), most)
                .query((rs, row) -> new Unsent(
                        LetterKind.valueOf(rs.getString("kind")),
                        Optional.ofNullable(rs.getObject("guest_id", UUID.class))
                                .map(GuestId::new)
                                .orElse(null),
                        rs.getTimestamp("ended_at").toInstant()))
                .list();
    }

    private static Mail mail(ResultSet rs, int n) throws SQLException {
        Instant queued = rs.getTimestamp("created_at").toInstant();
        Timestamp ended = rs.getTimestamp("ended_at");
        return new Mail(
                LetterKind.valueOf(rs.getString("kind")),
                State.valueOf(rs.getString("state")),
                queued,
                ended == null ? queued : ended.toInstant(),
                rs.getInt("attempts"));
    }

    /**
     * A mail came back. Reporting it twice changes nothing.
     *
     * @param messageId the mail's {@code Message-ID}, with or without angle brackets and domain
     * @throws NotFound if we have not sent such a mail
     */
    public void bounced(String messageId, Viewer viewer) {
        onlyAdministrators(viewer);
        Matcher id = MESSAGE_ID.matcher(messageId);
        if (!id.matches()
                || !queue.bounced(
                        UUID.fromString(id.group(1)), Actor.person(viewer.id().value()))) {
            throw new NotFound("No mail of ours has this message id.");
        }
    }

    /**
     * A mail server wrote back about a mail. Only that it gave up is recorded; nothing of the report is kept.
     *
     * @param report the whole mail as it came in
     * @throws InvalidInput if it is no such report
     * @throws NotFound if it is about no mail that we have sent
     */
    public void reported(byte[] report, Viewer viewer) {
        onlyAdministrators(viewer);
        DeliveryReport found = DeliveryReport.of(report)
                .orElseThrow(() ->
                        InvalidInput.of("", "This is no delivery report (RFC 3464) with the headers of the mail."));
        if (found.failed()) {
            bounced(found.messageId(), viewer);
        }
    }

    private static void onlyAdministrators(Viewer viewer) {
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
    }
}
