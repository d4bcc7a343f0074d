package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Everybody's mailbox: takes every mail over SMTP, for whomever, and shows it. */
final class MailCatcher implements AutoCloseable {
    private static final Pattern LINK = Pattern.compile("https?://[^\\s\"'<>]+");

    private final GreenMail greenMail;
    private final Map<String, Mail> known = new LinkedHashMap<>();

    MailCatcher(int port) {
        greenMail = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        greenMail.withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
        greenMail.start();
    }

    int port() {
        return greenMail.getSmtp().getPort();
    }

    /** The mails of one address, or of all, in the order in which they came. */
    synchronized List<Mail> mails(@Nullable String to) {
        try {
            collect();
        } catch (FolderException | MessagingException e) {
            throw new IllegalStateException(e);
        }
        return known.values().stream()
                .filter(mail -> to == null || mail.to().equalsIgnoreCase(to))
                .toList();
    }

    private void collect() throws FolderException, MessagingException {
        var arrived = new ArrayList<Arrived>();
        for (var user : greenMail.getManagers().getUserManager().listUser()) {
            for (var stored :
                    greenMail.getManagers().getImapHostManager().getInbox(user).getMessages()) {
                var key = user.getEmail() + "/" + stored.getUid();
                if (!known.containsKey(key)) {
                    arrived.add(new Arrived(
                            key, user.getEmail(), stored.getReceivedDate().getTime(), stored.getMimeMessage()));
                }
            }
        }
        arrived.sort(Comparator.comparingLong(Arrived::at));
        for (var next : arrived) {
            known.put(next.key, read(Integer.toString(known.size() + 1), next.to, next.message));
        }
    }

    private static Mail read(String id, String to, MimeMessage message) throws MessagingException {
        var parts = new String[] {"", ""};
        try {
            readParts(message, parts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Set<String> links = new LinkedHashSet<>();
        for (var part : parts) {
            var matcher = LINK.matcher(part.replace("&amp;", "&"));
            while (matcher.find()) {
                links.add(matcher.group().replaceFirst("[.,;:!?)]+$", ""));
            }
        }
        var from = message.getFrom();
        var sender = from == null || from.length == 0 ? "" : InternetAddress.toUnicodeString(from);
        var subject = message.getSubject();
        return new Mail(id, to, sender, subject == null ? "" : subject, parts[0], parts[1], List.copyOf(links));
    }

    private static void readParts(Part part, String[] textAndHtml) throws MessagingException, IOException {
        if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart multipart) {
            for (int i = 0; i < multipart.getCount(); i++) {
                readParts(multipart.getBodyPart(i), textAndHtml);
            }
        } else if (part.isMimeType("text/html") && textAndHtml[1].isEmpty()) {
            textAndHtml[1] = String.valueOf(part.getContent());
        } else if (part.isMimeType("text/plain") && textAndHtml[0].isEmpty()) {
            textAndHtml[0] = String.valueOf(part.getContent());
        }
    }

    /** The invitation mail the service itself sends when it is asked to. */
    void deliverInvitation(String to, String link) {
        var message = GreenMailUtil.createTextEmail(
                to,
                "invites@microsoft.example",
                Seeds.ORGANIZATION + " invited you to access applications within their organization",
                "Accept the invitation: " + link + "\r\n",
                new ServerSetup(port(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        greenMail.setUser(to, to, to).deliver(message);
    }

    /** A mail that Graph sends, into the mailbox of each recipient. */
    void deliver(
            String from,
            List<String> recipients,
            String subject,
            String content,
            boolean html,
            Map<String, String> headers) {
        for (var to : recipients) {
            var message = new MimeMessage((Session) null);
            try {
                message.setFrom(from);
                message.setRecipients(Message.RecipientType.TO, to);
                message.setSubject(subject, "UTF-8");
                message.setText(content, "UTF-8", html ? "html" : "plain");
                for (var header : headers.entrySet()) {
                    message.setHeader(header.getKey(), header.getValue());
                }
                message.saveChanges();
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
            greenMail.setUser(to, to, to).deliver(message);
        }
    }

    @Override
    public void close() {
        greenMail.stop();
    }

    private record Arrived(String key, String to, long at, MimeMessage message) {}

    /** A mail as its reader sees it. */
    record Mail(String id, String to, String from, String subject, String text, String html, List<String> links) {
        ObjectNode toJson() {
            var json = Json.object()
                    .put("id", id)
                    .put("to", to)
                    .put("from", from)
                    .put("subject", subject)
                    .put("text", text)
                    .put("html", html);
            json.set("links", Json.texts(links));
            return json;
        }
    }
}
