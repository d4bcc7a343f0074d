package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** The control surface under {@code /_sim}: for tests and for the curious, no part of Graph. */
final class ControlRoutes {
    private final Tenant tenant;
    private final Directory directory;
    private final AdministratorRoutes administrator;

    ControlRoutes(Tenant tenant) {
        this.tenant = tenant;
        directory = tenant.directory;
        administrator = new AdministratorRoutes(tenant);
    }

    void addTo(Router<Handler> router) {
        administrator.addTo(router);
        tenant.delta.addTo(router);
        tenant.apps.addTo(router);
        tenant.credentials.addTo(router);
        tenant.tokens.addTo(router);
        new NotificationControls(tenant.notifications).addTo(router);
        new LimitRoutes(tenant).addTo(router);
        add(router, "GET /_sim/mails", this::mails);
        add(router, "POST /_sim/redeem", this::redeem);
        add(router, "GET /_sim/log", this::log);
        add(router, "GET /_sim/counters", request -> Response.json(200, tenant.counters.snapshot()));
        add(router, "DELETE /_sim/counters", request -> {
            tenant.counters.reset();
            return Response.noContent();
        });
        add(router, "GET /_sim/faults", request -> Response.json(200, tenant.faults.toJson()));
        add(router, "PUT /_sim/faults", this::faults);
        add(router, "GET /_sim/policies", request -> Response.json(200, policiesJson()));
        add(router, "PUT /_sim/policies", this::setPolicies);
        add(router, "GET /_sim/clock", request -> clock());
        add(router, "POST /_sim/clock", this::stepClock);
    }

    /** Adds a route whose refusals are plain JSON. */
    static void add(Router<Handler> router, String route, Handler handler) {
        router.add(route, request -> {
            try {
                return handler.handle(request);
            } catch (Unimplemented e) {
                return problem(501, String.valueOf(e.getMessage()));
            } catch (GraphError e) {
                return problem(e.status(), e.text());
            }
        });
    }

    private static Response problem(int status, String detail) {
        return Response.json(status, Json.object().put("error", detail));
    }

    private Response mails(Request request) {
        var list = Json.array();
        tenant.mails.mails(request.queryParam("to").orElse(null)).forEach(mail -> list.add(mail.toJson()));
        return Response.json(200, list);
    }

    private Response redeem(Request request) {
        var body = request.json();
        var userId = Json.text(body, "redeemUrl")
                .map(url -> tenant.redemptions
                        .linkOf(url)
                        .map(Redemptions.Link::userId)
                        .orElseThrow(() -> new GraphError(404, "NotFound", "no invitation has this redeem link")))
                .or(() -> Json.text(body, "userId"))
                .orElseThrow(() -> GraphError.badRequest("redeemUrl or userId is missing"));
        var name = Json.text(body, "identity").orElse("ExternalAzureAD");
        var identity = Redemptions.Identity.named(name)
                .orElseThrow(() -> GraphError.badRequest("no identity is called '" + name + "'"));
        tenant.redemptions
                .accept(userId, identity, Json.text(body, "displayName").orElse(null))
                .ifPresent(problem -> {
                    throw new GraphError(409, "Conflict", problem);
                });
        return directory.locked(() -> Response.json(
                200,
                administrator.everything(directory.anyUser(userId).orElseThrow(() -> GraphError.notFound(userId)))));
    }

    private Response log(Request request) {
        var after = request.queryParam("after").orElse("0");
        if (!after.matches("\\d{1,18}")) {
            throw GraphError.badRequest("after is not a number");
        }
        return Response.json(200, tenant.log.after(Long.parseLong(after)));
    }

    private Response faults(Request request) {
        JsonNode body;
        try {
            body = Json.parse(request.body());
        } catch (IOException e) {
            throw GraphError.badRequest("not JSON");
        }
        if (!(body instanceof ArrayNode)) {
            throw GraphError.badRequest("faults are an array");
        }
        tenant.faults.replace(body);
        return Response.json(200, tenant.faults.toJson());
    }

    /** The policies as this surface shows and takes them. */
    ObjectNode policiesJson() {
        return tenant.policies.toJson();
    }

    private Response setPolicies(Request request) {
        takePolicies(request.json());
        return Response.json(200, policiesJson());
    }

    void takePolicies(JsonNode body) {
        directory.locked(() -> {
            tenant.policies = tenant.policies.with(body);
            return true;
        });
    }

    private Response clock() {
        return Response.json(
                200, Json.object().put("now", tenant.clock.instant().toString()));
    }

    /** Steps by a duration ({@code {"by": "P1D"}}) or to a time ({@code {"to": "..."}}); never back. */
    private Response stepClock(Request request) {
        var body = request.json();
        Duration by;
        try {
            var now = tenant.clock.instant();
            var to = Json.text(body, "to");
            by = to.isPresent()
                    ? Duration.between(now, Instant.parse(to.get()))
                    : Duration.parse(body.path("by").asText());
        } catch (DateTimeException e) {
            throw GraphError.badRequest("by is a duration such as PT1H, to a time such as 2026-11-21T08:00:00Z");
        }
        if (by.isNegative()) {
            throw GraphError.badRequest("the clock does not go back");
        }
        return directory.locked(() -> {
            tenant.clock.step(by);
            directory.purgeOverdue();
            return clock();
        });
    }
}
