package dev.guestward.directory.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.platform.SteppedClock;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whatever befalls an act, the tenant's own log shows it exactly once in the end. */
@GuestwardTest
class ActsUnderFaultsTest {
    private static final Set<Effect.Kind> KINDS = EnumSet.of(
            Effect.Kind.ADD_MEMBER,
            Effect.Kind.REMOVE_MEMBER,
            Effect.Kind.BLOCK,
            Effect.Kind.REVOKE_SESSIONS,
            Effect.Kind.DELETE,
            Effect.Kind.RESTORE);
    private static final Map<String, Map<String, Object>> FAULTS = Map.of(
            "503 after the effect", Map.of("mode", "after", "status", 503),
            "504 before the effect", Map.of("mode", "before", "status", 504),
            "cut after the effect", Map.of("mode", "after", "cut", true),
            "cut before the effect", Map.of("mode", "before", "cut", true),
            "cut JSON after the effect", Map.of("mode", "cutJson"),
            "HTML 200 after the effect", Map.of("mode", "html"),
            "HTML 200 of a proxy, no effect", Map.of("mode", "htmlBefore"),
            "429", Map.of("mode", "before", "status", 429, "retryAfter", "3"),
            "429 without a time", Map.of("mode", "before", "status", 429));

    @Autowired
    ApplicationContext context;

    @Autowired
    Effects effects;

    @Autowired
    JdbcClient db;

    private final SteppedClock clock = SteppedClock.instance();
    private TenantActs tenant = new TenantActs(new Hospital(URI.create("http://x"), URI.create("http://x")));

    @BeforeEach
    void begin() {
        tenant = new TenantActs(new Hospital(
                URI.create("http://localhost"), EmbeddedTenant.tenant().httpUrl()));
    }

    @AfterEach
    void calmDown() {
        tenant.noFaults();
        tenant.staleReads(Duration.ZERO);
        tenant.lateAccounts(Duration.ZERO);
    }

    static Stream<Arguments> actsAndFaults() {
        return KINDS.stream()
                .flatMap(kind -> FAULTS.keySet().stream().sorted().map(fault -> Arguments.of(kind, fault)));
    }

