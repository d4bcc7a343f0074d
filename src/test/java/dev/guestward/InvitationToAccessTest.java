package dev.guestward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.Hospital.Reply;
import dev.guestward.audit.AuditLedger;
import dev.guestward.directory.changes.DeltaRun;
import dev.guestward.directory.changes.SubscriptionKeeper;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.people.StaffReading;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One clinician from the request to access, over HTTP, through broker, database, engine and Graph SDK. */
@GuestwardTest
class InvitationToAccessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Autowired
    Pump pump;

    @Autowired
    StaffReading staff;

    @Autowired
    SubscriptionKeeper subscriptions;

    @Autowired
    DeltaRun delta;

    @Autowired
    AuditLedger audit;

    @Autowired
    RuntimeService runtime;

    @Autowired
    JdbcClient db;

    @Value("${server.port}")
    int port;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "deliver"));
        staff.run();
        hospital.tenant("DELETE", "/_sim/quota", ""); // the tenant allows 25 listings in 20 s
        subscriptions.run();
        delta.run();
        pump.run(); // what an earlier test left undone
    }

    @AfterEach
    void deliverAgain() {
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "deliver"));
    }

    @Test
    void aClinicianIsInvitedRedeemsAndBecomesActiveByNotification() {
        String email = address();
        long before = accepted();

        String guest = invited(email);
        hospital.redeem(hospital.redeemLink(email));
        await().atMost(PATIENCE).until(pump.then(() -> state(guest)), "ACTIVE"::equals);

        assertThat(codes(guest))
                .containsSubsequence(
                        "invitation-requested",
                        "invited",
                        "invitation-mailed",
                        "redeemed",
                        "access-granted",
                        "activated");
        assertThat(audit.isIntact(UUID.fromString(guest))).isTrue();
        assertThat(hospital.usersWithMail(email)).hasSize(1);
        assertThat(changesByTheProduct(before))
                .as("one invitation and one membership, nothing more")
                .hasSize(2);
        assertThat(hospital.mailsTo(email)).isEqualTo(1);
    }

    @Test
    void withNotificationsSwitchedOffTheRedemptionIsFoundByDelta() {
        String email = address();
        String guest = invited(email);
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "drop"));

        hospital.redeem(hospital.redeemLink(email));
        await().atMost(PATIENCE)
                .until(
                        pump.then(() -> {
                            delta.run();
                            return state(guest);
                        }),
                        "ACTIVE"::equals);

        assertThat(codes(guest)).containsOnlyOnce("redeemed", "activated");
    }

    @Test
    void theSameKeyAsksOnlyOnce() {
        String email = address();
        Map<String, Object> body = Hospital.invitation(email);
        String key = UUID.randomUUID().toString();

        Reply first = hospital.invite("amara.singh", body, "Idempotency-Key", key);
        Reply second = hospital.invite("amara.singh", body, "Idempotency-Key", key);
        body.put("purpose", "Something else");
        Reply other = hospital.invite("amara.singh", body, "Idempotency-Key", key);

        assertThat(first.status()).isEqualTo(202);
        assertThat(second.status()).isEqualTo(202);
        assertThat(second.json().path("guestId")).isEqualTo(first.json().path("guestId"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.fields()).containsExactly("Idempotency-Key");
    }

    @Test
    void somebodyElsesGuestIsNotRevealed() {
        String email = address();
        String guest = invited(email);
        Map<String, Object> body = Hospital.invitation(email);
        body.put("sponsor", "ben.ortiz");

        Reply reply = hospital.invite("ben.ortiz", body);

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().has("guestId")).isFalse();
        assertThat(reply.json().has("state")).isFalse();
        assertThat(hospital.get("ben.ortiz", "/api/guests/" + guest).status()).isEqualTo(404);
        assertThat(hospital.get("ben.ortiz", "/api/guests/" + guest + "/timeline")
                        .status())
                .isEqualTo(404);
        assertThat(hospital.get("ben.ortiz", "/api/guests?q=" + email)
                        .json()
                        .path("page")
                        .path("totalElements")
                        .asInt())
                .isZero();
        assertThat(codes(guest)).contains("co-sponsorship-asked");
    }

    @Test
    void theSameGuestTwiceIsAConflict() {
        String email = address();
        invited(email);

        Reply again = hospital.invite("amara.singh", Hospital.invitation(email.toUpperCase(java.util.Locale.ROOT)));

        assertThat(again.status()).isEqualTo(409);
        assertThat(hospital.usersWithMail(email)).hasSize(1);
    }

    @Test
    void aDomainTheTenantIsFoundToRefuseWaitsForAnAdministrator() {
        Reply reply = hospital.invite(
                "amara.singh", Hospital.invitation("x" + System.nanoTime() + "@" + hospital.domainRefusedAsOfNow()));
        assertThat(reply.status()).isEqualTo(202);
        String guest = reply.json().path("guestId").asText();

        pump.run();

        JsonNode view = hospital.get("amara.singh", "/api/guests/" + guest).json();
        assertThat(view.path("state").asText()).isEqualTo("REQUESTED");
        assertThat(view.path("attention").asText()).isEqualTo("INVITATION_REFUSED");
        assertThat(view.path("next").path("stoppableBy").asText()).contains("administrator");
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "email | maya | email",
                "email | a@b@harbour-clinic.example | email",
                "email | m+o@harbour-clinic.example | email",
                "email | someone@nowhere-at-all.example | email",
                "email | someone@northfield.example | email",
                "sponsor | nobody.here | sponsor",
                "sponsor | ben.ortiz | sponsor",
                "sponsor | owner | sponsor",
                "accessUntil | 2020-01-01 | accessUntil",
                "accessUntil | 2027-02-29 | accessUntil",
                "accessUntil | tomorrow | accessUntil",
                "accessUntil | 2099-01-01 | accessUntil",
                "displayName | '' | displayName",
                "displayName | 'Dr \u202EMaya' | displayName",
                "purpose | '' | purpose",
                "clinic | nowhere | clinic",
                "clinic | lakeside | email",
                "language | fr | language"
            })
    void aWrongFieldIsNamedAndLeavesNothingBehind(String field, String value, String named) {
        Map<String, Object> body = Hospital.invitation(address());
        body.put(field, value);
        leavesNothingBehind(body, named);
    }

    @Test
    void anUnknownGrantIsNamedAndLeavesNothingBehind() {
        Map<String, Object> body = Hospital.invitation(address());
        body.put("grants", List.of("health-records", "root"));
        leavesNothingBehind(body, "grants");
    }

    @Test
    void everyWrongFieldIsNamedAtOnce() {
        Reply reply = hospital.invite("amara.singh", Map.of("email", "x"));

        assertThat(reply.fields()).contains("email", "displayName", "grants", "accessUntil", "purpose");
    }

    private void leavesNothingBehind(Map<String, Object> body, String named) {
        long guests = count("guest");
        long effects = count("effect");
        long instances = runtime.createProcessInstanceQuery().count();
        long before = accepted();

        Reply reply = hospital.invite("amara.singh", body);
        pump.run();

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.contentType()).startsWith("application/problem+json");
        assertThat(reply.fields()).containsExactly(named);
        assertThat(count("guest")).isEqualTo(guests);
        assertThat(count("effect")).isEqualTo(effects);
        assertThat(runtime.createProcessInstanceQuery().count()).isEqualTo(instances);
        assertThat(changesByTheProduct(before)).isEmpty();
    }

    private static String address() {
        return "m.okafor" + UUID.randomUUID().toString().substring(0, 8) + "@harbour-clinic.example";
    }

    /** Requests and waits for the mail. */
    private String invited(String email) {
        Reply reply = hospital.invite("amara.singh", Hospital.invitation(email));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        await().atMost(PATIENCE).until(pump.then(() -> hospital.redeemLink(email)), link -> !link.isEmpty());
        return reply.json().path("guestId").asText();
    }

    private String state(String guest) {
        return hospital.get("amara.singh", "/api/guests/" + guest)
                .json()
                .path("state")
                .asText();
    }

    private List<String> codes(String guest) {
        return hospital.get("amara.singh", "/api/guests/" + guest + "/timeline")
                .json()
                .findValuesAsText("code");
    }

    private long count(String table) {
        return db.sql("select count(*) from " + table).query(Long.class).single();
    }

    private long accepted() {
        JsonNode log = hospital.tenant("GET", "/_sim/log?after=0", "").json();
        return log.isEmpty() ? 0 : log.get(log.size() - 1).path("seq").asLong();
    }

    /** Accepted changes of the directory since then that came through Graph, subscriptions aside. */
    private List<String> changesByTheProduct(long after) {
        JsonNode log = hospital.tenant("GET", "/_sim/log?after=" + after, "").json();
        return java.util.stream.StreamSupport.stream(log.spliterator(), false)
                .map(entry ->
                        entry.path("method").asText() + " " + entry.path("path").asText())
                .filter(change -> change.contains("/invitations") || change.contains("/groups/"))
                .toList();
    }
}
