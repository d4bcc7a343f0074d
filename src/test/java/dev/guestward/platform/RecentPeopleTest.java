package dev.guestward.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecentPeopleTest {
    private static final String AMARA = SeedPeople.AMARA.id().value();

    private Instant now = Instant.parse("2026-01-01T08:00:00Z");
    private Person amara = SeedPeople.AMARA;
    private final RecentPeople people = new RecentPeople(new Table(), new Hand());

    @Test
    void aChangeMadeElsewhereIsSeenWithinTheMinute() {
        assertThat(people.admitted(AMARA)).isPresent();
        amara = changed(false, Set.of(Role.SPONSOR));

        now = now.plus(RecentPeople.KEPT).minusSeconds(1);
        assertThat(people.admitted(AMARA)).isPresent();
        now = now.plusSeconds(1);
        assertThat(people.admitted(AMARA)).isEmpty();
        assertThat(RecentPeople.KEPT).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void aClockPutBackKeepsNothingForLong() {
        people.admitted(AMARA);
        amara = changed(false, Set.of(Role.SPONSOR));

        now = now.minus(Duration.ofDays(90));

        assertThat(people.admitted(AMARA)).isEmpty();
        assertThat(people.all()).containsExactly(amara);
    }

    @Test
    void whoHasNoRoleIsNotAdmitted() {
        amara = changed(true, Set.of());

        assertThat(people.admitted(AMARA)).isEmpty();
        assertThat(people.admitted("amara.singh")).isEmpty();
        assertThat(people.admitted("")).isEmpty();
    }

    private static Person changed(boolean enabled, Set<Role> roles) {
        Person p = SeedPeople.AMARA;
        return new Person(p.id(), p.userName(), p.principalName(), p.displayName(), p.mail(), enabled, roles, null);
    }

    private class Hand extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private class Table implements People {
        @Override
        public Optional<Person> byId(PersonId id) {
            return Optional.of(amara).filter(person -> person.id().equals(id));
        }

        @Override
        public Optional<Person> named(String name) {
            return Optional.empty();
        }

        @Override
        public List<Person> withRole(Role role) {
            return List.of();
        }

        @Override
        public List<Person> all() {
            return List.of(amara);
        }

        @Override
        public void replaceAll(Collection<Person> people, Instant seenAt) {}
    }
}
