package dev.guestward.mail;

import dev.guestward.hospital.HospitalSettings;
import dev.guestward.mail.MailQueue.Leased;
import dev.guestward.mode.Mode;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/**
 * Sends what is in the outbox, at the pace that is set. A few mails are leased at once, and each lease is renewed
 * right before its mail is sent. The {@code Message-ID} is stable, so that a crash in between costs at most one duplicate that a
 * mail program can recognize.
 */
@Component
public class MailRelay {
    private static final Logger log = LoggerFactory.getLogger(MailRelay.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final MailQueue queue;
    private final JavaMailSender server;
    private final MailSettings settings;
    private final HospitalSettings hospital;
    private final Mode mode;
    private final Clock clock;

    MailRelay(
            MailQueue queue,
            JavaMailSender server,
            MailSettings settings,
            HospitalSettings hospital,
            Mode mode,
            Clock clock) {
        this.queue = queue;
        this.server = server;
        this.settings = settings;
        this.hospital = hospital;
        this.mode = mode;
        this.clock = clock;
    }

    /**
     * Sends what is due.
     *
     * @return how many were due; what another node has taken over meanwhile, or somebody has withdrawn, is not sent here
     */
    public int runOnce() {
        List<Leased> due = queue.lease(settings.perMinute());
        due.stream().filter(queue::renewed).forEach(this::send);
        return due.size();
    }

    private void send(Leased mail) {
        if (mail.kind().goesToGuest() && mode.reportsOnly(mail.kind().workflow())) {
            queue.suppressed(mail);
            return;
        }
        try {
            server.send(message(mail));
        } catch (MailException | MessagingException | UnsupportedEncodingException e) {
            notSent(mail, e);
            return;
        }
        queue.sent(mail);
        log.info("Mail {} of guest {} sent", mail.kind(), mail.guest());
    }

    private void notSent(Leased mail, Exception e) {
        String error = e.getClass().getSimpleName();
        if (Refusal.isOfRecipient(e)) {
            queue.refused(mail);
            log.warn("Mail {} of guest {} not sent: the mail server refuses the address", mail.kind(), mail.guest());
        } else if (clock.instant().isAfter(mail.createdAt().plus(settings.giveUpAfter()))) {
            queue.failed(mail, error);
            log.warn("Mail {} of guest {} not sent ({}), given up", mail.kind(), mail.guest(), error);
        } else {
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(mail.attempts() - 1, 10));
            Duration next = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            queue.postponed(mail, next, error);
            log.warn("Mail {} of guest {} not sent ({}), next try in {}", mail.kind(), mail.guest(), error, next);
        }
    }

    private MimeMessage message(Leased mail) throws MessagingException, UnsupportedEncodingException {
        MimeMessage message = server.createMimeMessage();
        MimeMessageHelper helper = new MimeMessageHelper(message, true, StandardCharsets.UTF_8.name());
        helper.setFrom(new InternetAddress(settings.from(), hospital.name(), StandardCharsets.UTF_8.name()));
        helper.setTo(new InternetAddress(mail.to(), true));
        helper.setSubject(mail.subject());
        helper.setText(mail.text(), mail.html());
        message.setHeader("Auto-Submitted", "auto-generated"); // nobody's holiday notice comes back
        String domain = settings.from().substring(settings.from().indexOf('@') + 1);
        message.setHeader("Message-ID", "<" + mail.id() + "@" + domain + ">");
        message.saveChanges();
        message.setHeader("Message-ID", "<" + mail.id() + "@" + domain + ">");
        return message;
    }
}
