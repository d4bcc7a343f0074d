package dev.guestward.redemption;

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
import dev.guestward.people.Person;
import dev.guestward.people.StaffReading;
import dev.guestward.platform.HttpSession;
import dev.guestward.platform.SteppedClock;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** From the invitation to its acceptance or its end, over HTTP, against the simulated tenant. */
@GuestwardTest
class RedemptionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Autowired
    Pump pump;

    @Autowired
    StaffReading staff;

    @Autowired
    DeltaRun delta;

    @Autowired
    RedemptionWorkflow workflow;

    @Autowired
    ProcessEngine engine;

    @Autowired
    JdbcClient db;

    @Autowired
    JavaMailSenderImpl mailServer;

    @Value("${server.port}")
    int port;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));
    private String email = "";
    private String guest = "";

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "drop"));
        staff.run();
        hospital.tenant("DELETE", "/_sim/quota", "");
        db.sql("update brake_count set counted_at = counted_at - interval '25 hours'")
                .update();
        delta.run();
        pump.run();
    }

    @AfterEach
    void deliverAgain() {
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "deliver"));
        db.sql("update brake_count set counted_at = counted_at - interval '25 hours'")
                .update();
    }

    @Test
    void remindersOnDays3And7And14BringLinksThatRedeem() {
        invite();
        Set<String> links = new HashSet<>(Set.of(hospital.redeemLink(email)));
        assertThat(next().path("act").asText()).contains("reminded");
        assertThat(next().path("at").asText()).isNotEmpty();

        for (int days : List.of(3, 4, 7)) {
            pass(days);
            links.add(hospital.redeemLink(email));
        }
        assertThat(hospital.mailsTo(email)).isEqualTo(4);
        assertThat(links).as("each mail has a link of its own").hasSize(4);
        assertThat(next().path("act").asText()).contains("lapses");

        hospital.redeem(hospital.redeemLink(email));
        becomes("ACTIVE");
        assertThat(accounts(email)).hasSize(1);
        assertThat(tasks()).isEmpty();
    }

    @Test
    void aSponsorCorrectsTheAddressInTasklistAndTheGuestRedeemsByTheNewOne() {
        invite();
        String wrong = email;
        String wrongLink = hospital.redeemLink(wrong);
        pass(14);
        String account = view().path("directoryId").asText();
        String task = tasks().get(0);
        HttpSession amara = session(SeedPeople.AMARA);
        HttpSession ben = session(SeedPeople.BEN);
        String path = "/tasklist-data/tasks/" + task + "/choice";
        assertThat(ben.get(path).statusCode()).as("a stranger's task").isEqualTo(404);
        JsonNode standing = HttpSession.json(amara.get(path));
        String right = address();

        assertThat(put(ben, HttpSession.json(amara.get(path)), path, right).statusCode())
                .isIn(403, 404);
        assertThat(put(amara, standing, path, "x@lakeside-practice.example").statusCode())
                .isEqualTo(422);
        assertThat(put(amara, standing, path, right).statusCode()).isEqualTo(204);
        HttpResponse<String> completed = submit(amara, task, "correct");
        assertThat(completed.statusCode()).as(completed.body()).isEqualTo(204);
        email = right;
        await().atMost(PATIENCE).until(pump.then(() -> hospital.redeemLink(right)), link -> !link.isEmpty());

        assertThat(view().path("email").asText()).isEqualTo(right);
        assertThat(view().path("directoryId").asText()).isEqualTo(account);
        assertThat(accounts(wrong)).isEmpty();
        assertThat(hospital.redeemLink(right)).isNotEqualTo(wrongLink);
        hospital.redeem(hospital.redeemLink(right));
        becomes("ACTIVE");
        assertThat(codes()).contains("address-corrected", "redeemed");
    }

    @Test
    void whatWaitedForTheWrongAddressWhileTheMailServerWasAwayDoesNotLeave() {
        int there = mailServer.getPort();
        String wrong = address();
        String right = address();
        email = wrong;
        mailServer.setPort(EmbeddedTenant.freePort());
        try {
            guest = hospital.invite("amara.singh", Hospital.invitation(wrong))
                    .json()
                    .path("guestId")
                    .asText();
            becomes("INVITED");
            pump.run();
            pass(14);
            HttpSession amara = session(SeedPeople.AMARA);
            String path = "/tasklist-data/tasks/" + tasks().get(0) + "/choice";
            assertThat(put(amara, HttpSession.json(amara.get(path)), path, right)
                            .statusCode())
                    .isEqualTo(204);
            assertThat(submit(amara, tasks().get(0), "correct").statusCode()).isEqualTo(204);
            pump.run();
        } finally {
            mailServer.setPort(there);
        }
        // whatever waits is tried again by then
        SteppedClock.instance().step(Duration.ofMinutes(3));
        await().atMost(PATIENCE).until(pump.then(() -> hospital.redeemLink(right)), link -> !link.isEmpty());
        pump.run();

        assertThat(hospital.mailsTo(wrong)).isZero();
        assertThat(hospital.mailsTo(right)).isEqualTo(1);
        assertThat(codes()).contains("invitation-mail-withdrawn", "invitation-reminder-mail-withdrawn");
        assertThat(session(SeedPeople.AMARA).get("/guests/" + guest).body())
                .contains("Withdrawn, not sent")
                .doesNotContain("??");
        assertThat(hospital.get("amara.singh", "/api/guests/" + guest + "/mails")
                        .text())
                .contains("WITHDRAWN");
    }

    @Test
    void whatWaitedWhenTheSponsorDroppedTheInvitationDoesNotLeave() {
        invite();
        int there = mailServer.getPort();
        mailServer.setPort(EmbeddedTenant.freePort());
        try {
            pass(14);
            assertThat(submit(session(SeedPeople.AMARA), tasks().get(0), "drop").statusCode())
                    .isEqualTo(204);
            becomes("DELETED");
        } finally {
            mailServer.setPort(there);
        }
        SteppedClock.instance().step(Duration.ofMinutes(3));
        pump.run();

        assertThat(hospital.mailsTo(email)).as("the invitation alone").isEqualTo(1);
        assertThat(codes()).contains("invitation-reminder-mail-withdrawn");
    }

    @Test
    void aSponsorDropsTheInvitation() {
        invite();
        long before = workflow.choicesOf(SeedPeople.AMARA.id());
        long ofBen = workflow.choicesOf(SeedPeople.BEN.id());
        pass(14);
        assertThat(workflow.choicesOf(SeedPeople.AMARA.id())).isEqualTo(before + 1);
        assertThat(workflow.choicesOf(SeedPeople.BEN.id())).isEqualTo(ofBen);
        assertThat(session(SeedPeople.AMARA).get("/").body()).contains("not been accepted", "It is your turn");

        assertThat(submit(session(SeedPeople.AMARA), tasks().get(0), "drop").statusCode())
                .isEqualTo(204);
        becomes("DELETED");

        assertThat(workflow.choicesOf(SeedPeople.AMARA.id())).isEqualTo(before);
        assertThat(accounts(email)).isEmpty();
        assertThat(codes()).containsSubsequence("invitation-dropped", "withdrawn");
    }

    @Test
    void whoAcceptsWhatTheSponsorDropsIsBlockedAndNotDeleted() {
        invite();
        pass(14);
        String account = view().path("directoryId").asText();

        assertThat(submit(session(SeedPeople.AMARA), tasks().get(0), "drop").statusCode())
                .isEqualTo(204);
        hospital.redeem(hospital.redeemLink(email));
        becomes("BLOCKED");

        assertThat(accounts(email))
                .singleElement()
                .satisfies(user ->
                        assertThat(user.path("accountEnabled").asBoolean(true)).isFalse());
        assertThat(changesOf(account)).anyMatch(line -> line.contains("PATCH") && line.contains("accountEnabled"));
        assertThat(changesOf(account)).noneMatch(line -> line.contains("DELETE"));
        assertThat(changesOf(account)).noneMatch(line -> line.contains("/groups/"));
        assertThat(hospital.as("amara.singh", "GET", "/api/guests/" + guest + "/timeline", "", "Accept-Language", "de")
                        .text())
                .contains("gesperrt, nicht gelöscht");
        assertThat(tasks()).isEmpty();
    }

    /** What the tenant accepted about this account, in order. */
    private List<String> changesOf(String account) {
        List<String> changes = new ArrayList<>();
        hospital.tenant("GET", "/_sim/log?after=0", "").json().forEach(change -> {
            if (change.toString().contains(account)) {
                changes.add(change.toString());
            }
        });
        return changes;
    }

    @Test
    void anInvitationLapsesOnDay30() {
        invite();
        pass(14);
        pass(16);
        becomes("DELETED");

        assertThat(accounts(email)).isEmpty();
        assertThat(codes()).contains("lapsed");
        assertThat(view().has("next")).isFalse();
        assertThat(resend("amara.singh").status()).isEqualTo(409);
    }

    @Test
    void whoRedeemsInTheLastSecondIsNotDeleted() {
        invite();
        pass(14);
        hospital.redeem(hospital.redeemLink(email));

        pass(16);
        assertThat(state()).as("nobody has heard of it yet").isEqualTo("INVITED");
        delta.run();
        SteppedClock.instance().step(Duration.ofMinutes(2));
        becomes("ACTIVE");

        assertThat(accounts(email)).hasSize(1);
        assertThat(codes()).contains("end-called-off").doesNotContain("lapsed");
    }

    @Test
    void theBrakeHoldsTheSixthLapseAndLetsItGoLater() {
        List<String> guests = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            invite();
            guests.add(guest);
        }
        leaveRoomForFiveDeletions();
        for (String one : guests) {
            guest = one;
            pass(30);
        }
        assertThat(view().path("state").asText()).isEqualTo("INVITED");
        assertThat(view().path("attention").asText()).isEqualTo("HELD_BY_BRAKE");
        assertThat(next().path("rule").asText()).contains("24 hours");

        db.sql("update brake_count set counted_at = counted_at - interval '25 hours'")
                .update();
        SteppedClock.instance().step(Duration.ofMinutes(16));
        becomes("DELETED");

        assertThat(codes()).containsSubsequence("held-by-brake", "let-go-by-brake", "lapsed");
    }

    /** Other tests leave guests behind, and the more there are, the more may be deleted. */
    private void leaveRoomForFiveDeletions() {
        db.sql("""
                        insert into brake_count (effect_id, guest_id, clinic_id, kind, counted_as, urgent, counted_at)
                        select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'DELETE', 'NORMAL', false, ?
                        from generate_series(1, (
                            select greatest(0, least(500, count(*) / 50) - 5) from guest
                            where directory_id is not null and state in ('INVITED', 'ACTIVE', 'BLOCKED', 'DISCOVERED')))""").param(Timestamp.from(SteppedClock.instance().instant())).update();
    }

    @Test
    void aFreshLinkCanBeAskedForOnceAnHourByWhoMaySeeTheGuest() {
        invite();
        String first = hospital.redeemLink(email);

        assertThat(resend("ben.ortiz").status()).isEqualTo(404);
        assertThat(resend("amara.singh").status()).isEqualTo(202);
        assertThat(resend("admin").status()).isEqualTo(409);
        await().atMost(PATIENCE).until(pump.then(() -> hospital.mailsTo(email)), mails -> mails == 2);

        assertThat(hospital.redeemLink(email)).isNotEqualTo(first);
        hospital.redeem(hospital.redeemLink(email));
        becomes("ACTIVE");
        assertThat(resend("amara.singh").status()).isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource({
        "ExternalAzureAD, WORK_ACCOUNT, harbour-clinic.example, true, clinic’s work account",
        "MicrosoftAccount, MICROSOFT_ACCOUNT, harbour-clinic.example, false, A Microsoft account",
        "google.com, GOOGLE, northgate-surgery.example, true, A Google account",
        "mail, ONE_TIME_PASSCODE, northgate-surgery.example, true, One-time passcodes by mail",
        "ExternalAzureAD, WORK_ACCOUNT, northgate-surgery.example, false, clinic’s work account",
        "federation, FEDERATION, harbour-clinic.example, true, An account of https://sign-in.partner.example/saml",
        "federation, FEDERATION, northgate-surgery.example, false, An account of https://sign-in.partner.example/saml"
    })
    void itIsRecordedWithWhatAGuestSignsInAndWhetherThatIsExpectedOfTheClinic(
            String issuer, String kind, String domain, boolean fits, String words) {
        invite("p.lund" + UUID.randomUUID().toString().substring(0, 8) + "@" + domain);
        assertThat(view().has("identityFits")).isFalse();
        assertThat(view().has("identity")).isFalse();

        hospital.tenant("POST", "/_sim/redeem", Map.of("redeemUrl", hospital.redeemLink(email), "identity", issuer));
        becomes("ACTIVE");

        assertThat(view().path("identity").asText()).isEqualTo(kind);
        assertThat(view().path("identityFits").isBoolean()).isTrue();
        assertThat(view().path("identityFits").asBoolean()).isEqualTo(fits);
        assertThat(view().path("attention").asText()).isEqualTo(fits ? "" : "IDENTITY_UNEXPECTED");
        delta.run();
        assertThat(codes()).filteredOn("identity-unexpected"::equals).hasSize(fits ? 0 : 1);
        HttpSession amara = session(SeedPeople.AMARA);
        String page = amara.get("/guests/" + guest).body();
        String filtered =
                amara.get("/guests?attention=IDENTITY_UNEXPECTED&q=" + email).body();
        assertThat(page.contains("Not as expected")).isEqualTo(!fits);
        assertThat(page).contains(words);
        assertThat(page).as("what comes next is not hidden by it").contains("Access ends: blocked");
        assertThat(filtered.contains("/guests/" + guest)).isEqualTo(!fits);
    }

    private void invite() {
        invite(address());
    }

    private void invite(String address) {
        email = address;
        Reply reply = hospital.invite("amara.singh", Hospital.invitation(email));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        guest = reply.json().path("guestId").asText();
        await().atMost(PATIENCE).until(pump.then(() -> hospital.redeemLink(email)), link -> !link.isEmpty());
        pump.run();
    }

    private static String address() {
        return "p.lund" + UUID.randomUUID().toString().substring(0, 8) + "@harbour-clinic.example";
    }

    /** Lets days pass for this guest, and does what is due then. */
    private void pass(int days) {
        PassingDays passing = new PassingDays(engine, db);
        passing.pass(id(), Duration.ofDays(days));
        pump.run();
        passing.fire(id());
        pump.run();
    }

    private GuestId id() {
        return GuestId.parse(guest).orElseThrow();
    }

    /** The accounts with this address that are not in the recycle bin. */
    private List<JsonNode> accounts(String address) {
        return hospital.usersWithMail(address).stream()
                .filter(user -> !user.path("deleted").asBoolean())
                .toList();
    }

    private void becomes(String wanted) {
        await().atMost(PATIENCE)
                .until(
                        pump.then(() -> {
                            delta.run();
                            return state();
                        }),
                        wanted::equals);
    }

    private JsonNode view() {
        return hospital.get("amara.singh", "/api/guests/" + guest).json();
    }

    private JsonNode next() {
        return view().path("next");
    }

    private String state() {
        return view().path("state").asText();
    }

    private List<String> codes() {
        return hospital.get("amara.singh", "/api/guests/" + guest + "/timeline")
                .json()
                .findValuesAsText("code");
    }

    private Reply resend(String user) {
        return hospital.as(user, "POST", "/api/guests/" + guest + "/resend", "");
    }

    private List<String> tasks() {
        return engine.getTaskService().createTaskQuery().processInstanceBusinessKey(guest).list().stream()
                .map(org.camunda.bpm.engine.task.Task::getId)
                .toList();
    }

    private HttpSession session(Person person) {
        return HttpSession.of(person, port);
    }

    private static HttpResponse<String> put(HttpSession session, JsonNode standing, String path, String address) {
        return session.send(session.request(path + "/address")
                .header(
                        standing.path("csrfHeader").asText(),
                        standing.path("csrfToken").asText())
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"email\":\"" + address + "\"}")));
    }

    private static HttpResponse<String> submit(HttpSession session, String task, String decision) {
        return session.post(
                HttpSession.ENGINE + "/task/" + task + "/submit-form",
                "{\"variables\":{\"decision\":{\"value\":\"" + decision + "\",\"type\":\"String\"}}}");
    }
}
