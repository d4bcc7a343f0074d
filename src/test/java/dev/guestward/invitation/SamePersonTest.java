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
import dev.guestward.redemption.PassingDays;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whoever asks for somebody who was here before chooses what is to happen; over HTTP, against the simulated tenant. */
@GuestwardTest
class SamePersonTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String AMARA = "amara.singh";
    private static final String BEN = "ben.ortiz";
    private static final String UNTIL = "2027-02-28";

    @Autowired
    Pump pump;

    @Autowired
    StaffReading staff;

    @Autowired
    DeltaRun delta;

    @Autowired
    ProcessEngine engine;

    @Autowired
    JdbcClient db;

    @Value("${server.port}")
    int port;

    private final String name = "Dr Same " + UUID.randomUUID().toString().substring(0, 8);
    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "drop"));
        staff.run();
        hospital.tenant("DELETE", "/_sim/quota", "");
        delta.run();
        pump.run();
    }

    @AfterEach
    void deliverAgain() {
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "deliver"));
        makeRoom();
    }

    @Test
    void whoIsBlockedComesBackByTheInvitationWithTheNewEnd() {
        String email = address();
        String guest = active(email);
        removed(guest);

        Reply asked = ask(AMARA, email, null);
        assertThat(asked.status()).isEqualTo(409);
        assertThat(asked.json().at("/earlier/id").asText()).isEqualTo(guest);
        assertThat(asked.json().at("/earlier/state").asText()).isEqualTo("BLOCKED");
        assertThat(choices(asked)).isEqualTo("restore");
        assertThat(asked.json().at("/choices/0/does").asText()).contains(name);
        assertThat(asked.text()).contains("blocked");

        Reply chosen = ask(AMARA, email, "restore");
        assertThat(chosen.status()).as(chosen.text()).isEqualTo(202);
        assertThat(chosen.json().path("guestId").asText()).isEqualTo(guest);
        pump.run();
        assertThat(view(guest).path("state").asText()).isEqualTo("ACTIVE");
        assertThat(view(guest).path("accessUntil").asText()).startsWith(UNTIL);
        assertThat(hospital.usersWithMail(email)).hasSize(1);
    }

    @Test
    void whoLiesInTheRecycleBinComesBackWithTheSameAccount() {
        String email = address();
        String guest = active(email);
        removed(guest);
        graceOver(guest);
        String account = view(guest).path("directoryId").asText();

        assertThat(choices(ask(AMARA, email, null))).isEqualTo("restore");
        assertThat(choices(ask(AMARA, email, "invite-anew")))
                .as("a second account is not offered")
                .isEqualTo("restore");
        assertThat(ask(AMARA, email, "restore").status()).isEqualTo(202);
        pump.run();

        assertThat(view(guest).path("state").asText()).isEqualTo("ACTIVE");
        assertThat(view(guest).path("directoryId").asText()).isEqualTo(account);
    }

    @Test
    void ofSeveralWhoAreCalledSoNobodyIsTakenWithoutBeingNamed() {
        String first = address();
        active(first);
        String other = address();
        Reply namesake = ask(AMARA, other, "other-person");
        assertThat(namesake.status()).isEqualTo(202);
        redeemed(namesake.json().path("guestId").asText(), other);

        Reply unnamed = ask(AMARA, address(), "same-person-new-address");

        assertThat(unnamed.status()).as(unnamed.text()).isEqualTo(409);
        assertThat(choices(unnamed)).contains("same-person-new-address");
        assertThat(hospital.usersWithMail(first)).hasSize(1);
        assertThat(hospital.usersWithMail(other)).hasSize(1);
    }

    @Test
    void whoIsGoneForGoodComesBackUnderAnotherRecordAndBothNameEachOther() {
        String email = address();
        String former = active(email);
        String ward = hospital.tenant("POST", "/_sim/groups", Map.of("displayName", "Ward round"))
                .json()
                .path("id")
                .asText();
        hospital.tenant(
                "PUT",
                "/_sim/groups/" + ward + "/members/"
                        + view(former).path("directoryId").asText(),
                "");
        removed(former);
        graceOver(former);
        purged(former);

        assertThat(choices(ask(AMARA, email, null))).isEqualTo("restore invite-anew");
        Reply noEnd =
                hospital.as(AMARA, "POST", "/api/guests/" + former + "/restoration", Map.of("reason", "Needed again"));
        assertThat(noEnd.fields()).containsExactly("accessUntil");
        Reply reply = hospital.as(
                AMARA,
                "POST",
                "/api/guests/" + former + "/restoration",
                Map.of("reason", "Needed again", "accessUntil", UNTIL));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        String guest = reply.json().path("guestId").asText();
        assertThat(guest).isNotEqualTo(former);
        redeemed(guest, email);

        assertThat(view(guest).at("/earlier/id").asText()).isEqualTo(former);
        assertThat(view(former).at("/later/0/id").asText()).isEqualTo(guest);
        assertThat(view(guest).path("purpose")).isEqualTo(view(former).path("purpose"));
        assertThat(codes(guest)).contains("comes-back", "access-given-back");
        assertThat(codes(former)).contains("restoration-asked", "invited-under-another-record");
        JsonNode told =
                hospital.get(AMARA, "/api/guests/" + guest + "/restoration").json();
        assertThat(told.path("things").findValuesAsText("name")).contains("Ward round");
        assertThat(told.path("things").findValuesAsText("where")).containsOnly("GIVEN_BACK");
        assertThat(page("/guests/" + guest)).contains("Earlier:", "/guests/" + former);
        assertThat(page("/guests/" + former)).contains("Later:", "/guests/" + guest);
        assertThat(choices(ask(AMARA, email, null))).as("is here").isEmpty();
        assertThat(hospital.as(
                                AMARA,
                                "POST",
                                "/api/guests/" + former + "/restoration",
                                Map.of("reason", "Once more", "accessUntil", UNTIL))
                        .text())
                .contains("invited again");
    }

    @Test
    void whoIsInvitedAnewGetsNothingBackButIsLinked() {
        String email = address();
        String former = active(email);
        removed(former);
        graceOver(former);
        purged(former);

        String guest = ask(AMARA, email, "invite-anew").json().path("guestId").asText();

        assertThat(view(guest).at("/earlier/id").asText()).isEqualTo(former);
        assertThat(codes(guest)).contains("was-here-before");
        redeemed(guest, email);
        assertThat(codes(guest)).doesNotContain("access-given-back");
    }

    @Test
    void anotherSponsorLearnsNothingOfWhoWasHereBefore() {
        String email = address();
        String former = active(email);
        Reply sameName = ask(BEN, address(), null);
        assertThat(sameName.status()).as("of the same name").isEqualTo(202);
        assertThat(ask(BEN, email, null).json().has("guestId")).isFalse();
        removed(former);
        graceOver(former);
        purged(former);

        Reply reply = ask(BEN, email, "other-person");

        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        String guest = reply.json().path("guestId").asText();
        JsonNode seen = hospital.get(BEN, "/api/guests/" + guest).json();
        assertThat(seen.hasNonNull("earlier")).isFalse();
        assertThat(hospital.get(BEN, "/api/guests/" + guest + "/timeline").text())
                .doesNotContain(former, "before");
        Reply named = hospital.invite(BEN, body(address(), null, Map.of("sponsor", BEN, "earlier", former)));
        assertThat(named.status()).isEqualTo(422);
        assertThat(named.fields()).containsExactly("earlier");
    }

    @Test
    void aNewClinicAddressGoesToTheGuestWhoIsHereAndTheFormerOneStaysKnown() {
        String old = address();
        String fresh = address();
        String guest = active(old);
        String account = view(guest).path("directoryId").asText();

        Reply asked = ask(AMARA, fresh, null);
        assertThat(asked.status()).isEqualTo(409);
        assertThat(choices(asked)).isEqualTo("same-person-new-address other-person");
        assertThat(hospital.usersWithMail(fresh)).isEmpty();

        Reply chosen = ask(AMARA, fresh, "same-person-new-address");
        assertThat(chosen.json().path("guestId").asText()).isEqualTo(guest);
        pump.run();

        assertThat(view(guest).path("state").asText()).isEqualTo("ACTIVE");
        assertThat(view(guest).path("email").asText()).isEqualTo(fresh);
        assertThat(hospital.usersWithMail(fresh))
                .singleElement()
                .satisfies(user -> assertThat(user.path("id").asText()).isEqualTo(account));
        hospital.redeem(hospital.redeemLink(fresh));
        delta.run();
        pump.run();
        assertThat(codes(guest)).contains("address-corrected");
        Reply former = ask(AMARA, old, null);
        assertThat(former.status()).isEqualTo(409);
        assertThat(former.text()).contains(name);
    }

    @Test
    void theSponsorMaySayWhoItIsAlsoUnderAnotherName() {
        String guest = active(address());
        String fresh = address();

        Reply asked =
                hospital.invite(AMARA, body(fresh, null, Map.of("displayName", "Dr Newly Wed", "earlier", guest)));
        assertThat(choices(asked)).isEqualTo("same-person-new-address other-person");
        Reply other = hospital.invite(
                AMARA, body(fresh, "other-person", Map.of("displayName", "Dr Newly Wed", "earlier", guest)));

        assertThat(other.status()).isEqualTo(202);
        assertThat(other.json().path("guestId").asText()).isNotEqualTo(guest);
    }

    @Test
    void aLineOfAFileSaysThatSomebodyHasToChooseAndTakesTheAnswerFromAnotherFile() {
        String email = address();
        String former = active(email);
        removed(former);
        String csv = "email,displayName,grants,accessUntil,purpose\n" + email + "," + name + ",health-records," + UNTIL
                + ",Shared care\n";

        Reply file = hospital.as(AMARA, "POST", "/api/invitations/bulk?confirm=true", csv, "Content-Type", "text/csv");
        assertThat(file.status()).as(file.text()).isLessThan(300);
        pump.run();

        JsonNode row = hospital.get(
                        AMARA, "/api/invitations/bulk/" + file.json().path("id").asText())
                .json()
                .at("/rows/content/0");
        assertThat(row.path("result").asText()).isEqualTo("CHOICE_NEEDED");
        assertThat(row.path("problem").asText()).contains("was here before");
        assertThat(row.path("guestId").asText()).isEqualTo(former);
        assertThat(row.path("email").asText()).as("the line is not lost").isEqualTo(email);
        assertThat(row.path("problem").asText()).as("how to answer").contains("(restore)");

        Reply answered = hospital.as(
                AMARA,
                "POST",
                "/api/invitations/bulk?confirm=true",
                csv.replace("purpose\n", "purpose,continue\n").replace("care\n", "care,restore\n"),
                "Content-Type",
                "text/csv");
        pump.run();

        row = hospital.get(
                        AMARA,
                        "/api/invitations/bulk/" + answered.json().path("id").asText())
                .json()
                .at("/rows/content/0");
        assertThat(row.path("result").asText()).isEqualTo("REQUESTED");
        assertThat(row.path("guestId").asText()).isEqualTo(former);
        assertThat(view(former).path("state").asText()).isEqualTo("ACTIVE");
    }

    @Test
    void theFormAsksAndGoesOnWithWhatWasChosen() {
        String email = address();
        String guest = active(email);
        removed(guest);
        HttpSession session = HttpSession.of(SeedPeople.AMARA, port);

        var asked = session.postForm("/invitations/new", "/invitations", form(email, null, guest));
        assertThat(asked.statusCode()).isEqualTo(409);
        assertThat(asked.body())
                .contains("This person was here before", "Bring the earlier guest back", "/guests/" + guest)
                .doesNotContain("Invite as a new guest");
        var chosen = session.postForm("/invitations/new", "/invitations", form(email, "restore", guest));

        assertThat(chosen.statusCode()).isEqualTo(302);
        assertThat(chosen.headers().firstValue("Location").orElse("")).endsWith("/guests/" + guest);
        pump.run();
        assertThat(view(guest).path("state").asText()).isEqualTo("ACTIVE");
    }

    private Map<String, Object> body(String email, @Nullable String as, Map<String, Object> more) {
        Map<String, Object> body = Hospital.invitation(email);
        body.put("displayName", name);
        body.put("accessUntil", UNTIL);
        body.remove("continue");
        if (as != null) {
            body.put("continue", as);
        }
        body.putAll(more);
        return body;
    }

    private Reply ask(String sponsor, String email, @Nullable String as) {
        return hospital.invite(sponsor, body(email, as, Map.of("sponsor", sponsor)));
    }

    private static String choices(Reply reply) {
        return reply.json().path("choices").findValuesAsText("continue").stream()
                .collect(Collectors.joining(" "));
    }

    private Map<String, String> form(String email, @Nullable String as, String earlier) {
        Map<String, String> fields = new LinkedHashMap<>(Map.of(
                "email",
                email,
                "displayName",
                name,
                "sponsor",
                SeedPeople.AMARA.id().value(),
                "grants",
                "health-records",
                "accessUntil",
                UNTIL,
                "purpose",
                "Shared care",
                "language",
                "en"));
        if (as != null) {
            fields.put("continueAs", as);
            fields.put("earlier", earlier);
        }
        return fields;
    }

    private String active(String email) {
        Reply reply = ask(AMARA, email, null);
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        String guest = reply.json().path("guestId").asText();
        redeemed(guest, email);
        return guest;
    }

    private void redeemed(String guest, String email) {
        pump.run();
        hospital.redeem(hospital.redeemLink(email));
        await().atMost(PATIENCE).until(pump.then(() -> {
            delta.run();
            return "ACTIVE".equals(view(guest).path("state").asText());
        }));
        pump.run();
        // else "not there" would mean "too new" for five minutes
        db.sql("update effect set sent_at = sent_at - interval '10 minutes' where kind = 'INVITE'")
                .update();
    }

    private void removed(String guest) {
        makeRoom();
        Reply reply = hospital.as(
                AMARA,
                "POST",
                "/api/guests/" + guest + "/removal",
                Map.of("reason", "Left the clinic", "urgent", true));
        assertThat(reply.status()).isEqualTo(202);
        pump.run();
        assertThat(view(guest).path("state").asText()).isEqualTo("BLOCKED");
    }

    private void graceOver(String guest) {
        GuestId id = GuestId.parse(guest).orElseThrow();
        db.sql("update removal set delete_after = delete_after - interval '31 days' where guest_id = ?")
                .param(id.value())
                .update();
        new PassingDays(engine, db).pass(id, Duration.ofDays(31));
        pump.run();
        assertThat(view(guest).path("state").asText()).isEqualTo("DELETED");
    }

    /** As the directory does after a month, and the register notes a day later. */
    private void purged(String guest) {
        hospital.tenant(
                "DELETE", "/_sim/users/" + view(guest).path("directoryId").asText() + "?permanent=true", "");
        db.sql("update guest set state = 'PURGED' where id = ?")
                .param(UUID.fromString(guest))
                .update();
    }

    /** The brake of all tests is one. */
    private void makeRoom() {
        db.sql("update brake_count set counted_at = counted_at - interval '25 hours'")
                .update();
    }

    private String page(String path) {
        return HttpSession.of(SeedPeople.AMARA, port).get(path).body();
    }

    private JsonNode view(String guest) {
        return hospital.get("admin", "/api/guests/" + guest).json();
    }

    private List<String> codes(String guest) {
        return hospital.get("admin", "/api/guests/" + guest + "/timeline")
                .json()
                .findValuesAsText("code");
    }

    private static String address() {
        return "s.ame" + UUID.randomUUID().toString().substring(0, 8) + "@harbour-clinic.example";
    }
}
