package dev.guestward.directory.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Pump;
import dev.guestward.clinic.ClinicRequest;
import dev.guestward.clinic.Clinics;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.process.DirectoryTaskWorker;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.expiry.ClinicClosure;
import dev.guestward.expiry.ClinicClosures;
import dev.guestward.expiry.ExpiryPlanner;
import dev.guestward.expiry.ExpirySweep;
import dev.guestward.faults.FaultRun;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.GuestEdit;
import dev.guestward.invitation.GuestEdits;
import dev.guestward.people.StaffReading;
import dev.guestward.people.Viewer;
import dev.guestward.platform.SteppedClock;
import dev.guestward.redemption.PassingDays;
import dev.guestward.removal.BrakeCaps;
import dev.guestward.removal.RemovalRequests;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Drills: a bug or a bad feed marks many guests for removal at once, by each way there is. Two nodes race, one of them dies
 * in the middle, both are started anew. However it went, the tenant's own log shows no more acts than the cap.
 */
@GuestwardTest
@Tag("faults")
class RunawayDrillTest {
    private static final int DRILLS = 10 * FaultRun.SCALE;
    private static final Viewer AMARA = Viewer.of(SeedPeople.AMARA);
    private static final Viewer ADMIN = Viewer.of(SeedPeople.ADMIN);
    private static final Duration LEASE_OVER = Duration.ofSeconds(61);
    private static final Duration UNDO_OVER = Duration.ofMinutes(16);

    @Autowired
    ApplicationContext context;

    @Autowired
    ExpirySweep sweep;

    @Autowired
    ExpiryPlanner planner;

    @Autowired
    ClinicClosures closures;

    @Autowired
    Clinics clinics;

    @Autowired
    Guests guests;

    @Autowired
    GuestEdits edits;

    @Autowired
    RemovalRequests requests;

    @Autowired
    StaffReading staff;

    @Autowired
    DirectoryTaskWorker worker;

    @Autowired
    Pump pump;

    @Autowired
    ProcessEngine engine;

    @Autowired
    JdbcClient db;

    @Value("${server.port}")
    int port;

    private final SteppedClock clock = SteppedClock.instance();
    private List<Map<String, Object>> caps = List.of();

    @BeforeEach
    void begin() {
        staff.run();
        pump.run();
        context.getBean(BrakeCaps.class).all(); // writes the first ones down
        caps = db.sql("select * from brake_cap").query().listOfRows();
    }

    @AfterEach
    void capsAsTheyWere() {
        caps.forEach(cap -> db.sql("update brake_cap set fewest = ?, most = ?, percent = ? where name = ?")
                .params(cap.get("fewest"), cap.get("most"), cap.get("percent"), cap.get("name"))
                .update());
    }

    /** What marks guests for removal. */
    private enum Way {
        SWEEP,
        PLANNER,
        REQUESTS,
        CLOSURE,
        CHANGED_ENDS,
        LAPSE
    }

    @Test
    void whateverMarksManyForRemovalTheTenantSeesNoMoreActsThanTheCap() throws Exception {
        FaultRun run = new FaultRun("runaway removals");
        Random random = new Random(run.seed());
        int marked = 0;
        int acted = 0;
        int deaths = 0;
        for (int drill = 0; drill < DRILLS; drill++) {
            Way way = Way.values()[drill % Way.values().length];
            int cap = 1 + random.nextInt(6);
            int size = cap + 1 + random.nextInt(way == Way.LAPSE ? 6 : 25);
            ManyGuests many = new ManyGuests(engine, db);
            try {
                setCaps(cap);
                mark(way, many, size);
                run.struck(1);
                deaths += race(random.nextInt(cap));
                restart();

                int seen = touched(way, many);
                Effect.Kind kind = way == Way.LAPSE ? Effect.Kind.DELETE : Effect.Kind.BLOCK;
                int others = many.countedOfOthers(kind);
                assertThat(seen + others)
                        .as(
                                "accounts touched in drill %s (%s, %s guests; %s of others), seed %s",
                                drill, way, size, others, run.seed())
                        .isBetween(1, cap);
                assertThat(many.counted(kind)).as("counted, drill %s", drill).isEqualTo(cap);
                assertThat(many.held()).as("held, drill %s, %s", drill, way).isEqualTo(size - seen);
                marked += size;
                acted += seen;
            } finally {
                many.forget();
            }
        }
        assertThat(acted).as("accounts touched in all drills").isPositive();
        run.figure("drills", DRILLS);
        run.figure("ways", Way.values().length);
        run.figure("guests marked", marked);
        run.figure("blocked or deleted, the sum of the caps", acted);
        run.figure("nodes that died at it", deaths);
        run.figure("cap exceeded", 0);
        run.end();
    }

    private void setCaps(int cap) {
        db.sql("update brake_cap set fewest = ?, most = ?, percent = 0 where name <> 'CLINIC'")
                .params(cap, cap)
                .update();
        db.sql("update brake_cap set fewest = 1000, most = 1000 where name = 'CLINIC'")
                .update();
    }

