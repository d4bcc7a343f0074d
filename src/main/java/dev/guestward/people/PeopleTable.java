package dev.guestward.people;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

@Repository
class PeopleTable implements People {
    private static final String SELECT = """
            select id, user_name, principal_name, display_name, mail, enabled, manager,
                   array(select role from person_role where person_id = p.id) as roles
              from person p
            """;

    private static final Duration LATE = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    PeopleTable(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    @Override
    public Optional<Person> byId(PersonId id) {
        return jdbc.sql(SELECT + " where id = :id")
                .param("id", id.value())
                .query(PeopleTable::person)
                .optional();
    }

    @Override
    public Optional<Person> named(String name) {
        if (name.indexOf('\0') >= 0) {
            return Optional.empty(); // the database takes no such text, not even to look for it
        }
        List<Person> found = jdbc.sql(SELECT + """
                           where id = lower(:name) or lower(user_name) = lower(:name)
                              or lower(mail) = lower(:name) or lower(principal_name) = lower(:name)
                           limit 2""")
                .param("name", name.strip())
                .query(PeopleTable::person)
                .list();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    @Override
    public List<Person> withRole(Role role) {
        return jdbc.sql(SELECT + """
                           where enabled and exists (select from person_role r where r.person_id = p.id and r.role = :role)
                           order by display_name, id""")
                .param("role", role.name())
                .query(PeopleTable::person)
                .list();
    }

    @Override
    public List<Person> all() {
        return jdbc.sql(SELECT + " order by display_name, id")
                .query(PeopleTable::person)
                .list();
    }

    @Override
    @Transactional
    public void replaceAll(Collection<Person> people, Instant seenAt) {
        if (!claimReading(seenAt)) {
            return;
        }
        for (Person person : people) {
            upsert(person, seenAt);
            setRoles(person.id(), person.roles());
        }
        String[] listed = people.stream().map(p -> p.id().value()).toArray(String[]::new);
        jdbc.sql("update person set enabled = false where enabled and not (id = any (:listed))")
                .param("listed", listed)
                .update();
        jdbc.sql("delete from person_role where not (person_id = any (:listed))")
                .param("listed", listed)
                .update();
        events.publishEvent(new PeopleChanged());
    }

    /** Locks out other readings until this transaction ends. */
    private boolean claimReading(Instant seenAt) {
        Instant last = jdbc.sql("select seen_at from people_reading for update")
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .single();
        // far behind is not a late reading but a clock put right, and must not stop all readings to come
        if (seenAt.isBefore(last) && last.isBefore(seenAt.plus(LATE))) {
            return false;
        }
        // what was asked for after this reading began needs another one
        jdbc.sql("update people_reading set seen_at = :at," + " asked_at = case when asked_at > :at then asked_at end")
                .param("at", Timestamp.from(seenAt))
                .update();
        return true;
    }

    private void upsert(Person person, Instant seenAt) {
        jdbc.sql("""
                        insert into person (id, user_name, principal_name, display_name, mail, enabled, changed_at)
                        values (:id, :userName, :principalName, :displayName, :mail, :enabled, :at)
                        on conflict (id) do update
                           set user_name = excluded.user_name, principal_name = excluded.principal_name,
                               display_name = excluded.display_name, mail = excluded.mail,
                               enabled = excluded.enabled, changed_at = excluded.changed_at
                         where (person.user_name, person.principal_name, person.display_name, person.mail,
                                person.enabled)
                               is distinct from
                               (excluded.user_name, excluded.principal_name, excluded.display_name, excluded.mail,
                                excluded.enabled)""")
                .param("id", person.id().value())
                .param("userName", person.userName())
                .param("principalName", person.principalName())
                .param("displayName", person.displayName())
                .param("mail", person.mail())
                .param("enabled", person.enabled())
                .param("at", Timestamp.from(seenAt))
                .update();
    }

    private void setRoles(PersonId id, Set<Role> roles) {
        String[] names = roles.stream().map(Role::name).toArray(String[]::new);
        jdbc.sql("delete from person_role where person_id = :id and not (role = any (:roles))")
                .param("id", id.value())
                .param("roles", names)
                .update();
        jdbc.sql(
                        "insert into person_role (person_id, role) select :id, unnest(cast(:roles as text[])) on conflict do nothing")
                .param("id", id.value())
                .param("roles", names)
                .update();
    }

    private static Person person(ResultSet row, int number) throws SQLException {
        String manager = row.getString("manager");
        return new Person(
                new PersonId(row.getString("id")),
                row.getString("user_name"),
                row.getString("principal_name"),
                row.getString("display_name"),
                row.getString("mail"),
                row.getBoolean("enabled"),
                roles(row.getArray("roles")),
                manager == null ? null : new PersonId(manager));
    }

    private static Set<Role> roles(Array names) throws SQLException {
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        Arrays.stream((String[]) names.getArray()).map(Role::valueOf).forEach(roles::add);
        return roles;
    }
}