    static Stream<Effect.Kind> acts() {
        return KINDS.stream();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("actsAndFaults")
    void anAnswerThatGoesWrongLeavesOneEffect(Effect.Kind kind, String fault) {
        TenantActs.Prepared act = tenant.prepare(kind);
        tenant.fault(act, Objects.requireNonNull(FAULTS.get(fault)));
        effects.plan(act.wish());

        workUntilSettled(act, node());

        doneOnce(act, kind);
    }

    @Test
    void aCallWhoseAnswerWasLostIsFoundByTheIdWeGaveIt() {
        TenantActs.Prepared act = tenant.prepare(Effect.Kind.BLOCK);
        tenant.fault(act, Map.of("mode", "after", "cut", true));
        effects.plan(act.wish());

        workUntilSettled(act, node());

        List<Map<String, Object>> calls = db.sql("select what, client_request_id, request_id, status from effect_call"
                        + " where effect_id = ? and attempt = 1 order by at, what desc")
                .param(effect(act).id())
                .query()
                .listOfRows();
        assertThat(calls).extracting(call -> call.get("what")).containsExactly("SENDING", "LOST");
        assertThat(calls)
                .extracting(call -> call.get("client_request_id"))
                .doesNotContainNull()
                .hasSize(2);
        assertThat(calls.get(0).get("client_request_id")).isEqualTo(calls.get(1).get("client_request_id"));
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.get("request_id")).isNull();
            assertThat(call.get("status")).isNull();
        });
    }

    @ParameterizedTest
    @MethodSource("acts")
    void aStaleReadAfterALostAnswerDoesNotRepeatTheAct(Effect.Kind kind) {
        TenantActs.Prepared act = tenant.prepare(kind);
        tenant.staleReads(Duration.ofSeconds(10));
        tenant.fault(act, Map.of("mode", "after", "status", 503));
        effects.plan(act.wish());

        workUntilSettled(act, node());

        doneOnce(act, kind);
    }

    @Test
    void oneNotFoundAboutAnOldAccountDoesNotMakeItGone() {
        for (Map<String, Object> where : List.of(
                Map.<String, Object>of("method", "PATCH"),
                Map.<String, Object>of("method", "GET", "path", "/users/{id}", "times", 2))) {
            TenantActs.Prepared act = tenant.prepare(Effect.Kind.BLOCK);
            Map<String, Object> fault = new HashMap<>(Map.of("mode", "before", "status", 404));
            fault.putAll(where);
            fault.computeIfPresent(
                    "path",
                    (key, path) ->
                            String.valueOf(path).replace("{id}", act.account().value()));
            tenant.fault(act, fault);
            effects.plan(act.wish());

            workUntilSettled(act, node());

            doneOnce(act, Effect.Kind.BLOCK);
        }
    }

    @Test
    void anAccountInTheRecycleBinIsGoneAtOnceAndOneThatIsNowhereAfterAWhile() {
        TenantActs.Prepared deleted = tenant.prepare(Effect.Kind.BLOCK);
        TenantActs.Prepared purged = tenant.prepare(Effect.Kind.BLOCK);
        tenant.delete(deleted.account());
        tenant.delete(purged.account());
        tenant.purge(purged.account());
        effects.plan(deleted.wish());
        effects.plan(purged.wish());

        drain(node());

        assertThat(effect(deleted).code()).isEqualTo("not-there");
        assertThat(effect(purged).isSettled()).isFalse();
        clock.step(Duration.ofMinutes(4));
        drain(node());
        assertThat(effect(purged).isSettled()).isFalse();
        clock.step(Duration.ofMinutes(2));
        drain(node());
        assertThat(effect(purged).code()).isEqualTo("not-there");
        assertThat(effect(purged).state()).isEqualTo(Effect.State.REFUSED);
    }

    @Test
    void aRecycleBinThatCannotBeReadProvesNothing() {
        TenantActs.Prepared act = tenant.prepare(Effect.Kind.BLOCK);
        tenant.delete(act.account());
        tenant.fault(
                act,
                Map.of(
                        "mode",
                        "before",
                        "status",
                        403,
                        "method",
                        "GET",
                        "path",
                        "/directory/deletedItems/" + act.account() + "**",
                        "times",
                        3));
        effects.plan(act.wish());
        GatewayNode node = node();

        for (int minute = 0; minute < 3; minute++) {
            drain(node);
            assertThat(effect(act).isSettled()).isFalse();
            clock.step(Duration.ofMinutes(6));
        }
        workUntilSettled(act, node);

        assertThat(effect(act).code()).isEqualTo("not-there");
    }

    @Test
    void aRestoredAccountThatNobodyKnowsYetIsWaitedFor() {
        TenantActs.Prepared restore = tenant.prepare(Effect.Kind.RESTORE);
        UUID guest = restore.wish().guest();
        tenant.lateAccounts(Duration.ofMinutes(2));
        effects.plan(restore.wish());
        GatewayNode node = node();
        workUntilSettled(restore, node);
        assertThat(effect(restore).isConfirmed()).isTrue();
        effects.plan(Wish.addMember("member:" + guest, guest, restore.account(), TenantActs.GROUP));
        effects.plan(Wish.unblock("unblock:" + guest, guest, restore.account()));
        effects.plan(Wish.restore("again:" + guest, guest, restore.account()));

        for (int round = 0; round < 30; round++) {
            drain(node);
            clock.step(Duration.ofSeconds(10));
        }

        assertThat(effects.of(guest)).hasSize(4).allMatch(Effect::isConfirmed);
        assertThat(tenant.isSo(restore, Effect.Kind.ADD_MEMBER)).isTrue();
    }

    @Test
    void aBlockDuringWhichTheDatabaseIsAwayIsMadeSecondsLater() {
        TenantActs.Prepared act = tenant.prepare(Effect.Kind.BLOCK);
        effects.plan(act.wish());
        LastWord away = effect -> {
            throw new DataAccessResourceFailureException("the connection was closed");
        };

        GatewayNode.asking(context, away).gateway.runOnce();
        clock.step(Duration.ofSeconds(6));
        node().gateway.runOnce();

        doneOnce(act, Effect.Kind.BLOCK);
    }

    @ParameterizedTest
    @MethodSource("acts")
    void ourMistakeWithOneActStopsNoOtherAndRepeatsNothing(Effect.Kind kind) {
        List<TenantActs.Prepared> acts =
                Stream.generate(() -> tenant.prepare(kind)).limit(3).toList();
        acts.forEach(act -> effects.plan(act.wish()));
        Effect first = effect(acts.get(0));
        EffectListener mistaken = new EffectListener() {
            @Override
            public Effect.Kind kind() {
                return kind;
            }

            @Override
            public void confirmed(Effect effect) {
                if (effect.id().equals(first.id())) {
                    throw new IllegalStateException("this guest cannot become what the act made of them");
                }
            }
        };

        drain(GatewayNode.in(context, new GatewayNode.Hook() {}, List.of(mistaken)));

        assertThat(effect(acts.get(0)).state()).isEqualTo(Effect.State.SENT);
        acts.subList(1, 3).forEach(act -> doneOnce(act, kind));
        clock.step(Duration.ofMinutes(10));
        drain(node());
        doneOnce(acts.get(0), kind);
    }

    @ParameterizedTest
    @MethodSource("acts")
    void killedBeforeTheCallItIsMadeByAnotherNode(Effect.Kind kind) {
        killed(kind, hook -> hook.killBefore = true);
    }

    @ParameterizedTest
    @MethodSource("acts")
    void killedAfterTheCallItIsNotRepeated(Effect.Kind kind) {
        killed(kind, hook -> hook.killAfter = true);
    }

    @ParameterizedTest
    @MethodSource("acts")
    void killedBeforeTheCommitItIsNotRepeated(Effect.Kind kind) {
        TenantActs.Prepared act = tenant.prepare(kind);
        effects.plan(act.wish());
        EffectListener killer = new EffectListener() {
            @Override
            public Effect.Kind kind() {
                return kind;
            }

            @Override
            public void confirmed(Effect effect) {
                throw new GatewayNode.Killed();
            }
        };

        assertThatThrownBy(() -> drain(GatewayNode.in(context, new GatewayNode.Hook() {}, List.of(killer))))
                .isInstanceOf(GatewayNode.Killed.class);
        assertThat(effect(act).isSettled()).isFalse();
        workUntilSettled(act, node());

        doneOnce(act, kind);
    }

    @ParameterizedTest
    @MethodSource("acts")
    void settledItIsNeverTouchedAgain(Effect.Kind kind) {
        TenantActs.Prepared act = tenant.prepare(kind);
        effects.plan(act.wish());
        drain(node());
        assertThat(effect(act).isConfirmed()).isTrue();

        clock.step(Duration.ofMinutes(6));
        effects.plan(act.wish());
        drain(node());

        doneOnce(act, kind);
    }

    @ParameterizedTest
    @MethodSource("acts")
    void aNodeThatWakesSixMinutesLaterSendsNothingAnyMore(Effect.Kind kind) {
        TenantActs.Prepared act = tenant.prepare(kind);
        effects.plan(act.wish());
        Pause pause = new Pause(act.call(), true, () -> overtake(act));

        drain(GatewayNode.in(context, pause, List.of()));

        assertThat(pause.happened).isTrue();
        doneOnce(act, kind);
    }

    @ParameterizedTest
    @MethodSource("acts")
    void aNodeThatWakesSixMinutesAfterItsCallRecordsNothingAnyMore(Effect.Kind kind) {
        TenantActs.Prepared act = tenant.prepare(kind);
        effects.plan(act.wish());
        Pause pause = new Pause(act.call(), false, () -> overtake(act));

        drain(GatewayNode.in(context, pause, List.of()));

        assertThat(pause.happened).isTrue();
        doneOnce(act, kind);
    }

    /** Six minutes pass, in which another node takes over. */
    private void overtake(TenantActs.Prepared act) {
        clock.step(Duration.ofMinutes(6));
        CompletableFuture.runAsync(() -> workUntilSettled(act, node())).join();
    }

    private void killed(Effect.Kind kind, Consumer<Kill> how) {
        TenantActs.Prepared act = tenant.prepare(kind);
        effects.plan(act.wish());
        Kill kill = new Kill(act.call());
        how.accept(kill);

        assertThatThrownBy(() -> drain(GatewayNode.in(context, kill, List.of())))
                .isInstanceOf(GatewayNode.Killed.class);
        assertThat(effect(act).state()).isEqualTo(Effect.State.SENT);
        assertThat(node().gateway.runOnce())
                .as("as long as the dead node's lease lasts nobody touches it")
                .isZero();
        workUntilSettled(act, node());

        doneOnce(act, kind);
    }

    private void doneOnce(TenantActs.Prepared act, Effect.Kind kind) {
        assertThat(effect(act).state()).as(effect(act).code()).isEqualTo(Effect.State.CONFIRMED);
        assertThat(tenant.isSo(act, kind)).as("the tenant shows it").isTrue();
        assertThat(tenant.made(act)).as("the tenant's log").hasSize(1);
    }

    private GatewayNode node() {
        return GatewayNode.in(context, new GatewayNode.Hook() {}, List.of());
    }

    private static void drain(GatewayNode node) {
        for (int done = 1; done > 0; ) {
            done = node.gateway.runOnce();
        }
    }

    /** Works, and lets time pass while nothing is due. */
    private void workUntilSettled(TenantActs.Prepared act, GatewayNode node) {
        for (int round = 0; round < 30 && !effect(act).isSettled(); round++) {
            if (node.gateway.runOnce() == 0) {
                clock.step(Duration.ofSeconds(10));
            }
        }
    }

    private Effect effect(TenantActs.Prepared act) {
        return effects.of(act.wish().guest()).get(0);
    }

    private static final class Kill implements GatewayNode.Hook {
        private final String call;
        boolean killBefore;
        boolean killAfter;

        Kill(String call) {
            this.call = call;
        }

        @Override
        public void before(String made) {
            if (killBefore && made.equals(call)) {
                throw new GatewayNode.Killed();
            }
        }

        @Override
        public void after(String made) {
            if (killAfter && made.equals(call)) {
                throw new GatewayNode.Killed();
            }
        }
    }

    private static final class Pause implements GatewayNode.Hook {
        private final String call;
        private final boolean before;
        private final Runnable meanwhile;
        private boolean happened;

        Pause(String call, boolean before, Runnable meanwhile) {
            this.call = call;
            this.before = before;
            this.meanwhile = meanwhile;
        }

        @Override
        public void before(String made) {
            if (before) {
                pause(made);
            }
        }

        @Override
        public void after(String made) {
            if (!before) {
                pause(made);
            }
        }

        private void pause(String made) {
            if (made.equals(call) && !happened) {
                happened = true;
                meanwhile.run();
            }
        }
    }
}
