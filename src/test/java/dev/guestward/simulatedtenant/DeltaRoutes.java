package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code /users/delta} and {@code /groups/delta}. A token holds the change it knows last and the query's options. */
final class DeltaRoutes {
    private static final Duration TOKEN_LIFE = Duration.ofDays(7);
    private static final List<String> REFUSED = List.of("$top", "$expand", "$orderby", "$search");
    private static final int MOST_IDS = 50;
    private static final Pattern ONE_ID = Pattern.compile("id eq '([0-9a-fA-F-]{36})'");
    private static final Pattern ID_FILTER = Pattern.compile(ONE_ID + "(?: or " + ONE_ID + ")*");

    private final Tenant tenant;
    private final Directory directory;
    private final DeltaControl control;

    DeltaRoutes(Tenant tenant) {
        this.tenant = tenant;
        directory = tenant.directory;
        control = tenant.delta;
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
        var known = known(request, users);
        if (known.isPresent() && control.forgets()) {
            return gone(request, users, known.get());
        }
        var round = known.map(this::continued).orElseGet(() -> started(request, users));
        var body = Listing.withContext(request, users ? "users" : "groups")
                .put("@odata.context", context(request, users, round));
        if (request.queryParam("$deltatoken").filter("latest"::equals).isPresent()) {
            body.put("@odata.deltaLink", link(request, users, "$deltatoken", finished(round)));
            body.putArray("value");
            return Response.graph(200, body);
        }
        return page(request, users, round, body);
    }

    private Response page(Request request, boolean users, DeltaRound round, ObjectNode body) {
        var items = new DeltaItems(directory, users, round);
        var due = items.due();
        boolean empty = !due.isEmpty() && !round.followsEmptyPage() && control.leavesPageEmpty();
        var page = empty ? List.<Entry>of() : due.subList(0, Math.min(control.pageSize(), due.size()));
        boolean replaysFollow = round.isFirstPage() && !page.isEmpty() && control.replaysOn(page.size()) > 0;
        if (control.loops()) {
            body.put("@odata.nextLink", link(request, users, "$skiptoken", round));
        } else if (empty) {
            body.put("@odata.nextLink", link(request, users, "$skiptoken", round.afterEmptyPage()));
        } else if (due.size() > page.size() || replaysFollow) {
            var last = items.position(page.get(page.size() - 1));
            body.put("@odata.nextLink", link(request, users, "$skiptoken", round.at(last)));
        } else {
            body.put("@odata.deltaLink", link(request, users, "$deltatoken", finished(round)));
        }
        boolean minimal = request.header("prefer").orElse("").contains("return=minimal");
        var value = body.putArray("value");
        page.forEach(entry -> value.add(items.json(entry, minimal)));
        if (!empty && !round.isFirstPage()) {
            replays(items, page.size()).forEach(entry -> value.add(items.json(entry, minimal)));
        }
        return Response.graph(200, body);
    }

    /** Some objects of earlier pages of this round. */
    private List<Entry> replays(DeltaItems items, int alongWith) {
        int count = control.replaysOn(alongWith);
        var told = count == 0 ? new ArrayList<Entry>() : items.told();
        while (told.size() > count) {
            told.remove(control.any(told.size()));
        }
        return told;
    }

    /** What a skip or delta token knows, or nothing when the query starts anew. */
    private Optional<DeltaRound> known(Request request, boolean users) {
        var kind = users ? "users" : "groups";
        var skip = request.queryParam("$skiptoken");
        if (skip.isPresent()) {
            var round = decoded(skip.get(), kind);
            if (!round.isPage()) {
                throw lost();
            }
            return Optional.of(round);
        }
        return request.queryParam("$deltatoken")
                .filter(token -> !token.equals("latest") && !token.isEmpty())
                .map(token -> decoded(token, kind));
    }

    private DeltaRound continued(DeltaRound known) {
        return known.isPage()
                ? known
                : DeltaRound.start(
                                known.state().path("k").asText(),
                                known.from(),
                                Math.max(known.from(), control.newestChange()),
                                control.stirring(),
                                known.state().path("at").asLong())
                        .withOptionsOf(known);
    }

    private DeltaRound started(Request request, boolean users) {
        var round = DeltaRound.start(
                users ? "users" : "groups",
                0,
                control.newestChange(),
                control.stirring(),
                tenant.clock.instant().getEpochSecond());
        var select = request.queryParam("$select");
        if (select.isPresent()) {
            round = round.selecting(names(select.get(), users));
        }
        var filter = request.queryParam("$filter");
        return filter.isPresent() ? round.filteredBy(ids(filter.get())) : round;
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

    /** The ids of {@code id eq '...' or id eq '...'}, the only filter there is. */
    private static List<String> ids(String filter) {
        if (!ID_FILTER.matcher(filter).matches()) {
            throw GraphError.request("Delta queries can be filtered by ids only: id eq '{id}' or id eq '{id}'.");
        }
        var ids = ONE_ID.matcher(filter)
                .results()
                .map(found -> found.group(1).toLowerCase(Locale.ROOT))
                .toList();
        if (ids.size() > MOST_IDS) {
            throw GraphError.request("A delta query can be filtered by at most " + MOST_IDS + " ids.");
        }
        return ids;
    }

    private DeltaRound decoded(String token, String kind) {
        var state = tenant.opaqueTokens
                .decode(token)
                .filter(node -> node.path("k").asText().equals(kind))
                .orElseThrow(DeltaRoutes::lost);
        if (Instant.ofEpochSecond(state.path("at").asLong()).plus(TOKEN_LIFE).isBefore(tenant.clock.instant())) {
            throw lost();
        }
        return new DeltaRound(state);
    }

    private static GraphError lost() {
        return new GraphError(400, "syncStateNotFound", "The sync state is not found or has expired; start over.");
    }

    /** A reset of the service: the same query with an empty token leads on. */
    private Response gone(Request request, boolean users, DeltaRound round) {
        var error = new GraphError(410, "resyncRequired", "Resync required. Start over with the given location.");
        var id = Directory.newId();
        var options = new StringBuilder();
        if (!round.selected().isEmpty()) {
            options.append("$select=")
                    .append(String.join(",", round.selected()))
                    .append('&');
        }
        if (!round.wantedIds().isEmpty()) {
            var filter = "id eq '" + String.join("' or id eq '", round.wantedIds()) + "'";
            options.append("$filter=")
                    .append(URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("+", "%20"))
                    .append('&');
        }
        return Response.graph(
                        410,
                        error.body(
                                tenant.clock.instant(),
                                id,
                                request.header("client-request-id").orElse(id)))
                .withHeader("request-id", id)
                .withHeader("Location", address(request, users) + "?" + options + "$deltatoken=");
    }

    private DeltaRound finished(DeltaRound round) {
        return round.finished(tenant.clock.instant().getEpochSecond());
    }

    private static String context(Request request, boolean users, DeltaRound round) {
        var selected = round.selected();
        return request.base() + "/v1.0/$metadata#" + (users ? "users" : "groups")
                + (selected.isEmpty() ? "" : "(" + String.join(",", selected) + ")");
    }

    private String link(Request request, boolean users, String option, DeltaRound round) {
        return address(request, users) + "?" + option + "=" + tenant.opaqueTokens.encode(round.state());
    }

    private static String address(Request request, boolean users) {
        return request.base() + "/v1.0/" + (users ? "users" : "groups") + "/delta()";
    }
}
