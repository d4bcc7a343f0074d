package dev.guestward.directory.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.GuestwardTest;
import dev.guestward.directory.Answer;
import dev.guestward.directory.DirectorySubscriptions;
import dev.guestward.directory.DirectorySubscriptions.Subscription;
import dev.guestward.platform.SteppedClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** One subscription, always: whatever happened to it behind our back, the next run mends it. */
@GuestwardTest
class SubscriptionKeeperTest {
    private static final URI BASE = URI.create("https://guests.northfield.example");

    @Autowired
    SubscriptionStore store;

    private final SteppedClock clock = SteppedClock.instance();
    private final AtTheDirectory there = new AtTheDirectory();

    @BeforeEach
    void nothingYet() {
        store.forget("users");
    }

    @Test
    void oneIsMadeAndKept() {
        keeper(BASE).run();
        keeper(BASE).run();

        assertThat(there.subscriptions).hasSize(1);
        assertThat(there.created).isEqualTo(1);
        assertThat(store.byId(there.subscriptions.get(0).id())).isPresent();
        assertThat(there.secrets.get(0)).hasSizeGreaterThan(40);
    }

    @Test
    void oneThatIsGoneIsReplacedWithAnotherSecret() {
        keeper(BASE).run();
        there.subscriptions.clear();

        keeper(BASE).run();

        assertThat(there.subscriptions).hasSize(1);
        assertThat(there.secrets).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void oneThatAgesIsRenewedBeforeItEnds() {
        keeper(BASE).run();
        Instant first = there.subscriptions.get(0).expiresAt();
        clock.step(Duration.ofDays(2));

        keeper(BASE).run();

        assertThat(there.subscriptions.get(0).expiresAt()).isAfter(first);
        assertThat(there.created).isEqualTo(1);
        assertThat(Duration.between(clock.instant(), there.subscriptions.get(0).expiresAt()))
                .isLessThanOrEqualTo(Duration.ofMinutes(DirectorySubscriptions.LONGEST_LIFE_MINUTES));
    }

    @Test
    void oneWhoseAnswerGotLostIsRecognizedByItsAddress() {
        there.losesAnswers = true;
        keeper(BASE).run();
        there.losesAnswers = false;

        keeper(BASE).run();

        assertThat(there.created).isEqualTo(1);
        assertThat(store.byId(there.subscriptions.get(0).id()).orElseThrow().clientState())
                .isEqualTo(there.secrets.get(0));
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
    void whatSomebodyElseSubscribedIsLeftAlone() {
        Subscription foreign = new Subscription(
                UUID.randomUUID().toString(), "groups", clock.instant(), URI.create("https://other.example/hook"));
        there.subscriptions.add(foreign);

        keeper(BASE).run();

        assertThat(there.subscriptions).contains(foreign).hasSize(2);
    }

    @Test
    void withoutAnAddressNothingIsSubscribed() {
        keeper(null).run();

        assertThat(there.subscriptions).isEmpty();
    }

    private SubscriptionKeeper keeper(@org.jspecify.annotations.Nullable URI base) {
        return new SubscriptionKeeper(
                there,
                store,
                new ChangesSettings(base, "topic", Duration.ofMinutes(5), Duration.ofMinutes(10), (short) -1),
                clock);
    }

    private final class AtTheDirectory implements DirectorySubscriptions {
        final List<Subscription> subscriptions = new ArrayList<>();
        final List<String> secrets = new ArrayList<>();
        int created;
        boolean losesAnswers;

        @Override
        public List<Subscription> list() {
            return List.copyOf(subscriptions);
        }

        @Override
        public Answer<Subscription> create(
                String resource, URI notificationUrl, URI lifecycleUrl, Instant expiresAt, String clientState) {
            if (subscriptions.stream().anyMatch(s -> s.resource().equals(resource))) {
                return new Answer.Refused<>(Answer.Reason.CONFLICT, "ObjectIdentifierInUse");
            }
            Subscription made = new Subscription(UUID.randomUUID().toString(), resource, expiresAt, notificationUrl);
            subscriptions.add(made);
            secrets.add(clientState);
            created++;
            return losesAnswers ? new Answer.Unknown<>("cut") : new Answer.Done<>(made);
        }

        @Override
        public Answer<Subscription> renew(String id, Instant expiresAt) {
            Subscription old = subscriptions.stream()
                    .filter(s -> s.id().equals(id))
                    .findFirst()
                    .orElseThrow();
            Subscription renewed = new Subscription(id, old.resource(), expiresAt, old.notificationUrl());
            subscriptions.set(subscriptions.indexOf(old), renewed);
            return new Answer.Done<>(renewed);
        }

        @Override
        public Answer<String> delete(String id) {
            subscriptions.removeIf(s -> s.id().equals(id));
            return new Answer.Done<>(id);
        }
    }
}