    private void mark(Way way, ManyGuests many, int size) {
        Instant later = clock.instant().plus(Duration.ofDays(90));
        switch (way) {
            case SWEEP -> {
                many.active(size, "harbour", clock.instant().minusSeconds(30));
                sweep.run();
            }
            case PLANNER -> {
                many.active(size, "harbour", clock.instant().plus(Duration.ofMinutes(8)));
                planner.run();
                works();
                clock.step(Duration.ofMinutes(3));
                fire(many);
            }
            case REQUESTS -> {
                many.active(size, "harbour", later);
                many.guests().forEach(guest -> requests.remove(guest, "Left, says the feed", false, AMARA));
                works();
                clock.step(UNDO_OVER);
                fire(many);
            }
            case CLOSURE -> {
                String clinic = "r" + Long.toString(System.nanoTime(), 36);
                clinics.create(clinic(clinic), ADMIN);
                many.active(size, clinic, later);
                closures.close(
                        clinic,
                        new ClinicClosure(
                                LocalDate.ofInstant(clock.instant(), clock.getZone())
                                        .toString(),
                                "Closed, says the feed",
                                null,
                                clinic),
                        ADMIN);
                theDayIsOver(many);
                sweep.run();
            }
            case CHANGED_ENDS -> {
                many.active(size, "harbour", later);
                String soon = clock.instant().plusSeconds(60).toString();
                many.guests()
                        .forEach(guest -> edits.edit(
                                guest,
                                new GuestEdit(
                                        null, null, soon, guests.get(guest).version()),
                                AMARA));
                clock.step(Duration.ofMinutes(2));
                sweep.run();
            }
            case LAPSE -> {
                invited(many, size);
                PassingDays days = new PassingDays(engine, db);
                many.guests().forEach(guest -> days.pass(guest, Duration.ofDays(14)));
                pump.run();
                many.fromNowOn();
                many.guests().forEach(guest -> days.pass(guest, Duration.ofDays(17)));
            }
        }
        works();
    }

    private static ClinicRequest clinic(String key) {
        return new ClinicRequest(
                key,
                "Elm Practice",
                List.of(key + ".example"),
                false,
                null,
                List.of(),
                List.of(),
                null,
                "ANY",
                List.of(),
                null);
    }

    private void invited(ManyGuests many, int size) {
        Hospital hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        hospital.tenant("DELETE", "/_sim/quota", "");
        List<UUID> all = new ArrayList<>();
        for (int n = 0; n < size; n++) {
            Hospital.Reply reply = hospital.invite(
                    "amara.singh", Hospital.invitation("r" + System.nanoTime() + "@harbour-clinic.example"));
            assertThat(reply.status()).as(reply.text()).isEqualTo(202);
            all.add(UUID.fromString(reply.json().path("guestId").asText()));
        }
        pump.run();
        all.forEach(guest ->
                many.add(guest, guests.get(new GuestId(guest)).account().orElseThrow()));
    }

    /** Everything about their ends moves back until the last of them is over. */
    private void theDayIsOver(ManyGuests many) {
        Timestamp last = db.sql("select max(access_until) from guest where id = any (:ids)")
                .param("ids", many.ids())
                .query(Timestamp.class)
                .single();
        long by = Duration.between(clock.instant(), last.toInstant()).toSeconds() + 60;
        for (String change : List.of(
                "update guest set access_until = access_until - make_interval(secs => :by) where id = any (:ids)",
                "update expected_end set access_until = access_until - make_interval(secs => :by),"
                        + " noted_at = noted_at - make_interval(secs => :by) where guest_id = any (:ids)")) {
            db.sql(change).param("by", by).param("ids", many.ids()).update();
        }
    }

    private void fire(ManyGuests many) {
        PassingDays days = new PassingDays(engine, db);
        many.guests().forEach(days::fire);
    }

    /** The workflows go on and wish; nothing leaves the house. */
    private void works() {
        int done = 1;
        while (done > 0) {
            done = worker.runOnce() + pump.jobs();
        }
    }

    /** Two nodes at once; one of them dies with one of its acts made and not yet written down. */
    private int race(int deathAfter) throws Exception {
        AtomicInteger made = new AtomicInteger();
        GatewayNode mortal = GatewayNode.whole(context, new GatewayNode.Hook() {
            @Override
            public void after(String call) {
                if ((call.equals("enableSignIn") || call.startsWith("delete"))
                        && made.getAndIncrement() == deathAfter) {
                    throw new GatewayNode.Killed();
                }
            }
        });
        return together(mortal, another());
    }

    /** Two new nodes, once what the dead one had in hand is free again, and once more a while later. */
    private void restart() throws Exception {
        for (Duration pause : List.of(LEASE_OVER, LEASE_OVER, UNDO_OVER)) {
            clock.step(pause);
            works();
            together(another(), another());
        }
    }

    private GatewayNode another() {
        return GatewayNode.whole(context, new GatewayNode.Hook() {});
    }

    /** @return how many have died */
    private static int together(GatewayNode one, GatewayNode other) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            int dead = 0;
            for (Future<Boolean> died :
                    threads.invokeAll(List.<Callable<Boolean>>of(() -> diesAtWork(one), () -> diesAtWork(other)))) {
                dead += died.get() ? 1 : 0;
            }
            return dead;
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean diesAtWork(GatewayNode node) {
        try {
            int done = 1;
            while (done > 0) {
                done = node.gateway.runOnce();
            }
            return false;
        } catch (GatewayNode.Killed killed) {
            return true;
        }
    }

    /** Accounts that the tenant has blocked or deleted. */
    private static int touched(Way way, ManyGuests many) {
        return (int) many.log(way == Way.LAPSE ? "DELETE" : "PATCH", "").stream()
                .map(ManyGuests::path)
                .distinct()
                .count();
    }
}
