package dev.guestward.simulatedtenant;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what stands behind a method and a path. Routes are tried in the order in which they were added, so fixed
 * segments go before placeholders.
 *
 * <p>Graph's spellings are equal here: {@code delta} and {@code delta()}, {@code graph.user} and
 * {@code microsoft.graph.user}.
 */
final class Router<T> {
    private final List<Route<T>> routes = new ArrayList<>();

    /** Adds a route such as {@code GET /users/{id}/sponsors}. */
    void add(String methodAndPattern, T target) {
        int space = methodAndPattern.indexOf(' ');
        var pattern = new ArrayList<String>();
        for (var segment : methodAndPattern.substring(space + 1).split("/", -1)) {
            if (!segment.isEmpty()) {
                pattern.add(segment);
            }
        }
        routes.add(new Route<>(methodAndPattern.substring(0, space), pattern, target));
    }

    /** Every route, as it was added. */
    List<String> routes() {
        return routes.stream()
                .map(route -> route.method + " /" + String.join("/", route.pattern))
                .toList();
    }

    Optional<Match<T>> find(String method, List<String> path) {
        for (var route : routes) {
            if (route.method.equals(method)) {
                var match = route.match(path);
                if (match.isPresent()) {
                    return match;
                }
            }
        }
        return Optional.empty();
    }

    /** Whether another method than the asked one is known at this path. */
    boolean knowsPath(List<String> path) {
        return routes.stream().anyMatch(route -> route.match(path).isPresent());
    }

    /**
     * What was found.
     *
     * @param route its method and pattern
     */
    record Match<T>(T target, Map<String, String> params, String route) {}

    private record Route<T>(String method, List<String> pattern, T target) {
        Optional<Match<T>> match(List<String> path) {
            if (path.size() != pattern.size()) {
                return Optional.empty();
            }
            var params = new LinkedHashMap<String, String>();
            for (int i = 0; i < path.size(); i++) {
                var expected = pattern.get(i);
                int open = expected.indexOf('{');
                if (open >= 0) {
                    // a placeholder may be a part only: servicePrincipals(appId='{appId}')
                    int close = expected.indexOf('}');
                    var prefix = expected.substring(0, open);
                    var suffix = expected.substring(close + 1);
                    var segment = path.get(i);
                    if (segment.length() <= prefix.length() + suffix.length()
                            || !segment.regionMatches(true, 0, prefix, 0, open)
                            || !segment.endsWith(suffix)) {
                        return Optional.empty();
                    }
                    params.put(
                            expected.substring(open + 1, close),
                            segment.substring(open, segment.length() - suffix.length()));
                } else if (!expected.equalsIgnoreCase(normalized(path.get(i)))) {
                    return Optional.empty();
                }
            }
            return Optional.of(new Match<>(target, params, method + " /" + String.join("/", pattern)));
        }

        private static String normalized(String segment) {
            var plain = segment.endsWith("()") ? segment.substring(0, segment.length() - 2) : segment;
            return plain.toLowerCase(Locale.ROOT).startsWith("microsoft.graph.")
                    ? plain.substring("microsoft.".length())
                    : plain;
        }
    }
}
