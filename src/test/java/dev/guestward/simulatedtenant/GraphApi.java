package dev.guestward.simulatedtenant;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Graph's front door: tokens, permissions, ordered faults, error envelope, headers, cost. What is behind a path is the
 * business of the route families.
 */
final class GraphApi {
    static final String PREFIX = "v1.0";
    private static final String BETA = "beta";
    private static final System.Logger LOG = System.getLogger(GraphApi.class.getName());

    private final Tenant tenant;
    private final Router<GraphRoute> router;
    private final Batches batches;

    GraphApi(Tenant tenant) {
        this.tenant = tenant;
        var routes = new GraphRoutes();
        new InvitationRoutes(tenant).addTo(routes);
        new DeltaRoutes(tenant).addTo(routes);
        new UserRoutes(tenant).addTo(routes);
        new RelationRoutes(tenant).addTo(routes);
        new MembershipRoutes(tenant).addTo(routes);
        new GroupRoutes(tenant).addTo(routes);
        new DeletedItemRoutes(tenant).addTo(routes);
        new SubscriptionRoutes(tenant).addTo(routes);
        new TenantRoutes().addTo(routes);
        new PolicyRoutes(tenant).addTo(routes);
        new AppRoleRoutes(tenant).addTo(routes);
        new SignInRoutes(tenant).addTo(routes);
        new SendMailRoutes(tenant).addTo(routes);
        router = routes.router();
        batches = new Batches(this::handleOne);
    }

    /** Every route, as method and path below the version. */
    List<String> routes() {
        return router.routes();
    }

    /** Whether a path belongs to Graph: the version this is about, or the one that is never promised. */
    static boolean owns(List<String> path) {
        return !path.isEmpty() && (path.get(0).equals(PREFIX) || path.get(0).equals(BETA));
    }

    /** Answers a request whose path {@linkplain #owns belongs} to Graph. */
    Response handle(Request request) {
        var inner = withoutPrefix(request);
        if (inner.path().equals(List.of("$batch")) && inner.method().equals("POST")) {
            return answer(inner, () -> {
                var caller = authenticated(inner);
                return batches.handle(inner.with(inner.params(), caller));
            });
        }
        return handleOne(inner);
    }

    private static Request withoutPrefix(Request request) {
        var path = request.path();
        return new Request(
                request.method(),
                request.base(),
                // routes of the beta name it; the others leave their version away
                path.get(0).equals(BETA) ? path : path.subList(1, path.size()),
                request.query(),
                request.headers(),
                request.body(),
                request.params(),
                request.caller());
    }

