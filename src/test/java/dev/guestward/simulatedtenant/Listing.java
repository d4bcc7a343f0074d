package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Pages of a listing: {@code $top}, {@code $filter}, {@code $count} and skip tokens, which die within minutes. */
final class Listing {
    private static final int DEFAULT_PAGE = 100;
    private static final int LARGEST_PAGE = 999;
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);

    private final Tenant tenant;
    private final Request request;
    private final String context;

    /**
     * A listing to answer that request with.
     *
     * @param context what stands behind {@code $metadata#}
     */
    Listing(Tenant tenant, Request request, String context) {
        this.tenant = tenant;
        this.request = request;
        this.context = context;
    }

    static ObjectNode withContext(Request request, String context) {
        return Json.object().put("@odata.context", request.base() + "/v1.0/$metadata#" + context);
    }

    Response of(Collection<? extends Entry> entries, Predicate<String> filterable, Function<Entry, ObjectNode> shape) {
        var ordered = entries.stream()
                .sorted(Comparator.comparingLong(Entry::ordinal))
                .toList();
        return ofOrdered(after -> ordered.stream().filter(entry -> entry.ordinal() > after), filterable, shape);
    }

    /**
     * A page of entries that come by their ordinals. Looks no further than the page unless they are to be counted.
     *
     * @param entriesAfter those after an ordinal
     */
    Response ofOrdered(
            LongFunction<Stream<? extends Entry>> entriesAfter,
            Predicate<String> filterable,
            Function<Entry, ObjectNode> shape) {
        if (request.query().containsKey("$skip")) {
            throw GraphError.request("$skip is not supported.");
        }
        int top = top();
        long after = after();
        var filter = filter(filterable);
        var body = withContext(request, context);
        if (counted() && after == 0) {
            body.put("@odata.count", entriesAfter.apply(0).filter(filter).count());
        }
        List<? extends Entry> found =
                entriesAfter.apply(after).filter(filter).limit(top + 1L).toList();
        var page = found.subList(0, Math.min(top, found.size()));
        if (found.size() > page.size()) {
            body.put("@odata.nextLink", nextLink(page.get(page.size() - 1)));
        }
        var value = body.putArray("value");
        page.forEach(entry -> value.add(shape.apply(entry)));
        return Response.graph(200, body);
    }

    private int top() {
        var text = request.queryParam("$top").orElse(Integer.toString(DEFAULT_PAGE));
        int top = text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
        if (top < 1 || top > LARGEST_PAGE) {
            throw GraphError.request(
                    "Invalid page size specified: '" + text + "'. Must be between 1 and 999 inclusive.");
        }
        return top;
    }

    private long after() {
        var token = request.queryParam("$skiptoken");
        if (token.isEmpty()) {
            return 0;
        }
        var state = tenant.opaqueTokens
                .decode(token.get())
                .filter(node -> node.path("k").asText().equals("list"))
                .orElseThrow(() -> GraphError.request("The specified page token value is invalid."));
        if (Instant.ofEpochSecond(state.path("at").asLong()).plus(TOKEN_LIFE).isBefore(tenant.clock.instant())) {
            throw new GraphError(
                    400,
                    "Directory_ExpiredPageToken",
                    "The specified page token value has expired and can no longer be included in your request.");
        }
        return state.path("a").asLong();
    }

    private Predicate<Entry> filter(Predicate<String> filterable) {
        if (request.query().containsKey("$search") || request.query().containsKey("$orderby")) {
            throw new GraphError(
                    501, "notImplemented", "The simulated tenant does not implement $search and $orderby.");
        }
        var text = request.queryParam("$filter");
        if (text.isEmpty()) {
            return entry -> true;
        }
        var filter = Filter.parse(text.get(), filterable);
        if (filter.advanced() && !counted()) {
            throw GraphError.unsupportedQuery(
                    "Operator is not supported because the required parameters might be missing. Try adding"
                            + " $count=true query parameter and ConsistencyLevel:eventual header.");
        }
        return entry -> filter.test(entry.properties());
    }

    /** Without the header the parameter is ignored. */
    private boolean counted() {
        return request.queryParam("$count").filter("true"::equalsIgnoreCase).isPresent()
                && request.header("consistencylevel")
                        .filter("eventual"::equalsIgnoreCase)
                        .isPresent();
    }

    private String nextLink(Entry last) {
        var token = tenant.opaqueTokens.encode(Json.object()
                .put("k", "list")
                .put("a", last.ordinal())
                .put("at", tenant.clock.instant().getEpochSecond()));
        var link = new StringBuilder(request.base() + "/v1.0");
        request.path().forEach(segment -> link.append('/').append(encoded(segment)));
        link.append('?');
        request.query().forEach((name, value) -> {
            if (!name.equals("$skiptoken")) {
                link.append(name).append('=').append(encoded(value)).append('&');
            }
        });
        return link.append("$skiptoken=").append(token).toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
