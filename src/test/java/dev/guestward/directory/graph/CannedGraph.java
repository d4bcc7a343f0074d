package dev.guestward.directory.graph;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers every call with the same bytes: what Graph never says, but a proxy, an outage or an attacker does. */
final class CannedGraph implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");

    private final HttpServer server;
    private final List<HttpExchange> received = new CopyOnWriteArrayList<>();
    private int status = 204;
    private String body = "";
    private int cutAfter = -1;
    private List<String> batch = List.of();
    private final Map<String, String> headers = new LinkedHashMap<>();

    CannedGraph() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    URI baseUrl() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/v1.0");
    }

    CannedGraph answers(int status, String contentType, String body) {
        this.status = status;
        this.body = body;
        batch = List.of();
        headers.clear();
        headers.put("Content-Type", contentType);
        return this;
    }

    CannedGraph answersError(int status, String code, String message) {
        return answers(
                status,
                "application/json",
                "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}".formatted(code, message));
    }

    CannedGraph with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    /** Answers a batch: the parts in reverse order, each with the id that was asked for. */
    CannedGraph answersBatch(List<String> parts) {
        answers(200, "application/json", "");
        batch = List.copyOf(parts);
        return this;
    }

    /** Only the first bytes of the body arrive. */
    CannedGraph cutAfter(int bytes) {
        cutAfter = bytes;
        return this;
    }

    List<String> received() {
        return received.stream()
                .map(call ->
                        call.getRequestMethod() + " " + call.getRequestURI().getPath())
                .toList();
    }

    List<String> receivedHeaders(String name) {
        return new ArrayList<>(received.stream()
                .map(call -> call.getRequestHeaders().getFirst(name))
                .toList());
    }

    private void answer(HttpExchange call) throws IOException {
        received.add(call);
        String asked = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        headers.forEach((name, value) -> call.getResponseHeaders().set(name, value));
        byte[] bytes = (batch.isEmpty() ? body : batchOf(asked)).getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            call.getResponseBody().write(bytes, 0, cutAfter < 0 ? bytes.length : cutAfter);
            call.getResponseBody().flush();
        }
        // closing it early cuts the connection
        call.close();
    }

    private String batchOf(String asked) {
        Matcher id = ID.matcher(asked);
        List<String> parts = new ArrayList<>();
        for (String part : batch) {
            if (!id.find()) {
                throw new IllegalStateException("Fewer parts were asked for than are to be answered: " + asked);
            }
            parts.add(0, "{\"id\":\"" + id.group(1) + "\"," + part + "}");
        }
        return "{\"responses\":[" + String.join(",", parts) + "]}";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
