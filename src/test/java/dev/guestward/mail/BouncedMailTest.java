package dev.guestward.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.Pump;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.people.StaffReading;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A mail that came back is seen by whoever can do something about it. */
@GuestwardTest
class BouncedMailTest {
    @Autowired
    StaffReading staff;

    @Autowired
    Pump pump;

    @Autowired
    MailOutbox outbox;

    @Autowired
    JdbcClient db;

    @Autowired
    PlatformTransactionManager transactions;

    @Value("${server.port}")
    int port;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));
    private final String email = "x" + System.nanoTime() + "@harbour-clinic.example";
    private String guest = "";

    @BeforeEach
    void invited() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        hospital.tenant("DELETE", "/_sim/quota", "");
        staff.run();
        Reply reply = hospital.invite("amara.singh", Hospital.invitation(email));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        guest = reply.json().path("guestId").asText();
        pump.run();
    }

    @Test
    void aReportOfTheMailServerWaitsForTheSponsorUntilAMailIsSentAgain() {
        assertThat(state()).isEqualTo("SENT");

        assertThat(report("<" + mail() + "@northfield.example>").status()).isEqualTo(204);

        JsonNode view = hospital.get("amara.singh", "/api/guests/" + guest).json();
        assertThat(view.path("attention").asText()).isEqualTo("MAIL_BOUNCED");
        assertThat(view.path("next").path("act").asText()).isEqualTo("Somebody corrects the mail address");
        assertThat(state()).isEqualTo("BOUNCED");
        assertThat(codes()).endsWith("invitation-mailed", "invitation-mail-bounced");

        new TransactionTemplate(transactions)
                .executeWithoutResult(status ->
                        outbox.queue(Letters.letter(LetterKind.INVITATION, UUID.fromString(guest), email, "en")));
        pump.run();

        assertThat(hospital.get("amara.singh", "/api/guests/" + guest).json().has("attention"))
                .isFalse();
        assertThat(codes()).endsWith("invitation-mail-bounced", "invitation-mailed");
    }

    @Test
    void reportingTwiceChangesNothing() {
        report(mail());
        int before = codes().size();

        assertThat(report(mail()).status()).isEqualTo(204);
        assertThat(codes()).hasSize(before);
    }

    @Test
    void onlyAdministratorsReportAndOnlyMailsOfOurs() {
        assertThat(hospital.as("amara.singh", "POST", "/api/mails/" + mail() + "/bounce", "")
                        .status())
                .isEqualTo(403);
        assertThat(report(UUID.randomUUID().toString()).status()).isEqualTo(404);
        assertThat(report("x").status()).isEqualTo(404);
        assertThat(state()).isEqualTo("SENT");
    }

    @Test
    void whoMayNotSeeTheGuestSeesNoMailsEitherAndNobodySeesWhatTheySay() {
        Reply own = hospital.get("amara.singh", "/api/guests/" + guest + "/mails");

        assertThat(own.json()).hasSize(1);
        assertThat(own.json().get(0).path("letter").asText()).isEqualTo("invitation");
        assertThat(own.text()).doesNotContain("redeem", email, "Northfield");
        assertThat(hospital.get("ben.ortiz", "/api/guests/" + guest + "/mails").status())
                .isEqualTo(404);
    }

    @Test
    void aReportThatComesAsAMailIsReadAndOnlyAFailureCounts() {
        Reply delayed = hand(DeliveryReports.about(mail(), "delayed", "4.4.1"));
        assertThat(delayed.status()).isEqualTo(204);
        assertThat(state()).isEqualTo("SENT");

        Reply failed = hand(DeliveryReports.about(mail(), "failed", "5.1.1"));

        assertThat(failed.status()).as(failed.text()).isEqualTo(204);
        assertThat(state()).isEqualTo("BOUNCED");
        assertThat(codes()).endsWith("invitation-mail-bounced");
        assertThat(hand(DeliveryReports.about(mail(), "failed", "5.1.1")).status())
                .isEqualTo(204);
        assertThat(codes()).containsOnlyOnce("invitation-mail-bounced");
    }

    @Test
    void whateverElseComesToTheMailboxIsRefusedAndChangesNothing() {
        String good = DeliveryReports.about(mail(), "failed", "5.1.1");

        assertThat(hand("Subject: Out of office\r\n\r\nBack on Monday").status())
                .isEqualTo(422);
        assertThat(hand(good.replace("multipart/report", "multipart/mixed")).status())
                .isEqualTo(422);
        assertThat(hand(good.replace("Message-ID", "X-Other")).status()).isEqualTo(422);
        assertThat(hand(good.replace(mail(), UUID.randomUUID().toString())).status())
                .isEqualTo(404);
        assertThat(hand(good + "x".repeat(256 * 1024)).status()).isEqualTo(413);
        assertThat(hospital.as("admin", "POST", "/api/mails/bounces", good, "Content-Type", "text/plain")
                        .status())
                .isEqualTo(415);
        assertThat(hospital.as("amara.singh", "POST", "/api/mails/bounces", good, "Content-Type", "message/rfc822")
                        .status())
                .isEqualTo(403);
        assertThat(hospital.anonymous("POST", "/api/mails/bounces", good, "Content-Type", "message/rfc822")
                        .status())
                .isEqualTo(401);
        assertThat(state()).isEqualTo("SENT");
    }

    private Reply hand(String mail) {
        return hospital.as("admin", "POST", "/api/mails/bounces", mail, "Content-Type", "message/rfc822");
    }

    private Reply report(String messageId) {
        return hospital.as(
                "admin", "POST", "/api/mails/" + URLEncoder.encode(messageId, StandardCharsets.UTF_8) + "/bounce", "");
    }

    private String mail() {
        return db.sql("select id from mail_message where guest_id = ?")
                .param(UUID.fromString(guest))
                .query(String.class)
                .single();
    }

    private String state() {
        return hospital.get("amara.singh", "/api/guests/" + guest + "/mails")
                .json()
                .get(0)
                .path("state")
                .asText();
    }

    private List<String> codes() {
        return hospital.get("amara.singh", "/api/guests/" + guest + "/timeline")
                .json()
                .findValuesAsText("code");
    }
}
