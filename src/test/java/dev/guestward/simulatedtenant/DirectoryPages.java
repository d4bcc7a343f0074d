package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tenant as another administrator sees it, and the switches of the simulation. */
final class DirectoryPages {
    private static final int MOST_SHOWN = 200;

    private final Tenant tenant;
    private final Directory directory;
    private final Pages pages;

    DirectoryPages(Tenant tenant, Pages pages) {
        this.tenant = tenant;
        this.pages = pages;
        directory = tenant.directory;
    }

    void addTo(Router<Handler> router) {
        router.add("GET /", this::home);
        router.add("GET /directory", this::directory);
        router.add("POST /directory/users/{id}/{act}", this::act);
        router.add("GET /switches", this::switches);
        router.add("POST /switches/notifications", this::setNotifications);
        router.add("POST /switches/lag", this::setLag);
    }

    private Response home(Request request) {
        return directory.locked(() -> pages.page(
                200,
                "home",
                "Overview",
                Map.of(
                        "organization", Seeds.ORGANIZATION,
                        "domain", Seeds.VERIFIED_DOMAIN,
                        "tenantId", Seeds.TENANT_ID,
                        "issuer", tenant.issuer(),
                        "guests",
                                directory.allUsers().stream()
                                        .filter(user -> user.live() && user.guest())
                                        .count(),
                        "members",
                                directory.allUsers().stream()
                                        .filter(user -> user.live() && !user.guest())
                                        .count(),
                        "mails", tenant.mails.mails(null).size(),
                        "subscriptions", tenant.notifications.all().size(),
                        "now", Json.time(tenant.clock.instant()))));
    }

    private Response directory(Request request) {
        var search = request.queryParam("q").orElse("").strip();
        return directory.locked(() -> {
            var users = new ArrayList<Map<String, Object>>();
            int found = 0;
            for (var user : directory.allUsers()) {
                if (!user.purged && matches(user, search)) {
                    found++;
                    if (users.size() < MOST_SHOWN) {
                        users.add(row(user));
                    }
                }
            }
            var groups = directory.allGroups().stream()
                    .map(group -> Map.<String, Object>of(
                            "name", group.text("displayName"),
                            "members",
                                    group.members.stream()
                                            .flatMap(id -> directory.user(id).stream())
                                            .map(user -> user.text("displayName"))
                                            .toList()))
                    .toList();
            return pages.page(
                    200,
                    "directory",
                    "Directory",
                    Map.of("users", users, "groups", groups, "q", search, "found", found, "shown", users.size()));
        });
    }

    private static boolean matches(UserEntry user, String search) {
        var text = (user.text("displayName") + " " + user.text("mail")).toLowerCase(Locale.ROOT);
        return text.contains(search.toLowerCase(Locale.ROOT));
    }

    private Map<String, Object> row(UserEntry user) {
        var row = new LinkedHashMap<String, Object>();
        row.put("id", user.id());
        row.put("name", user.text("displayName"));
        row.put("mail", user.text("mail"));
        row.put("type", user.text("userType"));
        row.put("state", user.accepted() ? "Accepted" : user.pending() ? "Pending" : "");
        row.put("enabled", user.enabled());
        row.put("deleted", user.deletedAt != null);
        row.put("sponsors", String.join(", ", names(user.sponsors)));
        return row;
    }

    private List<String> names(Iterable<String> ids) {
        var names = new ArrayList<String>();
        ids.forEach(id -> directory.user(id).ifPresent(user -> names.add(user.text("displayName"))));
        return names;
    }

    private Response act(Request request) {
        var act = request.param("act");
        return directory.locked(() -> {
            var user = directory.anyUser(request.param("id")).filter(any -> !any.purged);
            if (user.isEmpty()) {
                return pages.problem(404, "Not found", "There is no such user any more.");
            }
            var target = user.get();
            var path = "/users/" + target.id();
            if (act.equals("restore") && !target.live()) {
                directory.restore(target);
                log("POST", "/directory/deletedItems/" + target.id() + "/restore", Json.object());
            } else if (act.equals("delete") && target.live()) {
                directory.softDelete(target);
                log("DELETE", path, Json.object());
            } else if ((act.equals("disable") || act.equals("enable")) && target.live()) {
                var change = Json.object().put("accountEnabled", act.equals("enable"));
                directory.update(target, change);
                log("PATCH", path, change.deepCopy());
            } else {
                return pages.problem(409, "Not possible", "The user is no longer in the state this page showed.");
            }
            return Response.redirect("/directory");
        });
    }

    private void log(String method, String path, JsonNode body) {
        tenant.log.accepted("admin", method, path, body);
    }

    private Response switches(Request request) {
        var state = tenant.notifications.state();
        return pages.page(
                200,
                "switches",
                "Switches",
                Map.of(
                        "mode", state.path("mode").asText(),
                        "modes", List.of("deliver", "drop", "delay", "duplicate", "shuffle"),
                        "delivered", state.path("delivered").asLong(),
                        "dropped", state.path("dropped").asLong(),
                        "failed", state.path("failedAttempts").asLong(),
                        "lag", directory.locked(() -> directory.lag().visibilityMillis() / 1000),
                        "now", Json.time(tenant.clock.instant())));
    }

    private Response setNotifications(Request request) {
        var mode = request.formBody().getOrDefault("mode", "");
        tenant.notifications.setMode(NotificationMode.from(Json.object().put("mode", mode)));
        return Response.redirect("/switches");
    }

    private Response setLag(Request request) {
        var seconds = request.formBody().getOrDefault("seconds", "");
        if (!seconds.matches("\\d{1,5}")) {
            return pages.problem(400, "Not a number", "The delay is a number of seconds.");
        }
        return directory.locked(() -> {
            directory.setLag(
                    directory.lag().with(Json.object().put("visibilityMillis", 1000 * Long.parseLong(seconds))));
            return Response.redirect("/switches");
        });
    }
}
