package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tenant as an OpenID Connect issuer: employees sign in with the code flow. An employee's password is the user name.
 * The issuer is plain HTTP so that a browser shows no warning about a certificate.
 */
final class OpenIdRoutes {
    private static final Duration CODE_LIFE = Duration.ofMinutes(5);
    private static final Duration TOKEN_LIFE = Duration.ofHours(1);

    private final Tenant tenant;
    private final Pages pages;
    private final Map<String, Grant> codes = new ConcurrentHashMap<>();

    OpenIdRoutes(Tenant tenant, Pages pages) {
        this.tenant = tenant;
        this.pages = pages;
    }

    void addTo(Router<Handler> router) {
        router.add("GET /{tenant}/v2.0/.well-known/openid-configuration", this::configuration);
        router.add(
                "GET /{tenant}/discovery/v2.0/keys",
                request -> new Response(
                        200,
                        Map.of("Content-Type", "application/json"),
                        tenant.signingKey.publicKeys().getBytes(StandardCharsets.UTF_8)));
        router.add("GET /{tenant}/oauth2/v2.0/authorize", request -> authorize(request, request.query(), ""));
        router.add("POST /{tenant}/oauth2/v2.0/authorize", this::signIn);
        router.add("GET /oidc/userinfo", this::userInfo);
        router.add("GET /{tenant}/oauth2/v2.0/logout", this::signOut);
    }

    private Response configuration(Request request) {
        var name = request.param("tenant");
        var home = HomeTenants.named(name);
        if (home.isEmpty() && !List.of("common", "organizations").contains(name)) {
            return Response.json(
                    400,
                    Json.object()
                            .put("error", "invalid_tenant")
                            .put("error_description", "AADSTS90002: Tenant '" + name + "' not found.")
                            .set("error_codes", Json.array().add(90002)));
        }
        if (home.isPresent() && !home.get().id().equals(Seeds.TENANT_ID)) {
            var elsewhere = request.base() + "/" + home.get().id();
            return Response.json(
                    200,
                    Json.object()
                            .put("issuer", elsewhere + "/v2.0")
                            .put("authorization_endpoint", elsewhere + "/oauth2/v2.0/authorize")
                            .put("token_endpoint", elsewhere + "/oauth2/v2.0/token"));
        }
        var base = request.base() + "/" + Seeds.TENANT_ID;
        // over http the issuer is the one in the tokens, wherever the request came in
        var issuer = request.base().getScheme().equals("http") ? tenant.issuer() : base + "/v2.0";
        var body = Json.object()
                .put("issuer", issuer)
                .put("authorization_endpoint", browser(request) + "/oauth2/v2.0/authorize")
                .put("token_endpoint", base + "/oauth2/v2.0/token")
                .put("userinfo_endpoint", request.base() + "/oidc/userinfo")
                .put("end_session_endpoint", browser(request) + "/oauth2/v2.0/logout")
                .put("jwks_uri", base + "/discovery/v2.0/keys");
        body.putArray("response_types_supported").add("code");
        body.putArray("response_modes_supported").add("query");
        body.putArray("grant_types_supported").add("authorization_code").add("client_credentials");
        body.putArray("subject_types_supported").add("pairwise");
        body.putArray("id_token_signing_alg_values_supported").add("RS256");
        body.putArray("scopes_supported").add("openid").add("profile").add("email");
        body.putArray("code_challenge_methods_supported").add("S256");
        body.putArray("token_endpoint_auth_methods_supported")
                .add("client_secret_basic")
                .add("client_secret_post");
        return Response.json(200, body);
    }

    private String browser(Request request) {
        var base = request.base().getScheme().equals("http") ? tenant.publicBase : request.base();
        return base + "/" + Seeds.TENANT_ID;
    }

    private Response authorize(Request request, Map<String, String> fields, String problem) {
        var app = tenant.options.app(fields.getOrDefault("client_id", ""));
        if (app.isEmpty()) {
            return pages.problem(400, "AADSTS700016", "No application with this identifier is registered here.");
        }
        if (!redirectAllowed(fields.getOrDefault("redirect_uri", ""))) {
            return pages.problem(
                    400, "AADSTS50011", "The redirect address of the request is not registered for the application.");
        }
        if (!fields.getOrDefault("response_type", "").equals("code")) {
            return pages.problem(400, "AADSTS700054", "Only the code flow is enabled for this application.");
        }
        var people = tenant.directory.locked(() -> tenant.directory.allUsers().stream()
                .filter(user -> user.live() && user.enabled() && !user.guest())
                .map(user -> Map.<String, Object>of(
                        "userName", user.text("mailNickname"), "displayName", user.text("displayName")))
                .toList());
        return pages.page(
                problem.isEmpty() ? 200 : 401,
                "sign-in",
                "Sign in",
                Map.of(
                        "action", request.pathText(),
                        "fields", Map.copyOf(fields),
                        "app", app.get().displayName(),
                        "problem", problem,
                        "userName", fields.getOrDefault("login_hint", ""),
                        "people", people));
    }

