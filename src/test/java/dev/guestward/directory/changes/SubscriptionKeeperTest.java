package dev.guestward.directory.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.guestward.GuestwardTest;
import dev.guestward.directory.Answer;
import dev.guestward.directory.DirectorySubscriptions;
import dev.guestward.directory.DirectorySubscriptions.NewSubscription;
import dev.guestward.directory.DirectorySubscriptions.Subscription;
import dev.guestward.directory.ManagedGroups;
import dev.guestward.directory.Need;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.changes.GraphSubscriptionRow.Part;
import dev.guestward.schedule.FleetTrigger;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One subscription on each, always: whatever happened to it behind our back, the next run mends it. */
@GuestwardTest
class SubscriptionKeeperTest {
    private static final URI BASE = URI.create("https://guests.northfield.example");
    private static final Set<String> ALL = Set.of("updated", "deleted");

    @Autowired
    SubscriptionStore store;

    @Autowired
    KnownSubscriptions known;

    @Autowired
    EarlyDelta delta;

    @Autowired
    GroupLookTable groupLooks;

    @Autowired
    ManagedGroups groups;

    @Autowired
    IntakeStanding standing;

    @Autowired
    FleetTrigger trigger;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtTheDirectory there = new AtTheDirectory();
    private boolean ofUsersOnly = true;

    @BeforeEach
    @AfterEach
    void nothingYet() {
        db.sql("delete from graph_subscription").update();
        known.refresh();
    }

    @Test
    void oneIsMadeAndKept() {
        keeper(BASE).run();
        keeper(BASE).run();

        assertThat(there.subscriptions).hasSize(1);
        assertThat(there.made).hasSize(1);
        assertThat(main().subscriptionId()).isEqualTo(there.subscriptions.get(0).id());
        assertThat(there.made.get(0).clientState()).hasSizeGreaterThan(40);
    }

