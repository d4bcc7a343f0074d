package dev.guestward.embedded;

import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.simulatedtenant.Seeds;
import java.util.List;
import java.util.Set;

/** The hospital's people as the simulated tenant knows them, for tests that do not read them from there. */
public final class SeedPeople {
    public static final Person ADMIN = person(Seeds.ADMIN_ID, "admin", "Ada Winter", Role.ADMINISTRATOR);
    public static final Person OWNER = person(Seeds.OWNER_ID, "owner", "Oscar Lindqvist", Role.OWNER);
    public static final Person AMARA = person(Seeds.AMARA_SINGH_ID, "amara.singh", "Amara Singh", Role.SPONSOR);
    public static final Person BEN = person(Seeds.BEN_ORTIZ_ID, "ben.ortiz", "Ben Ortiz", Role.SPONSOR);
    public static final Person CHLOE = person(Seeds.CHLOE_MARTIN_ID, "chloe.martin", "Chloe Martin", Role.SPONSOR);

    public static final List<Person> ALL = List.of(ADMIN, OWNER, AMARA, BEN, CHLOE);

    private SeedPeople() {}

    /** Somebody the simulated tenant does not know. */
    public static Person person(int number, String userName, String displayName, Role... roles) {
        return person("5eed0000-0000-4000-8000-%012d".formatted(number), userName, displayName, roles);
    }

    private static Person person(String id, String userName, String displayName, Role... roles) {
        String address = userName + "@northfield.example";
        return new Person(
                new PersonId(id),
                userName,
                userName + "@northfield.onmicrosoft.com",
                displayName,
                address,
                true,
                Set.of(roles),
                null);
    }
}