    private Response signIn(Request request) {
        var fields = new LinkedHashMap<>(request.formBody());
        var userName = Optional.ofNullable(fields.remove("username")).orElse("").strip();
        var password = Optional.ofNullable(fields.remove("password")).orElse("");
        var user = tenant.directory.locked(
                () -> employee(userName).filter(any -> any.text("mailNickname").equals(password)));
        if (user.isEmpty()) {
            fields.put("login_hint", userName);
            return authorize(request, fields, "The user name or the password is not right.");
        }
        if (!tenant.directory.locked(user.get()::enabled)) {
            return authorize(request, fields, "This account is disabled (AADSTS50057).");
        }
        var refusal = authorize(request, fields, "");
        if (refusal.status() != 200) {
            return refusal;
        }
        var code = Directory.newId().replace("-", "");
        codes.put(
                code,
                new Grant(user.get().id(), Map.copyOf(fields), Instant.now().plus(CODE_LIFE)));
        var target = fields.getOrDefault("redirect_uri", "");
        var location = target + (target.contains("?") ? "&" : "?") + "code=" + code;
        var state = fields.get("state");
        return Response.redirect(
                state == null ? location : location + "&state=" + URLEncoder.encode(state, StandardCharsets.UTF_8));
    }

    private Optional<UserEntry> employee(String userName) {
        return tenant.directory.allUsers().stream()
                .filter(user -> user.live() && !user.guest())
                .filter(user ->
                        List.of(user.text("mailNickname"), user.text("mail"), user.text("userPrincipalName")).stream()
                                .anyMatch(name -> !name.isEmpty() && name.equalsIgnoreCase(userName)))
                .findFirst();
    }

    private boolean redirectAllowed(String target) {
        var registered = tenant.options.oidcRedirectUris();
        if (!registered.isEmpty()) {
            return registered.contains(target);
        }
        try {
            var uri = URI.create(target);
            return "http".equals(uri.getScheme()) && LocalHosts.isLocal(uri.getHost());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Turns a code into tokens, once; nothing if the code, the redirect address or the verifier is wrong. */
    Optional<Response> redeemCode(AppRegistration app, Map<String, String> form) {
        var grant = codes.remove(form.getOrDefault("code", ""));
        if (grant == null
                || grant.expires.isBefore(Instant.now())
                || !app.clientId().equals(grant.fields.get("client_id"))
                || !form.getOrDefault("redirect_uri", "").equals(grant.fields.get("redirect_uri"))
                || !verifierFits(grant.fields.get("code_challenge"), form.getOrDefault("code_verifier", ""))) {
            return Optional.empty();
        }
        return tenant.directory.locked(() -> tenant.directory.user(grant.userId).map(user -> {
            var claims = new JWTClaimsSet.Builder()
                    .issuer(tenant.issuer())
                    .subject(user.id())
                    .audience(app.clientId())
                    .issueTime(new Date())
                    .notBeforeTime(new Date())
                    .expirationTime(Date.from(Instant.now().plus(TOKEN_LIFE)));
            profile(user)
                    .properties()
                    .forEach(claim ->
                            claims.claim(claim.getKey(), claim.getValue().asText()));
            claims.claim("tid", Seeds.TENANT_ID).claim("ver", "2.0").claim("groups", groupsOf(user));
            if (grant.fields.containsKey("nonce")) {
                claims.claim("nonce", grant.fields.get("nonce"));
            }
            var idToken = tenant.signingKey.sign(claims.build());
            var accessToken = tenant.signingKey.sign(new JWTClaimsSet.Builder(claims.build())
                    .audience(tenant.issuer() + "/userinfo")
                    .build());
            return Response.json(
                            200,
                            Json.object()
                                    .put("token_type", "Bearer")
                                    .put("scope", grant.fields.getOrDefault("scope", "openid"))
                                    .put("expires_in", TOKEN_LIFE.toSeconds())
                                    .put("access_token", accessToken)
                                    .put("id_token", idToken))
                    .withHeader("Cache-Control", "no-store");
        }));
    }

    private static boolean verifierFits(@Nullable String challenge, String verifier) {
        if (challenge == null) {
            return true;
        }
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return challenge.equals(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode profile(UserEntry user) {
        return Json.object()
                .put("sub", user.id())
                .put("oid", user.id())
                .put("name", user.text("displayName"))
                .put("email", user.text("mail"))
                .put("preferred_username", user.text("userPrincipalName"));
    }

    private List<String> groupsOf(UserEntry user) {
        return tenant.directory.allGroups().stream()
                .filter(group -> group.members.contains(user.id()))
                .map(Entry::id)
                .toList();
    }

    private Response userInfo(Request request) {
        var authorization = request.header("authorization").orElse("");
        return tenant.signingKey
                .verified(authorization.replaceFirst("(?i)^Bearer ", ""))
                .flatMap(claims -> tenant.directory.locked(() ->
                        tenant.directory.user(claims.getSubject()).map(user -> Response.json(200, profile(user)))))
                .orElseGet(() -> Response.json(401, Json.object().put("error", "invalid_token"))
                        .withHeader("WWW-Authenticate", "Bearer error=\"invalid_token\""));
    }

    private Response signOut(Request request) {
        var target = request.queryParam("post_logout_redirect_uri");
        if (target.isPresent() && redirectAllowedAfterSignOut(target.get())) {
            var state = request.queryParam("state");
            return Response.redirect(state.map(value -> target.get()
                            + (target.get().contains("?") ? "&" : "?")
                            + "state="
                            + URLEncoder.encode(value, StandardCharsets.UTF_8))
                    .orElse(target.get()));
        }
        return pages.page(200, "message", "Signed out", Map.of("text", "You are signed out of Northfield Hospital."));
    }

    private boolean redirectAllowedAfterSignOut(String target) {
        if (redirectAllowed(target)) {
            return true;
        }
        // the origin of a registered address is enough here
        return tenant.options.oidcRedirectUris().stream()
                .map(URI::create)
                .anyMatch(uri -> target.startsWith(uri.getScheme() + "://" + uri.getAuthority() + "/")
                        || target.equals(uri.getScheme() + "://" + uri.getAuthority()));
    }

    private record Grant(String userId, Map<String, String> fields, Instant expires) {}
}
