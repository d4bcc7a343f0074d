package dev.guestward.mail;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes mails to be sent. */
@Component
public class MailOutbox {
    private final JdbcClient db;
    private final MailTemplates templates;
    private final Clock clock;

    MailOutbox(JdbcClient db, MailTemplates templates, Clock clock) {
        this.db = db;
        this.templates = templates;
        this.clock = clock;
    }

    /** Puts an invitation into the outbox, in the caller's transaction. A second call for the same wish does nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void queue(InvitationMail mail) {
        MailTemplates.Rendered rendered = templates.render(mail);
        Timestamp now = Timestamp.from(clock.instant());
        db.sql("""
                        insert into mail_message (id, dedup_key, guest_id, kind, to_address, subject, text_body,
                                                  html_body, state, created_at, next_attempt_at)
                        values (?, ?, ?, 'INVITATION', ?, ?, ?, ?, 'QUEUED', ?, ?) on conflict (dedup_key) do nothing""")
                .params(
                        UUID.randomUUID(),
                        mail.dedupKey(),
                        mail.guestId(),
                        mail.to(),
                        rendered.subject(),
                        rendered.text(),
                        rendered.html(),
                        now,
                        now)
                .update();
    }
}
