package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page on which a person watches limits and counters and orders faults, lag and people. */
final class LimitPages {
    private static final List<String> LAG = List.of("visibilityMillis", "listMillis", "deltaMillis", "staleReadMillis");
    private static final List<String> ROUTES = List.of(
            "POST /invitations",
            "GET /users",
            "GET /users/*",
            "PATCH /users/*",
            "DELETE /users/*",
            "POST /users/*/revokeSignInSessions",
            "GET /users/delta*",
            "PATCH /groups/*",
            "POST /groups/*/members/$ref",
            "DELETE /groups/*/members/*/$ref",
            "* /subscriptions**",
            "* **");

    private final Tenant tenant;
    private final Directory directory;
    private final Pages pages;

    LimitPages(Tenant tenant, Pages pages) {
        this.tenant = tenant;
        this.pages = pages;
        directory = tenant.directory;
    }

    void addTo(Router<Handler> router) {
        router.add("GET /limits", request -> page());
        router.add("POST /limits/quota", request -> changed(() -> setQuota(request)));
        router.add("POST /limits/faults", request -> changed(() -> addFault(request)));
        router.add("POST /limits/faults/{id}/remove", request -> changed(() -> removeFault(request)));
        router.add("POST /limits/lag", request -> changed(() -> setLag(request)));
        router.add("POST /limits/seed", request -> changed(() -> seed(request)));
        router.add("POST /limits/counters", request -> changed(tenant.counters::reset));
    }

    private Response changed(Runnable change) {
        try {
            change.run();
            return Response.redirect("/limits");
        } catch (GraphError e) {
            return pages.problem(e.status(), "Not possible", e.text());
        }
    }

    private Response page() {
        var quota = tenant.quota.toJson();
        var counters = tenant.counters.snapshot();
        var model = new LinkedHashMap<String, Object>();
        model.put("enforced", quota.path("enforced").asBoolean());
        model.put(
                "limits",
                Arrays.stream(Limit.values())
                        .map(limit -> bar(limit.json(), quota))
                        .toList());
        model.put("faults", faults());
        model.put("routes", ROUTES);
        model.put(
                "modes", Arrays.stream(FaultMode.values()).map(FaultMode::json).toList());
        var lag = directory.locked(() -> directory.lag().toJson());
        var parts = new LinkedHashMap<String, Long>();
        LAG.forEach(name -> parts.put(name, lag.path(name).asLong()));
        model.put("lag", parts);
        model.put("lagShare", percent(lag.path("share").asDouble()));
        var totals = new LinkedHashMap<String, Long>();
        List.of("requests", "writes", "accepted", "throttled", "early", "units")
                .forEach(name -> totals.put(name, counters.path(name).asLong()));
        model.put("totals", totals);
        model.put("people", directory.locked(() -> directory.allUsers().size()));
        return pages.page(200, "limits", "Limits and faults", model);
    }

    private static Map<String, Object> bar(String name, ObjectNode quota) {
        var limit = quota.path(name);
        double capacity = limit.path("capacity").asDouble();
        double spent = (capacity - limit.path("level").asDouble()) / capacity;
        return Map.of(
                "name", name,
                "capacity", Math.round(capacity),
                "seconds", Math.round(capacity / limit.path("perSecond").asDouble()),
                "percent", Math.max(0, Math.min(100, percent(spent))),
                "used", limit.path("used").asLong(),
                "throttled", limit.path("throttled").asLong());
    }

    private List<Map<String, Object>> faults() {
        var rows = new ArrayList<Map<String, Object>>();
        for (JsonNode fault : tenant.faults.toJson()) {
            rows.add(Map.of(
                    "id", fault.path("id").asInt(),
                    "route",
                            fault.path("method").asText("*") + " "
                                    + fault.path("path").asText("**"),
                    "mode", fault.path("mode").asText("before"),
                    "share", percent(fault.path("share").asDouble(1)),
                    "left", fault.path("times").asText("no end"),
                    "struck", fault.path("struck").asLong()));
        }
        return rows;
    }

    private static long percent(double share) {
        return Math.round(100 * share);
    }

    private void setQuota(Request request) {
        tenant.quota.set(Json.object().put("enforced", request.formBody().containsKey("enforced")));
    }

    private void addFault(Request request) {
        var form = request.formBody();
        var route = form.getOrDefault("route", "");
        int space = route.indexOf(' ');
        if (space < 0) {
            throw GraphError.badRequest("a route is a method and a path");
        }
        var fault = Json.object()
                .put("method", route.substring(0, space))
                .put("path", route.substring(space + 1))
                .put("mode", form.getOrDefault("mode", ""))
                .put("share", number(form, "percent", 100) / 100.0);
        if (!form.getOrDefault("times", "").isBlank()) {
            fault.put("times", number(form, "times", 1_000_000));
        }
        tenant.faults.add(fault);
    }

    private void removeFault(Request request) {
        tenant.faults.remove(number(Map.of("id", request.param("id")), "id", 1_000_000));
    }

    private void setLag(Request request) {
        var form = request.formBody();
        var lag = Json.object().put("share", number(form, "percent", 100) / 100.0);
        LAG.forEach(name -> lag.put(name, number(form, name, 86_400_000)));
        var unused = directory.locked(() -> {
            directory.setLag(directory.lag().with(lag));
            return true;
        });
    }

    private void seed(Request request) {
        var form = request.formBody();
        SeedRoutes.seed(
                tenant,
                Json.object()
                        .put("users", number(form, "users", 50_000))
                        .put("guests", number(form, "guests", 50_000)));
    }

    private static int number(Map<String, String> form, String name, int most) {
        var text = form.getOrDefault(name, "").strip();
        if (!text.matches("\\d{1,8}") || Integer.parseInt(text) > most) {
            throw GraphError.badRequest(name + " is not a whole number up to " + most);
        }
        return Integer.parseInt(text);
    }
}
