package dev.guestward.simulatedtenant;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** A refusal of the token endpoint, with the number by which its cause is known. */
final class TokenRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final int status;
    private final String error;
    private final int code;

    TokenRefusal(int status, String error, int code, String description) {
        super(description, null, false, false);
        this.status = status;
        this.error = error;
        this.code = code;
    }

    /** The client could not prove who it is. */
    static TokenRefusal client(int code, String description) {
        return new TokenRefusal(401, "invalid_client", code, description);
    }

    static TokenRefusal outage(int status) {
        return new TokenRefusal(status, "temporarily_unavailable", 90033, "A transient error has occurred.");
    }

    Response response() {
        var trace = UUID.randomUUID().toString();
        var correlation = UUID.randomUUID().toString();
        var timestamp = TIMESTAMP.format(Instant.now());
        var body = Json.object()
                .put("error", error)
                .put(
                        "error_description",
                        "AADSTS" + code + ": " + getMessage() + "\r\nTrace ID: " + trace + "\r\nCorrelation ID: "
                                + correlation + "\r\nTimestamp: " + timestamp);
        body.putArray("error_codes").add(code);
        body.put("timestamp", timestamp)
                .put("trace_id", trace)
                .put("correlation_id", correlation)
                .put("error_uri", "https://login.microsoftonline.com/error?code=" + code);
        return Response.json(status, body);
    }
}
