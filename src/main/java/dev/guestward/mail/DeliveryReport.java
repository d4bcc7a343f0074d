package dev.guestward.mail;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What a mail server writes back about a mail of ours: a {@code multipart/report} with a {@code message/delivery-status}
 * and the mail in question, or its headers.
 *
 * @param failed whether it gave up; a delay or a receipt is no failure
 * @param messageId the {@code Message-ID} of the mail in question, unchecked
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3464">RFC 3464</a>
 */
record DeliveryReport(boolean failed, String messageId) {
    private static final int MOST_PARTS = 10;
    private static final int MOST_RECIPIENTS = 50;

    /** Empty for any other mail, also for one that cannot be read: whoever may write to the mailbox may send it. */
    static Optional<DeliveryReport> of(byte[] mail) {
        try {
            MimeMessage message =
                    new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail));
            if (!message.isMimeType("multipart/report")) {
                return Optional.empty();
            }
            return read(new MimeMultipart(message.getDataHandler().getDataSource()));
        } catch (MessagingException | IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<DeliveryReport> read(MimeMultipart parts) throws MessagingException, IOException {
        Boolean failed = null;
        String messageId = null;
        for (int i = 0; i < Math.min(parts.getCount(), MOST_PARTS); i++) {
            BodyPart part = parts.getBodyPart(i);
            if (part.isMimeType("message/delivery-status")) {
                failed = hasFailed(part);
            } else if (part.isMimeType("message/rfc822") || part.isMimeType("text/rfc822-headers")) {
                messageId = messageId(part);
            }
        }
        return failed == null || messageId == null
                ? Optional.empty()
                : Optional.of(new DeliveryReport(failed, messageId));
    }

    /** The first group of fields is about the mail, each further one about a recipient: ours have one only. */
    private static boolean hasFailed(BodyPart part) throws MessagingException, IOException {
        try (InputStream in = part.getInputStream()) {
            InternetHeaders group = new InternetHeaders(in);
            for (int i = 0; i < MOST_RECIPIENTS && group.getAllHeaderLines().hasMoreElements(); i++) {
                String action = first(group, "Action");
                if (action != null && action.strip().toLowerCase(Locale.ROOT).startsWith("failed")) {
                    return true;
                }
                group = new InternetHeaders(in);
            }
            return false;
        }
    }

    private static @Nullable String messageId(BodyPart part) throws MessagingException, IOException {
        try (InputStream in = part.getInputStream()) {
            String id = first(new InternetHeaders(in), "Message-ID");
            return id == null ? null : id.strip();
        }
    }

    private static @Nullable String first(InternetHeaders headers, String name) {
        String[] values = headers.getHeader(name);
        return values == null ? null : values[0];
    }
}
