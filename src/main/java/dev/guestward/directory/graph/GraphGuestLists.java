package dev.guestward.directory.graph;

import com.microsoft.graph.models.DirectoryObject;
import com.microsoft.graph.models.User;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import dev.guestward.directory.Membership;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.Sponsor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what stands by every guest of the tenant: a call for a thousand guests instead of one for each. */
final class GraphGuestLists {
    /** Graph cuts what it expands at this number, without a link to the rest. */
    private static final int MOST_EXPANDED = 20;

    private final GraphServiceClient graph;
    private final GraphLinks links;
    private final GraphRelations relations;

    GraphGuestLists(GraphServiceClient graph, GraphLinks links, GraphRelations relations) {
        this.graph = graph;
        this.links = links;
        this.relations = relations;
    }

    Map<ObjectId, List<Sponsor>> sponsors() {
        return expanded("sponsors", User::getSponsors, GraphRelations::sponsor, relations::sponsors);
    }

    Map<ObjectId, List<Membership>> memberships() {
        return expanded("memberOf", User::getMemberOf, GraphRelations::membership, relations::memberships);
    }

    private <T> Map<ObjectId, List<T>> expanded(
            String relation,
            Function<User, @Nullable List<DirectoryObject>> related,
            Function<DirectoryObject, T> mapped,
            Function<ObjectId, List<T>> whole) {
        Map<ObjectId, List<T>> found = new HashMap<>();
        var users = graph.users();
        links
                .pages(
                        "Reading what stands by guests",
                        () -> users.get(request -> {
                            request.queryParameters.filter = "userType eq 'Guest'";
                            request.queryParameters.select = new String[] {"id"};
                            request.queryParameters.expand = new String[] {
                                relation + "($select=" + String.join(",", GraphRelations.NAMED) + ")"
                            };
                            request.queryParameters.top = GraphRelations.LARGEST_PAGE;
                        }),
                        link -> users.withUrl(link).get())
                .orElse(List.of())
                .stream()
                .flatMap(GraphAccounts::users)
                .forEach(user -> {
                    List<T> some = GraphAccounts.listed(related.apply(user))
                            .map(mapped)
                            .toList();
                    ObjectId id = GraphUsers.id(user);
                    found.put(id, some.size() < MOST_EXPANDED ? some : whole.apply(id));
                });
        return found;
    }
}
