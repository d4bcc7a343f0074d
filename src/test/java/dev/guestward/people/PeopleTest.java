package dev.guestward.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.platform.PlatformTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class PeopleTest extends PlatformTest {
    @Autowired
    JdbcClient jdbc;

    @Autowired
    Managers managers;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amara.singh",
                " Amara.Singh ",
                "AMARA.SINGH@NORTHFIELD.EXAMPLE",
                "A1000000-5B1E-4C0D-8F21-0C6B4A9E1D11"
            })
    void aPersonIsFoundByAnyOfTheirNames(String name) {
        assertThat(people.named(name)).contains(SeedPeople.AMARA);
    }

    @Test
    void aNameThatTwoPeopleHaveMeansNobody() {
        Person double1 = SeedPeople.person(91, "sam", "Sam One", Role.SPONSOR);
        Person double2 = new Person(
                SeedPeople.person(92, "x", "x").id(),
                "SAM",
                "sam.two@x.example",
                "Sam Two",
                null,
                true,
                double1.roles(),
                null);
        people.replaceAll(List.of(double1, double2), clock.instant());

        assertThat(people.named("sam")).isEmpty();
        assertThat(people.named("sam.two@x.example")).contains(double2);
        assertThat(people.named("")).isEmpty();
        assertThat(people.named("%")).isEmpty();
    }

    @Test
    void whoIsNotListedAnyMoreIsDisabledAndKeepsTheName() {
        List<Person> others = new ArrayList<>(SeedPeople.ALL);
        others.remove(SeedPeople.AMARA);

        people.replaceAll(others, clock.instant());

        assertThat(people.byId(SeedPeople.AMARA.id())).hasValueSatisfying(person -> {
            assertThat(person.enabled()).isFalse();
            assertThat(person.roles()).isEmpty();
            assertThat(person.displayName()).isEqualTo("Amara Singh");
        });
        assertThat(people.withRole(Role.SPONSOR)).containsExactly(SeedPeople.BEN, SeedPeople.CHLOE);
    }

    @Test
    void sayingTheSameAgainChangesNothing() {
        List<Long> before = versions();

        people.replaceAll(SeedPeople.ALL, clock.instant());

        assertThat(versions()).isEqualTo(before);
    }

    /** The database's own mark of a rewritten row. */
    private List<Long> versions() {
        return jdbc.sql("select xmin::text::bigint from person union all select xmin::text::bigint from person_role")
                .query(Long.class)
                .list();
    }

    @Test
    void anOlderReadingThatComesLateIsIgnored() {
        Instant now = clock.instant();
        people.replaceAll(SeedPeople.ALL, now);

        people.replaceAll(List.of(SeedPeople.ADMIN), now.minusSeconds(60));

        assertThat(people.withRole(Role.SPONSOR)).hasSize(3);
    }

    @Test
    void aClockThatWasFarAheadOnceDoesNotStopTheReadings() {
        people.replaceAll(SeedPeople.ALL, clock.instant().plus(Duration.ofDays(91)));

        people.replaceAll(List.of(SeedPeople.ADMIN), clock.instant());

        assertThat(people.withRole(Role.SPONSOR)).isEmpty();
    }

    @Test
    void aManagerNeedNotBeKnownAndStaysWhenThePeopleAreReadAgain() {
        PersonId manager = new PersonId("aaaaaaaa-0000-4000-8000-00000000000a");
        managers.seen(Map.of(SeedPeople.AMARA.id(), Optional.of(manager)), clock.instant());

        people.replaceAll(SeedPeople.ALL, clock.instant());
        assertThat(people.byId(SeedPeople.AMARA.id())).map(Person::manager).contains(manager);

        managers.seen(Map.of(SeedPeople.AMARA.id(), Optional.empty()), clock.instant());
        assertThat(people.byId(SeedPeople.AMARA.id())).contains(SeedPeople.AMARA);
    }

    @Test
    void managersAreDueOnceTheyAreOldOrWereReadByAClockThatWasAhead() {
        Instant now = clock.instant();
        List<PersonId> both = List.of(SeedPeople.AMARA.id(), SeedPeople.BEN.id());
        Duration day = Duration.ofDays(1);
        managers.seen(Map.of(SeedPeople.AMARA.id(), Optional.empty()), now);

        assertThat(managers.due(both, now, day)).doesNotContain(SeedPeople.AMARA.id());
        assertThat(managers.due(both, now.plus(day), day)).contains(SeedPeople.AMARA.id());
        assertThat(managers.due(both, now.minusSeconds(1), day)).contains(SeedPeople.AMARA.id());
        assertThat(managers.due(List.of(), now.plus(day), day)).isEmpty();
        people.replaceAll(List.of(SeedPeople.ADMIN), now);
        assertThat(managers.due(both, now.plus(day), day)).isEmpty();
    }

    @Test
    void anIdIsAGuidInLowerCase() {
        assertThat(new PersonId("5EED0000-0000-4000-8000-00000000000A").value())
                .isEqualTo("5eed0000-0000-4000-8000-00000000000a");
        assertThatThrownBy(() -> new PersonId("amara")).isInstanceOf(IllegalArgumentException.class);
        assertThat(PersonId.parse("5eed0000-0000-4000-8000-00000000000a ")).isEmpty();
        assertThat(PersonId.parse("")).isEmpty();
    }
}
