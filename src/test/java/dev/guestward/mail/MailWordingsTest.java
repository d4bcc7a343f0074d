package dev.guestward.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.Pump;
import dev.guestward.audit.AuditEntry;
import dev.guestward.audit.AuditLedger;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.people.StaffReading;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Administrators put letters into their own words, and cannot break them. */
@GuestwardTest
class MailWordingsTest {
    private static final String INVITATION = "/api/settings/mails/invitation/en";

    @Autowired
    StaffReading staff;

    @Autowired
    AuditLedger audit;

    @Autowired
    MailOutbox outbox;

    @Autowired
    Pump pump;

    @Autowired
    PlatformTransactionManager transactions;

    @Value("${server.port}")
    int port;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        staff.run();
        pump.run();
    }

    @AfterEach
    void asDelivered() {
        hospital.as("admin", "DELETE", INVITATION, "");
    }

    @Test
    void theNextMailUsesTheNewWordsAndTheOneAfterTheResetTheDeliveredOnes() {
        int version = version();
        Reply changed = put("Welcome, {{guestName}}", "Hello {{guestName}},\n\nClick here: {{redeemUrl}}", version);
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        JsonNode mail = mailed();
        assertThat(mail.path("subject").asText()).isEqualTo("Welcome, Dr Maya Okafor");
        assertThat(mail.path("text").asText().replace("\r", ""))
                .startsWith("Hello Dr Maya Okafor,\n\nClick here:\n" + Letters.LINK)
                .as("the part that tells a genuine mail stays")
                .contains("Nobody at Northfield Hospital will ever ask you for a password");
        assertThat(mail.path("html").asText()).contains(">Click here</a>");

        Reply original = hospital.as("admin", "DELETE", INVITATION, "");

        assertThat(original.json().path("original").asBoolean()).isTrue();
        assertThat(original.json().path("version").asInt()).isEqualTo(version + 2);
        assertThat(mailed().path("subject").asText()).isEqualTo("Your invitation: Northfield Hospital");
        List<AuditEntry> rows = audit.of(AuditLedger.SETTINGS);
        assertThat(rows.subList(rows.size() - 2, rows.size()))
                .extracting(AuditEntry::code)
                .containsExactly("mail-wording-changed", "mail-wording-reset");
        assertThat(rows.get(rows.size() - 1).details()).containsEntry("letter", "invitation");
        assertThat(audit.isIntact(AuditLedger.SETTINGS)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{{redeemUrl}} | Go: {{redeemUrl}} | subject | {{redeemUrl}} cannot be used here.",
                "Dear {{message}} | Go: {{redeemUrl}} | subject | {{message}} cannot be used here.",
                "Hello | Hello {{guestName}} | text | {{redeemUrl}} is missing.",
                "Hello | {{redeemUrl.host}} | text | {{redeemUrl}} is missing.",
                "Hello | Hello {{password}}, go: {{redeemUrl}} | text | {{password}} cannot be used here.",
                "Hello | {{message}} {{redeemUrl}} | text | {{redeemUrl}} is missing.",
                "Hello | {{7*7}} {{redeemUrl}} | text | Two braces",
                "Hello | {{#if x}} {{redeemUrl}} | text | Two braces",
                "Hello | \u202E {{redeemUrl}} | text | invisible",
                "\"\" | Go: {{redeemUrl}} | subject | must not be empty",
                "Hello | \"\" | text | must not be empty"
            })
    void aWordingThatCannotWorkIsRefusedAndSaysWhy(String subject, String text, String field, String message) {
        int version = version();

        Reply reply = put(subject, text, version);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.fields()).contains(field);
        assertThat(reply.text()).contains(message);
        assertThat(version()).isEqualTo(version);
    }

    @Test
    void whatLooksLikeAnotherLanguageIsJustWords() {
        int version = version();
        String hostile =
                "<script>alert(1)</script> ${7*7} *{T(java.lang.Runtime)} #{x} [[${7*7}]] th:text=\"${1}\" <%= 7*7 %>";

        Reply preview = hospital.as(
                "admin",
                "POST",
                INVITATION + "/preview",
                Map.of("subject", "Hello", "text", hostile + "\n\nGo: {{redeemUrl}}"));

        assertThat(preview.status()).isEqualTo(200);
        assertThat(preview.json().path("text").asText()).contains(hostile);
        assertThat(preview.json().path("html").asText())
                .contains("&lt;script&gt;alert(1)&lt;/script&gt; ${7*7} *{T(java.lang.Runtime)} #{x} [[${7*7}]]")
                .doesNotContain("<script");
        assertThat(version()).as("nothing is kept").isEqualTo(version);
    }

    @Test
    void twoWhoChangeAtOnceDoNotOverwriteEachOther() {
        int version = version();
        assertThat(put("One", "Go: {{redeemUrl}}", version).status()).isEqualTo(200);

        Reply late = put("Other", "Go: {{redeemUrl}}", version);

        assertThat(late.status()).isEqualTo(409);
        assertThat(hospital.get("admin", INVITATION).json().path("subject").asText())
                .isEqualTo("One");
    }

    @ParameterizedTest
    @CsvSource({"owner", "amara.singh"})
    void onlyAdministratorsReadAndChangeThem(String user) {
        assertThat(hospital.get(user, "/api/settings/mails").status()).isEqualTo(403);
        assertThat(hospital.get(user, INVITATION).status()).isEqualTo(403);
        assertThat(hospital.as(user, "PUT", INVITATION, Map.of("subject", "x", "text", "{{redeemUrl}}", "version", 0))
                        .status())
                .isEqualTo(403);
        assertThat(hospital.as(user, "DELETE", INVITATION, "").status()).isEqualTo(403);
        assertThat(hospital.as(user, "POST", INVITATION + "/preview", Map.of("subject", "x", "text", "y"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void everyLetterIsThereInEachLanguageAndItsOwnWordsAreAcceptable() {
        JsonNode all = hospital.get("admin", "/api/settings/mails").json();

        assertThat(all).hasSize(LetterKind.values().length * 2);
        for (JsonNode letter : all) {
            Reply preview = hospital.as(
                    "admin",
                    "POST",
                    "/api/settings/mails/" + letter.path("letter").asText() + "/"
                            + letter.path("language").asText() + "/preview",
                    Map.of(
                            "subject", letter.path("subject").asText(),
                            "text", letter.path("text").asText()));
            assertThat(preview.status()).as(preview.text()).isEqualTo(200);
            assertThat(preview.json().path("text").asText()).doesNotContain("{{");
        }
        assertThat(hospital.get("admin", "/api/settings/mails/invitation/fr").status())
                .isEqualTo(404);
        assertThat(hospital.get("admin", "/api/settings/mails/footer/en").status())
                .isEqualTo(404);
    }

    private int version() {
        return hospital.get("admin", INVITATION).json().path("version").asInt();
    }

    private Reply put(String subject, String text, int version) {
        return hospital.as("admin", "PUT", INVITATION, Map.of("subject", subject, "text", text, "version", version));
    }

    /** The next invitation as it arrives. */
    private JsonNode mailed() {
        String to = "x" + System.nanoTime() + "@harbour-clinic.example";
        new TransactionTemplate(transactions)
                .executeWithoutResult(
                        status -> outbox.queue(Letters.letter(LetterKind.INVITATION, UUID.randomUUID(), to, "en")));
        pump.run();
        return hospital.tenant("GET", "/_sim/mails?to=" + to, "").json().get(0);
    }
}
