package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
        var delivery = Delivery.AT_ONCE;
        for (var item : requests) {
            var answer = one(batch, item, statuses);
            delivery = delivery.and(answer.delivery());
            var response = part(item, answer);
            statuses.put(item.path("id").asText(), response.path("status").asInt());
            responses.add(response);
        }
        synchronized (random) {
            Collections.shuffle(responses, random);
        }
        var body = Json.object();
        body.putArray("responses").addAll(responses);
        return Response.graph(200, body).delivered(delivery);
    }

    private Response one(Request batch, JsonNode item, Map<String, Integer> statuses) {
        for (var dependency : item.path("dependsOn")) {
            int status = statuses.getOrDefault(dependency.asText(), 0);
            if (status < 200 || status > 299) {
                var body = Json.object();
                body.putObject("error")
                        .put("code", "FailedDependency")
                        .put("message", "A request it depends on failed.");
                return new Response(424, Map.of(), Json.bytes(body));
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
            return new Response(503, Map.of(), Json.bytes(body), answer.delivery());
        }
        return answer;
    }

    private static ObjectNode part(JsonNode item, Response answer) {
        var part = Json.object().put("id", item.path("id").asText()).put("status", answer.status());
        var own = part.putObject("headers");
        answer.headers().forEach(own::put);
        part.set("body", body(answer));
        return part;
    }

    /** The body as JSON; what is none, as a faulty answer may be, becomes a text. */
    private static JsonNode body(Response answer) {
        if (answer.body().length == 0) {
            return Json.object().nullNode();
        }
        try {
            return Json.parse(answer.body());
        } catch (IOException e) {
            return Json.object().textNode(new String(answer.body(), StandardCharsets.UTF_8));
        }
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
