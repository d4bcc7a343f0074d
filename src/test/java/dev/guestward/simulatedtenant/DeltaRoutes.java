package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code /users/delta} and {@code /groups/delta}.
 *
 * <p>A token holds the change it knows last and the selected properties. A round has an upper bound, so that what
 * happens while somebody pages comes in the next round.
 */
final class DeltaRoutes {
    private static final Duration TOKEN_LIFE = Duration.ofDays(7);
    private static final List<String> REFUSED = List.of("$top", "$expand", "$orderby", "$search");

    private final Tenant tenant;
    private final Directory directory;

    DeltaRoutes(Tenant tenant) {
        this.tenant = tenant;
        directory = tenant.directory;
    }

    void addTo(GraphRoutes routes) {
        routes.read("/users/delta", GraphRoutes.READ_USERS, request -> delta(request, true));
        routes.read("/groups/delta", GraphRoutes.READ_MEMBERS, request -> delta(request, false));
    }

    private Response delta(Request request, boolean users) {
        for (var option : REFUSED) {
            if (request.query().containsKey(option)) {
                throw GraphError.request(option + " is not supported by delta queries on this resource.");
            }
        }
        if (request.query().containsKey("$filter")) {
            throw new GraphError(501, "notImplemented", "The simulated tenant does not filter delta queries yet.");
        }
        var round = round(request, users);
        var body = Listing.withContext(request, users ? "users" : "groups")
                .put("@odata.context", context(request, users, round));
        if (request.queryParam("$deltatoken").filter("latest"::equals).isPresent()) {
            body.put("@odata.deltaLink", link(request, users, "$deltatoken", finished(round)));
            body.putArray("value");
            return Response.graph(200, body);
        }
        var due = due(users, round);
        var page = due.subList(0, Math.min(tenant.options.deltaPageSize(), due.size()));
        if (due.size() > page.size()) {
            var next = round.deepCopy().put("cursor", lastChange(page.get(page.size() - 1), users, round));
            body.put("@odata.nextLink", link(request, users, "$skiptoken", next));
        } else {
            body.put("@odata.deltaLink", link(request, users, "$deltatoken", finished(round)));
        }
        boolean minimal = request.header("prefer").orElse("").contains("return=minimal");
        var value = body.putArray("value");
        page.forEach(entry -> value.add(item(entry, users, round, minimal)));
        return Response.graph(200, body);
    }

    private ObjectNode round(Request request, boolean users) {
        var kind = users ? "users" : "groups";
        var skip = request.queryParam("$skiptoken");
        if (skip.isPresent()) {
            var state = decoded(skip.get(), kind);
            if (!state.has("cursor")) {
                throw lost();
            }
            return state;
        }
        var known = request.queryParam("$deltatoken").filter(token -> !token.equals("latest") && !token.isEmpty());
        if (known.isPresent()) {
            var state = decoded(known.get(), kind);
            state.put("to", directory.replicatedSequence());
            return state.put("cursor", state.path("from").asLong());
        }
        var round = Json.object()
                .put("k", kind)
                .put("from", 0)
                .put("to", directory.replicatedSequence())
                .put("cursor", 0)
                .put("at", tenant.clock.instant().getEpochSecond());
        request.queryParam("$select").ifPresent(text -> round.set("s", Json.texts(names(text, users))));
        return round;
    }

    private static List<String> names(String text, boolean users) {
        var names = new ArrayList<String>();
        for (var name : text.split(",", -1)) {
            var property = name.strip();
            if (property.equals(users ? "manager" : "members")) {
                names.add(property);
            } else {
                names.addAll(View.names(property, users));
            }
        }
        return names;
    }

    private ObjectNode decoded(String token, String kind) {
        var state = tenant.opaqueTokens
                .decode(token)
                .filter(node -> node.path("k").asText().equals(kind))
                .orElseThrow(DeltaRoutes::lost);
        if (Instant.ofEpochSecond(state.path("at").asLong()).plus(TOKEN_LIFE).isBefore(tenant.clock.instant())) {
            throw lost();
        }
        return state;
    }

