package dev.guestward.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.audit.AuditEntry;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.GuestId;
import dev.guestward.mail.Mails;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A block by silence rests on letters that mail servers had accepted, and goes on doing so when one of them comes back later. */
class ProofOfAskingTest extends OnReviews {
    @Autowired
    CampaignRecords records;

    @Autowired
    Mails mails;

    @Test
    void thatALetterWasAcceptedBeforeTheBlockIsStillOnRecordAfterItCameBack() throws Exception {
        GuestId guest = due();
        UUID first = asked();
        UUID toSponsor = taken(first);
        pass(first, Duration.ofDays(14).plusMinutes(1));
        UUID second = only(SeedPeople.ADMIN);
        UUID toFallback = taken(second);
        pass(second, Duration.ofDays(3).plusMinutes(1));
        Instant blocked = db.sql("select asked_at from removal where guest_id = ? and cause = 'SILENCE'")
                .param(guest.value())
                .query(Timestamp.class)
                .single()
                .toInstant();

        mails.bounced(toSponsor.toString(), ADA);

        Map<String, String> came = CsvLines.of(mailsOf(guest, first, second)).stream()
                .filter(line -> toSponsor.toString().equals(line.get("message_id")))
                .findFirst()
                .orElseThrow();
        assertThat(came)
                .containsEntry("accepted", "true")
                .containsEntry("state", "BOUNCED")
                .containsEntry("occasion", "OPENED");
        assertThat(Instant.parse(came.get("accepted_at"))).isBefore(blocked);
        assertThat(Instant.parse(came.get("bounced_at"))).isAfterOrEqualTo(blocked);
        AuditEntry silence = audit.of(guest.value()).stream()
                .filter(row -> row.code().equals("review-silence"))
                .findFirst()
                .orElseThrow();
        assertThat(silence.details())
                .containsEntry("letter-1", toSponsor.toString())
                .containsEntry("letter-2", toFallback.toString())
                .containsEntry("review", second.toString());
    }

    @Test
    void aLetterThatNoServerTookWasNeverAccepted() throws Exception {
        GuestId guest = due();
        UUID review = asked();
        db.sql("update mail_message set state = 'BOUNCED', ended_at = ?, attempts = 1"
                        + " where kind = 'REVIEW_DIGEST' and state = 'QUEUED'")
                .param(Timestamp.from(clock.instant()))
                .update();

        assertThat(CsvLines.of(mailsOf(guest, review))).singleElement().satisfies(line -> {
            assertThat(line).containsEntry("accepted", "false").containsEntry("accepted_at", "");
            assertThat(line.get("bounced_at")).isNotEmpty();
        });
    }

    private String mailsOf(GuestId guest, UUID... reviews) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        records.write(CampaignRecords.Part.MAILS, UUID.randomUUID(), List.of(guest.value()), List.of(reviews), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** A mail server took the letter that put the question, an hour ago. */
    private UUID taken(UUID review) {
        Timestamp at = Timestamp.from(clock.instant().minus(Duration.ofHours(1)));
        return db.sql("update mail_message set state = 'SENT', sent_at = ?, ended_at = ?, attempts = 1"
                        + " where state = 'QUEUED' and dedup_key = (select letter from review_notice"
                        + " where review_id = ? and occasion = 'OPENED') returning id")
                .params(at, at, review)
                .query(UUID.class)
                .single();
    }
}
