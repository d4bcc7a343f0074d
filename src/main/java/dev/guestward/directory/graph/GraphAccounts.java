package dev.guestward.directory.graph;

import com.microsoft.graph.models.Domain;
import com.microsoft.graph.models.User;
import com.microsoft.graph.models.UserCollectionResponse;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import dev.guestward.directory.DeletedUser;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.ObjectId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads single accounts, the recycle bin, and the names that are the hospital's own. */
final class GraphAccounts {
    private static final int LARGEST_PAGE = 999;
    private static final String[] DELETED = {"id", "deletedDateTime"};
    private static final String[] DELETED_WITH_MAIL = {"id", "deletedDateTime", "mail", "otherMails"};

    private final GraphServiceClient graph;
    private final GraphLinks links;

    GraphAccounts(GraphServiceClient graph, GraphLinks links) {
        this.graph = graph;
        this.links = links;
    }

    Optional<DirectoryUser> user(ObjectId id) {
        return GraphCalls.read(
                        "Reading a user",
                        () -> graph.users()
                                .byUserId(id.value())
                                .get(request -> request.queryParameters.select = GraphUsers.SELECT))
                .map(GraphUsers::user);
    }

    List<DirectoryUser> withMail(String email) {
        String quoted = email.replace("'", "''");
        String filter = "mail eq '%1$s' or otherMails/any(o:o eq '%1$s') or proxyAddresses/any(p:p eq 'SMTP:%1$s')"
                .formatted(quoted);
        var users = graph.users();
        return links
                .pages(
                        "Looking up an address",
                        () -> users.get(request -> {
                            request.queryParameters.filter = filter;
                            request.queryParameters.select = GraphUsers.SELECT;
                        }),
                        link -> users.withUrl(link).get())
                .orElse(List.of())
                .stream()
                .flatMap(GraphAccounts::users)
                .map(GraphUsers::user)
                .toList();
    }

    Optional<DeletedUser> deleted(ObjectId id) {
        return GraphCalls.read(
                        "Reading the recycle bin",
                        () -> graph.directory()
                                .deletedItems()
                                .byDirectoryObjectId(id.value())
                                .get(request -> request.queryParameters.select = DELETED))
                .filter(User.class::isInstance)
                .map(found -> new DeletedUser(id, GraphUsers.instant(found.getDeletedDateTime()), List.of()));
    }

    List<DeletedUser> allDeleted() {
        var bin = graph.directory().deletedItems().graphUser();
        return links
                .pages(
                        "Reading the recycle bin",
                        () -> bin.get(request -> {
                            request.queryParameters.select = DELETED_WITH_MAIL;
                            request.queryParameters.top = LARGEST_PAGE;
                        }),
                        link -> bin.withUrl(link).get())
                .orElse(List.of())
                .stream()
                .flatMap(GraphAccounts::users)
                .map(user -> new DeletedUser(
                        GraphUsers.id(user), GraphUsers.instant(user.getDeletedDateTime()), GraphUsers.mails(user)))
                .toList();
    }

    Set<String> ownDomains() {
        var domains = graph.domains();
        return links
                .pages(
                        "Reading the hospital's domains",
                        () -> domains.get(),
                        link -> domains.withUrl(link).get())
                .orElse(List.of())
                .stream()
                .flatMap(page -> listed(page.getValue()))
                .filter(domain -> Boolean.TRUE.equals(domain.getIsVerified()))
                .map(Domain::getId)
                .filter(Objects::nonNull)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    static Stream<User> users(UserCollectionResponse page) {
        return listed(page.getValue());
    }

    static <T> Stream<T> listed(@Nullable List<T> values) {
        return values == null ? Stream.empty() : values.stream();
    }
}
