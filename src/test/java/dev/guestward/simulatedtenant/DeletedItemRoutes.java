package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code /directory/deletedItems}: soft-deleted users, restorable for 30 days. */
final class DeletedItemRoutes {
    private final Tenant tenant;
    private final Directory directory;

    DeletedItemRoutes(Tenant tenant) {
        this.tenant = tenant;
        directory = tenant.directory;
    }

    void addTo(GraphRoutes routes) {
        routes.read("/directory/deletedItems/graph.user", GraphRoutes.READ_USERS, this::list);
        routes.read("/directory/deletedItems", GraphRoutes.READ_USERS, request -> {
            throw GraphError.request("A cast to a type such as microsoft.graph.user is required here.");
        });
        routes.read("/directory/deletedItems/{id}", GraphRoutes.READ_USERS, this::read);
        routes.read("/directory/deletedItems/{id}/graph.user", GraphRoutes.READ_USERS, this::read);
        routes.write("POST /directory/deletedItems/{id}/restore", GraphRoutes.DELETE_RESTORE, this::restore);
        routes.write("DELETE /directory/deletedItems/{id}", GraphRoutes.DELETE_RESTORE, this::purge);
    }

    private Response list(Request request) {
        var view = View.of(directory, request, true);
        directory.purgeOverdue();
        var deleted =
                directory.allUsers().stream().filter(DeletedItemRoutes::deleted).toList();
        return new Listing(tenant, request, "users" + view.contextSuffix())
                .of(deleted, Properties::knownOfUser, view::shape);
    }

    private static boolean deleted(UserEntry user) {
        return user.deletedAt != null && !user.purged;
    }

    private UserEntry deletedUser(Request request) {
        directory.purgeOverdue();
        var id = request.param("id");
        return directory.anyUser(id).filter(DeletedItemRoutes::deleted).orElseThrow(() -> GraphError.notFound(id));
    }

    private Response read(Request request) {
        var view = View.of(directory, request, true);
        return Response.graph(200, directoryObject(request, view, deletedUser(request)));
    }

    private static ObjectNode directoryObject(Request request, View view, UserEntry user) {
        ObjectNode body =
                Listing.withContext(request, "directoryObjects/$entity").put("@odata.type", "#microsoft.graph.user");
        return body.setAll(view.shape(user));
    }

    private Response restore(Request request) {
        var user = deletedUser(request);
        directory.restore(user);
        return Response.graph(200, directoryObject(request, View.of(directory, request, true), user));
    }

    private Response purge(Request request) {
        directory.purge(deletedUser(request));
        return Response.noContent();
    }
}
