package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The registered applications as an administrator left them: {@code GET} and {@code PUT /_sim/apps/{clientId}}.
 *
 * <p>Tokens that are out already keep the roles they were issued with.
 */
final class AppControl {
    private static final Set<String> FIELDS = Set.of("enabled", "secretExpired", "roles");

    private final SimulatedTenantOptions options;
    private final Map<String, State> states = new ConcurrentHashMap<>();

    AppControl(SimulatedTenantOptions options) {
        this.options = options;
    }

    void addTo(Router<Handler> router) {
        ControlRoutes.add(router, "GET /_sim/apps/{clientId}", request -> {
            var app = registered(request);
            return Response.json(200, state(app).toJson(app.clientId()));
        });
        ControlRoutes.add(router, "PUT /_sim/apps/{clientId}", request -> {
            var app = registered(request);
            var body = ControlBody.of(request, FIELDS);
            var before = state(app);
            var after = new State(
                    body.flag("enabled", before.enabled),
                    body.flag("secretExpired", before.secretExpired),
                    body.json().has("roles") ? Set.copyOf(Json.textsOf(body.json(), "roles")) : before.roles);
            states.put(app.clientId(), after);
            return Response.json(200, after.toJson(app.clientId()));
        });
    }

    /** The application a control call names. */
    AppRegistration registered(Request request) {
        var id = request.param("clientId");
        return options.app(id).orElseThrow(() -> GraphError.notFound(id));
    }

    /** An application with the roles it has now. */
    Optional<AppRegistration> app(String clientId) {
        return options.app(clientId).map(app -> app.withRoles(state(app).roles));
    }

    boolean enabled(AppRegistration app) {
        return state(app).enabled;
    }

    boolean secretExpired(AppRegistration app) {
        return state(app).secretExpired;
    }

    private State state(AppRegistration app) {
        return states.getOrDefault(app.clientId(), new State(true, false, app.roles()));
    }

    private record State(boolean enabled, boolean secretExpired, Set<String> roles) {
        ObjectNode toJson(String clientId) {
            var json = Json.object()
                    .put("clientId", clientId)
                    .put("enabled", enabled)
                    .put("secretExpired", secretExpired);
            json.set("roles", Json.texts(new TreeSet<>(roles)));
            return json;
        }
    }
}
