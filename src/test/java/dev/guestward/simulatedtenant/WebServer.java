package dev.guestward.simulatedtenant;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The two doors, plain and TLS, to the same answers. */
final class WebServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WebServer.class.getName());
    private static final int BACKLOG = 256;

    private final HttpServer http;
    private final HttpsServer https;
    private final ExecutorService threads = Executors.newCachedThreadPool(runnable -> {
        var thread = new Thread(runnable, "simulated-tenant");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Handler handler;

    static {
        // small answers must not wait for the other side's delayed acknowledgement
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    /** Takes the ports, but answers nobody before {@link #start}. */
    WebServer(int httpPort, int httpsPort, SSLContext tls) throws IOException {
        http = HttpServer.create(new InetSocketAddress(httpPort), BACKLOG);
        try {
            https = HttpsServer.create(new InetSocketAddress(httpsPort), BACKLOG);
        } catch (IOException e) {
            http.stop(0);
            throw e;
        }
        https.setHttpsConfigurator(new HttpsConfigurator(tls));
        http.setExecutor(threads);
        https.setExecutor(threads);
        http.createContext("/", exchange -> answer(exchange, "http"));
        https.createContext("/", exchange -> answer(exchange, "https"));
    }

    void start(Handler answers) {
        handler = answers;
        http.start();
        https.start();
    }

    int httpPort() {
        return http.getAddress().getPort();
    }

    int httpsPort() {
        return https.getAddress().getPort();
    }

    private void answer(HttpExchange exchange, String scheme) throws IOException {
        var answers = handler;
        try (exchange) {
            if (answers == null) {
                return;
            }
            Response response;
            try {
                response = answers.handle(request(exchange, scheme));
            } catch (RuntimeException e) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "No answer to " + exchange.getRequestURI().getPath(),
                        e);
                response = Response.json(500, Json.object().put("error", "the simulated tenant failed"));
            }
            send(exchange, response);
        }
    }

    private static Request request(HttpExchange exchange, String scheme) throws IOException {
        var headers = new TreeMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        var host = headers.getOrDefault(
                "host", "localhost:" + exchange.getLocalAddress().getPort());
        var uri = exchange.getRequestURI();
        var target = uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
        return Request.of(
                exchange.getRequestMethod(),
                URI.create(scheme + "://" + host),
                target,
                headers,
                exchange.getRequestBody().readAllBytes());
    }

    private void send(HttpExchange exchange, Response response) throws IOException {
        if (response.status() == Response.CUT) {
            return;
        }
        response.headers()
                .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        boolean empty = response.body().length == 0;
        response.delivery().beforeHead(empty, closing);
        exchange.sendResponseHeaders(response.status(), empty ? -1 : response.body().length);
        if (!empty) {
            response.delivery().write(response.body(), exchange.getResponseBody(), closing);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        http.stop(0);
        https.stop(0);
        threads.shutdownNow();
    }
}
