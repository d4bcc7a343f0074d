package dev.guestward.embedded;

import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import java.util.List;
import java.util.Set;

/** The hospital's people in tests that run without the simulated tenant. */
public final class SeedPeople {
    public static final Person ADMIN = person(1, "admin", "Ada Minster", Role.ADMINISTRATOR);
    public static final Person OWNER = person(2, "owner", "Olu Werner", Role.OWNER);
    public static final Person AMARA = person(11, "amara.singh", "Amara Singh", Role.SPONSOR);
    public static final Person BEN = person(12, "ben.ortiz", "Ben Ortiz", Role.SPONSOR);
    public static final Person CHLOE = person(13, "chloe.martin", "Chloe Martin", Role.SPONSOR);

    public static final List<Person> ALL = List.of(ADMIN, OWNER, AMARA, BEN, CHLOE);

    private SeedPeople() {}

    public static Person person(int number, String userName, String displayName, Role... roles) {
        String address = userName + "@northfield.example";
        return new Person(
                new PersonId("5eed0000-0000-4000-8000-%012d".formatted(number)),
                userName,
                address,
                displayName,
                address,
                true,
                Set.of(roles),
                null);
    }
}
