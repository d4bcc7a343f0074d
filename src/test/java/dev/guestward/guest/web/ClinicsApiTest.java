package dev.guestward.guest.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.platform.PlatformTest;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Clinics over the API, and what is agreed with them in requests for guests. */
class ClinicsApiTest extends PlatformTest {
    private static final String CLINICS = "/api/clinics";

    @Autowired
    JdbcClient db;

    private final String key = "a" + Long.toString(System.nanoTime(), 36);
    private final String domain = key + ".example";

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
    }

    @Test
    void administratorsWriteAndEverybodyReads() {
        assertThat(hospital.anonymous("GET", CLINICS, "").status()).isEqualTo(401);
        for (String user : List.of("amara.singh", "owner")) {
            assertThat(hospital.as(user, "POST", CLINICS, clinic()).status()).isEqualTo(403);
        }

        Reply created = hospital.as("admin", "POST", CLINICS, clinic());

        assertThat(created.status()).as(created.text()).isEqualTo(201);
        for (String user : List.of("amara.singh", "owner", "admin")) {
            JsonNode read = hospital.get(user, CLINICS + "/" + key).json();
            assertThat(read.path("name").asText()).isEqualTo("Elm Street Practice");
            assertThat(read.path("domains").get(0).asText()).isEqualTo(domain);
            assertThat(read.path("signUpSponsors").get(0).asText()).isEqualTo("amara.singh");
            assertThat(hospital.get(user, CLINICS + "?q=" + domain).json().path("content"))
                    .hasSize(1)
                    .first()
                    .isEqualTo(read);
        }
        ObjectNode changed = (ObjectNode) created.json();
        for (String user : List.of("amara.singh", "owner")) {
            assertThat(hospital.as(user, "PUT", CLINICS + "/" + key, changed).status())
                    .isEqualTo(403);
        }
        assertThat(hospital.get("amara.singh", CLINICS + "/nowhere").status()).isEqualTo(404);
        assertThat(hospital.as("admin", "PUT", CLINICS + "/nowhere", changed).status())
                .isEqualTo(404);
    }

    @Test
    void whatWasReadIsChangedAndSentBackOnce() {
        hospital.as("admin", "POST", CLINICS, clinic());
        ObjectNode read =
                (ObjectNode) hospital.get("admin", CLINICS + "/" + key).json();

        Reply first = hospital.as("admin", "PUT", CLINICS + "/" + key, read.put("name", "Elm Street"));
        Reply second = hospital.as("admin", "PUT", CLINICS + "/" + key, read.put("name", "Elm Road"));

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.json().path("version").asLong()).isEqualTo(1);
        assertThat(first.json().path("contacts")).isEqualTo(read.path("contacts"));
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.contentType()).startsWith("application/problem+json");
        assertThat(hospital.get("admin", CLINICS + "/" + key)
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo("Elm Street");
    }

    @Test
    void whatIsWrongIsNamedInTheCallersLanguage() {
        Map<String, Object> body = clinic();
        body.put("domains", List.of("harbour-clinic.example"));
        body.put("homeTenant", "elm");

        Reply reply = hospital.as("admin", "POST", CLINICS, body, "Accept-Language", "de");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.fields()).containsExactly("domains[0]", "homeTenant");
        assertThat(reply.text()).contains("gehört schon zu Harbour Clinic (harbour)");
    }

    @Test
    void aMisspeltFieldIsNotTakenForAnEmptyOne() {
        Map<String, Object> body = clinic();
        body.put("agreementends", "2031-12-31");

        assertThat(hospital.as("admin", "POST", CLINICS, body).status()).isEqualTo(400);

        assertThat(hospital.get("admin", CLINICS + "/" + key).status()).isEqualTo(404);
    }

    @Test
    void theListComesInPagesByName() {
        JsonNode all = hospital.get("amara.singh", CLINICS + "?size=200").json();
        JsonNode second =
                hospital.get("amara.singh", CLINICS + "?size=1&page=1").json();

        List<String> names = new ArrayList<>(all.path("content").findValuesAsText("key"));
        assertThat(names).contains("harbour", "lakeside", "northgate");
        assertThat(second.path("content")).hasSize(1);
        assertThat(second.path("content").get(0)).isEqualTo(all.path("content").get(1));
        assertThat(second.path("page").path("totalElements"))
                .isEqualTo(all.path("page").path("totalElements"));
        assertThat(hospital.get("amara.singh", CLINICS + "?page=9999").json().path("content"))
                .isEmpty();
        assertThat(hospital.get("amara.singh", CLINICS + "?size=0").fields()).containsExactly("size");
        assertThat(hospital.get("amara.singh", CLINICS + "?page=-1").fields()).containsExactly("page");
    }

    @Test
    void aSponsorIsToldTheNumberOfTheirOwnGuestsOnly() {
        hospital.as("admin", "POST", CLINICS, clinic());
        assertThat(hospital.invite("amara.singh", request(days(20))).status()).isEqualTo(202);
        assertThat(hospital.invite("amara.singh", request(days(20))).status()).isEqualTo(202);

        assertThat(requested("amara.singh")).isEqualTo(2);
        assertThat(requested("owner")).isEqualTo(2);
        assertThat(requested("ben.ortiz")).isZero();
    }

    @Test
    void accessEndsWithTheAgreementAtTheLatest() {
        hospital.as("admin", "POST", CLINICS, clinic());

        Reply beyond = hospital.invite("amara.singh", request(days(31)));

        assertThat(beyond.status()).isEqualTo(422);
        assertThat(beyond.fields()).containsExactly("accessUntil");
        assertThat(beyond.text()).contains(days(30));
        assertThat(hospital.invite("amara.singh", request(days(30))).status()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nobodyIsInvitedFromAClinicWhoseAgreementIsOver(boolean named) {
        hospital.as("admin", "POST", CLINICS, clinic());
        db.sql("update clinic set agreement_end = ? where key = ?")
                .params(LocalDate.now(clock).minusDays(1), key)
                .update();
        Map<String, Object> body = request(days(20));
        if (named) {
            body.put("clinic", key);
        }

        Reply reply = hospital.invite("amara.singh", body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.fields()).containsExactly(named ? "clinic" : "email");
        assertThat(reply.text()).contains(days(-1));
    }

    @Test
    void onlyWhatIsAgreedIsGiven() {
        hospital.as("admin", "POST", CLINICS, clinic());
        // a grant that was agreed on once and is no longer configured
        db.sql("update clinic_grant set grant_key = 'imaging' where clinic_id = (select id from clinic where key = ?)")
                .param(key)
                .update();

        Reply reply = hospital.invite("amara.singh", request(days(20)));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.fields()).containsExactly("grants");
        assertThat(reply.text()).contains("Elm Street Practice: Health records");
    }

    private long requested(String user) {
        return hospital.get(user, CLINICS + "/" + key)
                .json()
                .path("guests")
                .path("REQUESTED")
                .asLong();
    }

    private Map<String, Object> clinic() {
        return new HashMap<>(Map.of(
                "key", key,
                "name", "Elm Street Practice",
                "domains", List.of(domain),
                "ownerApproves", false,
                "agreementEnd", days(30),
                "contacts", List.of(Map.of("name", "Ruth Amundsen", "mail", "office@" + domain)),
                "allowedGrants", List.of("health-records"),
                "signUpSponsors", List.of("amara.singh")));
    }

    private Map<String, Object> request(String until) {
        Map<String, Object> body = Hospital.invitation("m" + System.nanoTime() + "@" + domain);
        body.put("accessUntil", until);
        return body;
    }

    private String days(int ahead) {
        return LocalDate.now(clock).plusDays(ahead).toString();
    }
}
