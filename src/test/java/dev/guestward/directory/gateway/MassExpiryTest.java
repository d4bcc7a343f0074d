package dev.guestward.directory.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.process.DirectoryTaskWorker;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.expiry.ExpirySweep;
import dev.guestward.platform.SteppedClock;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Many ends of access in the same minute, two nodes, and a directory in a bad mood. The tenant's own log says what came of
 * it. {@code -Dexpiry.guests=10000} for more.
 */
@GuestwardTest
class MassExpiryTest {
    private static final int GUESTS = Integer.getInteger("expiry.guests", 500);
    private static final int LONGEST = 20_000;

    @Autowired
    ApplicationContext context;

    @Autowired
    ExpirySweep sweep;

    @Autowired
    DirectoryTaskWorker worker;

    @Autowired
    ProcessEngine engine;

    @Autowired
    JdbcClient db;

    private final SteppedClock clock = SteppedClock.instance();
    private final Map<UUID, ObjectId> accounts = new LinkedHashMap<>();
    private Hospital hospital = new Hospital(URI.create("http://x"), URI.create("http://x"));
    private TenantActs tenant = new TenantActs(hospital);
    private long logged;

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost"), EmbeddedTenant.tenant().httpUrl());
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "drop"));
        hospital.tenant("DELETE", "/_sim/counters", "");
        tenant = new TenantActs(hospital);
        db.sql("update brake_count set counted_at = counted_at - interval '25 hours'")
                .update();
    }

    @AfterEach
    void tidy() {
        tenant.noFaults();
        clock.step(Duration.ofMinutes(1)); // a pause the directory has asked for is over
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "deliver"));
        for (UUID guest : accounts.keySet()) {
            engine
                    .getRuntimeService()
                    .createProcessInstanceQuery()
                    .processInstanceBusinessKey(guest.toString())
                    .list()
                    .stream()
                    .map(ProcessInstance::getId)
                    .forEach(id -> engine.getRuntimeService().deleteProcessInstance(id, "test over"));
        }
        UUID[] ids = accounts.keySet().toArray(UUID[]::new);
        for (String statement : List.of(
                "delete from effect where guest_id = any (:ids)",
                "delete from brake_hold where guest_id = any (:ids)",
                "delete from brake_count where guest_id = any (:ids)",
                "delete from expected_end where guest_id = any (:ids)",
                "delete from access_snapshot where removal_id in (select id from removal where guest_id = any (:ids))",
                "delete from removal where guest_id = any (:ids)",
                "update guest set state = 'PURGED', attention = null where id = any (:ids)")) {
            db.sql(statement).param("ids", ids).update();
        }
    }

    @Test
    void foreseenEndsAreAllBlockedOnceWhateverTheDirectoryDoes() {
        Instant end = clock.instant().minusSeconds(30);
        expire(GUESTS, end);
        db.sql(
                        "insert into expected_end (guest_id, access_until, noted_at)"
                                + " select id, access_until, access_until - interval '25 hours' from guest where id = any (:ids)")
                .param("ids", accounts.keySet().toArray(UUID[]::new))
                .update();
        badMood();

        sweep.run();
        work();

        assertThat(states()).containsExactly(Map.entry("BLOCKED", (long) GUESTS));
        List<JsonNode> blocks = log("PATCH", "");
        onceEach(blocks, Effect.Kind.BLOCK, GUESTS);
        List<JsonNode> revocations = log("POST", "/revokeSignInSessions");
        onceEach(revocations, Effect.Kind.REVOKE_SESSIONS, GUESTS);
        blocksComeBeforeTheirRevocations(blocks, revocations);
        assertThat(db.sql("select distinct counted_as from brake_count where guest_id = any (:ids)")
                        .param("ids", accounts.keySet().toArray(UUID[]::new))
                        .query(String.class)
                        .list())
                .containsExactly("FORESEEN");
        JsonNode counters = hospital.tenant("GET", "/_sim/counters", "").json();
        assertThat(counters.path("throttled").asInt())
                .as("the faults did strike")
                .isPositive();
        assertThat(counters.path("early").asInt()).as("calls before their time").isZero();
    }

    @Test
    void endsThatWereChangedInBulkAnHourBeforeAreHeld() {
        expire(GUESTS, clock.instant().minusSeconds(30));
        db.sql("insert into expected_end (guest_id, access_until, noted_at)"
                        + " select id, access_until, access_until - interval '1 hour' from guest where id = any (:ids)")
                .param("ids", accounts.keySet().toArray(UUID[]::new))
                .update();
        badMood();

        sweep.run();
        work();

        long blocked = states().getOrDefault("BLOCKED", 0L);
        assertThat(blocked).as("the cap").isEqualTo(cap());
        onceEach(log("PATCH", ""), Effect.Kind.BLOCK, (int) blocked);
        assertThat(db.sql("select count(*) from guest where id = any (:ids) and attention = 'HELD_BY_BRAKE'")
                        .param("ids", accounts.keySet().toArray(UUID[]::new))
                        .query(Long.class)
                        .single())
                .isEqualTo(GUESTS - blocked);
    }

    /** An answer that was lost, and an outdated read after it, may bring the same call again; it then changes nothing. */
    private void onceEach(List<JsonNode> calls, Effect.Kind kind, int expected) {
        assertThat(calls.stream().map(MassExpiryTest::path).distinct())
                .as("accounts the tenant has changed, %s", kind)
                .hasSize(expected);
        long sentAgain = db.sql(
                        "select count(*) from effect where guest_id = any (:ids) and kind = :kind and attempts > 1")
                .param("ids", accounts.keySet().toArray(UUID[]::new))
                .param("kind", kind.name())
                .query(Long.class)
                .single();
        assertThat(calls.size() - expected).as("calls that changed nothing").isBetween(0, (int) sentAgain);
    }

    /** One in ten of all guests and one in two of the clinic's, whichever is less. */
    private long cap() {
        String managed = "select count(*) from guest where directory_id is not null"
                + " and state in ('INVITED', 'ACTIVE', 'BLOCKED', 'DISCOVERED')";
        long all = db.sql(managed).query(Long.class).single();
        long ofClinic = db.sql(managed + " and clinic_id = (select id from clinic where key = 'harbour')")
                .query(Long.class)
                .single();
        return Math.min(Math.max(10, Math.min(200, all / 10)), Math.max(5, ofClinic / 2));
    }

    private void badMood() {
        hospital.tenant(
                "PUT",
                "/_sim/faults",
                List.of(
                        Map.of(
                                "method",
                                "*",
                                "path",
                                "**",
                                "mode",
                                "before",
                                "status",
                                429,
                                "retryAfter",
                                "2",
                                "share",
                                0.1),
                        Map.of("method", "PATCH", "path", "/users/*", "mode", "after", "status", 503, "share", 0.05),
                        Map.of("method", "PATCH", "path", "/users/*", "mode", "after", "cut", true, "share", 0.05),
                        Map.of("method", "GET", "path", "/users/*", "mode", "stale", "share", 0.05)));
    }

    private void expire(int guests, Instant end) {
        UUID clinic = db.sql("select id from clinic where key = 'harbour'")
                .query(UUID.class)
                .single();
        for (int n = 0; n < guests; n++) {
            UUID guest = UUID.randomUUID();
            ObjectId account = tenant.guest(List.of());
            accounts.put(guest, account);
            db.sql(
                            "insert into guest (id, email, email_key, display_name, clinic_id, sponsor_id, requested_by, purpose,"
                                    + " language, access_until, state, state_since, requested_at, directory_id, redeemed_at)"
                                    + " values (:id, :mail, :mail, 'Dr Many', :clinic, :sponsor, :sponsor, 'Shared care', 'en',"
                                    + " :end, 'ACTIVE', :now, :now, :account, :now)")
                    .param("id", guest)
                    .param("mail", guest + "@harbour-clinic.example")
                    .param("clinic", clinic)
                    .param("sponsor", SeedPeople.AMARA.id().value())
                    .param("end", Timestamp.from(end))
                    .param("now", Timestamp.from(clock.instant().minus(Duration.ofDays(30))))
                    .param("account", account.value())
                    .update();
        }
        logged = lastLogged();
        clock.step(Duration.ofMinutes(6)); // the accounts are not young any more
    }

    private void work() {
        List<GatewayNode> nodes = List.of(
                GatewayNode.whole(context, new GatewayNode.Hook() {}),
                GatewayNode.whole(context, new GatewayNode.Hook() {}));
        for (int idle = 0, rounds = 0; idle < 200 && rounds < LONGEST; rounds++) {
            int done = worker.runOnce();
            for (GatewayNode node : nodes) {
                done += node.gateway.runOnce();
            }
            done += jobs();
            idle = done == 0 ? idle + 1 : 0;
            if (done == 0) {
                clock.step(Duration.ofMillis(500));
            }
        }
    }

    private int jobs() {
        var due = engine.getManagementService()
                .createJobQuery()
                .messages()
                .executable()
                .withRetriesLeft()
                .listPage(0, 200);
        due.forEach(job -> engine.getManagementService().executeJob(job.getId()));
        return due.size();
    }

    private Map<String, Long> states() {
        Map<String, Long> found = new LinkedHashMap<>();
        db.sql("select state, count(*) from guest where id = any (:ids) group by state")
                .param("ids", accounts.keySet().toArray(UUID[]::new))
                .query((rs, row) -> found.put(rs.getString(1), rs.getLong(2)))
                .list();
        return found;
    }

    private void blocksComeBeforeTheirRevocations(List<JsonNode> blocks, List<JsonNode> revocations) {
        Map<String, Long> at = new LinkedHashMap<>();
        blocks.forEach(block -> at.putIfAbsent(path(block), block.path("seq").asLong()));
        assertThat(revocations)
                .allSatisfy(revocation -> assertThat(at.get(path(revocation).replace("/revokeSignInSessions", "")))
                        .isLessThan(revocation.path("seq").asLong()));
    }

    private long lastLogged() {
        JsonNode log = hospital.tenant("GET", "/_sim/log", "").json();
        return log.isEmpty() ? 0 : log.get(log.size() - 1).path("seq").asLong();
    }

    /** What the tenant accepted about these accounts since they were there. */
    private List<JsonNode> log(String method, String suffix) {
        List<JsonNode> found = new ArrayList<>();
        Set<String> paths = accounts.values().stream()
                .map(account -> "/users/" + account + suffix)
                .collect(Collectors.toSet());
        for (JsonNode entry :
                hospital.tenant("GET", "/_sim/log?after=" + logged, "").json()) {
            if (entry.path("method").asText().equals(method) && paths.contains(path(entry))) {
                found.add(entry);
            }
        }
        return found;
    }

    private static String path(JsonNode entry) {
        return entry.path("path").asText().replaceFirst("^/v1[.]0", "");
    }
}
