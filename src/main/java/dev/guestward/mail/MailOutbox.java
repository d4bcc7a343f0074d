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
    private final MailWordings wordings;
    private final Clock clock;

    MailOutbox(JdbcClient db, MailTemplates templates, MailWordings wordings, Clock clock) {
        this.db = db;
        this.templates = templates;
        this.wordings = wordings;
        this.clock = clock;
    }

    /**
     * Puts a letter into the outbox, in the caller's transaction. A second call for the same wish does nothing.
     *
     * <p>The letter is written now, so that a link in its values need not be kept anywhere else.
     *
     * @return false if there was such a letter already
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean queue(Letter letter) {
        String language = templates.language(letter.language());
        MailTemplates.Rendered rendered =
                templates.render(letter.kind(), language, wordings.current(letter.kind(), language), letter.values());
        Timestamp now = Timestamp.from(clock.instant());
        return db.sql("""
                        insert into mail_message (id, dedup_key, guest_id, kind, priority, to_address, subject, text_body,
                                                  html_body, state, created_at, next_attempt_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'QUEUED', ?, ?) on conflict (dedup_key) do nothing""")
                        .params(
                                UUID.randomUUID(),
                                letter.dedupKey(),
                                letter.guestId(),
                                letter.kind().name(),
                                letter.kind().priority(),
                                letter.to(),
                                rendered.subject(),
                                rendered.text(),
                                rendered.html(),
                                now,
                                now)
                        .update()
                == 1;
    }
}
