package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
    private final int page;

    /**
     * A listing to answer that request with.
     *
     * @param context what stands behind {@code $metadata#}
     */
    Listing(Tenant tenant, Request request, String context) {
        this(tenant, request, context, DEFAULT_PAGE);
    }

    /** @param page how many there are on a page nobody has asked to be larger or smaller */
    Listing(Tenant tenant, Request request, String context, int page) {
        this.tenant = tenant;
        this.request = request;
        this.context = context;
        this.page = page;
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
        var ordering = Ordering.of(request, filterable);
        var body = withContext(request, context);
        if (counted() && after == 0) {
            body.put("@odata.count", entriesAfter.apply(0).filter(filter).count());
        }
        // no object's own number tells where an ordered one stands: the token counts what was shown
        Stream<? extends Entry> rest = ordering.isPresent()
                ? entriesAfter.apply(0).filter(filter).sorted(ordering.get()).skip(after)
                : entriesAfter.apply(after).filter(filter);
        List<? extends Entry> found = rest.limit(top + 1L).toList();
        var shownNow = found.subList(0, Math.min(top, found.size()));
        if (found.size() > shownNow.size()) {
            long shown = ordering.isPresent()
                    ? after + shownNow.size()
                    : shownNow.get(shownNow.size() - 1).ordinal();
            body.put("@odata.nextLink", nextLink(shown));
        }
        var value = body.putArray("value");
        shownNow.forEach(entry -> value.add(shape.apply(entry)));
        return Response.graph(200, body);
    }

    /** The number of entries alone, as {@code /$count} gives it. */
    Response count(Collection<? extends Entry> entries, Predicate<String> filterable) {
        if (!eventual()) {
            throw GraphError.request("$count is not currently supported without the header ConsistencyLevel:eventual.");
        }
        var filter = filter(filterable);
        long count = entries.stream().filter(filter).count();
        return new Response(
                200, Map.of("Content-Type", "text/plain"), Long.toString(count).getBytes(StandardCharsets.US_ASCII));
    }

    private boolean eventual() {
        return request.header("consistencylevel")
                .filter("eventual"::equalsIgnoreCase)
                .isPresent();
    }

    private int top() {
        var text = request.queryParam("$top").orElse(Integer.toString(page));
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
        var search = request.queryParam("$search").map(text -> Search.parse(text, filterable));
        var filter = request.queryParam("$filter").map(text -> Filter.parse(text, filterable));
        boolean advanced = search.isPresent()
                || filter.filter(found -> found.advanced() || request.query().containsKey("$orderby"))
                        .isPresent();
        if (advanced && !counted()) {
            throw GraphError.unsupportedQuery(
                    "Operator is not supported because the required parameters might be missing. Try adding"
                            + " $count=true query parameter and ConsistencyLevel:eventual header.");
        }
        return search.orElse(entry -> true)
                .and(entry ->
                        filter.map(found -> found.test(entry.properties())).orElse(true));
    }

    /** Without the header the parameter is ignored. */
    private boolean counted() {
        boolean segment = request.path().get(request.path().size() - 1).equals("$count");
        return eventual()
                && (segment
                        || request.queryParam("$count")
                                .filter("true"::equalsIgnoreCase)
                                .isPresent());
    }

    private String nextLink(long after) {
        var token = tenant.opaqueTokens.encode(Json.object()
                .put("k", "list")
                .put("a", after)
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
