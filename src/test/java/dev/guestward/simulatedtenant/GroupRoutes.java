package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /groups} and their members. */
final class GroupRoutes {
    private static final int MOST_BOUND = 20;
    private static final String BIND = "members@odata.bind";
    private static final Set<String> WRITABLE = Set.of("description", "displayName", "mailNickname", "visibility");

    private final Tenant tenant;
    private final Directory directory;

    GroupRoutes(Tenant tenant) {
        this.tenant = tenant;
        directory = tenant.directory;
    }

    void addTo(GraphRoutes routes) {
        routes.read("/groups", GraphRoutes.READ_MEMBERS, this::list);
        routes.read("/groups/{id}", GraphRoutes.READ_MEMBERS, this::read);
        routes.write("PATCH /groups/{id}", GraphRoutes.WRITE_MEMBERS, this::change);
        routes.read("/groups/{id}/members", GraphRoutes.READ_MEMBERS, 3, request -> members(request, true));
        routes.read("/groups/{id}/members/graph.user", GraphRoutes.READ_MEMBERS, 3, request -> members(request, false));
        routes.read(
                "/groups/{id}/members/$count",
                GraphRoutes.READ_MEMBERS,
                request -> new Listing(tenant, request, "directoryObjects")
                        .count(liveMembers(group(request), true), Properties::knownOfUser));
        routes.write("POST /groups/{id}/members/$ref", GraphRoutes.WRITE_MEMBERS, this::addMember);
        routes.write("DELETE /groups/{id}/members/{member}/$ref", GraphRoutes.WRITE_MEMBERS, this::removeMember);
        routes.write("DELETE /groups/{id}/members/{member}", List.of(), this::deleteMember);
    }

    private Response list(Request request) {
        var view = View.of(directory, request, false);
        var now = directory.now();
        var groups = directory.allGroups().stream()
                .filter(group -> group.listed(now))
                .toList();
        return new Listing(tenant, request, "groups" + view.contextSuffix())
                .of(groups, Properties.GROUP::contains, view::shape);
    }

    private GroupEntry group(Request request) {
        var id = request.param("id");
        return directory.group(id).orElseThrow(() -> GraphError.notFound(id));
    }

    private Response read(Request request) {
        var view = View.of(directory, request, false);
        var group = group(request);
        ObjectNode body = Listing.withContext(request, "groups" + view.contextSuffix() + "/$entity");
        return Response.graph(200, body.setAll(view.shape(group)));
    }

    private Response members(Request request, boolean mixed) {
        var group = group(request);
        boolean mayReadUsers = GraphRoutes.READ_USERS.stream()
                .anyMatch(request.callingApp().app().roles()::contains);
        var names = mayReadUsers
                ? request.queryParam("$select")
                        .map(text -> View.names(text, true))
                        .orElse(Properties.USER_DEFAULT)
                : List.of("id");
        var members = liveMembers(group, mixed);
        var suffix = request.queryParam("$select").map(text -> "(" + text + ")").orElse("");
        return new Listing(tenant, request, (mixed ? "directoryObjects" : "users") + suffix)
                .of(members, Properties::knownOfUser, member -> {
                    var shape = View.related(member, names);
                    return mixed ? shape : shape.without(List.of("@odata.type"));
                });
    }

    private List<Entry> liveMembers(GroupEntry group, boolean mixed) {
        var now = directory.now();
        return group.members.stream()
                .flatMap(
                        id -> directory
                                .user(id)
                                .<Entry>map(user -> user)
                                .or(() -> mixed ? directory.group(id) : Optional.empty())
                                .stream())
                .filter(member -> member.listed(now))
                .toList();
    }

    private static void refuseUnwritable(GroupEntry group, Request request) {
        if (group.roleAssignable()
                && !request.callingApp().app().roles().contains("RoleManagement.ReadWrite.Directory")) {
            throw GraphError.denied();
        }
        if (group.dynamic() || group.properties().path("onPremisesSyncEnabled").asBoolean()) {
            throw new GraphError(
                    403, "Authorization_RequestDenied", "Insufficient privileges to complete the write operation.");
        }
    }

    private GroupEntry groupToWrite(Request request) {
        var id = request.param("id");
        // 400, not 404, while the replicas do not know it: the service's own words for "not yet"
        var group = directory.anyGroup(id).orElseThrow(() -> GraphError.notFound(id));
        if (!group.visible(directory.now())) {
            throw notYet(id);
        }
        refuseUnwritable(group, request);
        return group;
    }

    private static GraphError notYet(String id) {
        return GraphError.request("Resource '" + id
                + "' does not exist or one of its queried reference-property objects are not present.");
    }

    private String memberToAdd(GroupEntry group, String id) {
        var member = directory
                .anyUser(id)
                .filter(UserEntry::live)
                .<Entry>map(user -> user)
                .or(() -> directory.anyGroup(id))
                .orElseThrow(() -> GraphError.notFound(id));
        if (!member.visible(directory.now())) {
            throw notYet(id);
        }
        if (member == group) {
            throw GraphError.request("A group cannot be a member of itself.");
        }
        if (group.members.contains(member.id())) {
            throw GraphError.request(
                    "One or more added object references already exist for the following modified properties:"
                            + " 'members'.");
        }
        return member.id();
    }

    private Response addMember(Request request) {
        var group = groupToWrite(request);
        directory.addMembers(group, List.of(memberToAdd(group, Reference.idIn(request.json()))));
        return Response.noContent();
    }

    private Response change(Request request) {
        var group = groupToWrite(request);
        var changes = request.json().deepCopy();
        changes.remove("@odata.type");
        var links = Json.textsOf(changes, BIND);
        boolean bind = changes.has(BIND);
        changes.remove(BIND);
        if (bind && (links.isEmpty() || links.size() > MOST_BOUND)) {
            throw GraphError.request("Between 1 and " + MOST_BOUND + " members can be added in one request.");
        }
        changes.fieldNames().forEachRemaining(name -> {
            if (!WRITABLE.contains(name)) {
                throw GraphError.request("Property '" + name + "' is read-only, unknown or not simulated.");
            }
        });
        // all or nothing: every reference is looked at before the first one counts
        var members = new LinkedHashSet<String>();
        for (var link : links) {
            if (!members.add(memberToAdd(group, Reference.id(link)))) {
                throw GraphError.request("A reference occurs twice in " + BIND + ".");
            }
        }
        if (!members.isEmpty()) {
            directory.addMembers(group, members);
        }
        if (!changes.isEmpty()) {
            directory.update(group, changes);
        }
        return Response.noContent();
    }

    private Response removeMember(Request request) {
        var group = groupToWrite(request);
        var id = request.param("member");
        if (!group.members.contains(id)) {
            throw GraphError.notFound(id);
        }
        directory.removeMember(group, id);
        return Response.noContent();
    }

    /** The trap of this path: without {@code /$ref} it deletes the user itself. */
    private Response deleteMember(Request request) {
        var roles = request.callingApp().app().roles();
        if (GraphRoutes.DELETE_RESTORE.stream().noneMatch(roles::contains)) {
            throw GraphError.denied();
        }
        var id = request.param("member");
        if (!group(request).members.contains(id)) {
            throw GraphError.notFound(id);
        }
        var user = directory.user(id).orElseThrow(() -> GraphError.notFound(id));
        if (!user.directoryRoles.isEmpty()) {
            throw GraphError.denied();
        }
        directory.softDelete(user);
        return Response.noContent();
    }
}
