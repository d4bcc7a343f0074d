package dev.guestward.platform.engine;

import dev.guestward.people.Person;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.impl.GroupQueryImpl;
import org.camunda.bpm.engine.impl.Page;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.jspecify.annotations.Nullable;

/** The engine's question for groups, answered with the roles. */
class RoleQuery extends GroupQueryImpl {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("NullAway") // the engine's own class takes none for "inside a command"
    RoleQuery(@Nullable CommandExecutor executor) {
        super(executor);
    }

    @Override
    public long executeCount(CommandContext context) {
        return found(context).count();
    }

    @Override
    public List<Group> executeList(CommandContext context, @Nullable Page page) {
        List<Group> all = found(context).toList();
        return PeopleProvider.page(all, getFirstResult(), getMaxResults()); // the parameter is empty even for a page
    }

    private Stream<Group> found(CommandContext context) {
        PeopleProvider provider = PeopleProvider.of(context);
        Stream<Group> groups = provider.groups().filter(this::matches);
        if (userId != null) {
            Optional<Person> member = provider.person(userId).filter(provider::isVisible);
            groups = groups.filter(group -> member.isPresent()
                    && member.get().roles().stream().anyMatch(r -> r.groupId().equals(group.getId())));
        }
        return groups.sorted(Comparator.comparing(Group::getId));
    }

    private boolean matches(Group group) {
        return (id == null || id.equals(group.getId()))
                && (ids == null || List.of(ids).contains(group.getId()))
                && (name == null || name.equals(group.getName()))
                && (nameLike == null || group.getName().contains(nameLike.replace("%", "")))
                && (type == null || type.equals(group.getType()))
                && tenantId == null;
    }
}
