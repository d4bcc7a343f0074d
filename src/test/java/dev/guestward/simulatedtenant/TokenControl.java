package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether tokens are issued, how long they live, and whether they are still believed: {@code GET} and
 * {@code PUT /_sim/tokens}, {@code POST /_sim/tokens/revoke}. Tokens live in real time.
 */
final class TokenControl {
    private Outage outage = Outage.NONE;
    private Duration lifetime = Duration.ofSeconds(3599);
    private long generation;
    private Instant revokedAt = Instant.EPOCH;

    private enum Outage {
        NONE,
        THROTTLED,
        DOWN,
        CUT;

        String spelling() {
            return switch (this) {
                case THROTTLED -> "429";
                case DOWN -> "503";
                default -> name().toLowerCase(Locale.ROOT);
            };
        }

        static Outage of(String text) {
            for (var outage : values()) {
                if (outage.spelling().equals(text)) {
                    return outage;
                }
            }
            throw GraphError.badRequest("outage is none, 429, 503 or cut");
        }
    }

    void addTo(Router<Handler> router) {
        ControlRoutes.add(router, "GET /_sim/tokens", request -> Response.json(200, toJson()));
        ControlRoutes.add(router, "PUT /_sim/tokens", request -> {
            change(ControlBody.of(request, Set.of("outage", "lifetimeSeconds")));
            return Response.json(200, toJson());
        });
        ControlRoutes.add(router, "POST /_sim/tokens/revoke", request -> {
            revoke();
            return Response.json(200, toJson());
        });
    }

    private synchronized void change(ControlBody body) {
        var wanted = body.json().path("outage");
        var newOutage = wanted.isMissingNode() ? outage : Outage.of(wanted.asText());
        lifetime = Duration.ofSeconds(body.number("lifetimeSeconds", lifetime.toSeconds(), 0));
        outage = newOutage;
    }

    private synchronized void revoke() {
        generation++;
        revokedAt = Instant.now();
    }

    private synchronized ObjectNode toJson() {
        return Json.object()
                .put("outage", outage.spelling())
                .put("lifetimeSeconds", lifetime.toSeconds())
                .put("revocations", generation);
    }

    synchronized Duration lifetime() {
        return lifetime;
    }

    /** What tokens carry to tell which revocations they have survived. */
    synchronized long generation() {
        return generation;
    }

    /** What the token endpoint answers meanwhile, if it is out of order. */
    synchronized Optional<Response> outage() {
        return switch (outage) {
            case NONE -> Optional.empty();
            case CUT -> Optional.of(Response.cut());
            case THROTTLED -> Optional.of(TokenRefusal.outage(429).response());
            case DOWN -> Optional.of(TokenRefusal.outage(503).response());
        };
    }

    /**
     * Continuous access evaluation: refuses a token of before the last revocation.
     *
     * @throws GraphError with the claims a new token has to be asked for
     */
    synchronized void requireCurrent(long generationOfToken) {
        if (generationOfToken < generation) {
            var claims = Json.object();
            claims.putObject("access_token")
                    .putObject("nbf")
                    .put("essential", true)
                    .put("value", Long.toString(revokedAt.getEpochSecond()));
            throw GraphError.challenge(
                    Base64.getEncoder().encodeToString(claims.toString().getBytes(StandardCharsets.UTF_8)));
        }
    }
}
