package dev.guestward.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.Pump;
import dev.guestward.audit.EventRelay;
import dev.guestward.directory.changes.DeltaRun;
import dev.guestward.directory.changes.SubscriptionKeeper;
import dev.guestward.embedded.EmbeddedServices;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.GuestId;
import dev.guestward.people.StaffReading;
import dev.guestward.platform.HttpSession;
import dev.guestward.redemption.PassingDays;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * No mail address, name, word of a person, link or token is in logs, topics, meters, process variables, the engine's
 * history or the audit, whatever happens to a guest.
 */
@GuestwardTest
class NoLeaksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FILES = "/api/invitations/bulk";

    @Autowired
    Pump pump;

    @Autowired
    StaffReading staff;

    @Autowired
    SubscriptionKeeper subscriptions;

    @Autowired
    DeltaRun delta;

    @Autowired
    EventRelay events;

    @Autowired
    ProcessEngine engine;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    @Value("${server.port}")
    int port;

    /** Occurs in everything that is typed in this run, and nowhere else. */
    private final String mark = "q" + Long.toString(System.nanoTime(), 36) + "w";

    private final Set<String> links = new LinkedHashSet<>();
    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "deliver"));
        hospital.tenant("DELETE", "/_sim/quota", "");
        staff.run();
        subscriptions.run();
        delta.run();
        pump.run();
    }

    @AfterEach
    void mend() {
        hospital.tenant("PUT", "/_sim/faults", List.of());
    }

    @Test
    void nothingPersonalIsAnywhereButInItsPlace() {
        DatabaseSearch database = new DatabaseSearch(db);
        TopicSearch topics = new TopicSearch(EmbeddedServices.broker().getBrokersAsString());
        try (LogRecording log = new LogRecording()) {
            wholeLife();
            forgetLettersToOthers();
            assertThat(events.runOnce()).as("events of guests").isPositive();

            Secrets secrets = Secrets.of(secrets());
            assertThat(database.search(secrets, column -> !PlacesOfPersonalData.COLUMNS.containsKey(column.place())))
                    .as("tables")
                    .isEmpty();
            TopicSearch.Result read = topics.search(secrets);
            assertThat(read.records()).as("messages").isPositive();
            assertThat(read.leaks()).as("topics").isEmpty();
            assertThat(log.lines()).as("lines of the log").hasSizeGreaterThan(20);
            assertThat(log.search(secrets)).as("log").isEmpty();
            Reply meters = hospital.get("admin", "/actuator/prometheus");
            assertThat(meters.status()).isEqualTo(200);
            assertThat(secrets.in(meters.text())).as("meters").isEmpty();
        }
        assertThat(database.search(Secrets.of(links), column -> true))
                .as("links once their mails are sent")
                .isEmpty();
        assertThat(waitingLetters())
                .as("letters are forgotten once they are sent")
                .isZero();
    }

    @Test
    void whatIsPlantedIsFound() throws Exception {
        String planted = "Dr " + mark + " O'Brien+x";
        Secrets secrets = Secrets.of(List.of(planted));
        DatabaseSearch database = new DatabaseSearch(db);
        String instance = engine.getRuntimeService()
                .startProcessInstanceByKey(
                        "platform-probe",
                        Variables.putValue("assignee", null)
                                .putValue("group", "owner")
                                .putValue("text", planted.toUpperCase(java.util.Locale.ROOT))
                                .putValue("bytes", ("\u0000" + planted).getBytes(StandardCharsets.UTF_8)))
                .getId();
        try {
            assertThat(database.search(secrets, column -> true))
                    .extracting(Leak::place)
                    .contains("act_ru_variable.text_", "act_hi_varinst.text_", "act_ge_bytearray.bytes_");
        } finally {
            engine.getRuntimeService().deleteProcessInstance(instance, "test");
            engine.getHistoryService().deleteHistoricProcessInstance(instance);
        }
        assertThat(database.search(secrets, column -> true)).isEmpty();

        String brokers = EmbeddedServices.broker().getBrokersAsString();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("planted-by-a-test", planted)).get();
        }
        assertThat(new TopicSearch(brokers).search(secrets).leaks())
                .extracting(Leak::place)
                .containsExactly("planted-by-a-test");

        try (LogRecording log = new LogRecording()) {
            LoggerFactory.getLogger("dev.guestward.planted")
                    .debug("thrown", new IllegalStateException(new IllegalArgumentException(planted)));
            assertThat(log.search(secrets)).hasSize(1);
        }
    }

    @Test
    void everyPlaceOfPersonalDataIsThere() {
        assertThat(new DatabaseSearch(db).columns())
                .extracting(DatabaseSearch.Column::place)
                .containsAll(PlacesOfPersonalData.COLUMNS.keySet());
    }

    /** Its errors end in logs and, where a job of the engine fails, in the engine's tables. */
    @Test
    void theDatabaseDoesNotRepeatWhatItRefuses() {
        assertThatThrownBy(() -> db.sql("insert into guest (id, email, email_key, display_name, clinic_id, sponsor_id,"
                                + " requested_by, purpose, language, access_until, state, state_since, requested_at)"
                                + " values (?, ?, ?, ?, ?, 'x', 'x', 'x', 'en', now(), 'REQUESTED', now(), now())")
                        .params(UUID.randomUUID(), mark, mark, mark, UUID.randomUUID())
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class)
                .message()
                .doesNotContain(mark);
        assertThatThrownBy(() -> db.sql("insert into person (id, user_name, principal_name, display_name, enabled,"
                                + " changed_at) values (?, ?, ?, ?, true, ?)")
                        .params(mark, mark, mark, mark, Timestamp.from(Instant.EPOCH))
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class)
                .message()
                .doesNotContain(mark);
    }

    /** What other tests have asked for may be mailed while this one runs; such a letter waits and says whom it is for. */
    private void forgetLettersToOthers() {
        db.sql("update mail_message m set state = 'SUPPRESSED', text_body = null, html_body = null"
                        + " where m.state = 'QUEUED' and not exists (select 1 from guest g where g.id = m.guest_id"
                        + " and position(? in g.email) > 0)")
                .param(mark)
                .update();
    }

    private void wholeLife() {
        String active = activeAfterReminderAndCorrection();
        approvedAndBounced();
        declined();
        refusedByTheTenant();
        uncertainBecauseTheTenantFailed();
        fromAFile();
        protectedForAWhile(active);
        whatIsWrong(active);
    }

    /** Reminder with a fresh link, sponsor's choice with a wrong and a right address, redemption, access. */
    private String activeAfterReminderAndCorrection() {
        String email = address("first", "harbour-clinic.example");
        String guest = invited("amara.singh", email);
        hospital.get("amara.singh", "/api/guests?q=" + email);
        passed(guest, 3);
        links.add(hospital.redeemLink(email));
        passed(guest, 11);
        links.add(hospital.redeemLink(email));
        String task = task(guest);
        HttpSession amara = HttpSession.of(SeedPeople.AMARA, port);
        String path = "/tasklist-data/tasks/" + task + "/choice";
        JsonNode standing = HttpSession.json(amara.get(path));
        String right = address("right", "harbour-clinic.example");
        assertThat(correct(amara, standing, path, address("wrong", "lakeside-practice.example"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(correct(amara, standing, path, right).statusCode()).isEqualTo(204);
        assertThat(submit(amara, task, "correct").statusCode()).isEqualTo(204);
        hospital.redeem(linkTo(right));
        await().atMost(PATIENCE)
                .until(
                        pump.then(() -> {
                            delta.run();
                            return state(guest);
                        }),
                        "ACTIVE"::equals);
        pump.run();
        return right;
    }

    private void approvedAndBounced() {
        String email = address("approved", "lakeside-practice.example");
        String guest = asked("amara.singh", email);
        pump.run();
        assertThat(decided(guest, "approve", "Fine with " + mark).status()).isEqualTo(204);
        linkTo(email);
        String mail = db.sql("select id from mail_message where guest_id = ? and kind = 'INVITATION'")
                .param(UUID.fromString(guest))
                .query(String.class)
                .single();
        assertThat(hospital.as("admin", "POST", "/api/mails/" + mail + "/bounce", "")
                        .status())
                .isEqualTo(204);
    }

    private void declined() {
        String guest = asked("amara.singh", address("declined", "lakeside-practice.example"));
        pump.run();
        assertThat(decided(guest, "decline", " ").status()).isEqualTo(422);
        assertThat(decided(guest, "decline", "Ask " + mark + " first").status()).isEqualTo(204);
        pump.run();
        assertThat(state(guest)).isEqualTo("DECLINED");
    }

    private void refusedByTheTenant() {
        String guest = asked("amara.singh", address("refused", hospital.domainRefusedAsOfNow()));
        pump.run();
        HttpSession admin = HttpSession.of(SeedPeople.ADMIN, port);
        String task = task(guest);
        admin.get("/tasklist-data/tasks/" + task);
        admin.get("/tasklist-data/tasks/" + task + "/refusal");
        assertThat(admin.post(
                                HttpSession.ENGINE + "/task/" + task + "/claim",
                                "{\"userId\": \"" + SeedPeople.ADMIN.id().value() + "\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(submit(admin, task, "give-up").statusCode()).isEqualTo(204);
        pump.run();
        assertThat(state(guest)).isEqualTo("DECLINED");
    }

    /** The tenant invites and answers with an error, or not at all in a form that can be read. */
    private void uncertainBecauseTheTenantFailed() {
        for (String mode : List.of("after", "html", "cutJson", "before")) {
            hospital.tenant(
                    "PUT",
                    "/_sim/faults",
                    List.of(Map.of("method", "POST", "path", "/invitations", "mode", mode, "status", 500, "times", 1)));
            asked("amara.singh", address(mode, "harbour-clinic.example"));
            pump.run();
        }
        hospital.tenant("PUT", "/_sim/faults", List.of());
    }

    private void fromAFile() {
        String head = "email,displayName,grants,accessUntil,purpose,message\n";
        String row = address("file", "harbour-clinic.example") + ",Dr " + mark + ",health-records,2027-03-31,Care of "
                + mark + ",Dear " + mark + "\n";
        String form = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + mark + ".csv\"\r\n"
                + "Content-Type: text/csv\r\n\r\n" + head + row + "\r\n--x--\r\n";
        Reply file = hospital.as("amara.singh", "POST", FILES, form, "Content-Type", "multipart/form-data; boundary=x");
        assertThat(file.status()).as(file.text()).isEqualTo(202);
        String id = file.json().path("id").asText();
        hospital.as("amara.singh", "POST", FILES + "/" + id + "/confirmation", "");
        Reply bad = hospital.as(
                "amara.singh", "POST", FILES, head + row.replace("health-records", mark), "Content-Type", "text/csv");
        assertThat(bad.status()).isEqualTo(422);
        pump.run();
        linkTo(address("file", "harbour-clinic.example"));
    }

    private void protectedForAWhile(String email) {
        Map<String, String> wish = Map.of(
                "guest",
                email,
                "reason",
                "Emergencies of " + mark,
                "until",
                LocalDate.now(clock).toString());
        Reply listed = hospital.as("admin", "POST", "/api/protected", wish);
        assertThat(listed.status()).as(listed.text()).isEqualTo(201);
        assertThat(hospital.as("admin", "POST", "/api/protected", wish).status())
                .isEqualTo(409);
        String entry = "/api/protected/" + listed.json().path("id").asText();
        assertThat(hospital.as("admin", "DELETE", entry, "").status()).isEqualTo(204);
    }

    /** Errors like to repeat what they were given. */
    private void whatIsWrong(String known) {
        hospital.as("amara.singh", "POST", "/api/invitations", "{\"email\": \"" + mark + "@x\", ");
        hospital.as("amara.singh", "POST", "/api/invitations", "{\"" + mark + "\": 1}");
        hospital.as("amara.singh", "POST", "/api/invitations", "{\"grants\": \"" + mark + "\"}");
        hospital.invite("amara.singh", Hospital.invitation(mark + "@nowhere.example"));
        hospital.invite("amara.singh", Hospital.invitation(known));
        hospital.invite("ben.ortiz", with(Hospital.invitation(known), "sponsor", "ben.ortiz"));
        pump.run(); // Amara is written about it
        hospital.get("amara.singh", "/api/guests/" + mark);
        hospital.get("amara.singh", "/api/guests?state=" + mark + "&q=" + mark);
        hospital.get("amara.singh", "/" + mark);
        hospital.as(mark, "GET", "/api/guests", "");
        HttpSession.anonymous(port).signIn(mark, mark);
        HttpSession amara = HttpSession.of(SeedPeople.AMARA, port);
        amara.get("/guests?q=" + mark);
        amara.get("/invitations/clinic?email=" + mark + "@harbour-clinic.example");
        amara.postForm(
                "/invitations/new", "/invitations", Map.of("email", mark + "@x", "displayName", mark, "purpose", mark));
        hospital.anonymous("POST", "/graph/notifications", "{\"value\": [{\"clientState\": \"" + mark + "\"}]}");
        hospital.anonymous("POST", "/graph/notifications", "{" + mark);
        hospital.anonymous("POST", "/graph/notifications?validationToken=" + mark, "");
    }

    private String address(String who, String domain) {
        return who.toLowerCase(java.util.Locale.ROOT) + "." + mark + "@" + domain;
    }

    private String asked(String sponsor, String email) {
        Map<String, Object> body = with(Hospital.invitation(email), "sponsor", sponsor);
        body.put("displayName", "Dr " + mark + " Okafor");
        body.put("purpose", "Shared care with " + mark);
        body.put("message", "Dear " + mark + ", see https://" + mark + ".example/x");
        Reply reply = hospital.invite(
                sponsor, body, "Idempotency-Key", UUID.randomUUID().toString());
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json().path("guestId").asText();
    }

    private String invited(String sponsor, String email) {
        String guest = asked(sponsor, email);
        linkTo(email);
        return guest;
    }

    private static Map<String, Object> with(Map<String, Object> body, String field, String value) {
        body.put(field, value);
        return body;
    }

    private String linkTo(String email) {
        await().atMost(PATIENCE).until(pump.then(() -> hospital.redeemLink(email)), link -> !link.isEmpty());
        pump.run();
        links.add(hospital.redeemLink(email));
        return hospital.redeemLink(email);
    }

    private void passed(String guest, int days) {
        PassingDays passing = new PassingDays(engine, db);
        GuestId id = GuestId.parse(guest).orElseThrow();
        passing.pass(id, Duration.ofDays(days));
        pump.run();
        passing.fire(id);
        pump.run();
    }

    private String task(String guest) {
        return engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(guest)
                .singleResult()
                .getId();
    }

    private Reply decided(String guest, String decision, String comment) {
        return hospital.as(
                "owner",
                "POST",
                "/api/invitations/" + guest + "/decision",
                Map.of("decision", decision, "comment", comment));
    }

    private static HttpResponse<String> correct(HttpSession session, JsonNode standing, String path, String address) {
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

    private String state(String guest) {
        return hospital.get("amara.singh", "/api/guests/" + guest)
                .json()
                .path("state")
                .asText();
    }

    /** What was typed, the links and what stands in them, the people, and what signs us in. */
    private List<String> secrets() {
        List<String> all = new ArrayList<>(List.of(
                mark, "Ruth Amundsen", "ruth.amundsen@", EmbeddedTenant.tenant().clientSecret()));
        for (String link : links) {
            all.add(link);
            all.add(link.replaceFirst("^[^?]*\\?[^=]*=", ""));
        }
        SeedPeople.ALL.forEach(person -> {
            all.add(person.displayName());
            all.add(person.userName() + "@");
        });
        all.addAll(db.sql("select client_state from graph_subscription")
                .query(String.class)
                .list());
        return all;
    }

    private long waitingLetters() {
        return db.sql("select count(*) from mail_message where (text_body is not null or html_body is not null)"
                        + " and state <> 'QUEUED'")
                .query(Long.class)
                .single();
    }
}
