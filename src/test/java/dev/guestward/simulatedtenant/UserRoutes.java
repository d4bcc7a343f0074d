package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code /users}: list, read, change, delete, revoke. */
final class UserRoutes {
    private static final List<String> REVOKE =
            List.of("User.RevokeSessions.All", "User.ReadWrite.All", "Directory.ReadWrite.All");

    private final Tenant tenant;
    private final Directory directory;

    UserRoutes(Tenant tenant) {
        this.tenant = tenant;
        directory = tenant.directory;
    }

    void addTo(GraphRoutes routes) {
        routes.read("/users", GraphRoutes.READ_USERS, 2, this::list);
        routes.read("/users/$count", GraphRoutes.READ_USERS, this::count);
        routes.read("/users/{id}", GraphRoutes.READ_USERS, this::read);
        // what may be changed depends on what is changed
        routes.write("PATCH /users/{id}", List.of(), this::change);
        routes.write("DELETE /users/{id}", GraphRoutes.DELETE_RESTORE, this::delete);
        routes.write("POST /users/{id}/revokeSignInSessions", REVOKE, this::revoke);
    }

    private Response list(Request request) {
        var view = View.of(directory, request, true);
        SignInRoutes.check(tenant, request, view);
        var now = directory.now();
        return new Listing(tenant, request, "users" + view.contextSuffix())
                .ofOrdered(
                        after -> directory.candidates(request.queryParam("$filter"), after).stream()
                                .filter(user -> user.live() && user.listed(now)),
                        Properties::knownOfUser,
                        view::shape);
    }

    private Response count(Request request) {
        var now = directory.now();
        var users = directory.allUsers().stream()
                .filter(user -> user.live() && user.listed(now))
                .toList();
        return new Listing(tenant, request, "users").count(users, Properties::knownOfUser);
    }

    private Response read(Request request) {
        var view = View.of(directory, request, true);
        SignInRoutes.check(tenant, request, view);
        var key = request.param("id");
        var user = directory.user(key).orElseThrow(() -> GraphError.notFound(key));
        if (view.asksFor("signInActivity") && !key.equalsIgnoreCase(user.id())) {
            throw GraphError.badRequest("Get By Key only supports UserId and the key has to be a valid Guid");
        }
        ObjectNode body = Listing.withContext(request, "users" + view.contextSuffix() + "/$entity");
        return Response.graph(200, body.setAll(view.shape(user)));
    }

    private Response change(Request request) {
        var changes = request.json().deepCopy();
        changes.remove("@odata.type");
        requirePermission(request, changes);
        var key = request.param("id");
        var user = directory.user(key).orElseThrow(() -> GraphError.notFound(key));
        for (var change : changes.properties()) {
            var name = change.getKey();
            if (!Properties.knownOfUser(name)) {
                throw GraphError.request("Invalid property '" + name + "'.");
            }
            if (Properties.readOnlyOfUser(name)) {
                throw GraphError.request("Property '" + name + "' is read-only and cannot be set.");
            }
            if (name.equals("accountEnabled") && !change.getValue().isBoolean()) {
                throw GraphError.request("Invalid value specified for property 'accountEnabled' of resource 'User'.");
            }
        }
        if (changes.isEmpty()) {
            throw GraphError.request("The request payload names no property to change.");
        }
        if (changes.has("accountEnabled")) {
            refuseRoleHolder(user);
        }
        directory.update(user, changes);
        return Response.noContent();
    }

    private static void requirePermission(Request request, ObjectNode changes) {
        Set<String> roles = request.callingApp().app().roles();
        boolean everything =
                GraphRoutes.WRITE_USERS.stream().anyMatch(roles::contains) || roles.contains("User.ReadUpdate.All");
        var names = new ArrayList<String>();
        changes.fieldNames().forEachRemaining(names::add);
        for (var name : names) {
            boolean allowed = switch (name) {
                case "accountEnabled" ->
                    everything || (roles.contains("User.EnableDisableAccount.All") && roles.contains("User.Read.All"));
                case "otherMails" -> everything || roles.contains("User-Mail.ReadWrite.All");
                case "identities" -> roles.contains("User.ManageIdentities.All");
                default -> everything;
            };
            if (!allowed) {
                throw GraphError.denied();
            }
        }
    }

    private static void refuseRoleHolder(UserEntry user) {
        if (!user.directoryRoles.isEmpty()) {
            throw GraphError.denied();
        }
    }

    private Response delete(Request request) {
        var key = request.param("id");
        var user = directory.user(key).orElseThrow(() -> GraphError.notFound(key));
        refuseRoleHolder(user);
        directory.softDelete(user);
        return Response.noContent();
    }

    private Response revoke(Request request) {
        var key = request.param("id");
        var user = directory.user(key).orElseThrow(() -> GraphError.notFound(key));
        directory.update(user, Json.object().put("signInSessionsValidFromDateTime", Json.time(directory.now())));
        return Response.graph(200, Listing.withContext(request, "Edm.Boolean").put("value", true));
    }
}
