package dev.guestward.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Priority;
import dev.guestward.directory.effect.Wish;
import dev.guestward.embedded.EmbeddedDatabase;
import dev.guestward.simulatedtenant.Seeds;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** How much of the directory's write quota is used while there is more to do than it allows. */
@Benchmark
class QuotaBenchmark {
    private static final double QUOTA = 20;
    private static final double SHARE = 0.95;
    /** What the quota lets through at once after a pause. */
    private static final int SAVED_UP = 200;

    private static final int ACTS = Integer.getInteger("benchmark.acts", 10_000);
    /** Fewer acts are over before the burst is; they show that all works, not how well. */
    private static final int ENOUGH = 5000;

    private static final int WAITING = 400;
    private static final Duration A_CALL = Duration.ofMillis(150);
    private static final String KEY = "benchmark:";
    private static final ObjectId GROUP = new ObjectId(Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /** In a hundred. */
    private static final Map<Effect.Kind, Integer> MIX = new EnumMap<>(Map.of(
            Effect.Kind.INVITE, 30,
            Effect.Kind.ADD_MEMBER, 30,
            Effect.Kind.BLOCK, 12,
            Effect.Kind.REVOKE_SESSIONS, 12,
            Effect.Kind.REMOVE_MEMBER, 8,
            Effect.Kind.DELETE, 6,
            Effect.Kind.RESTORE, 2));

    static {
        System.setProperty(EmbeddedDatabase.DURABLE, "true");
    }

    @Autowired
    Surroundings around;

    @Autowired
    Effects effects;

    @Autowired
    Loops loops;

    @AfterEach
    void calmDown() {
        around.calm();
    }

    /** What the tenant had counted at a time. */
    private record Sample(double seconds, long writes, long accepted) {
        double writesPerSecondUntil(Sample later) {
            return (later.writes - writes) / (later.seconds - seconds);
        }

        double acceptedPerSecondUntil(Sample later) {
            return (later.accepted - accepted) / (later.seconds - seconds);
        }
    }

    @Test
    void tenThousandActsSustainTheQuota() {
        Report report = new Report("quota");
        around.begin();
        Deque<Wish> wishes = new ArrayDeque<>(wishes());
        long logged = around.lastLogged();
        around.tenant("DELETE", "/_sim/counters", "");
        around.throttleEveryTenth(A_CALL);

        List<Sample> samples = new ArrayList<>();
        long began = System.nanoTime();
        try (Loops.Running running = loops.gateway()) {
            await().atMost(Duration.ofMinutes(40))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        if (!wishes.isEmpty()) {
                            samples.add(sample(began));
                        }
                        return planMore(wishes) == 0;
                    });
        }
        double seconds = sample(began).seconds();
        Sample busyUntil = samples.get(samples.size() - 1);
        JsonNode counters = around.counters();
        Sample from = samples.get(0);
        double share = (from.writesPerSecondUntil(busyUntil) - SAVED_UP / busyUntil.seconds()) / QUOTA;
        Map<String, Integer> made = made(logged);
        long twice = made.values().stream().filter(times -> times > 1).count();
        long notConfirmed = around.count(
                "select count(*) from effect where effect_key like '" + KEY + "%' and state <> 'CONFIRMED'");

        report.head("what", "figure");
        report.figure("acts, each on a guest of its own", ACTS);
        report.figure("mix in %", MIX);
        report.figure(
                "threads of the gateway, time a call takes", loops.gatewayThreads() + ", " + A_CALL.toMillis() + " ms");
        report.figure(
                "**share of 20 writes/s while acts waited** (refused ones are charged; the burst saved up is not counted)",
                100 * share,
                "%.1f %%");
        report.figure("accepted writes/s while acts waited", from.acceptedPerSecondUntil(busyUntil), "%.2f");
        report.figure("acts settled/s, whole run of " + Math.round(seconds) + " s", ACTS / seconds, "%.2f");
        report.figure("writes charged, accepted", counters.path("writes") + ", " + counters.path("accepted"));
        report.figure("calls answered 429", counters.path("throttled"));
        report.figure("calls before the time a 429 had named", counters.path("early"));
        report.figure(
                "requests an act, reads included", counters.path("requests").asDouble() / ACTS, "%.2f");
        report.figure("acts made twice, acts not confirmed", twice + ", " + notConfirmed);
        report.write();

        assertThat(counters.path("throttled").asInt())
                .as("the faults did strike")
                .isGreaterThan(ACTS / 20);
        assertThat(counters.path("early").asInt()).as("calls before their time").isZero();
        assertThat(twice).as("acts made twice").isZero();
        assertThat(notConfirmed).as("acts not confirmed").isZero();
        assertThat(made).as("things changed in the tenant").hasSizeGreaterThanOrEqualTo(ACTS);
        if (ACTS >= ENOUGH) {
            assertThat(share).as("share of the quota").isGreaterThanOrEqualTo(SHARE);
        }
    }

    private Sample sample(long began) {
        JsonNode counters = around.counters();
        return new Sample(
                (System.nanoTime() - began) / 1e9,
                counters.path("writes").asLong(),
                counters.path("accepted").asLong());
    }

    /** Keeps enough acts waiting. @return how many are open or still to be planned */
    private long planMore(Deque<Wish> wishes) {
        long open = around.openEffects();
        for (; open < WAITING && !wishes.isEmpty(); open++) {
            effects.plan(wishes.remove());
        }
        return open + wishes.size();
    }

    private List<Wish> wishes() {
        List<Wish> wishes = new ArrayList<>();
        MIX.forEach((kind, percent) -> {
            for (int n = 0; n < ACTS * percent / 100; n++) {
                wishes.add(wish(kind));
            }
        });
        Collections.shuffle(wishes, new Random(Report.SEED));
        return wishes;
    }

    private Wish wish(Effect.Kind kind) {
        if (kind == Effect.Kind.INVITE) {
            UUID guest = around.registered();
            return Wish.invite(KEY + guest, guest, Priority.REST);
        }
        ObjectId account =
                new ObjectId(around.account(kind == Effect.Kind.REMOVE_MEMBER ? List.of(GROUP.value()) : List.of()));
        UUID guest = UUID.randomUUID();
        String key = KEY + guest;
        return switch (kind) {
            case ADD_MEMBER -> Wish.addMember(key, guest, account, GROUP);
            case REMOVE_MEMBER -> Wish.removeMember(key, guest, account, GROUP);
            case BLOCK -> Wish.block(key, guest, account);
            case REVOKE_SESSIONS -> Wish.revokeSessions(key, guest, account);
            case DELETE -> Wish.delete(key, guest, account);
            case RESTORE -> {
                around.tenant("DELETE", "/_sim/users/" + account, "");
                yield Wish.restore(key, guest, account);
            }
            default -> throw new IllegalArgumentException(kind + " is not in the mix");
        };
    }

    /** How often the product changed each account or invited each address, by the tenant's own log. */
    private Map<String, Integer> made(long since) {
        Map<String, Integer> times = new HashMap<>();
        for (JsonNode entry : around.tenant("GET", "/_sim/log?after=" + since, "")) {
            if (entry.path("app").asText().equals("admin")) {
                continue;
            }
            if (entry.path("path").asText().equals("/invitations")) {
                times.merge(entry.path("body").path("invitedUserEmailAddress").asText(), 1, Integer::sum);
            } else {
                ID.matcher(entry.path("path").asText() + " " + entry.path("body"))
                        .results()
                        .map(found -> found.group())
                        .filter(id -> !id.equals(GROUP.value()))
                        .forEach(id -> times.merge(id, 1, Integer::sum));
            }
        }
        return times;
    }
}
