package dev.guestward.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.people.Person;
import dev.guestward.people.Role;
import dev.guestward.platform.PlatformTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A file is judged by what was read once as a single request is by what is asked each time. */
class ReferencesTest extends PlatformTest {
    @Autowired
    InvitationRules rules;

    private final Person namesake = SeedPeople.person(1, "amara.singh2", "Amara Singh", Role.SPONSOR);

    /** Whoever has left keeps their address on record, and other tests call Ben by his. */
    @AfterEach
    void giveBensAddressBack() {
        List<Person> everybody = new ArrayList<>(SeedPeople.ALL);
        everybody.add(namesake);
        people.replaceAll(everybody, clock.instant());
    }

    @Test
    void bothKnowTheSamePeopleAndClinics() {
        List<Person> everybody = new ArrayList<>(SeedPeople.ALL);
        everybody.add(new Person(
                namesake.id(),
                namesake.userName(),
                namesake.principalName(),
                namesake.displayName(),
                SeedPeople.BEN.mail(),
                true,
                Set.of(Role.SPONSOR),
                null));
        people.replaceAll(everybody, clock.instant());
        References stored = rules.stored();
        References loaded = rules.loaded();

        for (Person person : everybody) {
            for (String name :
                    List.of(person.id().value(), person.userName(), person.principalName(), "" + person.mail())) {
                for (String asked : List.of(name, name.toUpperCase(Locale.ROOT), " " + name)) {
                    assertThat(loaded.person(asked)).as(asked).isEqualTo(stored.person(asked));
                }
            }
        }
        assertThat(loaded.person("" + SeedPeople.BEN.mail()))
                .as("two people have it")
                .isEmpty();
        assertThat(loaded.person("nobody")).isEmpty();
        for (String domain : List.of(
                "harbour-clinic.example",
                "Harbour-Clinic.example",
                "ward.harbour-clinic.example",
                "xharbour-clinic.example",
                "example",
                "nowhere.test",
                "")) {
            assertThat(loaded.clinicOf(domain)).as(domain).isEqualTo(stored.clinicOf(domain));
        }
        assertThat(loaded.clinicOf("ward.harbour-clinic.example")).isPresent();
        for (String key : List.of("harbour", "HARBOUR", "nowhere", "")) {
            assertThat(loaded.clinic(key)).as(key).isEqualTo(stored.clinic(key));
        }
    }
}
