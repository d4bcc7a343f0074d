package dev.guestward.benchmark;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Posts at a steady rate, however long the answers take. An answer's time counts from the moment at which its post was due: who
 * is kept from sending has waited all the same. What is not accepted is sent again after a second, as Graph does.
 */
final class SteadyPosts {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ACCEPTED = 202;

    private final Executor later = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /**
     * What came of it: every post was accepted in the end.
     *
     * @param times until the first answer of each
     * @param answers by status; one that did not come has 0
     */
    record Outcome(Latencies times, Map<Integer, Integer> answers) {
        int refused() {
            return answers.entrySet().stream()
                    .filter(answer -> answer.getKey() != ACCEPTED)
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }
    }

    Outcome run(URI url, double aSecond, int posts, IntFunction<String> body) {
        Latencies times = new Latencies();
        Map<Integer, Integer> answers = new ConcurrentHashMap<>();
        List<CompletableFuture<?>> underWay = new ArrayList<>();
        long began = System.nanoTime();
        for (int n = 0; n < posts; n++) {
            long due = began + Math.round(n * 1e9 / aSecond);
            waitUntil(due);
            HttpRequest post = HttpRequest.newBuilder(url)
                    .header("Content-Type", "application/json")
                    .timeout(PATIENCE)
                    .POST(HttpRequest.BodyPublishers.ofString(body.apply(n)))
                    .build();
            underWay.add(sent(post).thenCompose(status -> {
                times.addNanos(System.nanoTime() - due);
                return untilAccepted(post, status, answers);
            }));
        }
        CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new)).join();
        return new Outcome(times, Map.copyOf(answers));
    }

    private CompletableFuture<Integer> sent(HttpRequest post) {
        return http.sendAsync(post, HttpResponse.BodyHandlers.discarding())
                .handle((answer, failure) -> failure == null ? answer.statusCode() : 0);
    }

    private CompletableFuture<Void> untilAccepted(HttpRequest post, int status, Map<Integer, Integer> answers) {
        answers.merge(status, 1, Integer::sum);
        return status == ACCEPTED
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.supplyAsync(() -> sent(post), later)
                        .thenCompose(answer -> answer)
                        .thenCompose(again -> untilAccepted(post, again, answers));
    }

    /** For whoever keeps a pace. */
    static void waitUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
