package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Faults somebody ordered. Each names a method (or {@code *}) and a path below {@code /v1.0} ({@code *} stands for one
 * segment, {@code **} for any), and happens with a probability ({@code share}) for a number of times.
 *
 * <p>{@code before} answers without doing anything; {@code after} does it and then answers with an error or cuts the
 * connection ({@code cut}), so that the caller cannot know.
 */
final class Faults {
    private final Random random = new Random(20261121);
    private List<Fault> faults = new ArrayList<>();

    /** Replaces all faults. */
    synchronized void replace(JsonNode specification) {
        var list = new ArrayList<Fault>();
        specification.forEach(item -> list.add(new Fault(item)));
        faults = list;
    }

    synchronized ArrayNode toJson() {
        var array = Json.array();
        faults.forEach(fault -> array.add(fault.toJson()));
        return array;
    }

    /** The fault to happen to this request now, if any. */
    synchronized Optional<Fault> next(String mode, String method, String path) {
        for (var fault : faults) {
            if (fault.mode.equals(mode) && fault.matches(method, path) && random.nextDouble() < fault.share) {
                fault.times--;
                if (fault.times <= 0) {
                    faults.remove(fault);
                }
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    static final class Fault {
        private final ObjectNode specification;
        private final String method;
        private final Pattern path;
        private final String mode;
        private final double share;
        private final int status;
        private final @Nullable String retryAfter;
        private final boolean cut;
        private long times;

        Fault(JsonNode item) {
            specification = item.deepCopy();
            method = item.path("method").asText("*");
            path = Pattern.compile(regex(item.path("path").asText("**")));
            mode = item.path("mode").asText("before");
            if (!mode.equals("before") && !mode.equals("after")) {
                throw new Unimplemented("fault mode '" + mode + "'");
            }
            share = item.path("share").asDouble(1.0);
            times = item.path("times").asLong(Long.MAX_VALUE);
            status = item.path("status").asInt(503);
            retryAfter = item.hasNonNull("retryAfter") ? item.path("retryAfter").asText() : null;
            cut = item.path("cut").asBoolean(false);
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

        private boolean matches(String asked, String askedPath) {
            return (method.equals("*") || method.equalsIgnoreCase(asked))
                    && path.matcher(askedPath).matches();
        }

        boolean cut() {
            return cut;
        }

        GraphError error() {
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

        Response decorate(Response response) {
            return retryAfter == null ? response : response.withHeader("Retry-After", retryAfter);
        }

        ObjectNode toJson() {
            var json = specification.deepCopy();
            if (times < Long.MAX_VALUE / 2) {
                json.put("times", times);
            }
            return json;
        }
    }
}
