package dev.guestward.invitation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.Pump;
import dev.guestward.directory.changes.DeltaRun;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.GuestId;
import dev.guestward.people.StaffReading;
import dev.guestward.platform.HttpSession;
import dev.guestward.platform.SteppedClock;
import dev.guestward.redemption.PassingDays;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Requests for people who are there already, over HTTP, against the simulated tenant. */
@GuestwardTest
class ExistingPeopleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String AMARA = "amara.singh";
    private static final String BEN = "ben.ortiz";

    @Autowired
    Pump pump;

    @Autowired
    StaffReading staff;

    @Autowired
    DeltaRun delta;

    @Autowired
    OwnDomains ownDomains;

    @Autowired
    ProcessEngine engine;

    @Autowired
    JdbcClient db;

    @Value("${server.port}")
    int port;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "drop"));
        staff.run();
        hospital.tenant("DELETE", "/_sim/quota", "");
        makeRoom();
        delta.run();
        pump.run();
    }

    @AfterEach
    void deliverAgain() {
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "deliver"));
        makeRoom();
    }

    @Test
    void whoIsAGuestAlreadyIsLinkedWithoutAMail() {
        String email = address();
        String account = there(email, Map.of("externalUserState", "Accepted"));

        String guest = requested(AMARA, email);
        becomes(guest, "ACTIVE");

        assertThat(view(guest).path("directoryId").asText()).isEqualTo(account);
        assertThat(hospital.mailsTo(email)).isZero();
        assertThat(codes(guest)).contains("was-guest-already", "access-granted").doesNotContain("invitation-mailed");
        assertThat(text(guest, "was-guest-already", "de")).contains("war schon Gast");
        assertThat(changes(email)).as("no second invitation").noneMatch(line -> line.contains("/invitations"));
        assertThat(hospital.usersWithMail(email)).hasSize(1);
    }

    @Test
    void whoIsPendingAlreadyKeepsTheAccountAndGetsAFreshLink() {
        String email = address();
        String account = there(email, Map.of());

        String guest = requested(AMARA, email);
        await().atMost(PATIENCE).until(pump.then(() -> hospital.redeemLink(email)), link -> !link.isEmpty());

        assertThat(view(guest).path("directoryId").asText()).isEqualTo(account);
        assertThat(hospital.mailsTo(email)).isEqualTo(1);
        assertThat(codes(guest)).contains("was-invited-already");
        pump.run();
        hospital.redeem(hospital.redeemLink(email));
        delta.run();
        becomes(guest, "ACTIVE");
        assertThat(hospital.usersWithMail(email)).hasSize(1);
    }

    @Test
    void onesOwnBlockedGuestIsAConflictAndAnothersIsNotRevealed() {
        String email = address();
        String open = address();
        there(email, Map.of("externalUserState", "Accepted"));
        there(open, Map.of("externalUserState", "Accepted"));
        String guest = requested(AMARA, email);
        String active = requested(AMARA, open);
        becomes(guest, "ACTIVE");
        becomes(active, "ACTIVE");
        db.sql("update guest set state = 'BLOCKED' where id = ?")
                .param(UUID.fromString(guest))
                .update();

        Reply own = request(AMARA, email, "en");
        Reply german = request(AMARA, email, "de");
        Reply others = request(BEN, email, "en");
        Reply othersActive = request(BEN, open, "en");

        assertThat(own.status()).isEqualTo(409);
        assertThat(own.text()).contains("blocked", "restoration", "Dr Maya Okafor");
        assertThat(german.text()).contains("gesperrt", "Wiederherstellung");
        assertThat(others.status()).isEqualTo(202);
        assertThat(others.text()).as("like for any other state").isEqualTo(othersActive.text());
    }

    @Test
    void whoIsDisabledByOthersWaitsForAnAdministratorAndGoesOnOnceEnabled() {
        String email = address();
        String account = there(email, Map.of("externalUserState", "Accepted", "accountEnabled", false));

        String guest = requested(AMARA, email);
        pump.run();

        assertThat(view(guest).path("attention").asText()).isEqualTo("INVITATION_REFUSED");
        assertThat(text(guest, "invitation-refused", "en")).contains("disabled it", "enable the account");
        assertThat(text(guest, "invitation-refused", "de")).contains("deaktiviert", "aktivieren Sie");
        assertThat(taskForm(guest)).contains("enable the account");
        hospital.tenant("PATCH", "/_sim/users/" + account, Map.of("accountEnabled", true));
        inviteAgain(guest);
        becomes(guest, "ACTIVE");
        assertThat(hospital.mailsTo(email)).isZero();
    }

    @Test
    void whoseAccountLiesInTheRecycleBinGetsNoSecondOne() {
        String email = address();
        String account = there(email, Map.of("externalUserState", "Accepted"));
        hospital.tenant("DELETE", "/_sim/users/" + account, "");
        SteppedClock.instance().step(Duration.ofMinutes(6)); // the listing of the bin is kept for five

        String guest = requested(AMARA, email);
        pump.run();

        assertThat(text(guest, "invitation-refused", "en")).contains("recycle bin", "Restore it");
        assertThat(taskForm(guest)).contains("Restore it");
        assertThat(hospital.usersWithMail(email)).as("the deleted one").hasSize(1);
        hospital.tenant("POST", "/_sim/users/" + account + "/restore", "");
        inviteAgain(guest);
        becomes(guest, "ACTIVE");
        assertThat(view(guest).path("directoryId").asText()).isEqualTo(account);
    }

    @Test
    void whoseInvitationLapsedIsFoundInTheRecycleBinAndComesBackWithTheSameAccount() {
        String email = address();
        String former = requested(AMARA, email);
        await().atMost(PATIENCE).until(pump.then(() -> hospital.redeemLink(email)), link -> !link.isEmpty());
        pump.run();
        String account = view(former).path("directoryId").asText();
        pass(former, 14);
        pass(former, 16);
        becomes(former, "DELETED");

        Reply asked = request(AMARA, email, "en");
        assertThat(asked.status()).isEqualTo(409);
        assertThat(asked.json().path("choices").findValuesAsText("continue")).containsExactly("restore");
        Map<String, Object> body = Hospital.invitation(email);
        body.put("continue", "restore");
        Reply chosen = hospital.invite(AMARA, body);

        assertThat(chosen.status()).as(chosen.text()).isEqualTo(202);
        becomes(former, "INVITED");
        assertThat(view(former).path("directoryId").asText()).isEqualTo(account);
        assertThat(hospital.usersWithMail(email)).as("one account").hasSize(1);
    }

    @Test
    void aMemberIsNotInvitedWhateverTheAddress() {
        String email = address();
        there(email, Map.of("userType", "Member"));

        String guest = requested(AMARA, email);
        pump.run();

        assertThat(view(guest).path("attention").asText()).isEqualTo("INVITATION_REFUSED");
        assertThat(text(guest, "invitation-refused", "en")).contains("member of the tenant", "own account");
        assertThat(taskForm(guest)).contains("member of the tenant");
        assertThat(hospital.mailsTo(email)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"northfield.example", "mail.Northfield.example", "northfield.onmicrosoft.com"})
    void anAddressOfTheHospitalItselfIsRefusedAtTheField(String domain) {
        ownDomains.run();

        Reply reply = request(AMARA, "j.doe@" + domain, "en");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.fields()).containsExactly("email");
        assertThat(reply.text()).contains("hospital itself");
    }

    @Test
    void aDomainThatOnlyEndsLikeOursIsNotOurs() {
        assertThat(ownDomains.include("notnorthfield.example")).isFalse();
    }

    @Test
    void whileTheTenantDoesNotAnswerItsDomainsStayKnown() {
        ownDomains.run();
        hospital.tenant(
                "PUT",
                "/_sim/faults",
                List.of(Map.of("method", "GET", "path", "**/domains", "mode", "before", "status", 503)));
        try {
            ownDomains.run();
            assertThat(hospital.tenant("GET", "/_sim/faults", "")
                            .json()
                            .path(0)
                            .path("struck")
                            .asInt())
                    .isPositive();
            assertThat(ownDomains.include("northfield.onmicrosoft.com")).isTrue();
        } finally {
            hospital.tenant("PUT", "/_sim/faults", List.of());
        }
    }

    @Test
    void aPlusAddressIsRefusedWithTheAddressWithoutTheTag() {
        Reply reply = request(AMARA, "m.okafor+ward3@harbour-clinic.example", "en");
        Reply german = request(AMARA, "m.okafor+ward3@harbour-clinic.example", "de");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.fields()).containsExactly("email");
        assertThat(reply.text()).contains(": m.okafor@harbour-clinic.example");
        assertThat(german.text()).contains("Pluszeichen", ": m.okafor@harbour-clinic.example");
    }

    @Test
    void aStrangersSecondAddressLeadsToTheSameAccountAndFromThenOnBothAreKnown() {
        String first = address();
        String second = address();
        String account = there(first, Map.of("externalUserState", "Accepted", "otherMails", List.of(first, second)));

        String guest = requested(AMARA, second);
        becomes(guest, "ACTIVE");

        assertThat(view(guest).path("directoryId").asText()).isEqualTo(account);
        assertThat(codes(guest)).contains("was-guest-already", "account-has-other-address");
        Reply own = request(AMARA, first, "en");
        assertThat(own.status()).isEqualTo(409);
        assertThat(own.text()).contains("Dr Maya Okafor");
        Reply others = request(BEN, first, "en");
        assertThat(others.status()).isEqualTo(202);
        assertThat(others.json().has("guestId")).isFalse();
        assertThat(codes(guest)).contains("co-sponsorship-asked");
        request(BEN, second, "en");
        request(BEN, first, "en");
        assertThat(codes(guest))
                .as("who asks again and again on one day leaves one line")
                .containsOnlyOnce("co-sponsorship-asked");
        pump.run();
        assertThat(hospital.tenant("GET", "/_sim/mails?to=" + SeedPeople.AMARA.mail(), "")
                        .json())
                .map(JsonNode::toString)
                .as("her sponsor is told, once a day")
                .filteredOn(mail -> mail.contains("/guests/" + guest))
                .singleElement()
                .asString()
                .contains("Ben Ortiz has asked for your guest Dr Maya Okafor");
    }

    @Test
    void aSecondAddressOnlyTheTenantKnowsEndsTheRequestAndRevealsNothingToOthers() {
        String first = address();
        String second = address();
        String third = address();
        String account = there(first, Map.of("externalUserState", "Accepted"));
        String guest = requested(AMARA, first);
        becomes(guest, "ACTIVE");
        hospital.tenant("PATCH", "/_sim/users/" + account, Map.of("otherMails", List.of(first, second, third)));

        String own = requested(AMARA, second);
        String others = requested(BEN, third);
        pump.run();

        assertThat(view(own).path("state").asText()).isEqualTo("DECLINED");
        assertThat(text(own, "known-own", "en")).contains("your guest Dr Maya Okafor");
        JsonNode bens = hospital.get(BEN, "/api/guests/" + others).json();
        assertThat(bens.path("state").asText()).isEqualTo("DECLINED");
        Reply timeline = hospital.get(BEN, "/api/guests/" + others + "/timeline");
        assertThat(timeline.json().findValuesAsText("code")).contains("known-here");
        assertThat(timeline.text()).doesNotContain("Dr Maya Okafor", first, guest, account, "Amara");
        assertThat(codes(guest)).contains("co-sponsorship-asked");
        assertThat(hospital.mailsTo(second) + hospital.mailsTo(third)).isZero();
        assertThat(hospital.mailsTo(SeedPeople.BEN.mail()))
                .as("the sponsor is told")
                .isPositive();
    }

    @Test
    void anAddressTheTenantResolvesToAKnownAccountNeverGetsARecordOfItsOwn() {
        String first = address();
        String second = address();
        String account = there(first, Map.of("externalUserState", "Accepted"));
        String guest = requested(AMARA, first);
        becomes(guest, "ACTIVE");
        hospital.tenant("PATCH", "/_sim/users/" + account, Map.of("homeAddresses", List.of(second)));

        String other = requested(AMARA, second);
        pump.run();

        assertThat(view(other).path("state").asText()).isEqualTo("DECLINED");
        assertThat(codes(other)).contains("known-own");
        assertThat(hospital.mailsTo(second)).isZero();
        assertThat(links(other)).isZero();
        assertThat(engine.getRuntimeService().createIncidentQuery().list().stream()
                        .filter(incident -> incident.getProcessInstanceId() != null))
                .isEmpty();
        assertThat(engine.getRuntimeService()
                        .createProcessInstanceQuery()
                        .processInstanceBusinessKey(other)
                        .count())
                .isZero();
    }

    private void makeRoom() {
        db.sql("update brake_count set counted_at = counted_at - interval '25 hours'")
                .update();
    }

    private static String address() {
        return "e.known" + UUID.randomUUID().toString().substring(0, 8) + "@harbour-clinic.example";
    }

    /** Puts somebody into the tenant as another administrator would: a pending guest, unless told otherwise. */
    private String there(String email, Map<String, Object> properties) {
        Map<String, Object> body = new java.util.HashMap<>(properties);
        body.put("mail", email);
        Reply reply = hospital.tenant("POST", "/_sim/users", body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return reply.json().path("id").asText();
    }

    private Reply request(String sponsor, String email, String language) {
        Map<String, Object> body = Hospital.invitation(email);
        body.put("sponsor", sponsor);
        return hospital.invite(sponsor, body, "Accept-Language", language);
    }

    private String requested(String sponsor, String email) {
        Map<String, Object> body = Hospital.invitation(email);
        body.put("sponsor", sponsor);
        if (!sponsor.equals(AMARA)) {
            body.put("displayName", "Dr M. Okafor");
        }
        Reply reply = hospital.invite(sponsor, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json().path("guestId").asText();
    }

    private void becomes(String guest, String state) {
        await().atMost(PATIENCE).until(pump.then(() -> view(guest).path("state").asText()), state::equals);
        pump.run();
    }

    private JsonNode view(String guest) {
        return hospital.get("admin", "/api/guests/" + guest).json();
    }

    private List<String> codes(String guest) {
        return hospital.get("admin", "/api/guests/" + guest + "/timeline")
                .json()
                .findValuesAsText("code");
    }

    /** What a line of the guest's history says. */
    private String text(String guest, String code, String language) {
        JsonNode lines = hospital.as(
                        "admin", "GET", "/api/guests/" + guest + "/timeline", "", "Accept-Language", language)
                .json();
        String text = "";
        for (JsonNode line : lines) {
            text = line.path("code").asText().equals(code) ? line.path("text").asText() : text;
        }
        return text;
    }

    private Task task(String guest) {
        return engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(guest)
                .taskDefinitionKey("UserTask_DecideOnRefusedInvitation")
                .singleResult();
    }

    /** What the administrator's form in Tasklist shows. */
    private String taskForm(String guest) {
        return HttpSession.of(SeedPeople.ADMIN, port)
                .get("/tasklist-data/tasks/" + task(guest).getId())
                .body();
    }

    private void inviteAgain(String guest) {
        int status = HttpSession.of(SeedPeople.ADMIN, port)
                .post(
                        HttpSession.ENGINE + "/task/" + task(guest).getId() + "/submit-form",
                        "{\"variables\":{\"decision\":{\"value\":\"again\",\"type\":\"String\"}}}")
                .statusCode();
        assertThat(status).isEqualTo(204);
    }

    private void pass(String guest, int days) {
        PassingDays passing = new PassingDays(engine, db);
        GuestId id = GuestId.parse(guest).orElseThrow();
        passing.pass(id, Duration.ofDays(days));
        pump.run();
        passing.fire(id);
        pump.run();
    }

    private long links(String guest) {
        return db.sql("select count(*) from redeem_link where guest_id = ?")
                .param(UUID.fromString(guest))
                .query(Long.class)
                .single();
    }

    /** What the tenant accepted about this address, other administrators' acts included. */
    private List<String> changes(String email) {
        List<String> changes = new java.util.ArrayList<>();
        hospital.tenant("GET", "/_sim/log?after=0", "").json().forEach(change -> {
            if (change.toString().contains(email)) {
                changes.add(change.toString());
            }
        });
        return changes;
    }
}
