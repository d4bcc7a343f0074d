package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as the routes see it.
 *
 * @param base scheme, host and port by which it came; links in the answer start with it
 * @param path the decoded segments
 * @param query the decoded parameters; a {@code $} in a name may have come encoded
 * @param headers by lower-case name
 * @param params the segments that stand for the placeholders of the route
 * @param caller the application behind the access token; only Graph's routes have one
 */
record Request(
        String method,
        URI base,
        List<String> path,
        Map<String, String> query,
        Map<String, String> headers,
        byte[] body,
        Map<String, String> params,
        @Nullable Caller caller) {

    static Request of(String method, URI base, String rawTarget, Map<String, String> headers, byte[] body) {
        int mark = rawTarget.indexOf('?');
        var rawPath = mark < 0 ? rawTarget : rawTarget.substring(0, mark);
        var rawQuery = mark < 0 ? "" : rawTarget.substring(mark + 1);
        return new Request(method, base, segments(rawPath), form(rawQuery), headers, body, Map.of(), null);
    }

    private static List<String> segments(String rawPath) {
        var segments = new ArrayList<String>();
        for (var segment : rawPath.split("/", -1)) {
            if (!segment.isEmpty()) {
                // a plus sign means itself in a path
                segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
            }
        }
        return List.copyOf(segments);
    }

    private static Map<String, String> form(String encoded) {
        var fields = new LinkedHashMap<String, String>();
        for (var pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                var name = equals < 0 ? pair : pair.substring(0, equals);
                var value = equals < 0 ? "" : pair.substring(equals + 1);
                fields.put(
                        URLDecoder.decode(name, StandardCharsets.UTF_8),
                        URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
        return fields;
    }

    Request with(Map<String, String> newParams, @Nullable Caller newCaller) {
        return new Request(method, base, path, query, headers, body, newParams, newCaller);
    }

    String pathText() {
        return "/" + String.join("/", path);
    }

    String param(String name) {
        var value = params.get(name);
        if (value == null) {
            throw new IllegalStateException("The route has no placeholder " + name);
        }
        return value;
    }

    Optional<String> queryParam(String name) {
        return Optional.ofNullable(query.get(name));
    }

    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    /** The body of an HTML form or a token request. */
    Map<String, String> formBody() {
        return form(new String(body, StandardCharsets.UTF_8));
    }

    /** The body as a JSON object; an empty body is an empty object. */
    ObjectNode json() {
        if (body.length == 0) {
            return Json.object();
        }
        try {
            if (Json.parse(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw GraphError.badRequest(
                    "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of"
                            + " valid JSON format.");
        }
        throw GraphError.badRequest("The request payload must be a JSON object.");
    }

    Caller callingApp() {
        if (caller == null) {
            throw new IllegalStateException("No route outside Graph has a calling application");
        }
        return caller;
    }

    /** Who asks, according to the access token. */
    record Caller(AppRegistration app) {}
}
