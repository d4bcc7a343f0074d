package dev.guestward.directory.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.InvitedUser;
import dev.guestward.directory.NewInvitation;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.EffectQueue;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Priority;
import dev.guestward.directory.effect.Wish;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.platform.SteppedClock;
import dev.guestward.simulatedtenant.Seeds;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Cost, quota and order over many acts. The clock moves by steps, so that the quota, and not this machine, sets the pace. */
@GuestwardTest
class GatewayAtScaleTest {
    private static final String KEY = "scale:";

    @Autowired
    ApplicationContext context;

    @Autowired
    Effects effects;

    @Autowired
    JdbcClient db;

    private final SteppedClock clock = SteppedClock.instance();
    private Hospital hospital = new Hospital(URI.create("http://x"), URI.create("http://x"));
    private TenantActs tenant = new TenantActs(hospital);

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost"), EmbeddedTenant.tenant().httpUrl());
        tenant = new TenantActs(hospital);
        TenantActs.letOthersWait(db);
        hospital.tenant("DELETE", "/_sim/counters", "");
    }

    @AfterEach
    void forget() {
        tenant.noFaults();
        db.sql("delete from effect where effect_key like ?").param(KEY + "%").update();
    }

    @Test
    void invitingAndGrantingCostsLittleMoreThanOneWriteAGuestEvenIfEveryTenthCallIsThrottled() {
        int guests = 1000;
        throttleEveryTenth();
        GatewayNode node = node();
        List<UUID> ids = inviteSoMany(guests);
        work(node);

        for (UUID id : ids) {
            Effect invited = effects.of(id).get(0);
            assertThat(invited.state()).isEqualTo(Effect.State.CONFIRMED);
            effects.plan(Wish.addMember(KEY + id + ":grant", id, invited.requireAccount(), TenantActs.GROUP));
        }
        work(node);

        assertThat(ids).allSatisfy(id -> assertThat(effects.of(id)).allMatch(Effect::isConfirmed));
        JsonNode counters = counters();
        assertThat(counters.path("throttled").asInt())
                .as("the faults did strike")
                .isGreaterThan(guests / 20);
        assertThat(counters.path("accepted").asInt()).isLessThanOrEqualTo(guests * 110 / 100);
        assertThat(counters.path("early").asInt())
                .as("calls before their time: %s", counters.path("earlyCalls"))
                .isZero();
    }

    @Test
    void aListOfTheRecycleBinThatHasToWaitIsAskedForByNobodyBeforeItsTime() {
        hospital.tenant(
                "PUT",
                "/_sim/faults",
                List.of(Map.of(
                        "method",
                        "GET",
                        "path",
                        "/directory/deletedItems/**",
                        "mode",
                        "before",
                        "status",
                        429,
                        "retryAfter",
                        "2",
                        "times",
                        1)));
        List<UUID> ids = inviteSoMany(30);

        work(node());

        assertThat(ids).allSatisfy(id -> assertThat(effects.of(id)).allMatch(Effect::isConfirmed));
        JsonNode counters = counters();
        assertThat(counters.path("throttled").asInt())
                .as("the fault did strike")
                .isEqualTo(1);
        assertThat(counters.path("early").asInt())
                .as("calls before their time: %s", counters.path("earlyCalls"))
                .isZero();
    }

    @Test
    void twoNodesStayBelowTheQuotaTogether() {
        inviteSoMany(600);
        GatewayNode one = node();
        GatewayNode two = node();
        Instant began = clock.instant();

        for (int done = 1, idle = 0; idle < 20; ) {
            done = one.gateway.runOnce() + two.gateway.runOnce();
            idle = done == 0 ? idle + 1 : 0;
            if (done == 0) {
                clock.step(Duration.ofMillis(500));
            }
        }

        double seconds = Duration.between(began, clock.instant()).toMillis() / 1000.0;
        JsonNode counters = counters();
        assertThat(counters.path("writes").asInt()).isEqualTo(600);
        assertThat(counters.path("throttled").asInt()).isZero();
        assertThat(counters.path("writes").asDouble()).isLessThanOrEqualTo(200 + 19.5 * seconds + 1);
        assertThat(seconds).as("the quota did hold them up").isGreaterThan(15);
        assertThat(busiest(counters, 10)).as("writes in ten seconds").isLessThanOrEqualTo(200 + 195 + 20);
    }

    @Test
    void whatAKilledNodeHadDrawnAndLeasedComesBack() {
        inviteSoMany(40);
        GatewayNode killed = GatewayNode.in(
                context,
                new GatewayNode.Hook() {
                    @Override
                    public void before(String call) {
                        if (call.equals("invite")) {
                            throw new GatewayNode.Killed();
                        }
                    }
                },
                List.of(),
                new Strangers());
        org.assertj.core.api.Assertions.assertThatThrownBy(killed.gateway::runOnce)
                .isInstanceOf(GatewayNode.Killed.class);

        work(node());

        assertThat(open()).isZero();
        assertThat(counters().path("accepted").asInt()).isEqualTo(40);
    }

    @Test
    void anAcceptedInvitationBelongsToItsSenderUntilTheAccountIsLookedAt() {
        inviteSoMany(3);
        GatewayNode other = node();
        List<Integer> meanwhile = new ArrayList<>();
        GatewayNode.Hook whileLooking = new GatewayNode.Hook() {
            @Override
            public void before(String call) {
                if (call.equals("users")) {
                    meanwhile.add(other.gateway.runOnce());
                }
            }
        };

        work(GatewayNode.in(context, whileLooking, List.of(), new Strangers()));

        assertThat(meanwhile).isNotEmpty().containsOnly(0);
        assertThat(open()).isZero();
    }

    @Test
    void blocksOvertakeThousandsOfWaitingInvitations() {
        inviteSoMany(5000);
        GatewayNode node = node();
        for (int round = 0; round < 10; round++) {
            node.gateway.runOnce();
        }
        List<UUID> blocked = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            ObjectId account = tenant.guest(List.of());
            UUID guest = UUID.randomUUID();
            effects.plan(Wish.block(KEY + guest, guest, account));
            blocked.add(guest);
        }
        Instant planned = clock.instant();

        while (clock.instant().isBefore(planned.plusSeconds(60))) {
            if (node.gateway.runOnce() == 0) {
                clock.step(Duration.ofMillis(500));
            }
            if (blocked.stream().allMatch(id -> effects.of(id).get(0).isConfirmed())) {
                break;
            }
        }

        assertThat(blocked)
                .allSatisfy(
                        id -> assertThat(effects.of(id).get(0).isConfirmed()).isTrue());
        assertThat(open()).as("invitations that still wait").isGreaterThan(3000);
    }

    @Test
    void actsOfOneUrgencyAreLeasedAsTheyFellDue() {
        Instant now = clock.instant();
        List<UUID> asTheyFellDue = new ArrayList<>();
        for (int n = 0; n < 60; n++) {
            asTheyFellDue.add(UUID.randomUUID());
        }
        List<UUID> planned = new ArrayList<>(asTheyFellDue);
        Collections.shuffle(planned, new Random(7));
        for (UUID guest : planned) {
            ObjectId account = new ObjectId(guest.toString());
            UUID effect = effects.plan(Wish.sponsor(KEY + guest, guest, account, account, false))
                    .id();
            db.sql("update effect set due_at = ? where id = ?")
                    .params(Timestamp.from(now.minusSeconds(60 - asTheyFellDue.indexOf(guest))), effect)
                    .update();
        }

        List<UUID> leased = context
                .getBean(EffectQueue.class)
                .lease("test", List.of(Effect.Kind.REMOVE_SPONSOR), false, 1000, Duration.ofSeconds(60))
                .stream()
                .map(Effect::guestId)
                .filter(asTheyFellDue::contains)
                .toList();

        assertThat(leased).isEqualTo(asTheyFellDue);
    }

    @Test
    void severalThreadsOfSeveralNodesMakeEachActOnceAndNeverStumbleOverEachOther() {
        clock.step(Duration.ofMinutes(1)); // the quota is full
        inviteSoMany(120);
        List<GatewayNode> nodes = List.of(node(), node());

        List<CompletableFuture<Void>> threads = IntStream.range(0, 6)
                .mapToObj(n -> CompletableFuture.runAsync(() -> {
                    while (open() > 0) {
                        nodes.get(n % 2).gateway.runOnce();
                    }
                }))
                .toList();

        assertThat(threads).allSatisfy(thread -> assertThat(thread).succeedsWithin(Duration.ofSeconds(60)));
        assertThat(counters().path("accepted").asInt()).isEqualTo(120);
    }

    @Test
    void oneBadReferenceDoesNotSpoilTheOthersOfItsCall() {
        List<UUID> good = IntStream.range(0, 5)
                .mapToObj(n -> granted(tenant.guest(List.of())))
                .toList();
        UUID member = granted(tenant.guest(List.of(TenantActs.GROUP.value())));
        UUID stranger = granted(new ObjectId(UUID.randomUUID().toString()));

        work(node());

        assertThat(good)
                .allSatisfy(
                        id -> assertThat(effects.of(id).get(0).isConfirmed()).isTrue());
        assertThat(effects.of(member).get(0).state()).as("a member already").isEqualTo(Effect.State.CONFIRMED);
        assertThat(effects.of(stranger).get(0).state()).isEqualTo(Effect.State.REFUSED);
    }

    private UUID granted(ObjectId account) {
        UUID guest = UUID.randomUUID();
        effects.plan(Wish.addMember(KEY + guest, guest, account, TenantActs.GROUP));
        return guest;
    }

    private void throttleEveryTenth() {
        hospital.tenant(
                "PUT",
                "/_sim/faults",
                List.of(Map.of(
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
                        0.1)));
    }

    private List<UUID> inviteSoMany(int guests) {
        Timestamp now = Timestamp.from(clock.instant());
        List<UUID> ids =
                IntStream.range(0, guests).mapToObj(n -> UUID.randomUUID()).toList();
        db.sql("insert into effect (id, effect_key, guest_id, kind, state, priority, planned_at, due_at)"
                        + " select g, :key || g, g, 'INVITE', 'PLANNED', :priority, :now, :now"
                        + " from unnest(cast(string_to_array(:ids, ',') as uuid[])) as g")
                .param("key", KEY)
                .param("priority", Priority.REST)
                .param("now", now)
                .param("ids", String.join(",", ids.stream().map(UUID::toString).toList()))
                .update();
        return ids;
    }

    private GatewayNode node() {
        return GatewayNode.in(context, new GatewayNode.Hook() {}, List.of(), new Strangers());
    }

    /** Works until all is settled; time passes only while nothing is due. */
    private void work(GatewayNode node) {
        for (int idle = 0; open() > 0 && idle < 400; ) {
            if (node.gateway.runOnce() == 0) {
                clock.step(Duration.ofMillis(500));
                idle++;
            } else {
                idle = 0;
            }
        }
    }

    private long open() {
        return db.sql("select count(*) from effect where effect_key like ? and state in ('PLANNED', 'SENT', 'UNKNOWN')")
                .param(KEY + "%")
                .query(Long.class)
                .single();
    }

    private JsonNode counters() {
        return hospital.tenant("GET", "/_sim/counters", "").json();
    }

    private static int busiest(JsonNode counters, int seconds) {
        Map<Long, Integer> perSecond = new java.util.TreeMap<>();
        StreamSupport.stream(
                        ((Iterable<Map.Entry<String, JsonNode>>)
                                        () -> counters.path("writesPerSecond").fields())
                                .spliterator(),
                        false)
                .forEach(entry -> perSecond.put(
                        Long.parseLong(entry.getKey()), entry.getValue().asInt()));
        return perSecond.keySet().stream()
                .mapToInt(from -> perSecond.entrySet().stream()
                        .filter(entry -> entry.getKey() >= from && entry.getKey() < from + seconds)
                        .mapToInt(Map.Entry::getValue)
                        .sum())
                .max()
                .orElse(0);
    }

    /** Invites people whom no register knows. */
    private static final class Strangers implements InvitationSource {
        @Override
        public NewInvitation invitation(UUID guest) {
            return new NewInvitation(
                    "g" + guest + "@harbour-clinic.example",
                    "Dr Sam Hale",
                    URI.create("https://records.northfield.example/"),
                    new ObjectId(Seeds.AMARA_SINGH_ID));
        }

        @Override
        public Optional<UUID> holder(UUID guest, ObjectId account) {
            return Optional.empty();
        }

        @Override
        public List<ObjectId> formerAccounts(UUID guest) {
            return List.of();
        }

        @Override
        public void foundBefore(UUID guest) {
            // nobody asks whose account it is
        }

        @Override
        public boolean holdsLink(UUID guest) {
            return true;
        }

        @Override
        public void accepted(UUID guest, InvitedUser invited) {
            // nobody will redeem
        }

        @Override
        public void confirmed(UUID guest, DirectoryUser account) {
            // nobody keeps a record
        }
    }
}