    @Test
    void oneThatIsGoneIsReplacedWithAnotherSecretAndTheGapIsClosedByADeltaRun() {
        keeper(BASE).run();
        there.subscriptions.clear();
        db.sql("update delta_cursor set asked_at = now() - interval '2 minutes'")
                .update();
        EarlyDelta asked = new EarlyDelta(db, trigger, meters, clock);

        keeper(BASE, asked).run();

        assertThat(there.subscriptions).hasSize(1);
        assertThat(there.secrets()).hasSize(2).doesNotHaveDuplicates();
        assertThat(meters.counter("guestward.delta.asked", "why", "subscription-lost")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void twoNodesAtOnceMakeOne() throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(2);
        try {
            for (Future<?> node : List.of(
                    nodes.submit(() -> keeper(BASE).run()),
                    nodes.submit(() -> keeper(BASE).run()))) {
                node.get(20, TimeUnit.SECONDS);
            }
        } finally {
            nodes.shutdown();
        }
        keeper(BASE).run();

        assertThat(there.subscriptions).hasSize(1);
        assertThat(main().subscriptionId()).isEqualTo(there.subscriptions.get(0).id());
        assertThat(there.made.get(there.made.size() - 1).clientState()).isEqualTo(main().clientState());
    }

    @Test
    void oneThatAgesIsRenewedBeforeItEnds() {
        keeper(BASE).run();
        Subscription young = there.subscriptions.get(0);
        there.subscriptions.set(0, until(young, clock.instant().plus(Duration.ofDays(26))));
        authorizedBefore(Duration.ofHours(12));

        keeper(BASE).run();

        assertThat(there.asked).containsExactly("renew");
        assertThat(Duration.between(clock.instant(), there.subscriptions.get(0).expiresAt()))
                .isBetween(Duration.ofDays(27), Duration.ofMinutes(DirectorySubscriptions.LONGEST_LIFE_MINUTES));
    }

    @Test
    void aThousandDemandsForOurAuthorizationAreAnsweredOnce() {
        keeper(BASE).run();
        authorizedBefore(Duration.ofHours(12));
        for (int demand = 0; demand < 1_000; demand++) {
            store.reauthorizationWanted(main());
        }
        keeper(BASE).run();
        assertThat(store.reauthorizationWanted(main())).as("answered just now").isFalse();
        keeper(BASE).run();

        assertThat(there.asked).containsExactly("reauthorize");
    }

    @Test
    void aSubscriptionIsNeverRenewedWithinTenMinutesOfItsReauthorization() {
        keeper(BASE).run();
        authorizedBefore(Duration.ofHours(12));
        store.reauthorizationWanted(main());
        keeper(BASE).run();
        there.subscriptions.set(
                0, until(there.subscriptions.get(0), clock.instant().plus(Duration.ofDays(1))));
        keeper(BASE).run();
        authorizedBefore(Duration.ofMinutes(9));
        keeper(BASE).run();
        assertThat(there.asked).containsExactly("reauthorize");

        authorizedBefore(Duration.ofMinutes(11));
        keeper(BASE).run();
        assertThat(there.asked).containsExactly("reauthorize", "renew");
    }

    @Test
    void aDemandThatFindsTheSubscriptionAgingIsAnsweredByRenewalAlone() {
        keeper(BASE).run();
        authorizedBefore(Duration.ofHours(12));
        there.subscriptions.set(
                0, until(there.subscriptions.get(0), clock.instant().plus(Duration.ofDays(1))));
        store.reauthorizationWanted(main());

        keeper(BASE).run();
        keeper(BASE).run();

        assertThat(there.asked).containsExactly("renew");
    }

    @Test
    void oneWhoseAnswerGotLostIsRecognizedByItsAddress() {
        there.losesAnswers = true;
        keeper(BASE).run();
        there.losesAnswers = false;
        assertThat(known.judging()
                        .judge("an-id-nobody-told-us", there.made.get(0).clientState())
                        .row())
                .as("its secret is believed before its id is known")
                .isPresent();

        keeper(BASE).run();

        assertThat(there.made).hasSize(1);
        assertThat(main().clientState()).isEqualTo(there.made.get(0).clientState());
        assertThat(main().subscriptionId()).isEqualTo(there.subscriptions.get(0).id());
    }

    @Test
    void aSecretIsChangedWithoutAMomentInWhichNobodyListens() {
        keeper(BASE).run();
        String first = main().clientState();
        String id = there.subscriptions.get(0).id();
        becomeOld();

        keeper(BASE).run();

        assertThat(there.fewest).as("subscriptions at any time since").isEqualTo(1);
        assertThat(there.subscriptions).hasSize(1);
        assertThat(there.subscriptions.get(0).changes()).isEqualTo(ALL);
        assertThat(main().clientState()).isNotEqualTo(first);
        known.refresh();
        assertThat(known.judging().judge(id, first).row())
                .as("what was on its way")
                .isPresent();
        assertThat(known.judging().judge(there.subscriptions.get(0).id(), first).row())
                .as("the old secret with the new subscription")
                .isEmpty();
        db.sql("update graph_subscription set retired_at = retired_at - interval '6 hours'")
                .update();
        known.refresh();
        assertThat(known.judging().judge(id, first).row()).isEmpty();
    }

    @Test
    void aChangeOfSecretThatIsCutOffAnywhereIsFinishedByTheNextRun() {
        for (int step = 1; step <= 4; step++) {
            nothingYet();
            there.subscriptions.clear();
            keeper(BASE).run();
            String first = main().clientState();
            becomeOld();
            there.failAt(step);
            try {
                keeper(BASE).run();
            } catch (IllegalStateException cutOff) {
                assertThat(cutOff).hasMessage("cut off");
            }
            there.failAt(0);
            assertThat(there.subscriptions).as("listening after step " + step).isNotEmpty();

            keeper(BASE).run();
            keeper(BASE).run();

            assertThat(there.subscriptions).as("after step " + step).hasSize(1);
            assertThat(there.subscriptions.get(0).changes()).isEqualTo(ALL);
            assertThat(store.of("users")).extracting(GraphSubscriptionRow::part).containsExactly(Part.MAIN);
            assertThat(main().clientState()).isNotEqualTo(first);
        }
    }

    @Test
    void aRefusedHandshakeAndAFullQuotaAreTriedAgain() {
        for (Answer<Subscription> refusal : List.<Answer<Subscription>>of(
                new Answer.Refused<>(Answer.Reason.INVALID, "ValidationError"),
                new Answer.Refused<>(Answer.Reason.PERMISSION, "Forbidden"),
                new Answer.Refused<>(Answer.Reason.CONFLICT, "ObjectIdentifierInUse"))) {
            there.refusal = refusal;
            keeper(BASE).run();
            assertThat(there.subscriptions).isEmpty();
        }
        there.refusal = null;

        keeper(BASE).run();

        assertThat(there.subscriptions).hasSize(1);
    }

    @Test
    void oneWhoseSecretWeDoNotHaveIsNeverTakenForOursWhileItCannotBeRemoved() {
        keeper(BASE).run();
        nothingYet();
        there.removesNothing = true;
        keeper(BASE).run();
        keeper(BASE).run();
        assertThat(store.of("users")).isEmpty();

        there.removesNothing = false;
        keeper(BASE).run();

        assertThat(there.subscriptions).hasSize(1);
        assertThat(there.made).hasSize(2);
        assertThat(main().clientState()).isEqualTo(there.made.get(1).clientState());
    }

    @Test
    void oneAtAnAddressWeHaveLeftIsReplaced() {
        keeper(URI.create("https://old.northfield.example")).run();

        keeper(BASE).run();

        assertThat(there.subscriptions)
                .extracting(Subscription::notificationUrl)
                .containsExactly(URI.create(BASE + "/graph/notifications"));
    }

    @Test
    void anEventHubIsTheAddressWhereThereIsOne() {
        keeper(new EventHubsSettings(
                        "northfield.servicebus.windows.net",
                        "guests",
                        "northfield.onmicrosoft.com",
                        null,
                        "guestward",
                        null,
                        "SASL_SSL",
                        null))
                .run();

        assertThat(there.made)
                .extracting(
                        made -> made.notificationUrl().toString(),
                        made -> made.lifecycleUrl().toString())
                .containsExactly(
                        tuple(
                                "EventHub:https://northfield.servicebus.windows.net/eventhubname/guests?tenantId=northfield.onmicrosoft.com",
                                "EventHub:https://northfield.servicebus.windows.net/eventhubname/guests?tenantId=northfield.onmicrosoft.com"));
    }

    @Test
    void whatSomebodyElseSubscribedIsLeftAlone() {
        Subscription foreign = new Subscription(
                UUID.randomUUID().toString(), "groups", ALL, clock.instant(), URI.create("https://other.example/hook"));
        there.subscriptions.add(foreign);

        keeper(BASE).run();

        assertThat(there.subscriptions).contains(foreign).hasSize(2);
    }

    @Test
    void withoutAnAddressNothingIsSubscribed() {
        keeper((URI) null).run();

        assertThat(there.subscriptions).isEmpty();
    }

    @Test
    void usersAndGroupsAreHeardOfThroughOneEachWithASecretOfItsOwn() {
        ofUsersOnly = false;

        keeper(BASE).run();
        keeper(BASE).run();

        assertThat(there.subscriptions).extracting(Subscription::resource).containsExactly("users", "groups");
        assertThat(there.secrets()).hasSize(2).doesNotHaveDuplicates();
        assertThat(known.judging()
                        .judge(
                                there.subscriptions.get(1).id(),
                                there.made.get(0).clientState())
                        .row())
                .as("the secret of the one with the other")
                .isEmpty();
    }

    @Test
    void theOneOnGroupsIsMadeAnewWhenItIsGoneAndTheGroupsAreReadAgain() {
        ofUsersOnly = false;
        keeper(BASE).run();
        String users = there.subscriptions.get(0).id();
        there.subscriptions.remove(1);
        db.sql("delete from group_look").update();

        keeper(BASE).run();

        assertThat(there.subscriptions).extracting(Subscription::resource).containsExactly("users", "groups");
        assertThat(there.subscriptions.get(0).id()).isEqualTo(users);
        assertThat(db.sql("select group_id from group_look where due_at is not null")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrderElementsOf(
                        groups.groups().stream().map(ObjectId::value).toList());
        db.sql("delete from group_look").update();
    }

    @Test
    void bothAreRenewedAndGetAnotherSecretInTime() {
        ofUsersOnly = false;
        keeper(BASE).run();
        there.subscriptions.replaceAll(one -> until(one, clock.instant().plus(Duration.ofDays(26))));
        authorizedBefore(Duration.ofHours(12));
        keeper(BASE).run();
        assertThat(there.asked).containsExactly("renew", "renew");

        List<String> secrets = there.secrets();
        becomeOld();
        keeper(BASE).run();

        assertThat(there.fewest).as("subscriptions at any time since").isEqualTo(2);
        assertThat(there.subscriptions).hasSize(2).allMatch(one -> one.changes().equals(ALL));
        for (String resource : List.of("users", "groups")) {
            assertThat(store.of(resource))
                    .singleElement()
                    .satisfies(row -> assertThat(secrets).doesNotContain(row.clientState()));
        }
    }

    @Test
    void whereGroupsMayNotBeHeardOfUsersAre() {
        ofUsersOnly = false;
        there.forbidden = "groups";

        keeper(BASE).run();
        keeper(BASE).run();

        assertThat(there.subscriptions).extracting(Subscription::resource).containsExactly("users");
        assertThat(standing.subscriptions())
                .extracting(IntakeStanding.SubscriptionStanding::resource, IntakeStanding.SubscriptionStanding::refused)
                .containsExactlyInAnyOrder(tuple("users", null), tuple("groups", "Authorization_RequestDenied"));
        there.forbidden = null;
        keeper(BASE).run();
        assertThat(there.subscriptions).hasSize(2);
        assertThat(standing.subscriptions()).allMatch(one -> one.refused() == null);
    }

    private GraphSubscriptionRow main() {
        return store.of("users").stream()
                .filter(row -> row.part() == Part.MAIN)
                .findFirst()
                .orElseThrow();
    }

    private static Subscription until(Subscription one, Instant end) {
        return new Subscription(one.id(), one.resource(), one.changes(), end, one.notificationUrl());
    }

    private void authorizedBefore(Duration age) {
        db.sql("update graph_subscription set authorized_at = ? where authorized_at is not null")
                .param(Timestamp.from(clock.instant().minus(age)))
                .update();
    }

    private void becomeOld() {
        there.fewest = Integer.MAX_VALUE;
        db.sql("update graph_subscription set created_at = created_at - interval '91 days'")
                .update();
    }

    private SubscriptionKeeper keeper(@Nullable URI base) {
        return keeper(base, delta);
    }

    private SubscriptionKeeper keeper(@Nullable URI base, EarlyDelta asked) {
        return keeper(base, new EventHubsSettings("", "", "", null, "guestward", null, "SASL_SSL", null), asked);
    }

    private SubscriptionKeeper keeper(EventHubsSettings hubs) {
        return keeper(BASE, hubs, delta);
    }

    private SubscriptionKeeper keeper(@Nullable URI base, EventHubsSettings hubs, EarlyDelta asked) {
        ChangesSettings settings = new ChangesSettings(
                base,
                "topic",
                Duration.ofMinutes(5),
                Duration.ofMinutes(10),
                Duration.ofDays(90),
                Duration.ofMillis(500),
                (short) -1);
        return new SubscriptionKeeper(
                there,
                store,
                new SubscriptionAddresses(settings, hubs),
                asked,
                groupLooks,
                groups,
                new HeardSettings(ofUsersOnly ? Set.of(Need.HEAR_OF_GROUPS) : Set.of()),
                settings,
                clock);
    }

    private static final class AtTheDirectory implements DirectorySubscriptions {
        final List<Subscription> subscriptions = new ArrayList<>();
        final List<NewSubscription> made = new ArrayList<>();
        final List<String> asked = new ArrayList<>();

        @Nullable
        Answer<Subscription> refusal;

        @Nullable
        String forbidden;

        boolean losesAnswers;
        boolean removesNothing;
        int fewest = Integer.MAX_VALUE;
        private int failing;
        private int steps;

        List<String> secrets() {
            return made.stream().map(NewSubscription::clientState).toList();
        }

        /** The virtual machine dies right after the so-many-th change at the directory; 0 never. */
        void failAt(int step) {
            failing = step;
            steps = 0;
        }

        private void changed() {
            fewest = Math.min(fewest, subscriptions.size());
            steps++;
            if (steps == failing) {
                throw new IllegalStateException("cut off");
            }
        }

        @Override
        public synchronized List<Subscription> list() {
            return List.copyOf(subscriptions);
        }

        @Override
        public synchronized Answer<Subscription> create(NewSubscription wanted) {
            if (refusal != null) {
                return refusal;
            }
            if (wanted.resource().equals(forbidden)) {
                return new Answer.Refused<>(Answer.Reason.PERMISSION, "Authorization_RequestDenied");
            }
            if (subscriptions.stream()
                    .anyMatch(s -> s.resource().equals(wanted.resource())
                            && s.changes().equals(wanted.changes()))) {
                return new Answer.Refused<>(Answer.Reason.CONFLICT, "ObjectIdentifierInUse");
            }
            Subscription one = new Subscription(
                    UUID.randomUUID().toString(),
                    wanted.resource(),
                    wanted.changes(),
                    wanted.expiresAt(),
                    wanted.notificationUrl());
            subscriptions.add(one);
            made.add(wanted);
            changed();
            return losesAnswers ? new Answer.Unknown<>("cut") : new Answer.Done<>(one);
        }

        @Override
        public synchronized Answer<Subscription> renew(String id, Instant expiresAt) {
            asked.add("renew");
            Subscription old = subscriptions.stream()
                    .filter(s -> s.id().equals(id))
                    .findFirst()
                    .orElseThrow();
            Subscription renewed = until(old, expiresAt);
            subscriptions.set(subscriptions.indexOf(old), renewed);
            return new Answer.Done<>(renewed);
        }

        @Override
        public synchronized Answer<String> reauthorize(String id) {
            asked.add("reauthorize");
            return new Answer.Done<>(id);
        }

        @Override
        public synchronized Answer<String> delete(String id) {
            if (removesNothing) {
                return new Answer.Unknown<>("cut");
            }
            subscriptions.removeIf(s -> s.id().equals(id));
            changed();
            return new Answer.Done<>(id);
        }
    }
}
