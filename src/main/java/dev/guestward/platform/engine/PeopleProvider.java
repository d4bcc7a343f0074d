package dev.guestward.platform.engine;

import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.platform.RecentPeople;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.GroupQuery;
import org.camunda.bpm.engine.identity.NativeUserQuery;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.identity.TenantQuery;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.identity.UserQuery;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.identity.ReadOnlyIdentityProvider;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.GroupEntity;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.jspecify.annotations.Nullable;

/**
 * People and roles as the engine's users and groups. The engine leaves it to its provider who sees whom: administrators
 * and the product itself see everybody, others themselves and their own groups.
 */
class PeopleProvider implements ReadOnlyIdentityProvider {
    private final RecentPeople people;

    PeopleProvider(RecentPeople people) {
        this.people = people;
    }

    @Override
    public @Nullable User findUserById(String id) {
        return person(id).filter(this::isVisible).map(PeopleProvider::user).orElse(null);
    }

    @Override
    public @Nullable Group findGroupById(String id) {
        return groups().filter(group -> group.getId().equals(id)).findFirst().orElse(null);
    }

    /** Who is there and may be seen, the disabled left out. */
    Stream<Person> visible() {
        Viewing viewing = viewing();
        Stream<Person> candidates = viewing.everybody ? people.all().stream() : person(viewing.only).stream();
        return candidates.filter(Person::enabled);
    }

    /** The groups that may be seen. */
    Stream<Group> groups() {
        Viewing viewing = viewing();
        Stream<Role> roles = viewing.everybody
                ? Arrays.stream(Role.values())
                : person(viewing.only).stream().flatMap(p -> p.roles().stream());
        return roles.map(PeopleProvider::group);
    }

    Optional<Person> person(@Nullable String id) {
        return Optional.ofNullable(id)
                .flatMap(PersonId::parse)
                .flatMap(people::byId)
                .filter(Person::enabled);
    }

    boolean isVisible(Person person) {
        Viewing viewing = viewing();
        return viewing.everybody || person.id().value().equals(viewing.only);
    }

    /** @param only the one person who may be seen, when not everybody may */
    private record Viewing(boolean everybody, @Nullable String only) {}

    private Viewing viewing() {
        CommandContext command = Context.getCommandContext();
        Authentication current = command == null ? null : command.getAuthentication();
        if (command == null
                || current == null
                || current.getUserId() == null
                || !command.isAuthorizationCheckEnabled()) {
            return new Viewing(true, null);
        }
        boolean administrator = person(current.getUserId())
                .filter(p -> p.has(Role.ADMINISTRATOR))
                .isPresent();
        return new Viewing(administrator, current.getUserId());
    }

    static User user(Person person) {
        UserEntity user = new UserEntity(person.id().value());
        String name = person.displayName().strip();
        int split = name.lastIndexOf(' ');
        user.setFirstName(split < 0 ? name : name.substring(0, split));
        user.setLastName(split < 0 ? "" : name.substring(split + 1));
        user.setEmail(person.mail());
        return user;
    }

    private static Group group(Role role) {
        GroupEntity group = new GroupEntity(role.groupId());
        group.setName(role.groupId().substring(0, 1).toUpperCase(Locale.ROOT)
                + role.groupId().substring(1) + "s");
        group.setType("WORKFLOW");
        return group;
    }

    /** Nobody signs in through the engine. */
    @Override
    public boolean checkPassword(String user, String password) {
        return false;
    }

    @Override
    public UserQuery createUserQuery() {
        return new PersonQuery(Context.getProcessEngineConfiguration().getCommandExecutorTxRequired());
    }

    @Override
    public UserQuery createUserQuery(CommandContext context) {
        return new PersonQuery(null);
    }

    @Override
    public GroupQuery createGroupQuery() {
        return new RoleQuery(Context.getProcessEngineConfiguration().getCommandExecutorTxRequired());
    }

    @Override
    public GroupQuery createGroupQuery(CommandContext context) {
        return new RoleQuery(null);
    }

    @Override
    public NativeUserQuery createNativeUserQuery() {
        throw new BadUserRequestException("There is no table of users to query");
    }

    @Override
    public @Nullable Tenant findTenantById(String id) {
        return null;
    }

    @Override
    public TenantQuery createTenantQuery() {
        return new NoTenants(Context.getProcessEngineConfiguration().getCommandExecutorTxRequired());
    }

    @Override
    public TenantQuery createTenantQuery(CommandContext context) {
        return new NoTenants(null);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    static PeopleProvider of(CommandContext context) {
        return (PeopleProvider) context.getReadOnlyIdentityProvider();
    }

    static <T> List<T> page(List<T> all, int first, int max) {
        int from = Math.min(first, all.size());
        return all.subList(from, (int) Math.min(all.size(), (long) from + max));
    }
}
