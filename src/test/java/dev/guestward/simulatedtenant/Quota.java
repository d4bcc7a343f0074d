package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The limits in force and how much of them is used. Buckets refill by the tenant's clock. */
final class Quota {
    private static final Map<String, Limit.Size> TENANT_SIZES =
            Map.of("S", new Limit.Size(3500, 350), "M", new Limit.Size(5000, 500), "L", new Limit.Size(8000, 800));
    private static final double WARN_ABOVE = 0.8;
    private static final double MOST_SHOWN = 1.8;

    private final Clock clock;
    private final Map<Limit, Limit.Size> sizes = new EnumMap<>(Limit.class);
    private final Map<Limit, Map<String, Bucket>> buckets = new EnumMap<>(Limit.class);
    private boolean enforced = true;

    Quota(Clock clock) {
        this.clock = clock;
        reset();
    }

    /** Back to the published limits, with full buckets. */
    synchronized void reset() {
        enforced = true;
        for (var limit : Limit.values()) {
            resize(limit, limit.published());
        }
    }

    private void resize(Limit limit, Limit.Size size) {
        sizes.put(limit, size);
        buckets.put(limit, new TreeMap<>());
    }

    /** Charges everything a request costs, also if one of its buckets cannot pay and the request is refused. */
    synchronized Verdict charge(String app, List<Charges.Charge> charges) {
        var now = clock.instant();
        var exhausted = new ArrayList<Limit>();
        long waitSeconds = 0;
        double share = 0;
        for (var charge : charges) {
            var bucket = bucket(charge.limit(), charge.owner());
            if (enforced && !bucket.has(charge.amount(), now)) {
                bucket.refused();
                exhausted.add(charge.limit());
                waitSeconds = Math.max(waitSeconds, bucket.secondsUntil(charge.amount()));
            }
            bucket.charge(charge.amount(), now);
            if (charge.limit() == Limit.WRITES || charge.limit() == Limit.RESOURCE_UNITS) {
                share = Math.max(share, bucket.share(now));
            }
        }
        return new Verdict(app, List.copyOf(exhausted), waitSeconds, share);
    }

    private Bucket bucket(Limit limit, String owner) {
        return bucketsOf(limit).computeIfAbsent(owner, key -> new Bucket(limit, size(limit), clock.instant()));
    }

    private Map<String, Bucket> bucketsOf(Limit limit) {
        return buckets.getOrDefault(limit, Map.of());
    }

    private Limit.Size size(Limit limit) {
        return sizes.getOrDefault(limit, limit.published());
    }

    /** Changes what is named and leaves the rest. A limit that is set starts full; if anything is wrong nothing is set. */
    synchronized void set(ObjectNode body) {
        var known = new TreeSet<>(Set.of("enforced", "size"));
        List.of(Limit.values()).forEach(limit -> known.add(limit.json()));
        var fields = new Fields(body, "").only(known);
        boolean newEnforced = fields.flag("enforced", enforced);
        var changed = new EnumMap<Limit, Limit.Size>(Limit.class);
        if (fields.has("size")) {
            var size = TENANT_SIZES.get(fields.text("size", ""));
            if (size == null) {
                throw fields.wrong("size", "S, M or L");
            }
            changed.put(Limit.RESOURCE_UNITS, size);
        }
        for (var limit : Limit.values()) {
            if (fields.has(limit.json())) {
                changed.put(limit, sizeIn(body.path(limit.json()), limit));
            }
        }
        enforced = newEnforced;
        changed.forEach(this::resize);
    }

    private Limit.Size sizeIn(JsonNode json, Limit limit) {
        var fields = new Fields(json, limit.json() + ".")
                .only(Set.of("capacity", "perSecond", "level", "used", "throttled", "buckets"));
        var before = size(limit);
        return new Limit.Size(
                fields.number("capacity", limit.mostPerCall(), 1e9, before.capacity()),
                fields.number("perSecond", 0.001, 1e9, before.perSecond()));
    }

    synchronized ObjectNode toJson() {
        var now = clock.instant();
        var json = Json.object().put("enforced", enforced);
        for (var limit : Limit.values()) {
            var size = size(limit);
            var own = json.putObject(limit.json())
                    .put("capacity", size.capacity())
                    .put("perSecond", size.perSecond());
            double lowest = size.capacity();
            long used = 0;
            long throttled = 0;
            var each = Json.object();
            for (var entry : bucketsOf(limit).entrySet()) {
                var bucket = entry.getValue();
                lowest = Math.min(lowest, bucket.level(now));
                used += bucket.used();
                throttled += bucket.throttled();
                each.putObject(entry.getKey())
                        .put("level", bucket.level(now))
                        .put("used", bucket.used())
                        .put("throttled", bucket.throttled());
            }
            own.put("level", lowest)
                    .put("used", used)
                    .put("throttled", throttled)
                    .set("buckets", each);
        }
        return json;
    }

    /**
     * What the limits say to a request.
     *
     * @param exhausted the limits that refuse it
     * @param waitSeconds time after which it would get through
     * @param share how much of the directory's limits is used up, 1 is all
     */
    record Verdict(String app, List<Limit> exhausted, long waitSeconds, double share) {
        boolean refused() {
            return !exhausted.isEmpty();
        }

        GraphError error() {
            return exhausted.contains(Limit.SEND_MAIL)
                    ? new GraphError(429, "ApplicationThrottled", "The application sends more than its limit.")
                    : new GraphError(429, "TooManyRequests", "Too many requests. Try again later.");
        }

        /** Adds the headers Graph adds, to answers and to refusals. */
        Response decorate(Response response) {
            var decorated = response;
            if (share > WARN_ABOVE) {
                decorated = decorated.withHeader(
                        "x-ms-throttle-limit-percentage",
                        String.format(Locale.ROOT, "%.2f", Math.min(share, MOST_SHOWN)));
            }
            if (!refused()) {
                return decorated;
            }
            if (exhausted.stream().allMatch(Limit::tellsWhen)) {
                decorated = decorated.withHeader("Retry-After", Long.toString(waitSeconds));
            }
            for (var limit : exhausted) {
                if (limit.information() != null) {
                    decorated = decorated.withHeader("x-ms-throttle-information", limit.information());
                }
            }
            return decorated.withHeader(
                    "x-ms-throttle-scope", "Tenant_Application/ReadWrite/" + app + "/" + Seeds.TENANT_ID);
        }
    }
}
