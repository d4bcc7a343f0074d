package dev.guestward.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.guestward.GuestwardTest;
import dev.guestward.audit.AuditEntry;
import dev.guestward.audit.AuditLedger;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.guest.GuestId;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.platform.SteppedClock;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A mail server that is away costs time and nothing else. */
@GuestwardTest
class MailRelayTest {
    @Autowired
    MailOutbox outbox;

    @Autowired
    HospitalSettings hospital;

    @Autowired
    AuditLedger audit;

    @Autowired
    JdbcClient db;

    @Autowired
    PlatformTransactionManager transactions;

    private final SteppedClock clock = SteppedClock.instance();
    private final UUID guest = UUID.randomUUID();
    private boolean reportsOnly;
    private final GreenMail server = new GreenMail(new ServerSetup(EmbeddedTenant.freePort(), "127.0.0.1", "smtp"));
    private MailRelay relay = relay(0);

    @Autowired
    MailQueue queue;

    @Autowired
    JavaMailSenderImpl product;

    private MailRelay relay(int port) {
        return relay(port, 1000);
    }

    private MailRelay relay(int port, int perMinute) {
        return relay(new JavaMailSenderImpl(), port, perMinute);
    }

    private MailRelay relay(JavaMailSenderImpl sender, int port, int perMinute) {
        sender.setHost("127.0.0.1");
        sender.setPort(port);
        MailSettings paced = new MailSettings(
                true, "guests@northfield.example", "", perMinute, Duration.ofSeconds(1), Duration.ofHours(48));
        return new MailRelay(queue, sender, paced, hospital, () -> reportsOnly, clock);
    }

