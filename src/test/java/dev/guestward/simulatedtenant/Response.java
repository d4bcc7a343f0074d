package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param status the HTTP status; {@link #CUT} closes the connection without any answer
 * @param delivery how fast it travels
 */
record Response(int status, Map<String, String> headers, byte[] body, Delivery delivery) {
    static final int CUT = 0;

    Response(int status, Map<String, String> headers, byte[] body) {
        this(status, headers, body, Delivery.AT_ONCE);
    }

    static Response json(int status, JsonNode body) {
        return new Response(status, Map.of("Content-Type", "application/json; charset=utf-8"), Json.bytes(body));
    }

    /** An answer of Graph, whose content type names its flavour of JSON. */
    static Response graph(int status, JsonNode body) {
        return new Response(
                status,
                Map.of(
                        "Content-Type",
                        "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"),
                Json.bytes(body));
    }

    static Response noContent() {
        return new Response(204, Map.of(), new byte[0]);
    }

    static Response html(int status, String page) {
        return new Response(
                status, Map.of("Content-Type", "text/html; charset=utf-8"), page.getBytes(StandardCharsets.UTF_8));
    }

    static Response redirect(String location) {
        return new Response(302, Map.of("Location", location), new byte[0]);
    }

    static Response cut() {
        return new Response(CUT, Map.of(), new byte[0]);
    }

    Response withHeader(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, more, body, delivery);
    }

    Response delivered(Delivery how) {
        return new Response(status, headers, body, how);
    }

    /** A complete answer whose JSON is not; one that had none gets the beginning of one. */
    Response half() {
        var whole = body.length == 0 ? graph(200, Json.object().put("value", true)) : this;
        return new Response(
                whole.status, whole.headers, Arrays.copyOf(whole.body, whole.body.length / 2), whole.delivery);
    }

    boolean html() {
        return headers.getOrDefault("Content-Type", "").startsWith("text/html");
    }

    boolean successful() {
        return status >= 200 && status < 300;
    }
}
