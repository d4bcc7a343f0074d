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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A tiny endpoint for notifications. */
final class Webhook implements AutoCloseable {
    private final HttpServer server;
    private final List<JsonNode> notifications = new CopyOnWriteArrayList<>();
    private final List<String> handshakeTypes = new CopyOnWriteArrayList<>();
    private final List<Integer> postSizes = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger hangs = new AtomicInteger();
    private final AtomicInteger hanging = new AtomicInteger();
    private final AtomicInteger redirects = new AtomicInteger();
    private final AtomicInteger followed = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Webhook() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/good", this::good);
        server.createContext("/escaping", exchange -> answer(exchange, 200, "text/plain", "something else"));
        server.createContext("/refusing", exchange -> answer(exchange, 404, "text/plain", ""));
        server.createContext("/silent", exchange -> {
            try (exchange) {
                hang();
            }
        });
        server.createContext("/dripping", this::drip);
        server.createContext("/moving", this::redirect);
        server.createContext("/elsewhere", exchange -> {
            followed.incrementAndGet();
            answer(exchange, 202, "text/plain", "");
        });
        server.start();
    }

    /** The same endpoint by another name: to the tenant another host. */
    String otherUrl(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
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

    /** Leaves the next deliveries without an answer. */
    void hang(int times) {
        hangs.set(times);
    }

    /** How many deliveries were left without an answer. */
    int hanging() {
        return hanging.get();
    }

    /** Sends the next deliveries to another address. */
    void redirect(int times) {
        redirects.set(times);
    }

    int followedRedirects() {
        return followed.get();
    }

    List<Integer> postSizes() {
        return postSizes;
    }

    private static boolean due(AtomicInteger times) {
        return times.getAndUpdate(left -> Math.max(left - 1, 0)) > 0;
    }

    private void hang() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drip(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().flush();
            hang();
        }
    }

    private void redirect(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Location", url("/elsewhere"));
        answer(exchange, 307, "text/plain", "");
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
        if (due(hangs)) {
            hanging.incrementAndGet();
            try (exchange) {
                hang();
            }
            return;
        }
        if (due(redirects)) {
            redirect(exchange);
            return;
        }
        if (due(refusals)) {
            answer(exchange, 503, "text/plain", "");
            return;
        }
        postSizes.add(body.path("value").size());
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
        closed.countDown();
        server.stop(0);
        threads.shutdown();
    }
}