    private Response handleOne(Request request) {
        var match = router.find(request.method(), request.path());
        boolean write = match.map(found -> found.target().write())
                .orElse(!request.method().equals("GET"));
        int cost = Charges.units(
                request, match.map(found -> found.target().units()).orElse(1));
        var obedience = tenant.counters.obedience();
        obedience.arrived(request);
        var effective = new boolean[1];
        var response = answer(request, () -> {
            var before = tenant.faults.next(FaultMode.Stage.BEFORE, request);
            if (before.isPresent()) {
                return before.get().instead(Response.noContent(), error -> refusal(request, error));
            }
            var caller = authenticated(request);
            var verdict = charge(request, caller, write, cost);
            if (verdict.refused()) {
                return verdict.decorate(refusal(request, verdict.error()));
            }
            var found = match.orElseThrow(() -> router.knowsPath(request.path())
                    ? new GraphError(
                            405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.")
                    : new GraphError(
                            404, "ResourceNotFound", "Resource not found for the segment '" + last(request) + "'."));
            requirePermission(caller, found.target().anyOf());
            var outcome = run(request.with(found.params(), caller), found.target());
            effective[0] = outcome.effective();
            var result = verdict.decorate(outcome.response());
            var after =
                    result.successful() ? tenant.faults.next(FaultMode.Stage.AFTER, request) : Optional.<Fault>empty();
            return after.map(fault -> fault.instead(result, error -> refusal(request, error)))
                    .orElse(result);
        });
        tenant.counters.count(
                match.map(Router.Match::route).orElse("unknown"), write, effective[0], response.status(), cost);
        obedience.answered(request, response);
        var complete = response.html() ? response : response.withHeader("x-ms-resource-unit", Integer.toString(cost));
        return tenant.faults
                .next(FaultMode.Stage.DELIVERY, request)
                .map(fault -> fault.instead(complete, error -> complete))
                .orElse(complete);
    }

    private Quota.Verdict charge(Request request, Request.Caller caller, boolean write, int cost) {
        var app = caller.app().clientId();
        var charges = Charges.of(request, app, write, cost);
        if (charges.stream().anyMatch(charge -> charge.limit() == Limit.WRITES)) {
            tenant.counters.charged();
        }
        return tenant.quota.charge(app, charges);
    }

    private static String last(Request request) {
        return request.path().isEmpty() ? "" : request.path().get(request.path().size() - 1);
    }

    private Outcome run(Request request, GraphRoute route) {
        return switch (route.kind()) {
            case READ ->
                Outcome.of(tenant.directory.locked(() ->
                        tenant.replicas.read(request, () -> route.handler().handle(request))));
            case WRITE ->
                tenant.directory.locked(() -> {
                    if (tenant.replicas.loses(request)) {
                        return new Outcome(
                                tenant.directory.losingNewUsers(
                                        () -> route.handler().handle(request)),
                                false);
                    }
                    var response = route.handler().handle(request);
                    if (!response.successful()) {
                        return Outcome.of(response);
                    }
                    var requestId = UUID.randomUUID().toString();
                    log(request, requestId);
                    return Outcome.of(response.withHeader("request-id", requestId));
                });
            case WRITE_WITHOUT_LOCK -> Outcome.of(route.handler().handle(request));
        };
    }

    /** An answer, and whether what it says is true. */
    private record Outcome(Response response, boolean effective) {
        static Outcome of(Response response) {
            return new Outcome(response, response.successful());
        }
    }

    private void log(Request request, String requestId) {
        tenant.log.accepted(
                request.callingApp().app().clientId(), request.method(), request.pathText(), request.json(), requestId);
    }

    private Response answer(Request request, Supplier<Response> work) {
        Response response;
        try {
            response = work.get();
        } catch (GraphError error) {
            response = refusal(request, error);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, request.method() + " " + request.pathText(), e);
            response =
                    refusal(request, new GraphError(500, "InternalServerError", "The simulated tenant failed: " + e));
        }
        if (response.html()) {
            // a proxy answered, not Graph
            return response;
        }
        var clientRequestId = request.header("client-request-id");
        var complete = response.headers().containsKey("request-id")
                ? response
                : response.withHeader("request-id", UUID.randomUUID().toString());
        return complete.withHeader(
                        "client-request-id",
                        clientRequestId.orElse(complete.headers().getOrDefault("request-id", "")))
                .withHeader(
                        "x-ms-ags-diagnostic",
                        "{\"ServerInfo\":{\"DataCenter\":\"Simulated\",\"Slice\":\"E\",\"Ring\":\"1\"}}");
    }

    private Response refusal(Request request, GraphError error) {
        var requestId = UUID.randomUUID().toString();
        var response = Response.graph(
                        error.status(),
                        error.body(
                                tenant.clock.instant(),
                                requestId,
                                request.header("client-request-id").orElse(requestId)))
                .withHeader("request-id", requestId);
        return error.status() == 401
                ? response.withHeader("WWW-Authenticate", error.authenticateHeader(tenant.issuer()))
                : response;
    }

    private Request.Caller authenticated(Request request) {
        if (request.caller() != null) {
            return request.callingApp();
        }
        var authorization = request.header("authorization").orElse("");
        if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new GraphError(401, "InvalidAuthenticationToken", "Access token is empty.");
        }
        var claims = tenant.signingKey
                .verified(authorization.substring(7))
                .filter(found -> found.getAudience().contains(TokenRoutes.GRAPH_AUDIENCE))
                .orElseThrow(GraphApi::invalidToken);
        var app = tenant.apps.app(String.valueOf(claims.getClaim("appid"))).orElseThrow(GraphApi::invalidToken);
        tenant.tokens.requireCurrent(((Number) claims.getClaim(TokenRoutes.GENERATION)).longValue());
        // a permission granted after the token was issued is not in it
        var roles = new HashSet<String>();
        if (claims.getClaim("roles") instanceof List<?> granted) {
            granted.forEach(role -> roles.add(String.valueOf(role)));
        }
        return new Request.Caller(app.withRoles(roles));
    }

    private static GraphError invalidToken() {
        return new GraphError(
                401, "InvalidAuthenticationToken", "Access token validation failure. Invalid audience or expired.");
    }

    private static void requirePermission(Request.Caller caller, List<String> anyOf) {
        if (!anyOf.isEmpty() && anyOf.stream().noneMatch(caller.app().roles()::contains)) {
            throw GraphError.denied();
        }
    }
}
