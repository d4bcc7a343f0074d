package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** One ordered fault. Guarded by the list it is in. */
final class Fault {
    private static final Pattern METHOD = Pattern.compile("\\*|GET|POST|PUT|PATCH|DELETE");
    private static final Set<String> FIELDS = Set.of(
            "id",
            "method",
            "path",
            "mode",
            "share",
            "times",
            "struck",
            "status",
            "retryAfter",
            "cut",
            "bytesPerSecond",
            "delayMillis",
            "staleMillis");
    private static final long FOR_EVER = Long.MAX_VALUE;
    private static final long A_DAY = 86_400_000;
    private static final String PAGE =
            "<!DOCTYPE html><html lang=\"en\"><head><title>Sign in to the network</title></head>"
                    + "<body><h1>Sign in to the network</h1><p>Access through this proxy needs a sign-in.</p></body></html>";

    private final int id;
    private final ObjectNode specification;
    private final String method;
    private final Pattern path;
    private final FaultMode mode;
    private final double share;
    private final int status;
    private final boolean cut;
    private final Delivery delivery;
    private final long staleMillis;
    private long times;
    private long struck;

    /**
     * Reads a fault.
     *
     * @param where how to call it in an error
     * @throws GraphError a 400 that names the field which is wrong
     */
    Fault(int id, JsonNode item, String where) {
        var fields = new Fields(item, where).only(FIELDS);
        this.id = id;
        specification = item.deepCopy();
        specification.remove("struck");
        method = fields.text("method", "*");
        if (!METHOD.matcher(method).matches()) {
            throw fields.wrong("method", "GET, POST, PUT, PATCH, DELETE or *");
        }
        mode = FaultMode.named(fields.text("mode", "before"))
                .orElseThrow(() -> fields.wrong(
                        "mode",
                        "one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(FaultMode.values())
                                                .map(FaultMode::json)
                                                .toList())));
        path = Pattern.compile(regex(fields.text("path", "**")));
        share = fields.number("share", 0, 1, 1);
        times = fields.whole("times", 0, FOR_EVER, FOR_EVER);
        status = (int) fields.whole("status", 400, 599, 503);
        cut = fields.flag("cut", false);
        var retryAfter = item.path("retryAfter");
        if (fields.has("retryAfter") && !retryAfter.isNumber() && !retryAfter.isTextual()) {
            throw fields.wrong("retryAfter", "a number or a text");
        }
        delivery = new Delivery(
                mode == FaultMode.DELAY ? fields.whole("delayMillis", 0, A_DAY, 150) : 0,
                mode == FaultMode.DRIP ? fields.number("bytesPerSecond", 0.01, 1e6, 1) : 0);
        staleMillis = fields.whole("staleMillis", 0, A_DAY, -1);
    }

    private static String regex(String glob) {
        var regex = new StringBuilder(glob.startsWith("/") || glob.startsWith("*") ? "" : "/");
        for (int i = 0; i < glob.length(); i++) {
            if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (glob.charAt(i) == '*') {
                regex.append("[^/]*");
            } else {
                regex.append(Pattern.quote(glob.substring(i, i + 1)));
            }
        }
        return regex.toString();
    }

    int id() {
        return id;
    }

    FaultMode mode() {
        return mode;
    }

    double share() {
        return share;
    }

    boolean matches(FaultMode.Stage stage, String asked, String askedPath) {
        return times > 0
                && mode.stage() == stage
                && mode.concerns(asked, askedPath)
                && (method.equals("*") || method.equals(asked))
                && path.matcher(askedPath).matches();
    }

    void strike() {
        struck++;
        if (times != FOR_EVER) {
            times--;
        }
    }

    /** How far back a stale read looks; empty is before the last change. */
    Optional<Long> staleMillis() {
        return staleMillis < 0 ? Optional.empty() : Optional.of(staleMillis);
    }

    /**
     * What the caller gets instead of an answer.
     *
     * @param refusal how an error is written down
     */
    Response instead(Response answer, Function<GraphError, Response> refusal) {
        return switch (mode) {
            case BEFORE, AFTER -> cut ? Response.cut() : decorate(refusal.apply(error()));
            case HTML, HTML_BEFORE -> Response.html(200, PAGE);
            case CUT_JSON -> answer.half();
            case DRIP, DELAY -> answer.delivered(delivery);
            case STALE, PHANTOM -> answer;
        };
    }

    private GraphError error() {
        return switch (status) {
            case 429 -> new GraphError(429, "TooManyRequests", "Too many requests.");
            case 503 -> new GraphError(503, "ServiceUnavailable", "Service unavailable.");
            case 403 -> new GraphError(403, "Forbidden", "Refused by an ordered fault.");
            default ->
                new GraphError(
                        status,
                        status >= 500 ? "InternalServerError" : "BadRequest",
                        "An ordered fault of the simulated tenant.");
        };
    }

    private Response decorate(Response response) {
        return specification.hasNonNull("retryAfter")
                ? response.withHeader(
                        "Retry-After", specification.path("retryAfter").asText())
                : response;
    }

    /** As it was ordered, with its number, what is left of it and how often it has struck. */
    ObjectNode toJson() {
        var json = specification.deepCopy().put("id", id).put("struck", struck);
        return times == FOR_EVER ? json : json.put("times", times);
    }
}
