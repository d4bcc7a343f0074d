package dev.guestward.directory.changes;

import dev.guestward.directory.changes.NotificationWebhook.Answered;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Reads what is posted without holding a thread of the web server, and works on it in threads of its own: who floods the
 * webhook takes nothing from people, and who sends slowly takes nothing from anybody. What is too much is answered 503.
 */
class WebhookServlet extends HttpServlet {
    static final Duration LONGEST = Duration.ofSeconds(5);
    static final int THREADS = 8;
    /** For a thread; whoever waits longer had better send again. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(WebhookServlet.class);
    private static final int LARGEST_BODY = 1 << 20;
    private static final int MOST_OPEN = 256;
    private static final int MOST_WAITING = 64;
    private static final String TOKEN = "validationToken";

    private final transient NotificationWebhook webhook;
    private final transient MeterRegistry meters;
    private final transient ThreadPoolExecutor threads;
    private final AtomicInteger open = new AtomicInteger();

    WebhookServlet(NotificationWebhook webhook, MeterRegistry meters) {
        this.webhook = webhook;
        this.meters = meters;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                    Thread thread = new Thread(task, "graph-webhook-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    @Override
    public void destroy() {
        threads.shutdown();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long began = System.nanoTime();
        if (!"POST".equals(request.getMethod())) {
            response.setHeader("Allow", "POST");
            write(response, Answered.of(HttpStatus.METHOD_NOT_ALLOWED), began);
            return;
        }
        List<String> tokens = tokens(request);
        if (!tokens.isEmpty() && !isOf(request, MediaType.APPLICATION_JSON)) {
            write(response, NotificationWebhook.handshake(tokens), began);
        } else if (request.getHeader("X-HTTP-Method-Override") != null) {
            write(response, Answered.of(HttpStatus.BAD_REQUEST), began);
        } else if (!isOf(request, MediaType.APPLICATION_JSON) || request.getHeader("Content-Encoding") != null) {
            write(response, Answered.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE), began);
        } else if (request.getContentLengthLong() > 2 * LARGEST_BODY) {
            write(response, webhook.tooLarge(), began);
        } else if (open.incrementAndGet() > MOST_OPEN) {
            open.decrementAndGet();
            write(response, Answered.of(HttpStatus.SERVICE_UNAVAILABLE), began);
        } else {
            AsyncContext async = request.startAsync();
            async.setTimeout(LONGEST.toMillis());
            Exchange exchange = new Exchange(async, request.getInputStream(), began);
            async.addListener(exchange);
            exchange.in.setReadListener(exchange);
        }
    }

    private static boolean isOf(HttpServletRequest request, MediaType wanted) {
        String given = request.getContentType();
        if (given == null) {
            return false;
        }
        try {
            MediaType type = MediaType.parseMediaType(given);
            return wanted.equalsTypeAndSubtype(type)
                    && (type.getCharset() == null || type.getCharset().equals(StandardCharsets.UTF_8));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    /** From the address only: asking the request for parameters could swallow the body. */
    private static List<String> tokens(HttpServletRequest request) {
        String query = request.getQueryString();
        if (query == null) {
            return List.of();
        }
        return Arrays.stream(query.split("&"))
                .filter(pair -> pair.equals(TOKEN) || pair.startsWith(TOKEN + "="))
                .map(pair -> decoded(pair.substring(Math.min(pair.length(), TOKEN.length() + 1))))
                .toList();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return ""; // refused like an empty one
        }
    }

    private void write(HttpServletResponse response, Answered answer, long began) throws IOException {
        response.setStatus(answer.status().value());
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (answer.text().isEmpty()) {
            response.setContentLength(0);
        } else {
            response.setContentType("text/plain; charset=utf-8");
            response.getOutputStream().write(answer.text().getBytes(StandardCharsets.UTF_8));
        }
        // else the container, which takes what went wrong with a body for our fault, would make it 500
        response.flushBuffer();
        meters.timer(
                        "guestward.webhook",
                        "status",
                        String.valueOf(answer.status().value()))
                .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    }

    /** One post, from its first byte to its answer. */
    private final class Exchange implements ReadListener, AsyncListener {
        private final AsyncContext async;
        private final ServletInputStream in;
        private final long began;
        private final AtomicBoolean answered = new AtomicBoolean();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private final byte[] piece = new byte[16 * 1024];
        /** Null as long as the body is not complete. */
        private volatile @Nullable Long complete;

        Exchange(AsyncContext async, ServletInputStream in, long began) {
            this.async = async;
            this.in = in;
            this.began = began;
        }

        @Override
        public void onDataAvailable() throws IOException {
            while (in.isReady()) {
                int read = in.read(piece);
                if (read < 0) {
                    return;
                }
                body.write(piece, 0, read);
                if (body.size() > LARGEST_BODY) {
                    answer(webhook.tooLarge());
                    return;
                }
            }
        }

        @Override
        public void onAllDataRead() {
            complete = System.nanoTime();
            try {
                threads.execute(this::work);
            } catch (RejectedExecutionException e) {
                answer(Answered.of(HttpStatus.SERVICE_UNAVAILABLE));
            }
        }

        private void work() {
            Long since = complete;
            if (answered.get()) {
                return;
            }
            if (since != null && System.nanoTime() - since > LONGEST_WAIT.toNanos()) {
                answer(Answered.of(HttpStatus.SERVICE_UNAVAILABLE));
                return;
            }
            try {
                var unused = webhook.receive(body.toByteArray())
                        .whenComplete((answer, failure) -> answer(failure == null ? answer : failed(failure)));
            } catch (RuntimeException e) {
                // an exchange without an answer would stay open, and what is not stored must be sent again
                answer(failed(e));
            }
        }

        /** Mostly the database is away. */
        private Answered failed(Throwable failure) {
            log.warn(
                    "A post could not be worked on ({}); Graph is asked to send it again",
                    failure.getClass().getName());
            return Answered.of(HttpStatus.SERVICE_UNAVAILABLE);
        }

        private void answer(Answered answer) {
            if (!answered.compareAndSet(false, true)) {
                return;
            }
            open.decrementAndGet();
            try {
                write((HttpServletResponse) async.getResponse(), answer, began);
            } catch (IOException e) {
                log.debug("Nobody waits for the answer any more", e);
            } finally {
                async.complete();
            }
        }

        /** Of reading: the post is cut off, or its framing makes no sense. */
        @Override
        public void onError(Throwable failure) {
            answer(Answered.of(
                    failure instanceof SocketTimeoutException ? HttpStatus.REQUEST_TIMEOUT : HttpStatus.BAD_REQUEST));
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            if (complete != null) {
                answer(Answered.of(HttpStatus.SERVICE_UNAVAILABLE));
                return;
            }
            ((HttpServletResponse) async.getResponse()).setHeader("Connection", "close");
            answer(Answered.of(HttpStatus.REQUEST_TIMEOUT));
        }

        @Override
        public void onError(AsyncEvent event) {
            answer(Answered.of(HttpStatus.BAD_REQUEST));
        }

        @Override
        public void onComplete(AsyncEvent event) {
            if (answered.compareAndSet(false, true)) {
                open.decrementAndGet();
            }
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
