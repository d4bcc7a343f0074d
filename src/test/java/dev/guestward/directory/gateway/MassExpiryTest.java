package dev.guestward.directory.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.GuestwardTest;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.process.DirectoryTaskWorker;
import dev.guestward.expiry.ExpirySweep;
import dev.guestward.faults.FaultRun;
import dev.guestward.platform.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Many ends of access in the same minute, two nodes, and a directory in a bad mood. The tenant's own log says what came of
 * it. {@code -Pfaults} takes twenty times as many.
 */
@GuestwardTest
@Tag("faults")
class MassExpiryTest {
    private static final int GUESTS = 500 * FaultRun.SCALE;
    private static final int LONGEST = 40 * GUESTS;

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
    private ManyGuests many = noneYet();

    @SuppressWarnings("NullAway") // set before each test
    private static ManyGuests noneYet() {
        return null;
    }

    @BeforeEach
    void begin() {
        many = new ManyGuests(engine, db);
    }

    @AfterEach
    void tidy() {
        many.forget();
    }

    @Test
    void foreseenEndsAreAllBlockedOnceWhateverTheDirectoryDoes() {
        FaultRun run = new FaultRun("many foreseen ends in one minute");
        many.active(GUESTS, "harbour", clock.instant().minusSeconds(30));
        many.expected(Duration.ofHours(25));
        badMood();

        sweep.run();
        work();

        assertThat(many.states()).containsExactly(Map.entry("BLOCKED", (long) GUESTS));
        List<JsonNode> blocks = many.log("PATCH", "");
        onceEach(blocks, Effect.Kind.BLOCK, GUESTS);
        List<JsonNode> revocations = many.log("POST", "/revokeSignInSessions");
        onceEach(revocations, Effect.Kind.REVOKE_SESSIONS, GUESTS);
        blocksComeBeforeTheirRevocations(blocks, revocations);
        assertThat(db.sql("select distinct counted_as from brake_count where guest_id = any (:ids)")
                        .param("ids", many.ids())
                        .query(String.class)
                        .list())
                .containsExactly("FORESEEN");
        JsonNode counters = many.hospital().tenant("GET", "/_sim/counters", "").json();
        run.struck(throttled());
        assertThat(counters.path("early").asInt()).as("calls before their time").isZero();
        run.figure("guests", GUESTS);
        run.figure(
                "blocked once each, before their sign-out",
                blocks.stream().map(ManyGuests::path).distinct().count());
        run.figure("calls", counters.path("requests").asLong());
        run.figure("took in the tenant's time", between(blocks));
        run.end();
    }

    @Test
    void endsThatWereChangedInBulkAnHourBeforeAreHeld() {
        FaultRun run = new FaultRun("many ends changed an hour before");
        many.active(GUESTS, "harbour", clock.instant().minusSeconds(30));
        many.expected(Duration.ofHours(1));
        badMood();
        long before = cap();

        sweep.run();
        work();

        long blocked = many.states().getOrDefault("BLOCKED", 0L);
        assertThat(blocked + many.countedOfOthers(Effect.Kind.BLOCK))
                .as("the cap, which other tests' guests may move a little while their workflows go on")
                .isBetween(Math.min(before, cap()), Math.max(before, cap()));
        onceEach(many.log("PATCH", ""), Effect.Kind.BLOCK, (int) blocked);
        assertThat(many.held()).isEqualTo(GUESTS - blocked);
        run.struck(throttled());
        run.figure("guests", GUESTS);
        run.figure("blocked, the cap", blocked);
        run.figure("held", many.held());
        run.end();
    }

    /** An answer that was lost, and an outdated read after it, may bring the same call again; it then changes nothing. */
    private void onceEach(List<JsonNode> calls, Effect.Kind kind, int expected) {
        assertThat(calls.stream().map(ManyGuests::path).distinct())
                .as("accounts the tenant has changed, %s", kind)
                .hasSize(expected);
        long sentAgain = db.sql(
                        "select count(*) from effect where guest_id = any (:ids) and kind = :kind and attempts > 1")
                .param("ids", many.ids())
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

    private long throttled() {
        return many.hospital()
                .tenant("GET", "/_sim/counters", "")
                .json()
                .path("throttled")
                .asLong();
    }

    private static Duration between(List<JsonNode> acts) {
        return Duration.between(
                        Instant.parse(acts.get(0).path("at").asText()),
                        Instant.parse(acts.get(acts.size() - 1).path("at").asText()))
                .truncatedTo(ChronoUnit.SECONDS);
    }

    private void badMood() {
        many.hospital()
                .tenant(
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
                                Map.of(
                                        "method",
                                        "PATCH",
                                        "path",
                                        "/users/*",
                                        "mode",
                                        "after",
                                        "status",
                                        503,
                                        "share",
                                        0.05),
                                Map.of(
                                        "method",
                                        "PATCH",
                                        "path",
                                        "/users/*",
                                        "mode",
                                        "after",
                                        "cut",
                                        true,
                                        "share",
                                        0.05),
                                Map.of("method", "GET", "path", "/users/*", "mode", "stale", "share", 0.05)));
    }

    private void work() {
        List<GatewayNode> nodes = List.of(
                GatewayNode.whole(context, new GatewayNode.Hook() {}),
                GatewayNode.whole(context, new GatewayNode.Hook() {}));
        for (int idle = 0, rounds = 0; idle < 200 && rounds < LONGEST; rounds++) {
            // what the worker does shows in the gateway, unless it only asks again: of thousands of tasks some always
            // do
            worker.runOnce();
            int done = many.jobs();
            for (GatewayNode node : nodes) {
                done += node.gateway.runOnce();
            }
            idle = done == 0 ? idle + 1 : 0;
            if (done == 0) {
                clock.step(Duration.ofMillis(500));
            }
        }
    }

    private void blocksComeBeforeTheirRevocations(List<JsonNode> blocks, List<JsonNode> revocations) {
        Map<String, Long> at = new LinkedHashMap<>();
        blocks.forEach(block ->
                at.putIfAbsent(ManyGuests.path(block), block.path("seq").asLong()));
        assertThat(revocations)
                .allSatisfy(revocation -> assertThat(
                                at.get(ManyGuests.path(revocation).replace("/revokeSignInSessions", "")))
                        .isLessThan(revocation.path("seq").asLong()));
    }
}