    private static GraphError lost() {
        return new GraphError(400, "syncStateNotFound", "The sync state is not found or has expired; start over.");
    }

    private ObjectNode finished(ObjectNode round) {
        var state = Json.object()
                .put("k", round.path("k").asText())
                .put("from", round.path("to").asLong())
                .put("at", tenant.clock.instant().getEpochSecond());
        if (round.has("s")) {
            state.set("s", round.get("s"));
        }
        return state;
    }

    /** What a page tells, and one more if there is a next page. */
    private List<Entry> due(boolean users, ObjectNode round) {
        long from = round.path("from").asLong();
        long to = round.path("to").asLong();
        long cursor = round.path("cursor").asLong();
        Collection<? extends Entry> all = users ? directory.allUsers() : directory.allGroups();
        var tracked = tracked(users, round);
        var due = new Earliest(tenant.options.deltaPageSize() + 1);
        for (var entry : all) {
            if (entry.latestChange() > cursor) {
                long last = entry.lastChange(tracked);
                if (last > cursor && last <= to && (from > 0 || entry.live())) {
                    due.add(last, entry);
                }
            }
        }
        return due.inOrder();
    }

    private static Set<String> tracked(boolean users, ObjectNode round) {
        return round.has("s")
                ? new LinkedHashSet<>(Json.textsOf(round, "s"))
                : new LinkedHashSet<>(users ? Properties.USER_DEFAULT : Properties.GROUP);
    }

    private static long lastChange(Entry entry, boolean users, ObjectNode round) {
        return entry.lastChange(tracked(users, round));
    }

    private ObjectNode item(Entry entry, boolean users, ObjectNode round, boolean minimal) {
        var item = Json.object();
        if (entry instanceof UserEntry user && !user.live()) {
            item.put("id", user.id());
            item.putObject("@removed").put("reason", user.purged ? "deleted" : "changed");
            return item;
        }
        long from = round.path("from").asLong();
        boolean isNew = entry.existenceChange() > from;
        for (var name : tracked(users, round)) {
            JsonNode value = entry.properties().get(name);
            boolean changed = isNew || entry.changeOf(name) > from;
            if (value != null && (changed || !minimal)) {
                item.set(name, value);
            }
        }
        item.put("id", entry.id());
        if (entry instanceof GroupEntry group && tracked(users, round).contains("members")) {
            members(group, isNew ? 0 : from, item);
        }
        if (entry instanceof UserEntry user
                && user.manager != null
                && tracked(users, round).contains("manager")
                && (isNew || user.changeOf("manager") > from)) {
            item.putArray("manager@delta")
                    .addObject()
                    .put("@odata.type", "#microsoft.graph.user")
                    .put("id", user.manager);
        }
        return item;
    }

    private void members(GroupEntry group, long from, ObjectNode item) {
        var delta = Json.array();
        group.memberChanges.forEach((id, change) -> {
            boolean present = group.members.contains(id)
                    && directory.anyUser(id).filter(UserEntry::live).isPresent();
            if (change > from && (present || from > 0)) {
                var member = delta.addObject()
                        .put("@odata.type", "#microsoft.graph.user")
                        .put("id", id);
                if (!present) {
                    member.putObject("@removed").put("reason", "deleted");
                }
            }
        });
        if (!delta.isEmpty()) {
            item.set("members@delta", delta);
        }
    }

    private static String context(Request request, boolean users, ObjectNode round) {
        var selected = Json.textsOf(round, "s");
        return request.base() + "/v1.0/$metadata#" + (users ? "users" : "groups")
                + (selected.isEmpty() ? "" : "(" + String.join(",", selected) + ")");
    }

    private String link(Request request, boolean users, String option, ObjectNode state) {
        return request.base() + "/v1.0/" + (users ? "users" : "groups") + "/delta()?" + option + "="
                + tenant.opaqueTokens.encode(state);
    }
}
