package dev.guestward.people;

import java.util.Set;

/**
 * The person behind a request. Controllers take it as a parameter; rights are those of the people table at the time of
 * the request.
 */
public record Viewer(PersonId id, String displayName, Set<Role> roles) {
    public Viewer {
        roles = Set.copyOf(roles);
    }

    public static Viewer of(Person person) {
        return new Viewer(person.id(), person.displayName(), person.roles());
    }

    public boolean isAdministrator() {
        return roles.contains(Role.ADMINISTRATOR);
    }

    public boolean isOwner() {
        return roles.contains(Role.OWNER);
    }

    public boolean isSponsor() {
        return roles.contains(Role.SPONSOR);
    }

    public boolean is(PersonId person) {
        return id.equals(person);
    }
}
