package dev.guestward.platform.engine;

import dev.guestward.people.Person;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.Page;
import org.camunda.bpm.engine.impl.UserQueryImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.jspecify.annotations.Nullable;

/** The engine's question for users, answered from the people table. Order is always by name. */
class PersonQuery extends UserQueryImpl {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("NullAway") // the engine's own class takes none for "inside a command"
    PersonQuery(@Nullable CommandExecutor executor) {
        super(executor);
    }

    @Override
    public long executeCount(CommandContext context) {
        return found(context).count();
    }

    @Override
    public List<User> executeList(CommandContext context, @Nullable Page page) {
        List<User> all = found(context).map(PeopleProvider::user).toList();
        return PeopleProvider.page(all, getFirstResult(), getMaxResults()); // the parameter is empty even for a page
    }

    private Stream<Person> found(CommandContext context) {
        PeopleProvider provider = PeopleProvider.of(context);
        Stream<Person> people =
                id == null ? provider.visible() : provider.person(id).filter(provider::isVisible).stream();
        return people.filter(this::matches).sorted(Comparator.comparing(Person::displayName));
    }

    private boolean matches(Person person) {
        User user = PeopleProvider.user(person);
        return (ids == null || List.of(ids).contains(person.id().value()))
                && (groupId == null
                        || person.roles().stream().anyMatch(r -> r.groupId().equals(groupId)))
                && tenantId == null
                && is(firstName, user.getFirstName())
                && is(lastName, user.getLastName())
                && is(email, user.getEmail())
                && isLike(firstNameLike, user.getFirstName())
                && isLike(lastNameLike, user.getLastName())
                && isLike(emailLike, user.getEmail());
    }

    private static boolean is(@Nullable String wanted, @Nullable String actual) {
        return wanted == null || wanted.equals(actual);
    }

    /** SQL's {@code like}, in any case. */
    private static boolean isLike(@Nullable String pattern, @Nullable String actual) {
        if (pattern == null) {
            return true;
        }
        String regex = pattern.toLowerCase(Locale.ROOT)
                .chars()
                .mapToObj(c -> c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf((char) c)))
                .collect(Collectors.joining());
        return actual != null
                && Pattern.compile(regex, Pattern.DOTALL)
                        .matcher(actual.toLowerCase(Locale.ROOT))
                        .matches();
    }
}
