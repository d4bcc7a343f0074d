package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.Hospital;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.platform.PlatformTest;
import java.net.URI;
import java.sql.Timestamp;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Somebody signed up while the product only reports: a letter, and nobody who is registered. */
class ReportOnlyPageTest extends PlatformTest {
    private final String key = "test:" + UUID.randomUUID();

    @Autowired
    JdbcClient db;

    @BeforeEach
    void aConfirmationWasOnlyReported() {
        db.sql("""
                        insert into mail_message (id, dedup_key, kind, priority, to_address, subject, state, created_at,
                                                  next_attempt_at, ended_at)
                        values (gen_random_uuid(), :key, 'SIGN_UP_CONFIRMATION', 90, 'x@harbour-clinic.example', 'x', 'SUPPRESSED',
                                :now, :now, :now)""")
                .param("key", key)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    @AfterEach
    void forget() {
        db.sql("delete from mail_message where dedup_key = ?").param(key).update();
    }

    @Test
    void thePageSaysThatNobodyIsRegisteredYetInBothLanguages() {
        var ada = sessionOf(SeedPeople.ADMIN);

        assertThat(ada.get("/report-only?workflow=invitation&lang=en").body())
                .contains("nobody registered yet", "Confirmation of a sign-up")
                .doesNotContain("??");
        assertThat(ada.get("/report-only?workflow=invitation&lang=de").body())
                .contains("noch niemand erfasst")
                .doesNotContain("??");
        assertThat(ada.get("/report-only/acts.csv").body()).contains(",invitation,MAIL,,,sign-up-confirmation,");
    }

    @Test
    void theApiGivesNoIdAndTheTableAnEmptyCell() {
        Hospital hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());

        Hospital.Reply found = hospital.get("admin", "/api/report-only?workflow=invitation&size=200");

        assertThat(found.status()).isEqualTo(200);
        assertThat(found.json().path("content")).anySatisfy(row -> {
            assertThat(((JsonNode) row).path("reason").asText()).isEqualTo("sign-up-confirmation");
            assertThat(((JsonNode) row).hasNonNull("guestId")).isFalse();
        });
        assertThat(hospital.as("admin", "GET", "/api/report-only", "", "Accept", "text/csv")
                        .text())
                .contains(",invitation,MAIL,,,sign-up-confirmation,");
    }
}
