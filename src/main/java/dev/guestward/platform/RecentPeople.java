package dev.guestward.platform;

import dev.guestward.people.People;
import dev.guestward.people.PeopleChanged;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * The people table as it was a moment ago. Every request asks several times who its person is; a change made on another
 * node is seen after {@link #KEPT}, one made here at once.
 */
@Component
public class RecentPeople {
    static final Duration KEPT = Duration.ofSeconds(15);

    /** Above this many the people seen are forgotten, so that invented ids cannot fill the memory. */
    private static final int MOST = 10_000;

    private final People people;
    private final Clock clock;
    private final Map<PersonId, Seen<Optional<Person>>> byId = new ConcurrentHashMap<>();
    private volatile @Nullable Seen<List<Person>> all;

    private record Seen<T>(T value, Instant at) {
        boolean isRecent(Instant now) {
            return !now.isBefore(at) && now.isBefore(at.plus(KEPT));
        }
    }

    public RecentPeople(People people, Clock clock) {
        this.people = people;
        this.clock = clock;
    }

    public Optional<Person> byId(PersonId id) {
        Instant now = clock.instant();
        Seen<Optional<Person>> seen = byId.get(id);
        if (seen == null || !seen.isRecent(now)) {
            if (byId.size() >= MOST) {
                byId.clear();
            }
            seen = new Seen<>(people.byId(id), now);
            byId.put(id, seen);
        }
        return seen.value();
    }

    /** The person who is enabled and has a role, which is what it takes to be let in. */
    public Optional<Person> admitted(String id) {
        return PersonId.parse(id).flatMap(this::byId).filter(RecentPeople::isAdmitted);
    }

    public static boolean isAdmitted(Person person) {
        return person.enabled() && !person.roles().isEmpty();
    }

    public List<Person> all() {
        Instant now = clock.instant();
        Seen<List<Person>> seen = all;
        if (seen == null || !seen.isRecent(now)) {
            seen = new Seen<>(people.all(), now);
            all = seen;
        }
        return seen.value();
    }

    @TransactionalEventListener(classes = PeopleChanged.class, fallbackExecution = true)
    public void forget() {
        byId.clear();
        all = null;
    }
}
