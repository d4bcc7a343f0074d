package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A refusal in Graph's words. Messages are hints: callers must go by status and code. */
final class GraphError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final DateTimeFormatter WITHOUT_ZONE = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");

    private final int status;
    private final String code;
    private final String claims;

    GraphError(int status, String code, String message) {
        this(status, code, message, "");
    }

    private GraphError(int status, String code, String message, String claims) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.claims = claims;
    }

    /** A token that was good a moment ago; the claims, in Base64, say what a better one needs. */
    static GraphError challenge(String claims) {
        return new GraphError(
                401,
                "InvalidAuthenticationToken",
                "Continuous access evaluation resulted in challenge with result: InteractionRequired and code:"
                        + " TokenIssuedBeforeRevocationTimestamp.",
                claims);
    }

    /** The directory's own kind of bad request. */
    static GraphError request(String message) {
        return new GraphError(400, "Request_BadRequest", message);
    }

    /** A bad request the gateway or another service than the directory finds. */
    static GraphError badRequest(String message) {
        return new GraphError(400, "BadRequest", message);
    }

    static GraphError notFound(String id) {
        return new GraphError(
                404,
                "Request_ResourceNotFound",
                "Resource '" + id
                        + "' does not exist or one of its queried reference-property objects are not present.");
    }

    static GraphError denied() {
        return new GraphError(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
    }

    static GraphError unsupportedQuery(String message) {
        return new GraphError(400, "Request_UnsupportedQuery", message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    /** The header that goes with a 401. */
    String authenticateHeader(String authorizationUri) {
        var bearer = "Bearer realm=\"\", authorization_uri=\"" + authorizationUri + "\"";
        return claims.isEmpty() ? bearer : bearer + ", error=\"insufficient_claims\", claims=\"" + claims + "\"";
    }

    String text() {
        var message = getMessage();
        return message == null ? code : message;
    }

    /** The envelope all of Graph's errors come in; its date has no zone. */
    ObjectNode body(Instant now, String requestId, String clientRequestId) {
        var body = Json.object();
        body.putObject("error")
                .put("code", code)
                .put("message", text())
                .putObject("innerError")
                .put("date", WITHOUT_ZONE.format(now.atOffset(ZoneOffset.UTC)))
                .put("request-id", requestId)
                .put("client-request-id", clientRequestId);
        return body;
    }
}
