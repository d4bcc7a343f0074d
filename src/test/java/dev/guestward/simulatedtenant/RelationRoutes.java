package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Whom a user is related to: sponsors, manager, memberships. */
final class RelationRoutes {
    private final Tenant tenant;
    private final Directory directory;

    RelationRoutes(Tenant tenant) {
        this.tenant = tenant;
        directory = tenant.directory;
    }

    void addTo(GraphRoutes routes) {
        routes.read("/users/{id}/sponsors", GraphRoutes.READ_USERS, this::sponsors);
        routes.write("POST /users/{id}/sponsors/$ref", GraphRoutes.WRITE_USERS, this::addSponsor);
        routes.write("DELETE /users/{id}/sponsors/{sponsor}/$ref", GraphRoutes.WRITE_USERS, this::removeSponsor);
        routes.read("/users/{id}/manager", GraphRoutes.READ_USERS, this::manager);
        routes.read("/users/{id}/memberOf", GraphRoutes.READ_USERS, 2, request -> memberOf(request, true));
        routes.read("/users/{id}/memberOf/graph.group", GraphRoutes.READ_USERS, 2, request -> memberOf(request, false));
    }

    private UserEntry user(Request request) {
        var key = request.param("id");
        return directory.user(key).orElseThrow(() -> GraphError.notFound(key));
    }

    private Response sponsors(Request request) {
        var names = selected(request);
        var sponsors = user(request).sponsors.stream()
                .flatMap(id -> target(id).stream())
                .toList();
        return new Listing(tenant, request, "directoryObjects" + suffix(request))
                .of(sponsors, Properties::knownOfUser, entry -> View.related(entry, names));
    }

    private static List<String> selected(Request request) {
        return request.queryParam("$select")
                .filter(text -> !text.isBlank())
                .map(text -> List.of(text.split(",", -1)))
                .orElse(Properties.USER_DEFAULT);
    }

    private static String suffix(Request request) {
        return request.queryParam("$select").map(text -> "(" + text + ")").orElse("");
    }

    private Optional<Entry> target(String id) {
        return directory.user(id).<Entry>map(user -> user).or(() -> directory.group(id));
    }

    private Response addSponsor(Request request) {
        var user = user(request);
        var id = Reference.idIn(request.json());
        var sponsor = target(id)
                .orElseThrow(() -> GraphError.request("Resource '" + id
                        + "' does not exist or one of its queried reference-property objects are not present."));
        if (!user.sponsors.add(sponsor.id())) {
            throw GraphError.request(
                    "One or more added object references already exist for the following modified properties:"
                            + " 'sponsors'.");
        }
        return Response.noContent();
    }

    private Response removeSponsor(Request request) {
        if (!user(request).sponsors.remove(request.param("sponsor"))) {
            throw GraphError.notFound(request.param("sponsor"));
        }
        return Response.noContent();
    }

    private Response manager(Request request) {
        var view = View.of(directory, request, true);
        var manager = Optional.ofNullable(user(request).manager)
                .flatMap(directory::user)
                .orElseThrow(() -> GraphError.notFound("manager"));
        ObjectNode body =
                Listing.withContext(request, "directoryObjects/$entity").put("@odata.type", "#microsoft.graph.user");
        return Response.graph(200, body.setAll(view.shape(manager)));
    }

    private Response memberOf(Request request, boolean everything) {
        var user = user(request);
        var names = request.queryParam("$select")
                .map(text -> List.of(text.split(",", -1)))
                .orElse(Properties.GROUP);
        var groups = new ArrayList<Entry>();
        for (var group : directory.allGroups()) {
            if (group.members.contains(user.id())) {
                groups.add(group);
            }
        }
        var context = everything ? "directoryObjects" : "groups";
        var response = new Listing(tenant, request, context + suffix(request))
                .of(groups, Properties.GROUP::contains, group -> {
                    var shape = View.related(group, names);
                    return everything ? shape : shape.without(List.of("@odata.type"));
                });
        return everything && !user.directoryRoles.isEmpty() ? withRoles(response, user) : response;
    }

    private static Response withRoles(Response response, UserEntry user) {
        try {
            var body = (ObjectNode) Json.parse(response.body());
            for (var role : user.directoryRoles) {
                body.withArray("value")
                        .addObject()
                        .put("@odata.type", "#microsoft.graph.directoryRole")
                        .put(
                                "id",
                                UUID.nameUUIDFromBytes(role.getBytes(StandardCharsets.UTF_8))
                                        .toString())
                        .put("displayName", role);
            }
            return Response.graph(200, body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
