package dev.guestward.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guestward.benchmark.SteadyPosts.Outcome;
import dev.guestward.embedded.EmbeddedDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** How fast the webhook answers while everybody in the tenant changes, beside an endpoint that stores nothing. */
@Benchmark
class IntakeBenchmark {
    private static final int ITEMS_A_SECOND = Integer.getInteger("benchmark.items", 500);
    private static final int SECONDS = Integer.getInteger("benchmark.seconds", 60);
    private static final int ITEMS = ITEMS_A_SECOND * SECONDS;
    private static final int WARM_UP = Math.min(ITEMS, 10 * ITEMS_A_SECOND);
    /** All staff comes through the same feed. */
    private static final int ONE_GUEST_IN = 5;
    /** Graph posts what it has gathered; nobody promises how much that is. */
    private static final List<Integer> ITEMS_A_POST = List.of(1, 10);

    static {
        System.setProperty(EmbeddedDatabase.DURABLE, "true");
    }

    @Autowired
    Surroundings around;

    @Autowired
    MeterRegistry meters;

    @Value("${server.port}")
    int port;

    private final SteadyPosts posts = new SteadyPosts();

    @AfterEach
    void calmDown() {
        around.calm();
    }

    /** One load on both. */
    private record Run(int together, Outcome plain, Outcome webhook, Map<String, Long> counts, double behind) {}

    @Test
    void theWebhookBesideAnEndpointThatStoresNothing() {
        Report report = new Report("intake");
        around.begin();
        around.tenant("PUT", "/_sim/notifications", Map.of("mode", "drop"));
        List<String> guests = around.managedAccounts(ITEMS / ONE_GUEST_IN);
        List<Run> runs = new ArrayList<>();
        try (PlainEndpoint plain = new PlainEndpoint()) {
            ITEMS_A_POST.forEach(together -> runs.add(run(plain.url(), guests, together)));
        }

        report.head(ITEMS_A_SECOND + " items/s for " + SECONDS + " s: an answer takes", "p50", "p95", "p99", "longest");
        for (Run run : runs) {
            String posts = run.together() == 1 ? "1 item a post" : run.together() + " items a post";
            report.row(run.plain().times().cells(posts + ", plain endpoint"));
            report.row(run.webhook().times().cells(posts + ", webhook"));
            report.row(ratios("**the webhook takes longer by**", run));
        }
        report.head("what became of the items", "1 a post", "10 a post");
        counts(report, runs, "sent", run -> (long) ITEMS);
        for (String what : runs.get(0).counts().keySet()) {
            counts(report, runs, what, run -> run.counts().get(what));
        }
        counts(report, runs, "answers by status", run -> run.webhook().answers());
        counts(
                report,
                runs,
                "all compared after the last answer, s",
                run -> String.format(Locale.ROOT, "%.1f", run.behind()));
        report.write();

        for (Run run : runs) {
            Map<String, Long> counts = run.counts();
            // of what was refused, some may have been stored all the same
            long most = ITEMS + (long) run.webhook().refused() * run.together();
            assertThat(counts.get("stored")).isEqualTo(ITEMS);
            assertThat(counts.get("taken from the topic")).isBetween((long) ITEMS, most);
            assertThat(counts.get("compared") + counts.get("staff, left to the delta run"))
                    .isBetween((long) ITEMS, most);
            assertThat(counts.get("failed or set aside")).isZero();
        }
    }

    private Run run(URI plain, List<String> guests, int together) {
        URI webhook = URI.create("http://localhost:" + port + "/graph/notifications");
        IntFunction<String> body = bodies(guests, together);
        double aSecond = (double) ITEMS_A_SECOND / together;
        posts.run(plain, aSecond, WARM_UP / together, body);
        Map<String, Long> cold = counted();
        posts.run(webhook, aSecond, WARM_UP / together, body);
        untilTaken(cold, WARM_UP / together * together);

        Outcome nothingKept = posts.run(plain, aSecond, ITEMS / together, body);
        Map<String, Long> before = counted();
        Outcome kept = posts.run(webhook, aSecond, ITEMS / together, body);
        long answered = System.nanoTime();
        untilTaken(before, ITEMS);
        double behind = (System.nanoTime() - answered) / 1e9;
        Map<String, Long> counts = counted();
        before.forEach((what, count) -> counts.merge(what, -count, Long::sum));
        return new Run(together, nothingKept, kept, counts, behind);
    }

    /** Each guest is named once. */
    private IntFunction<String> bodies(List<String> guests, int together) {
        Map<String, Object> subscription = around.subscription();
        return post -> IntStream.range(post * together, (post + 1) * together)
                .mapToObj(n -> item(
                        subscription,
                        n % ONE_GUEST_IN == 0
                                ? guests.get(n / ONE_GUEST_IN)
                                : UUID.randomUUID().toString()))
                .collect(Collectors.joining(",", "{\"value\":[", "]}"));
    }

    private static String item(Map<String, Object> subscription, String account) {
        return "{\"subscriptionId\":\"" + subscription.get("subscription_id") + "\",\"clientState\":\""
                + subscription.get("client_state") + "\",\"changeType\":\"updated\",\"resource\":\"Users/" + account
                + "\",\"resourceData\":{\"@odata.type\":\"#Microsoft.Graph.User\",\"id\":\"" + account + "\"}}";
    }

    /** Until each of so many items has been compared with the register, or is known to be none of ours. */
    private void untilTaken(Map<String, Long> before, long items) {
        await().atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    Map<String, Long> now = counted();
                    before.forEach((what, count) -> now.merge(what, -count, Long::sum));
                    return now.get("taken from the topic") >= items
                            && now.get("compared") + now.get("staff, left to the delta run") >= items;
                });
    }

    private Map<String, Long> counted() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("received", counted("guestward.notifications", "received"));
        counts.put("stored", counted("guestward.notifications", "stored"));
        counts.put("taken from the topic", counted("guestward.intake", "records"));
        counts.put("compared", counted("guestward.intake", "seen"));
        counts.put("staff, left to the delta run", counted("guestward.intake", "left-to-delta"));
        counts.put("postponed, because this node's reads were used up", counted("guestward.intake", "postponed"));
        counts.put(
                "failed or set aside",
                counted("guestward.intake", "failed")
                        + around.count("select count(*) from dead_letter where replayed_at is null"));
        return counts;
    }

    private long counted(String meter, String result) {
        return Math.round(meters.counter(meter, "result", result).count());
    }

    private static void counts(Report report, List<Run> runs, String what, Function<Run, Object> count) {
        report.row(what, count.apply(runs.get(0)), count.apply(runs.get(1)));
    }

    private static Object[] ratios(String what, Run run) {
        List<Object> cells = new ArrayList<>(List.of(what));
        for (double share : new double[] {0.5, 0.95, 0.99, 1}) {
            cells.add(String.format(
                    Locale.ROOT,
                    "%.1f",
                    run.webhook().times().within(share) / run.plain().times().within(share)));
        }
        return cells.toArray();
    }
}
