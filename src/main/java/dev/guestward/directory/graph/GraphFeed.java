package dev.guestward.directory.graph;

import com.microsoft.graph.models.BaseDeltaFunctionResponse;
import com.microsoft.graph.models.Group;
import com.microsoft.graph.models.SignInActivity;
import com.microsoft.graph.models.User;
import com.microsoft.graph.models.UserCollectionResponse;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.ApiException;
import com.microsoft.kiota.serialization.UntypedArray;
import com.microsoft.kiota.serialization.UntypedNode;
import com.microsoft.kiota.serialization.UntypedObject;
import dev.guestward.directory.DeltaExpired;
import dev.guestward.directory.DeltaPage;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.GroupDeltaPage;
import dev.guestward.directory.NoEvidence;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.SignIn;
import dev.guestward.directory.SignInPage;
import dev.guestward.directory.Trouble;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what is asked for page by page: changes of users and groups, and sign-in activity. */
final class GraphFeed {
    private static final Set<String> EXPIRED = Set.of("syncstatenotfound", "resyncrequired");
    private static final Set<Integer> REFUSALS = Set.of(400, 404, 410);
    private static final String REMOVED = "@removed";

    private final GraphServiceClient graph;
    private final GraphLinks links;

    GraphFeed(GraphServiceClient graph, GraphLinks links) {
        this.graph = graph;
        this.links = links;
    }

    DeltaPage changedUsers(@Nullable String cursor) {
        String link = cursor == null ? null : links.own(cursor);
        var delta = graph.users().delta();
        var page = changes(
                cursor,
                () -> link == null
                        ? delta.get(request -> request.queryParameters.select = GraphUsers.SELECT)
                        : delta.withUrl(link).get());
        List<DeltaPage.Entry> entries =
                GraphAccounts.listed(page.getValue()).map(GraphFeed::entry).toList();
        return new DeltaPage(entries, next(page), page.getOdataDeltaLink() != null);
    }

    private static DeltaPage.Entry entry(User user) {
        Object removed = user.getAdditionalData().get(REMOVED);
        if (removed == null) {
            return new DeltaPage.Entry(GraphUsers.id(user), null, GraphUsers.user(user));
        }
        String reason = text(removed, "reason").orElse("changed");
        return new DeltaPage.Entry(GraphUsers.id(user), "deleted".equals(reason) ? "deleted" : "changed", null);
    }

    GroupDeltaPage changedGroups(@Nullable String cursor) {
        String link = cursor == null ? null : links.own(cursor);
        var delta = graph.groups().delta();
        var page = changes(
                cursor,
                () -> link == null
                        ? delta.get(request -> request.queryParameters.select = new String[] {"displayName", "members"})
                        : delta.withUrl(link).get());
        List<GroupDeltaPage.Entry> entries = GraphAccounts.listed(page.getValue())
                .flatMap(group -> groupEntry(group).stream())
                .toList();
        return new GroupDeltaPage(entries, next(page), page.getOdataDeltaLink() != null);
    }

    private static Optional<GroupDeltaPage.Entry> groupEntry(Group group) {
        Set<ObjectId> added = new LinkedHashSet<>();
        Set<ObjectId> left = new LinkedHashSet<>();
        if (group.getAdditionalData().get("members@delta") instanceof UntypedArray members) {
            for (UntypedNode member : members.getValue()) {
                Set<ObjectId> side = field(member, REMOVED).isPresent() ? left : added;
                text(member, "id").flatMap(ObjectId::parse).ifPresent(side::add);
            }
        }
        return Optional.ofNullable(group.getId())
                .map(id -> new GroupDeltaPage.Entry(
                        new ObjectId(id), group.getAdditionalData().containsKey(REMOVED), added, left));
    }

    SignInPage guestSignIns(@Nullable String cursor) {
        String link = cursor == null ? null : links.own(cursor);
        Departures.begin();
        UserCollectionResponse page;
        try {
            page = link == null
                    ? graph.users().get(request -> {
                        request.queryParameters.filter = "userType eq 'Guest'";
                        request.queryParameters.select = new String[] {"id", "signInActivity"};
                        request.queryParameters.top = 500;
                    })
                    : graph.users().withUrl(link).get();
        } catch (ApiException e) {
            if (refuses(cursor, e)) {
                throw new DeltaExpired("The directory no longer knows this place in the report of sign-ins");
            }
            if (e.getResponseStatusCode() == 403) {
                throw new NoEvidence(GraphCalls.code(e));
            }
            throw GraphCalls.unavailable("Reading sign-in activity", e);
        } catch (RuntimeException e) {
            // the SDK has no type of its own for broken answers
            throw GraphCalls.unavailable("Reading sign-in activity", e);
        }
        if (page == null) {
            throw emptyAnswer("Reading sign-in activity");
        }
        return new SignInPage(GraphAccounts.users(page).map(GraphFeed::signIn).toList(), page.getOdataNextLink());
    }

    private static SignIn signIn(User user) {
        SignInActivity activity = user.getSignInActivity();
        return activity == null
                ? new SignIn(GraphUsers.id(user), null, null)
                : new SignIn(
                        GraphUsers.id(user),
                        GraphUsers.instant(activity.getLastSuccessfulSignInDateTime()),
                        GraphUsers.instant(activity.getLastSignInDateTime()));
    }

    private static <P> P changes(@Nullable String cursor, Supplier<@Nullable P> call) {
        Departures.begin();
        P page;
        try {
            page = call.get();
        } catch (ApiException e) {
            if (e.getResponseStatusCode() == 410 || refuses(cursor, e)) {
                throw new DeltaExpired("The directory no longer knows the cursor");
            }
            throw GraphCalls.unavailable("Reading changes", e);
        } catch (RuntimeException e) {
            // the SDK has no type of its own for broken answers
            throw GraphCalls.unavailable("Reading changes", e);
        }
        if (page == null) {
            throw emptyAnswer("Reading changes");
        }
        return page;
    }

    /**
     * Whether it is the cursor that Graph does not take. There are more codes for it than are documented, and the address of a
     * cursor is all that we send; so whatever says that the request is wrong, or leads nowhere, is about the cursor.
     */
    private static boolean refuses(@Nullable String cursor, ApiException e) {
        int status = e.getResponseStatusCode();
        return cursor != null
                && (REFUSALS.contains(status)
                        || (status < 500 && EXPIRED.contains(GraphCalls.code(e).toLowerCase(Locale.ROOT))));
    }

    private static String next(BaseDeltaFunctionResponse page) {
        String last = page.getOdataDeltaLink();
        String next = last != null ? last : page.getOdataNextLink();
        if (next == null) {
            throw new DirectoryUnavailable(
                    "A page of changes has no link to go on with", Trouble.SERVICE, Duration.ofSeconds(30));
        }
        return next;
    }

    private static Optional<UntypedNode> field(Object node, String name) {
        if (!(node instanceof UntypedObject object)) {
            return Optional.empty();
        }
        Map<String, UntypedNode> fields = object.getValue();
        return Optional.ofNullable(fields.get(name));
    }

    private static Optional<String> text(Object node, String name) {
        return field(node, name)
                .map(UntypedNode::getValue)
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    private static DirectoryUnavailable emptyAnswer(String what) {
        return new DirectoryUnavailable(what + " gave an empty answer", Trouble.SERVICE, RetryAfter.UNSAID);
    }
}