    @BeforeEach
    void onlyOurs() {
        db.sql("update mail_message set state = 'FAILED', text_body = null, html_body = null where state = 'QUEUED'")
                .update();
        relay = relay(server.getSmtp().getServerSetup().getPort());
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void inReportOnlyModeNoMailGoesOutAndNoneIsMadeUpFor() {
        server.start();
        reportsOnly = true;
        queue("en");

        relay.runOnce();
        reportsOnly = false;
        clock.step(Duration.ofHours(1));
        relay.runOnce();

        assertThat(server.getReceivedMessages()).isEmpty();
        assertThat(codes()).contains("invitation-mail-suppressed");
    }

    @Test
    void aMailIsSentOnceInTextAndHtmlAndItsBodyIsForgotten() throws Exception {
        server.start();
        queue("en");
        queue("en");

        relay.runOnce();
        relay.runOnce();

        MimeMessage[] received = server.getReceivedMessages();
        assertThat(received).hasSize(1);
        assertThat(received[0].getSubject()).isEqualTo("Your invitation: Northfield Hospital");
        assertThat(received[0].getMessageID()).endsWith("@northfield.example>");
        assertThat(received[0].getHeader("Auto-Submitted")).containsExactly("auto-generated");
        String raw = com.icegreen.greenmail.util.GreenMailUtil.getWholeMessage(received[0]);
        assertThat(raw).contains("text/plain").contains("text/html");
        assertThat(db.sql("select count(*) from mail_message where guest_id = ? and text_body is null and html_body is"
                                + " null and state = 'SENT'")
                        .param(guest)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(codes()).containsExactly("invitation-mailed");
    }

    @Test
    void whatTheSponsorWroteIsShownLiterallyInBothForms() throws Exception {
        server.start();
        queue("de");

        relay.runOnce();

        jakarta.mail.internet.MimeMultipart parts = alternatives(server.getReceivedMessages()[0]);
        String text = parts.getBodyPart(0).getContent().toString();
        String html = parts.getBodyPart(1).getContent().toString();
        assertThat(text).contains("<b>${7*7} {{7*7}}</b>").contains("https://login.example/redeem?a=b&c=d");
        assertThat(html)
                .contains("&lt;b&gt;${7*7} {{7*7}}&lt;/b&gt;")
                .doesNotContain("<b>$")
                .contains("https://login.example/redeem?a=b&amp;c=d");
    }

    @Test
    void whileTheServerIsAwayTheMailWaitsAndGoesOutLater() {
        queue("en");

        assertThat(relay.runOnce()).isEqualTo(1);
        assertThat(relay.runOnce()).as("not at once again").isZero();
        server.start();
        clock.step(Duration.ofMinutes(1));
        relay.runOnce();

        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(codes()).containsExactly("invitation-mailed");
    }

    @Test
    void whatIsWithdrawnWhileTheServerIsAwayNeverLeavesAndKeepsNoLink() {
        queue("en");
        queue(LetterKind.APPROVAL_ASKED);
        relay.runOnce();

        withdrawn();
        server.start();
        clock.step(Duration.ofMinutes(1));
        relay.runOnce();

        assertThat(server.getReceivedMessages()).as("the owner's alone").hasSize(1);
        assertThat(codes()).containsExactly("invitation-mail-withdrawn", "approval-asked-mailed");
        assertThat(bodies()).isZero();
    }

    @Test
    void whatWasWithdrawnIsWrittenAnewIfSomebodyWantsItAgain() {
        server.start();
        queue("en");
        withdrawn();

        queue("en");
        relay.runOnce();
        withdrawn();
        queue("en");
        relay.runOnce();

        assertThat(server.getReceivedMessages())
                .as("once it has left it stays one")
                .hasSize(1);
        assertThat(codes()).containsExactly("invitation-mail-withdrawn", "invitation-mailed");
    }

    @Test
    void whatIsWithdrawnWhileAnotherMailIsHandedOverDoesNotLeave() {
        server.start();
        clock.step(Duration.ofMinutes(2));
        queue(LetterKind.APPROVAL_ASKED);
        queue(LetterKind.INVITATION);
        MailRelay slow = relay(
                new SlowSender(() -> {
                    withdrawn();
                    return Duration.ZERO;
                }),
                server.getSmtp().getServerSetup().getPort(),
                1000);

        slow.runOnce();

        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(codes()).containsExactly("invitation-mail-withdrawn", "approval-asked-mailed");
    }

    @Test
    void whileTheMailServerIsSlowNoTwoNodesSendTheSameMail() throws Exception {
        server.start();
        clock.step(Duration.ofMinutes(2));
        int port = server.getSmtp().getServerSetup().getPort();
        MailRelay other = relay(port);
        for (int i = 0; i < 10; i++) {
            queue(LetterKind.INVITATION);
        }
        AtomicInteger sent = new AtomicInteger();
        MailRelay slow = relay(
                new SlowSender(() -> {
                    if (sent.incrementAndGet() == 6) {
                        other.runOnce();
                    }
                    return Duration.ofSeconds(25);
                }),
                port,
                1000);

        slow.runOnce();

        List<String> ids = new ArrayList<>();
        for (MimeMessage message : server.getReceivedMessages()) {
            ids.add(message.getMessageID());
        }
        assertThat(ids).hasSize(10).doesNotHaveDuplicates();
        assertThat(sent).as("the other four the other node has sent").hasValue(6);
    }

    /** Something happens, and time goes by, before a mail is handed over. */
    private final class SlowSender extends JavaMailSenderImpl {
        private final Supplier<Duration> before;

        SlowSender(Supplier<Duration> before) {
            this.before = before;
        }

        @Override
        public void send(MimeMessage mail) {
            clock.step(before.get());
            super.send(mail);
        }
    }

    private void withdrawn() {
        new TransactionTemplate(transactions).executeWithoutResult(status -> outbox.withdrawFrom(new GuestId(guest)));
    }

    @Test
    void afterTwoDaysSomebodyHasToLookAtIt() {
        queue("en");
        relay.runOnce();
        clock.step(Duration.ofHours(49));

        relay.runOnce();
        clock.step(Duration.ofHours(2));

        assertThat(relay.runOnce()).isZero();
        assertThat(codes()).containsExactly("invitation-mail-failed");
    }

    @Test
    void staffIsWrittenToEvenWhileTheProductOnlyReports() {
        server.start();
        reportsOnly = true;
        queue(LetterKind.APPROVAL_ASKED);
        queue(LetterKind.SIGN_UP_CONFIRMATION);

        relay.runOnce();

        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(codes()).containsExactlyInAnyOrder("approval-asked-mailed", "sign-up-confirmation-mail-suppressed");
    }

    @Test
    void inAnyMinuteNoMoreThanTheSetNumberLeavesWhoeverSends() {
        server.start();
        clock.step(Duration.ofMinutes(2)); // what others sent is long ago
        MailRelay one = relay(server.getSmtp().getServerSetup().getPort(), 15);
        MailRelay other = relay(server.getSmtp().getServerSetup().getPort(), 15);
        for (int i = 0; i < 20; i++) {
            queue(LetterKind.INVITATION);
        }

        assertThat(one.runOnce() + other.runOnce() + one.runOnce()).isEqualTo(15);
        clock.step(Duration.ofSeconds(50));
        assertThat(other.runOnce()).isZero();
        clock.step(Duration.ofSeconds(11));
        assertThat(one.runOnce() + other.runOnce()).isEqualTo(5);
        assertThat(server.getReceivedMessages()).hasSize(20);
    }

    @Test
    void whoWaitsInFrontOfAPageIsServedBeforeStaffAndStaffBeforeManyInvitations() throws Exception {
        server.start();
        clock.step(Duration.ofMinutes(2));
        queue(LetterKind.INVITATION_REMINDER);
        queue(LetterKind.INVITATION);
        queue(LetterKind.APPROVAL_ASKED);
        queue(LetterKind.SIGN_UP_CONFIRMATION);
        MailRelay slow = relay(server.getSmtp().getServerSetup().getPort(), 1);

        for (int i = 0; i < 4; i++) {
            slow.runOnce();
            clock.step(Duration.ofSeconds(61));
        }

        List<String> subjects = new ArrayList<>();
        for (MimeMessage message : server.getReceivedMessages()) {
            subjects.add(message.getSubject());
        }
        assertThat(subjects)
                .containsExactly(
                        "Please confirm your request: Northfield Hospital",
                        "Please decide: access for Dr Maya Okafor",
                        "Your invitation: Northfield Hospital",
                        "Reminder: your invitation to Northfield Hospital");
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 5.1.1 No such user", "553 Mailbox name not allowed", "550 User unknown"})
    void anAddressThatTheServerDoesNotKnowIsFinal(String answer) throws Exception {
        try (MailServerThatRefuses refusing = new MailServerThatRefuses(answer)) {
            relay = relay(refusing.port());
            queue("en");

            relay.runOnce();
            clock.step(Duration.ofHours(2));

            assertThat(relay.runOnce()).as("it is not tried again").isZero();
            assertThat(codes()).containsExactly("invitation-mail-bounced");
            assertThat(bodies()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"450 4.2.1 Try again later", "451 Greylisted", "554 5.7.1 Relay access denied", "421 Too busy"})
    void aServerThatIsBusyOrDoesNotWantUsTellsNothingAboutTheAddress(String answer) throws Exception {
        try (MailServerThatRefuses refusing = new MailServerThatRefuses(answer)) {
            relay = relay(refusing.port());
            queue("en");

            relay.runOnce();
            clock.step(Duration.ofMinutes(1));

            assertThat(relay.runOnce()).as("it is tried again").isEqualTo(1);
            assertThat(codes()).isEmpty();
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void neitherAddressNorLinkIsLoggedHoweverTheMailEnds(CapturedOutput output) throws Exception {
        queue("en");
        relay.runOnce();
        server.start();
        clock.step(Duration.ofMinutes(1));
        relay.runOnce();
        try (MailServerThatRefuses refusing = new MailServerThatRefuses("550 5.1.1 m.okafor@harbour-clinic.example?")) {
            queue(LetterKind.INVITATION);
            relay(refusing.port()).runOnce();
        }

        assertThat(output)
                .contains("Mail INVITATION of guest " + guest)
                .doesNotContain("okafor@", "redeem?", "Okafor", "Amara");
    }

    @Test
    void aMailThatIsGivenUpKeepsNoLink() {
        queue("en");
        relay.runOnce();
        clock.step(Duration.ofHours(49));

        relay.runOnce();

        assertThat(bodies()).isZero();
    }

    @Test
    void aMailServerThatSaysNothingDoesNotKeepUsForEver() {
        assertThat(product.getJavaMailProperties())
                .containsEntry("mail.smtp.connectiontimeout", "5000")
                .containsEntry("mail.smtp.timeout", "10000")
                .containsEntry("mail.smtp.writetimeout", "10000");
    }

    private long bodies() {
        return db.sql("select count(*) from mail_message where guest_id = ? and (text_body is not null or html_body is"
                        + " not null or state = 'QUEUED')")
                .param(guest)
                .query(Long.class)
                .single();
    }

    private void queue(LetterKind kind) {
        new TransactionTemplate(transactions)
                .executeWithoutResult(
                        status -> outbox.queue(Letters.letter(kind, guest, "m.okafor@harbour-clinic.example", "en")));
    }

    private static jakarta.mail.internet.MimeMultipart alternatives(MimeMessage message) throws Exception {
        Object content = message.getContent();
        while (content instanceof jakarta.mail.internet.MimeMultipart parts
                && !parts.getContentType().contains("alternative")) {
            content = parts.getBodyPart(0).getContent();
        }
        return (jakarta.mail.internet.MimeMultipart) content;
    }

    private List<String> codes() {
        return audit.of(guest).stream().map(AuditEntry::code).toList();
    }

    private void queue(String language) {
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> outbox.queue(new Letter(
                        "test:" + guest,
                        LetterKind.INVITATION,
                        guest,
                        "m.okafor@harbour-clinic.example",
                        language,
                        Map.of(
                                "guestName",
                                "Dr Maya Okafor",
                                "sponsorName",
                                "Amara Singh",
                                "sponsorMail",
                                "amara.singh@northfield.example",
                                "message",
                                "<b>${7*7} {{7*7}}</b>",
                                "purpose",
                                "Shared care",
                                "grants",
                                List.of("Health records"),
                                "accessUntil",
                                clock.instant().plus(Duration.ofDays(90)),
                                "redeemUrl",
                                "https://login.example/redeem?a=b&c=d"))));
    }
}
