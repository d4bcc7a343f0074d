package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A tiny endpoint for notifications. */
final class Webhook implements AutoCloseable {
    private final HttpServer server;
    private final List<JsonNode> notifications = new CopyOnWriteArrayList<>();
    private final List<String> handshakeTypes = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();

    Webhook() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/good", this::good);
        server.createContext("/escaping", exchange -> answer(exchange, 200, "text/plain", "something else"));
        server.createContext("/refusing", exchange -> answer(exchange, 404, "text/plain", ""));
        server.start();
    }

    String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    List<JsonNode> notifications() {
        return notifications;
    }

    List<String> handshakeTypes() {
        return handshakeTypes;
    }

    /** Answers the next deliveries with 503. */
    void refuse(int times) {
        refusals.set(times);
    }

    private void good(HttpExchange exchange) throws IOException {
        var query = exchange.getRequestURI().getRawQuery();
        if (query != null && query.contains("validationToken=")) {
            handshakeTypes.add(exchange.getRequestHeaders().getFirst("Content-Type"));
            var token = query.substring(query.indexOf("validationToken=") + "validationToken=".length());
            answer(exchange, 200, "text/plain", URLDecoder.decode(token, StandardCharsets.UTF_8));
            return;
        }
        var body = Json.parse(exchange.getRequestBody().readAllBytes());
        if (refusals.getAndUpdate(left -> Math.max(left - 1, 0)) > 0) {
            answer(exchange, 503, "text/plain", "");
            return;
        }
        body.path("value").forEach(notifications::add);
        answer(exchange, 202, "text/plain", "");
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            var body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
