package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** {@code POST /$batch}: at most 20 requests in one, answered in no particular order. */
final class Batches {
    private static final int MOST = 20;

    private final Handler each;
    private final Random random = new Random(7);

    Batches(Handler each) {
        this.each = each;
    }

    Response handle(Request batch) {
        var requests = batch.json().path("requests");
        if (!requests.isArray() || requests.isEmpty()) {
            throw GraphError.badRequest("Invalid batch payload format.");
        }
        if (requests.size() > MOST) {
            throw GraphError.badRequest("Number of batch request steps exceeds max value of " + MOST + ".");
        }
        var statuses = new HashMap<String, Integer>();
        for (var item : requests) {
            var id = item.path("id").asText("");
            if (id.isEmpty()
                    || statuses.put(id, 0) != null
                    || item.path("method").asText("").isEmpty()
                    || item.path("url").asText("").isEmpty()) {
                throw GraphError.badRequest("Each batch request needs a unique id, a method and a url.");
            }
            if (item.path("url").asText().contains("$batch")) {
                throw GraphError.badRequest("Batch requests cannot be nested.");
            }
            if (item.hasNonNull("body") && header(item, "content-type").isEmpty()) {
                throw GraphError.badRequest("Content-Type is required when a body is specified in a batch request.");
            }
        }
        var responses = new ArrayList<ObjectNode>();
        for (var item : requests) {
            var response = one(batch, item, statuses);
            statuses.put(item.path("id").asText(), response.path("status").asInt());
            responses.add(response);
        }
        synchronized (random) {
            Collections.shuffle(responses, random);
        }
        var body = Json.object();
        body.putArray("responses").addAll(responses);
        return Response.graph(200, body);
    }

    private ObjectNode one(Request batch, JsonNode item, Map<String, Integer> statuses) {
        for (var dependency : item.path("dependsOn")) {
            int status = statuses.getOrDefault(dependency.asText(), 0);
            if (status < 200 || status > 299) {
                var body = Json.object();
                body.putObject("error")
                        .put("code", "FailedDependency")
                        .put("message", "A request it depends on failed.");
                return response(item, 424, Map.of(), body);
            }
        }
        var headers = new LinkedHashMap<String, String>();
        item.path("headers")
                .properties()
                .forEach(header -> headers.put(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue().asText()));
        batch.header("client-request-id").ifPresent(id -> headers.putIfAbsent("client-request-id", id));
        var url = item.path("url").asText();
        var request = Request.of(
                        item.path("method").asText().toUpperCase(Locale.ROOT),
                        batch.base(),
                        url.startsWith("/") ? url : "/" + url,
                        headers,
                        item.hasNonNull("body") ? Json.bytes(item.path("body")) : new byte[0])
                .with(Map.of(), batch.caller());
        var answer = each.handle(request);
        if (answer.status() == Response.CUT) {
            // there is no connection to cut for a part
            var body = Json.object();
            body.putObject("error").put("code", "ServiceUnavailable").put("message", "No answer.");
            return response(item, 503, Map.of(), body);
        }
        try {
            var body = answer.body().length == 0 ? Json.object().nullNode() : Json.parse(answer.body());
            return response(item, answer.status(), answer.headers(), body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode response(JsonNode item, int status, Map<String, String> headers, JsonNode body) {
        var response = Json.object().put("id", item.path("id").asText()).put("status", status);
        var own = response.putObject("headers");
        headers.forEach(own::put);
        response.set("body", body);
        return response;
    }

    private static String header(JsonNode item, String name) {
        for (var header : item.path("headers").properties()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return header.getValue().asText();
            }
        }
        return "";
    }
}
