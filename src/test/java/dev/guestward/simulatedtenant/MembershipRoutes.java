package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What users and groups belong to, directly ({@code memberOf}) or through other groups as well ({@code transitiveMemberOf}). */
final class MembershipRoutes {
    private static final String ROLE = "#microsoft.graph.directoryRole";
    private static final String UNIT = "#microsoft.graph.administrativeUnit";
    private static final List<String> NAMED = List.of("id", "displayName");
    /** Behind every group, whose ordinals count the changes of the directory. */
    private static final long FIRST_ROLE = Long.MAX_VALUE / 4;

    private static final long FIRST_UNIT = Long.MAX_VALUE / 2;

    private final Tenant tenant;
    private final Directory directory;

    MembershipRoutes(Tenant tenant) {
        this.tenant = tenant;
        directory = tenant.directory;
    }

    void addTo(GraphRoutes routes) {
        for (boolean transitive : List.of(false, true)) {
            var name = transitive ? "transitiveMemberOf" : "memberOf";
            routes.read("/users/{id}/" + name, GraphRoutes.READ_USERS, 2, request -> ofUser(request, transitive, true));
            routes.read(
                    "/users/{id}/" + name + "/graph.group",
                    GraphRoutes.READ_USERS,
                    2,
                    request -> ofUser(request, transitive, false));
            routes.read(
                    "/groups/{id}/" + name, GraphRoutes.READ_MEMBERS, 2, request -> ofGroup(request, transitive, true));
            routes.read(
                    "/groups/{id}/" + name + "/graph.group",
                    GraphRoutes.READ_MEMBERS,
                    2,
                    request -> ofGroup(request, transitive, false));
        }
    }

    private Response ofUser(Request request, boolean transitive, boolean everything) {
        var key = request.param("id");
        var user = directory.user(key).orElseThrow(() -> GraphError.notFound(key));
        var held = new ArrayList<Entry>(directory.groupsOf(user.id(), transitive));
        if (everything) {
            held.addAll(besidesGroups(user));
        }
        return answer(request, held, everything);
    }

    /** What a user directly belongs to. */
    static List<Entry> of(Directory directory, UserEntry user) {
        var held = new ArrayList<Entry>(directory.groupsOf(user.id(), false));
        held.addAll(besidesGroups(user));
        return held;
    }

    private static List<Entry> besidesGroups(UserEntry user) {
        var held = named(ROLE, user.directoryRoles, FIRST_ROLE);
        held.addAll(named(UNIT, user.administrativeUnits, FIRST_UNIT));
        return held;
    }

    private Response ofGroup(Request request, boolean transitive, boolean everything) {
        var id = request.param("id");
        var group = directory.group(id).orElseThrow(() -> GraphError.notFound(id));
        return answer(request, directory.groupsOf(group.id(), transitive), everything);
    }

    private Response answer(Request request, Collection<? extends Entry> held, boolean everything) {
        var names = request.queryParam("$select")
                .map(text -> List.of(text.split(",", -1)))
                .orElse(Properties.GROUP);
        var suffix = request.queryParam("$select").map(text -> "(" + text + ")").orElse("");
        return new Listing(tenant, request, (everything ? "directoryObjects" : "groups") + suffix)
                .of(held, Properties.GROUP::contains, entry -> {
                    var shape = shape(entry, names);
                    return everything ? shape : shape.without(List.of("@odata.type"));
                });
    }

    static ObjectNode shape(Entry entry, List<String> names) {
        if (entry instanceof GroupEntry) {
            return View.related(entry, names);
        }
        var shape = Json.object().put("@odata.type", entry.text("@odata.type"));
        NAMED.stream().filter(names::contains).forEach(name -> shape.put(name, entry.text(name)));
        return shape.put("id", entry.id());
    }

    private static List<Entry> named(String type, Collection<String> names, long ordinal) {
        var entries = new ArrayList<Entry>();
        for (var name : names) {
            var id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
            entries.add(new PlainEntry(
                    ordinal + entries.size(),
                    Json.object()
                            .put("@odata.type", type)
                            .put("id", id.toString())
                            .put("displayName", name)));
        }
        return entries;
    }
}
