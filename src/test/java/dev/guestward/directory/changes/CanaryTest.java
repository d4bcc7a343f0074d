package dev.guestward.directory.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Pump;
import dev.guestward.directory.DeltaPage;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.ManagedGroups;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.changes.CanaryStanding.Proof;
import dev.guestward.directory.changes.CanaryTable.Try;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.mode.Mode;
import dev.guestward.people.StaffReading;
import dev.guestward.simulatedtenant.Seeds;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** One account is changed to see whether changes come back; nothing else is ever touched. */
@GuestwardTest
class CanaryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectId CANARY = new ObjectId(Seeds.CANARY_ID);

    @Autowired
    CanaryRun run;

    @Autowired
    CanaryStanding standing;

    @Autowired
    Canary canary;

    @Autowired
    CanaryTable table;

    @Autowired
    ChangesSettings changes;

    @Autowired
    GuestDirectory directory;

    @Autowired
    ManagedAccounts accounts;

    @Autowired
    ManagedGroups groups;

    @Autowired
    Effects effects;

    @Autowired
    SubscriptionAddresses addresses;

    @Autowired
    SubscriptionStore store;

    @Autowired
    SubscriptionKeeper subscriptions;

    @Autowired
    EarlyDelta early;

    @Autowired
    DeltaRun delta;

    @Autowired
    StaffReading staff;

    @Autowired
    Mode mode;

    @Autowired
    Pump pump;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    @Value("${server.port}")
    int port;

    private final List<String> asked = new ArrayList<>();
    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));
    private long before;

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "deliver"));
        hospital.tenant("DELETE", "/_sim/quota", "");
        EmbeddedTenant.tenant().addCanary();
        staff.run();
        forget();
        subscriptions.run();
        delta.run();
        before = newest();
    }

    @AfterEach
    void end() {
        nothingIsOnItsWay();
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "deliver"));
        forget();
    }

    /** A notification that came late would count for the next test's change. */
    private void nothingIsOnItsWay() {
        boolean delivers = hospital.tenant("GET", "/_sim/notifications", "")
                .json()
                .path("mode")
                .asText()
                .equals("deliver");
        if (delivers && table.last(CANARY, 1).stream().anyMatch(one -> one.changedAt() != null)) {
            await().atMost(PATIENCE).until(() -> last().notifiedAt() != null);
        }
    }

    private void forget() {
        db.sql("delete from canary_try").update();
        db.sql("delete from effect where kind = 'TOUCH'").update();
    }

    @Test
    void aChangeIsMadeOnceInHalfAnHourAndComesBackBothWays() {
        run.run();
        pump.run();
        await().atMost(PATIENCE).until(() -> last().notifiedAt() != null);
        assertThat(standing.now().proof()).isEqualTo(Proof.UNDER_WAY);
        delta.run();

        assertThat(standing.now().proof()).isEqualTo(Proof.FINE);
        assertThat(standing.now().notifiedAfter()).isLessThan(PATIENCE);
        assertThat(standing.now().foundAfter()).isLessThan(PATIENCE);
        run.run();
        pump.run();
        assertThat(changesOf(CANARY)).as("writes in this half hour").hasSize(1);
        boolean enabled = last().enabled();

        pass(Duration.ofMinutes(31));
        run.run();
        pump.run();
        assertThat(changesOf(CANARY)).hasSize(2);
        assertThat(last().enabled()).as("there and back").isNotEqualTo(enabled);
        assertThat(standing.now().proof())
                .as("the one before is believed until this one can be judged")
                .isEqualTo(Proof.FINE);
        assertThat(accounts.managed(Set.of(CANARY))).isEmpty();
        assertThat(db.sql("select count(*) from found_guest where directory_id = ?")
                        .param(CANARY.value())
                        .query(Long.class)
                        .single())
                .as("found as a guest nobody asked for")
                .isZero();
    }

    @Test
    void whenNotificationsStayAwayThatIsToldOnceAndChangesAreStillFound() {
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "drop"));
        CanaryRun other = node(CANARY, mode, accounts);
        other.run();
        pump.run();
        delta.run();
        pass(Duration.ofMinutes(9));
        other.run();
        assertThat(asked).isEmpty();

        pass(Duration.ofMinutes(2));
        other.run();
        other.run();

        assertThat(standing.now().proof()).isEqualTo(Proof.NOT_NOTIFIED);
        assertThat(asked).containsOnlyOnce(SubscriptionKeeper.NAME);
        assertThat(hospital.get("admin", "/api/directory/status")
                        .json()
                        .path("canary")
                        .path("proof")
                        .asText())
                .isEqualTo("NOT_NOTIFIED");
    }

    @Test
    void aSecondMissHasTheSubscriptionMadeAnewAtMostEverySixHours() {
        db.sql("update graph_subscription set created_at = created_at - interval '7 hours'")
                .update();
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "drop"));
        CanaryRun other = node(CANARY, mode, accounts);
        String first = secret();

        miss(other);
        assertThat(secret()).as("after one miss").isEqualTo(first);
        miss(other);
        String second = secret();
        assertThat(second).as("after two").isNotEqualTo(first);
        miss(other);
        assertThat(secret()).as("after three").isEqualTo(second);
    }

    private void miss(CanaryRun node) {
        node.run();
        pump.run();
        pass(Duration.ofMinutes(11));
        node.run();
        subscriptions.run();
        pass(Duration.ofMinutes(20));
    }

    @Test
    void whatComesBackByNoWayIsRed() {
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "drop"));
        run.run();
        pump.run();
        pass(Duration.ofMinutes(25));
        run.run();

        assertThat(standing.now().proof()).isEqualTo(Proof.LOST);
        JsonNode status = hospital.get("admin", "/api/directory/status").json();
        assertThat(status.path("overall").asText()).isEqualTo("BLOCKED");
        assertThat(status.path("signals").findValuesAsText("code")).contains("canary.lost");
        assertThat(hospital.get("admin", "/api/tenant/readiness?fresh=true").text())
                .contains("came back by no way");
    }

    @Test
    void anOlderStateInTheFeedProvesNothing() {
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "drop"));
        run.run();
        pump.run();

        canary.shown(page(!last().enabled()));
        assertThat(last().foundAt()).isNull();
        canary.shown(page(last().enabled()));
        assertThat(last().foundAt()).isNotNull();
    }

    @Test
    void whatTheFeedShowedBeforeTheChangeLeftProvesNothing() {
        run.run();

        canary.notified(Set.of(CANARY));
        canary.shown(page(last().enabled()));

        assertThat(last().notifiedAt()).isNull();
        assertThat(last().foundAt()).isNull();
        pump.run();
    }

    @Test
    void whoWasFoundBeforeItWasNamedLooksDeletedToTheOneWhoFoundIt() {
        DeltaPage hidden = canary.hidden(page(true));

        assertThat(hidden.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.removed()).isEqualTo("changed");
            assertThat(entry.user()).isNull();
        });
    }

    @Test
    void whileTheProductOnlyReportsNothingIsTried() {
        Mode reporting = () -> true;

        node(CANARY, reporting, accounts).run();

        assertThat(table.last(CANARY, 1)).isEmpty();
        assertThat(new CanaryStanding(settings(CANARY), changes, table, addresses, reporting, clock)
                        .now()
                        .proof())
                .isEqualTo(Proof.REPORTING);
    }

    @Test
    void twoNodesAtOnceMakeOneChange() throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(2);
        try {
            for (Future<?> node : List.of(
                    nodes.submit(node(CANARY, mode, accounts)::run), nodes.submit(node(CANARY, mode, accounts)::run))) {
                node.get(20, TimeUnit.SECONDS);
            }
        } finally {
            nodes.shutdown();
        }
        pump.run();

        assertThat(table.last(CANARY, 5)).hasSize(1);
        assertThat(changesOf(CANARY)).hasSize(1);
    }

    @Test
    void whoMayBeSomebodyIsNeverChanged() {
        ObjectId absent = new ObjectId(UUID.randomUUID().toString());
        ObjectId accepted = guest(Map.of("externalUserState", "Accepted"));
        ObjectId employee = guest(Map.of("userType", "Member"));
        ObjectId clinician = guest(Map.of("memberOf", List.of(Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID)));
        ObjectId ours = guest(Map.of());
        ImaginedDirectory register = new ImaginedDirectory();
        register.managed.add(ours);

        assertThat(hindranceOf(absent, accounts)).isEqualTo("absent");
        assertThat(hindranceOf(accepted, accounts)).isEqualTo("somebody");
        assertThat(hindranceOf(employee, accounts)).isEqualTo("somebody");
        assertThat(hindranceOf(clinician, accounts)).isEqualTo("has-access");
        assertThat(hindranceOf(ours, register)).isEqualTo("managed");
        pump.run();

        for (ObjectId one : List.of(accepted, employee, clinician, ours)) {
            assertThat(changesOf(one)).isEmpty();
        }
        assertThat(hindranceOf(guest(Map.of()), accounts)).isNull();
    }

    @Test
    void aChangeThatWasWishedForAnotherAccountDoesNotLeave() {
        ObjectId other = guest(Map.of());
        String key = CanaryTable.key(-1);
        effects.plan(Wish.touch(key, UUID.fromString(other.value()), other, false));

        pump.run();

        Effect effect = effects.of(UUID.fromString(other.value())).get(0);
        assertThat(effect.state()).isEqualTo(Effect.State.REFUSED);
        assertThat(effect.code()).isEqualTo("not-the-canary");
        assertThat(changesOf(other)).isEmpty();
    }

    @Test
    void aChangeThatDoesNotLeaveIsTold() {
        run.run();
        pass(Duration.ofMinutes(31));
        run.run();

        assertThat(standing.now().proof()).isEqualTo(Proof.WAITS);
        assertThat(table.last(CANARY, 5)).as("none is begun behind it").hasSize(1);
        pump.run();
    }

    private CanaryRun node(ObjectId account, Mode as, ManagedAccounts register) {
        return new CanaryRun(
                settings(account),
                changes,
                table,
                directory,
                register,
                groups,
                effects,
                addresses,
                store,
                asked::add,
                early,
                as,
                transactions,
                clock);
    }

    private static CanarySettings settings(ObjectId account) {
        return new CanarySettings(account.value(), Duration.ofMinutes(30), Duration.ofMinutes(10));
    }

    private @Nullable String hindranceOf(ObjectId account, ManagedAccounts register) {
        forget();
        node(account, mode, register).run();
        String why = table.last(account, 1).get(0).hindrance();
        forget();
        return why;
    }

    private ObjectId guest(Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("mail", "no.canary" + UUID.randomUUID().toString().substring(0, 8) + "@canary.example");
        return new ObjectId(
                hospital.tenant("POST", "/_sim/users", body).json().path("id").asText());
    }

    private DeltaPage page(boolean enabled) {
        var user = ImaginedDirectory.user(CANARY, "0", enabled);
        return new DeltaPage(List.of(new DeltaPage.Entry(CANARY, null, user)), "end", true);
    }

    private Try last() {
        return table.last(CANARY, 1).get(0);
    }

    private String secret() {
        return store.of("users").get(0).clientState();
    }

    /** So much time passes for what the canary has done. */
    private void pass(Duration time) {
        db.sql("""
                        update canary_try set begun_at = begun_at - make_interval(secs => :s),
                            notified_at = notified_at - make_interval(secs => :s),
                            found_at = found_at - make_interval(secs => :s)""").param("s", time.toSeconds()).update();
        db.sql("update effect set sent_at = sent_at - make_interval(secs => ?) where kind = 'TOUCH'")
                .param(time.toSeconds())
                .update();
    }

    private long newest() {
        JsonNode log = hospital.tenant("GET", "/_sim/log", "").json();
        return log.isEmpty() ? 0 : log.get(log.size() - 1).path("seq").asLong();
    }

    private List<JsonNode> changesOf(ObjectId account) {
        return StreamSupport.stream(
                        hospital.tenant("GET", "/_sim/log?after=" + before, "")
                                .json()
                                .spliterator(),
                        false)
                .filter(one -> one.path("method").asText().equals("PATCH"))
                .filter(one -> one.path("path").asText().endsWith(account.value()))
                .toList();
    }
}
