package dev.guestward.people;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The people Guestward knows. Answers come from the database and never from the directory itself. */
public interface People {
    Optional<Person> byId(PersonId id);

    /**
     * Finds whom a request means.
     *
     * @param name user name, mail address, principal name or object id, in any case
     * @return empty if nobody is called so, or more than one person is
     */
    Optional<Person> named(String name);

    /** Enabled people with this role, by display name. */
    List<Person> withRole(Role role);

    /** Everybody, also the disabled, by display name. */
    List<Person> all();

    /**
     * Makes the table equal to what the directory shows. People who are not listed stay, disabled and without roles,
     * so that what they once decided keeps their name. Saying the same again changes nothing. Managers are not part of it and
     * stay as they are: see {@link Managers}.
     *
     * @param people everybody whom the directory shows now
     * @param seenAt when it was read; one that is overtaken by a later reading of the same hour is
     *     ignored
     */
    void replaceAll(Collection<Person> people, Instant seenAt);
}
