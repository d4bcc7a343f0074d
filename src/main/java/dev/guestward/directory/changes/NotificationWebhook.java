package dev.guestward.directory.changes;

import dev.guestward.directory.changes.NotificationParser.Item;
import dev.guestward.directory.changes.NotificationParser.Unreadable;
import dev.guestward.directory.changes.NotificationQueue.Hint;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where Graph tells us that something changed.
 *
 * <p>Answers 202 once everything that is ours is stored, 503 if it could not be, 400 for a body that cannot be read. A
 * wrong secret or an unknown subscription is dropped and counted, and answered like any other: a rogue learns nothing, and
 * Graph would take an error for a reason to slow down.
 *
 * @see <a href="https://learn.microsoft.com/graph/change-notifications-delivery-webhooks">receiving notifications</a>
 */
@Hidden // for Graph alone
@RestController
class NotificationWebhook {
    private static final Logger log = LoggerFactory.getLogger(NotificationWebhook.class);
    private static final int LARGEST_BODY = 1 << 20;
    private static final int LONGEST_TOKEN = 2_000;
    private static final String TOKEN = "validationToken";
    private static final String UNKNOWN_SECRET = "no-such-subscription-no-such-subscription--";

    private final SubscriptionStore subscriptions;
    private final NotificationQueue queue;
    private final MeterRegistry meters;

    NotificationWebhook(SubscriptionStore subscriptions, NotificationQueue queue, MeterRegistry meters) {
        this.subscriptions = subscriptions;
        this.queue = queue;
        this.meters = meters;
    }

    @PostMapping("/graph/notifications")
    ResponseEntity<String> notifications(HttpServletRequest request) throws IOException {
        return receive(request, false);
    }

    @PostMapping("/graph/lifecycle")
    ResponseEntity<String> lifecycle(HttpServletRequest request) throws IOException {
        return receive(request, true);
    }

    private ResponseEntity<String> receive(HttpServletRequest request, boolean lifecycle) throws IOException {
        List<String> tokens = tokens(request);
        if (!tokens.isEmpty()) {
            return handshake(tokens);
        }
        if (request.getContentType() == null
                || !request.getContentType().toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_JSON_VALUE)
                || request.getHeader("Content-Encoding") != null) {
            return ResponseEntity.status(HttpStatus.UNSUPPORTED_MEDIA_TYPE).build();
        }
        byte[] body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            count("too-large");
            return ResponseEntity.status(HttpStatus.PAYLOAD_TOO_LARGE).build();
        }
        List<Item> items;
        try {
            items = NotificationParser.parse(body);
        } catch (Unreadable e) {
            count("unreadable");
            return ResponseEntity.badRequest().contentType(MediaType.TEXT_PLAIN).body(e.getMessage());
        }
        return lifecycle ? lifecycle(items) : store(items);
    }

    private ResponseEntity<String> store(List<Item> items) {
        Map<String, Optional<GraphSubscriptionRow>> known = new LinkedHashMap<>();
        List<Hint> hints = items.stream()
                .filter(item -> isGenuine(item, known))
                .flatMap(item -> hint(item).stream())
                .distinct()
                .toList();
        if (!hints.isEmpty() && !queue.store(hints)) {
            count("not-stored");
            log.warn("{} notifications could not be stored; Graph is asked to send them again", hints.size());
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).build();
        }
        meters.counter("guestward.notifications", "result", "stored").increment(hints.size());
        return ResponseEntity.accepted().build();
    }

    /** Renewal is daily anyway; the event is only counted, so that nobody can make us call Graph from outside. */
    private ResponseEntity<String> lifecycle(List<Item> items) {
        Map<String, Optional<GraphSubscriptionRow>> known = new LinkedHashMap<>();
        items.stream().filter(item -> isGenuine(item, known)).forEach(item -> {
            count("lifecycle");
            log.info("Lifecycle event for subscription {}", item.subscriptionId());
        });
        return ResponseEntity.accepted().build();
    }

    private boolean isGenuine(Item item, Map<String, Optional<GraphSubscriptionRow>> known) {
        if (item.subscriptionId() == null) {
            count("dropped");
            return false;
        }
        Optional<GraphSubscriptionRow> row = known.computeIfAbsent(item.subscriptionId(), subscriptions::byId);
        // an unknown subscription is compared, too: both take the same time
        boolean same = same(row.map(GraphSubscriptionRow::clientState).orElse(UNKNOWN_SECRET), item.clientState());
        if (row.isEmpty() || !same) {
            count("dropped");
            return false;
        }
        return true;
    }

    private Optional<Hint> hint(Item item) {
        if (item.user() == null || item.subscriptionId() == null) {
            count("parked");
            return Optional.empty();
        }
        String change = "deleted".equals(item.changeType()) ? "deleted" : "updated";
        return Optional.of(new Hint(item.user(), item.subscriptionId(), change));
    }

    private ResponseEntity<String> handshake(List<String> tokens) {
        String token = tokens.get(0);
        if (tokens.size() != 1
                || token.isEmpty()
                || token.length() > LONGEST_TOKEN
                || token.chars().anyMatch(c -> c < 32 || c == 127)) {
            return ResponseEntity.badRequest().build();
        }
        return ResponseEntity.ok()
                .header("Content-Type", "text/plain; charset=utf-8")
                .header("X-Content-Type-Options", "nosniff")
                .body(token);
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

    private static boolean same(String expected, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private void count(String result) {
        meters.counter("guestward.notifications", "result", result).increment();
    }
}
