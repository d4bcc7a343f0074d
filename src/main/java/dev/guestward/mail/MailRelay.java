package dev.guestward.mail;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditLedger;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.mode.Mode;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends what is in the outbox. A mail is leased before it is sent and its {@code Message-ID} is stable, so that a crash in
 * between costs at most one duplicate that a mail program can recognize. Bodies are wiped once the mail server has them.
 */
@Component
public class MailRelay {
    private static final Logger log = LoggerFactory.getLogger(MailRelay.class);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int BATCH = 10;

    private final JdbcClient db;
    private final JavaMailSender server;
    private final AuditLedger audit;
    private final MailSettings settings;
    private final HospitalSettings hospital;
    private final Mode mode;
    private final TransactionTemplate transaction;
    private final Clock clock;

    MailRelay(
            JdbcClient db,
            JavaMailSender server,
            AuditLedger audit,
            MailSettings settings,
            HospitalSettings hospital,
            Mode mode,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.db = db;
        this.server = server;
        this.audit = audit;
        this.settings = settings;
        this.hospital = hospital;
        this.mode = mode;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    private record Leased(
            UUID id,
            @Nullable UUID guestId,
            LetterKind kind,
            String to,
            String subject,
            String text,
            String html,
            int attempts,
            Instant createdAt) {}

    /**
     * Sends what is due.
     *
     * @return how many were tried
     */
    public int runOnce() {
        List<Leased> due = lease();
        due.forEach(this::send);
        return due.size();
    }

    private List<Leased> lease() {
        Instant now = clock.instant();
        return db.sql("""
                        update mail_message set attempts = attempts + 1, next_attempt_at = ? where id in (
                            select id from mail_message where state = 'QUEUED' and next_attempt_at <= ?
                            order by priority desc, created_at limit ? for update skip locked)
                        returning *""")
                .params(Timestamp.from(now.plus(LEASE)), Timestamp.from(now), BATCH)
                .query((rs, n) -> new Leased(
                        rs.getObject("id", UUID.class),
                        rs.getObject("guest_id", UUID.class),
                        LetterKind.valueOf(rs.getString("kind")),
                        rs.getString("to_address"),
                        rs.getString("subject"),
                        rs.getString("text_body"),
                        rs.getString("html_body"),
                        rs.getInt("attempts"),
                        rs.getTimestamp("created_at").toInstant()))
                .list();
    }

    private void send(Leased mail) {
        if (mode.reportsOnly() && mail.kind().goesToGuest()) {
            suppress(mail);
            return;
        }
        try {
            server.send(message(mail));
        } catch (MailException | MessagingException | UnsupportedEncodingException e) {
            postpone(mail, e);
            return;
        }
        transaction.executeWithoutResult(status -> {
            int sent = db.sql("update mail_message set state = 'SENT', sent_at = ?, text_body = null, html_body = null,"
                            + " last_error = null where id = ? and state = 'QUEUED'")
                    .params(Timestamp.from(clock.instant()), mail.id())
                    .update();
            if (sent == 1) {
                note(mail, "mailed");
            }
        });
        log.info("Mail {} of guest {} sent", mail.kind(), mail.guestId());
    }

    /** It will not be sent later either: nothing is made up for. */
    private void suppress(Leased mail) {
        transaction.executeWithoutResult(status -> {
            int suppressed = db.sql("update mail_message set state = 'SUPPRESSED', text_body = null, html_body = null"
                            + " where id = ? and state = 'QUEUED'")
                    .param(mail.id())
                    .update();
            if (suppressed == 1) {
                note(mail, "mail-suppressed");
            }
        });
    }

    private void postpone(Leased mail, Exception e) {
        String kind = e.getClass().getSimpleName();
        Instant now = clock.instant();
        boolean giveUp = now.isAfter(mail.createdAt().plus(settings.giveUpAfter()));
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(mail.attempts() - 1, 10));
        Duration next = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        transaction.executeWithoutResult(status -> {
            db.sql("update mail_message set state = ?, next_attempt_at = ?, last_error = ? where id = ?")
                    .params(giveUp ? "FAILED" : "QUEUED", Timestamp.from(now.plus(next)), kind, mail.id())
                    .update();
            if (giveUp) {
                note(mail, "mail-failed");
            }
        });
        log.warn(
                "Mail {} of guest {} not sent ({}), {}",
                mail.kind(),
                mail.guestId(),
                kind,
                giveUp ? "given up" : "next try in " + next);
    }

    private void note(Leased mail, String what) {
        if (mail.guestId() == null) {
            return;
        }
        audit.append(
                mail.guestId(),
                clock.instant(),
                Actor.schedule("mail"),
                mail.kind().key() + "-" + what,
                null,
                null,
                Map.of("mail", mail.id().toString()));
    }

    private MimeMessage message(Leased mail) throws MessagingException, UnsupportedEncodingException {
        MimeMessage message = server.createMimeMessage();
        MimeMessageHelper helper = new MimeMessageHelper(message, true, StandardCharsets.UTF_8.name());
        helper.setFrom(new InternetAddress(settings.from(), hospital.name(), StandardCharsets.UTF_8.name()));
        helper.setTo(new InternetAddress(mail.to(), true));
        helper.setSubject(mail.subject());
        helper.setText(mail.text(), mail.html());
        String domain = settings.from().substring(settings.from().indexOf('@') + 1);
        message.setHeader("Message-ID", "<" + mail.id() + "@" + domain + ">");
        message.saveChanges();
        message.setHeader("Message-ID", "<" + mail.id() + "@" + domain + ">");
        return message;
    }
}
