package dev.guestward.mail;

import dev.guestward.guest.GuestId;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes mails to be sent, and takes those back that wait and are not right any more. */
@Component
public class MailOutbox {
    private final JdbcClient db;
    private final MailTemplates templates;
    private final MailWordings wordings;
    private final MailQueue queue;
    private final Clock clock;

    MailOutbox(JdbcClient db, MailTemplates templates, MailWordings wordings, MailQueue queue, Clock clock) {
        this.db = db;
        this.templates = templates;
        this.wordings = wordings;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Puts a letter into the outbox, in the caller's transaction. A second call for the same wish does nothing, unless
     * the letter was withdrawn: then it is written anew.
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
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'QUEUED', ?, ?)
                        on conflict (dedup_key) do update set to_address = excluded.to_address, subject = excluded.subject,
                            text_body = excluded.text_body, html_body = excluded.html_body, state = 'QUEUED', ended_at = null,
                            created_at = excluded.created_at, next_attempt_at = excluded.next_attempt_at,
                            -- whoever still holds the earlier one does not send it
                            attempts = mail_message.attempts + 1
                        where mail_message.state = 'WITHDRAWN'""")
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

    /**
     * Takes back every letter to this guest that has not left yet: the address was wrong, or the guest is invited no more. One that
     * is being handed to the mail server at this moment may still leave.
     *
     * <p>To be called before the guest's own rows are written: who sends takes the mail first, too.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void withdrawFrom(GuestId guest) {
        queue.withdrawFrom(guest.value());
    }

    /**
     * Takes back those of these letters that have not left yet.
     *
     * @param dedupKeys the wishes they were queued for
     * @return the wishes whose letters do not leave any more
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<String> withdraw(Collection<String> dedupKeys) {
        return dedupKeys.isEmpty() ? List.of() : queue.withdraw(dedupKeys);
    }
}
