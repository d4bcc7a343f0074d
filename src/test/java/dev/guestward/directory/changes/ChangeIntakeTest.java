package dev.guestward.directory.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.Trouble;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChangeIntakeTest {
    private static final List<ObjectId> ACCOUNTS = IntStream.range(0, 5)
            .mapToObj(n -> new ObjectId(UUID.randomUUID().toString()))
            .toList();

    private final List<ObjectId> looked = new ArrayList<>();

    @Test
    void aThrottledReadIsRepeatedAndTheOthersAreNot() {
        Set<ObjectId> throttled = new HashSet<>(ACCOUNTS);
        List<ObjectId> asked = new ArrayList<>();

        intake(id -> {
                    asked.add(id);
                    if (throttled.remove(id)) {
                        throw unavailable(Trouble.SERVICE, Duration.ofMillis(1));
                    }
                })
                .lookAt(ACCOUNTS);

        assertThat(looked).isEqualTo(ACCOUNTS);
        assertThat(asked).hasSize(2 * ACCOUNTS.size());
    }

    @Test
    void aDirectoryThatAsksForALongPauseOrForOtherCredentialsIsLeftToTheCaller() {
        for (DirectoryUnavailable trouble : List.of(
                unavailable(Trouble.SERVICE, Duration.ofMinutes(1)),
                unavailable(Trouble.CREDENTIAL, Duration.ofMillis(1)))) {
            List<ObjectId> asked = new ArrayList<>();

            assertThatThrownBy(() -> intake(id -> {
                                asked.add(id);
                                throw trouble;
                            })
                            .lookAt(ACCOUNTS))
                    .isSameAs(trouble);

            assertThat(asked).hasSize(1);
        }
    }

    @Test
    void aDirectoryThatDoesNotRecoverIsGivenUp() {
        List<ObjectId> asked = new ArrayList<>();

        assertThatThrownBy(() -> intake(id -> {
                            asked.add(id);
                            throw unavailable(Trouble.SERVICE, Duration.ofMillis(1));
                        })
                        .lookAt(ACCOUNTS))
                .isInstanceOf(DirectoryUnavailable.class);

        assertThat(asked).hasSize(5).containsOnly(ACCOUNTS.get(0));
    }

    private static DirectoryUnavailable unavailable(Trouble trouble, Duration retryAfter) {
        return new DirectoryUnavailable("Reading a user failed", trouble, retryAfter);
    }

    private interface Asked {
        void user(ObjectId id);
    }

    /** An intake whose directory knows nobody; what it is asked for may fail. */
    private ChangeIntake intake(Asked asked) {
        GuestDirectory directory = (GuestDirectory) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {GuestDirectory.class}, (proxy, method, arguments) -> {
                    asked.user((ObjectId) arguments[0]);
                    return Optional.empty();
                });
        return new ChangeIntake(directory, new Everybody(), Clock.systemUTC());
    }

    private final class Everybody implements ManagedAccounts {
        @Override
        public Set<ObjectId> managed(Collection<ObjectId> ids) {
            return new LinkedHashSet<>(ids);
        }

        @Override
        public void seen(DirectoryUser user, Instant at) {
            throw new AssertionError("nobody is there");
        }

        @Override
        public void notFound(ObjectId id, Instant at) {
            looked.add(id);
        }
    }
}
