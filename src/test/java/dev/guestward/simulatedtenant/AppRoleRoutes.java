package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** {@code /servicePrincipals} and who has which of their roles. */
final class AppRoleRoutes {
    private static final List<String> READ_APPS = List.of("Application.Read.All", "Directory.Read.All");
    private static final String ASSIGN = "AppRoleAssignment.ReadWrite.All";
    private static final Set<String> FILTERABLE = Set.of("id", "appId", "displayName", "servicePrincipalType");
    private static final Set<String> FILTERABLE_ASSIGNMENT =
            Set.of("id", "principalId", "principalDisplayName", "resourceId", "appRoleId");

    private final Tenant tenant;
    private final Directory directory;
    private final Applications applications;

    AppRoleRoutes(Tenant tenant) {
        this.tenant = tenant;
        directory = tenant.directory;
        applications = tenant.applications;
    }

    void addTo(GraphRoutes routes) {
        routes.read("/servicePrincipals", READ_APPS, this::list);
        addTo(routes, "/servicePrincipals/{id}");
        addTo(routes, "/servicePrincipals(appId='{appId}')");
        var readOfUser = List.of(ASSIGN, "Directory.Read.All");
        routes.read("/users/{id}/appRoleAssignments", readOfUser, this::ofUser);
        routes.write(
                "DELETE /users/{id}/appRoleAssignments/{assignment}",
                List.of(ASSIGN),
                request -> remove(request, "principalId", user(request).id()));
    }

    private void addTo(GraphRoutes routes, String path) {
        routes.read(path, READ_APPS, this::read);
        routes.read(
                path + "/appRoleAssignedTo",
                READ_APPS,
                request -> assignments(
                        request,
                        applications.assignments(
                                "resourceId", principal(request).id())));
        routes.write("POST " + path + "/appRoleAssignedTo", List.of(ASSIGN), this::assign);
        routes.write(
                "DELETE " + path + "/appRoleAssignedTo/{assignment}",
                List.of(ASSIGN),
                request -> remove(request, "resourceId", principal(request).id()));
        routes.read(path + "/appRoleAssignments", READ_APPS, 2, this::permissions);
    }

    private Response list(Request request) {
        return new Listing(tenant, request, "servicePrincipals")
                .of(applications.servicePrincipals(), FILTERABLE::contains, shape(request));
    }

    private static Function<Entry, ObjectNode> shape(Request request) {
        return entry -> ((PlainEntry) entry).shape(request);
    }

    private PlainEntry principal(Request request) {
        var found = request.params().containsKey("appId")
                ? applications.ofApp(request.param("appId"))
                : applications.servicePrincipal(request.param("id"));
        return found.orElseThrow(
                () -> GraphError.notFound(String.join("", request.params().values())));
    }

    private UserEntry user(Request request) {
        var id = request.param("id");
        return directory.user(id).orElseThrow(() -> GraphError.notFound(id));
    }

    private Response read(Request request) {
        ObjectNode body = Listing.withContext(request, "servicePrincipals/$entity");
        return Response.graph(200, body.setAll(principal(request).shape(request)));
    }

    private Response assignments(Request request, List<PlainEntry> found) {
        // who is deleted has no roles until restored
        var live = found.stream().filter(this::principalIsThere).toList();
        return new Listing(tenant, request, "appRoleAssignments")
                .of(live, FILTERABLE_ASSIGNMENT::contains, shape(request));
    }

    private boolean principalIsThere(PlainEntry assignment) {
        var id = assignment.text("principalId");
        return directory.anyUser(id).isEmpty() || directory.user(id).isPresent();
    }

    private Response permissions(Request request) {
        var principal = principal(request);
        var app = tenant.options.app(principal.text("appId"));
        return assignments(
                request,
                app.map(found -> applications.permissions(found, Json.time(directory.now())))
                        .orElse(List.of()));
    }

    private Response ofUser(Request request) {
        return assignments(
                request, applications.assignments("principalId", user(request).id()));
    }

    private Response assign(Request request) {
        if (READ_APPS.stream().noneMatch(request.callingApp().app().roles()::contains)) {
            throw GraphError.denied();
        }
        var resource = principal(request);
        var body = request.json();
        if (!Json.text(body, "resourceId").orElse(resource.id()).equalsIgnoreCase(resource.id())) {
            throw GraphError.request("The resourceId does not name the service principal of the path.");
        }
        var roleId = Json.text(body, "appRoleId")
                .orElseThrow(() -> GraphError.request("The appRoleId of the assignment is missing."));
        var principalId = Json.text(body, "principalId")
                .orElseThrow(() -> GraphError.request("The principalId of the assignment is missing."));
        ObjectNode answer = Listing.withContext(request, "appRoleAssignments/$entity");
        answer.setAll(applications.assign(resource, holder(principalId), roleId, Json.time(directory.now())));
        return Response.graph(201, answer);
    }

    private ObjectNode holder(String id) {
        var user = directory.user(id);
        var entry = user.isPresent() ? user.get() : directory.group(id).orElseThrow(() -> GraphError.notFound(id));
        return Json.object()
                .put("principalId", entry.id())
                .put("principalDisplayName", entry.text("displayName"))
                .put("principalType", user.isPresent() ? "User" : "Group");
    }

    private Response remove(Request request, String property, String owner) {
        var id = request.param("assignment");
        if (!applications.remove(property, owner, id)) {
            throw GraphError.notFound(id);
        }
        return Response.noContent();
    }
}
