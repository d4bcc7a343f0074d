package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Whom a user is related to: sponsors and manager. */
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
}
