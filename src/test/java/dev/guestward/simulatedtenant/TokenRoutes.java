package dev.guestward.simulatedtenant;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The token endpoint: client credentials for Graph, authorization codes for sign-in. */
final class TokenRoutes {
    static final String GRAPH_AUDIENCE = "https://graph.microsoft.com";
    private static final String GRAPH_SCOPE = GRAPH_AUDIENCE + "/.default";
    private static final List<String> OPENID_SCOPES = List.of("openid", "profile", "offline_access");

    /** The claim by which a token tells which revocations it has survived. */
    static final String GENERATION = "generation";

    private final Tenant tenant;
    private final OpenIdRoutes openId;
    private final ClientAssertions assertions;

    TokenRoutes(Tenant tenant, OpenIdRoutes openId) {
        this.tenant = tenant;
        this.openId = openId;
        assertions = new ClientAssertions(tenant.credentials);
    }

    void addTo(Router<Handler> router) {
        router.add("POST /{tenant}/oauth2/v2.0/token", this::token);
        router.add("GET /common/discovery/instance", this::instanceDiscovery);
    }

    private Response token(Request request) {
        var before = tenant.faults.next(FaultMode.Stage.BEFORE, request);
        if (before.isPresent()) {
            return before.get()
                    .instead(
                            Response.noContent(),
                            fault -> TokenRefusal.outage(fault.status()).response());
        }
        var outage = tenant.tokens.outage();
        if (outage.isPresent()) {
            return outage.get();
        }
        try {
            if (!request.param("tenant").equalsIgnoreCase(Seeds.TENANT_ID)
                    && !request.param("tenant").equalsIgnoreCase(Seeds.INITIAL_DOMAIN)) {
                throw new TokenRefusal(
                        400, "invalid_request", 90002, "Tenant '" + request.param("tenant") + "' not found.");
            }
            var form = request.formBody();
            return switch (form.getOrDefault("grant_type", "")) {
                case "client_credentials" -> clientCredentials(request, form);
                case "authorization_code" ->
                    openId.redeemCode(authenticated(request, form), form)
                            .orElseThrow(() -> new TokenRefusal(
                                    400,
                                    "invalid_grant",
                                    70008,
                                    "The provided authorization code is invalid or has expired."));
                default ->
                    throw new TokenRefusal(
                            400, "unsupported_grant_type", 70003, "The grant type is not supported here.");
            };
        } catch (TokenRefusal refusal) {
            return refusal.response();
        }
    }

    private Response clientCredentials(Request request, Map<String, String> form) {
        var scope = form.getOrDefault("scope", "");
        if (scope.isBlank()) {
            throw new TokenRefusal(400, "invalid_scope", 70011, "The provided request must include a 'scope'.");
        }
        // MSAL adds the OpenID scopes to whatever it was asked for
        var asked = new ArrayList<>(List.of(scope.strip().split(" +", -1)));
        asked.removeAll(OPENID_SCOPES);
        if (!asked.equals(List.of(GRAPH_SCOPE))) {
            throw new TokenRefusal(
                    400,
                    "invalid_scope",
                    1002012,
                    "The provided value for scope " + scope
                            + " is not valid. Client credential flows must have a scope value with /.default suffixed"
                            + " to the resource identifier (application ID URI).");
        }
        var app = authenticated(request, form);
        var now = Instant.now();
        var life = tenant.tokens.lifetime();
        var claims = new JWTClaimsSet.Builder()
                .audience(GRAPH_AUDIENCE)
                .issuer("https://sts.windows.net/" + Seeds.TENANT_ID + "/")
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now.minusSeconds(300)))
                .expirationTime(Date.from(now.plus(life)))
                .jwtID(UUID.randomUUID().toString())
                .subject(app.servicePrincipalId())
                .claim("appid", app.clientId())
                .claim("app_displayname", app.displayName())
                .claim("idtyp", "app")
                .claim("oid", app.servicePrincipalId())
                .claim("tid", Seeds.TENANT_ID)
                .claim("roles", new ArrayList<>(app.roles()))
                .claim("ver", "1.0")
                .claim(GENERATION, tenant.tokens.generation())
                .build();
        return Response.json(
                        200,
                        Json.object()
                                .put("token_type", "Bearer")
                                .put("expires_in", life.toSeconds())
                                .put("ext_expires_in", life.toSeconds())
                                .put("access_token", tenant.signingKey.sign(claims)))
                .withHeader("Cache-Control", "no-store");
    }

    private AppRegistration authenticated(Request request, Map<String, String> form) {
        var clientId = form.getOrDefault("client_id", "");
        var secret = form.getOrDefault("client_secret", "");
        var authorization = request.header("authorization").orElse("");
        if (authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            var pair = new String(Base64.getDecoder().decode(authorization.substring(6)), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            clientId = URLDecoder.decode(pair.substring(0, Math.max(colon, 0)), StandardCharsets.UTF_8);
            secret = URLDecoder.decode(pair.substring(colon + 1), StandardCharsets.UTF_8);
        }
        var id = clientId;
        var app = tenant.apps
                .app(id)
                .orElseThrow(() -> new TokenRefusal(
                        400,
                        "unauthorized_client",
                        700016,
                        "Application with identifier '" + id + "' was not found in the directory."));
        if (!tenant.apps.enabled(app)) {
            throw new TokenRefusal(
                    400,
                    "unauthorized_client",
                    7000112,
                    "Application '" + id + "' (" + app.displayName() + ") is disabled.");
        }
        if (form.containsKey("client_assertion")) {
            assertions.check(request, form, app);
        } else {
            checkSecret(app, secret);
        }
        return app;
    }

    private void checkSecret(AppRegistration app, String secret) {
        if (!app.clientSecret().equals(secret)) {
            throw TokenRefusal.client(
                    7000215,
                    "Invalid client secret provided. Ensure the secret being sent in the request is the client secret"
                            + " value, not the client secret ID.");
        }
        if (tenant.apps.secretExpired(app)) {
            throw TokenRefusal.client(7000222, "The provided client secret keys for this application are expired.");
        }
    }

    private Response instanceDiscovery(Request request) {
        var body = Json.object()
                .put(
                        "tenant_discovery_endpoint",
                        request.base() + "/" + Seeds.TENANT_ID + "/v2.0/.well-known/openid-configuration")
                .put("api-version", "1.1");
        var host = request.base().getAuthority();
        var metadata = body.putArray("metadata").addObject();
        metadata.put("preferred_network", host).put("preferred_cache", host);
        metadata.putArray("aliases").add(host);
        return Response.json(200, body);
    }
}
