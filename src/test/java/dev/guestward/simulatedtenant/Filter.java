package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An OData filter over the properties of an object: comparisons, {@code in}, {@code startswith}, {@code endswith},
 * {@code any}, {@code and}, {@code or}, {@code not} and brackets.
 */
final class Filter {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*('(?:[^']|'')*'|[()\\,]|[A-Za-z0-9_@.:+\\-]+(?:/[A-Za-z0-9_@.:]+)*)");
    private static final List<String> COMPARISONS = List.of("eq", "ne", "ge", "gt", "le", "lt");

    private final List<String> tokens = new ArrayList<>();
    private final Predicate<String> knownProperty;
    private int position;
    private boolean advanced;
    private final Predicate<JsonNode> predicate;

    private Filter(String text, Predicate<String> knownProperty) {
        this.knownProperty = knownProperty;
        Matcher matcher = TOKEN.matcher(text.strip());
        int end = 0;
        while (end < text.strip().length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw invalid();
            }
            tokens.add(matcher.group(1));
            end = matcher.end();
        }
        predicate = or("");
        if (position != tokens.size()) {
            throw invalid();
        }
    }

    /**
     * Reads a filter.
     *
     * @throws GraphError if it is no filter, or names a property that does not exist
     */
    static Filter parse(String text, Predicate<String> knownProperty) {
        return new Filter(text, knownProperty);
    }

    /** Whether it only works with {@code ConsistencyLevel: eventual} and {@code $count=true}. */
    boolean advanced() {
        return advanced;
    }

    boolean test(JsonNode object) {
        return predicate.test(object);
    }

    private Predicate<JsonNode> or(String variable) {
        var result = and(variable);
        while (take("or")) {
            result = result.or(and(variable));
        }
        return result;
    }

    private Predicate<JsonNode> and(String variable) {
        var result = term(variable);
        while (take("and")) {
            result = result.and(term(variable));
        }
        return result;
    }

    private Predicate<JsonNode> term(String variable) {
        if (take("not")) {
            advanced = true;
            return term(variable).negate();
        }
        if (take("(")) {
            var inner = or(variable);
            expect(")");
            return inner;
        }
        var token = next();
        var function = token.toLowerCase(Locale.ROOT);
        if (function.equals("startswith") || function.equals("endswith")) {
            return affix(function, variable);
        }
        if (token.endsWith("/any")) {
            return any(token.substring(0, token.length() - "/any".length()));
        }
        return comparison(token, variable);
    }

    private Predicate<JsonNode> affix(String function, String variable) {
        expect("(");
        var path = path(next(), variable);
        expect(",");
        var affix = literal(next()).toLowerCase(Locale.ROOT);
        expect(")");
        if (function.equals("startswith")) {
            return object ->
                    read(object, path).asText("").toLowerCase(Locale.ROOT).startsWith(affix);
        }
        advanced = true;
        return object -> read(object, path).asText("").toLowerCase(Locale.ROOT).endsWith(affix);
    }

    private Predicate<JsonNode> any(String collection) {
        var path = path(collection, "");
        expect("(");
        // the variable and its colon stick together, and so may what follows: x:x
        var head = next();
        int colon = head.indexOf(':');
        if (colon < 1) {
            throw invalid();
        }
        var variable = head.substring(0, colon);
        if (colon < head.length() - 1) {
            tokens.add(position, head.substring(colon + 1));
        }
        var inner = or(variable);
        expect(")");
        return object -> {
            for (var element : read(object, path)) {
                if (inner.test(element)) {
                    return true;
                }
            }
            return false;
        };
    }

    private Predicate<JsonNode> comparison(String property, String variable) {
        var path = path(property, variable);
        var operator = next().toLowerCase(Locale.ROOT);
        if (operator.equals("in")) {
            expect("(");
            var values = new ArrayList<String>();
            do {
                values.add(literal(next()));
            } while (take(","));
            expect(")");
            return object -> values.stream().anyMatch(value -> equal(read(object, path), value));
        }
        if (!COMPARISONS.contains(operator)) {
            throw invalid();
        }
        var raw = next();
        if (raw.equals("null")) {
            advanced |= operator.equals("ne");
            boolean wanted = operator.equals("eq");
            return object -> {
                var value = read(object, path);
                return (value.isMissingNode() || value.isNull()) == wanted;
            };
        }
        var value = literal(raw);
        return switch (operator) {
            case "eq" -> object -> equal(read(object, path), value);
            case "ne" -> {
                advanced = true;
                yield object -> !equal(read(object, path), value);
            }
            default -> object -> ordered(read(object, path), operator, value);
        };
    }

    private static boolean equal(JsonNode node, String value) {
        return !node.isMissingNode() && !node.isNull() && node.asText().equalsIgnoreCase(value);
    }

    private static boolean ordered(JsonNode node, String operator, String value) {
        if (node.isMissingNode() || node.isNull()) {
            return false;
        }
        int order;
        try {
            order = Instant.parse(node.asText()).compareTo(Instant.parse(value));
        } catch (DateTimeException e) {
            order = node.asText().compareToIgnoreCase(value);
        }
        return switch (operator) {
            case "ge" -> order >= 0;
            case "gt" -> order > 0;
            case "le" -> order <= 0;
            default -> order < 0;
        };
    }

    private List<String> path(String text, String variable) {
        var parts = new ArrayList<>(List.of(text.split("/", -1)));
        if (!variable.isEmpty()) {
            if (!parts.remove(0).equals(variable)) {
                throw invalid();
            }
            return parts;
        }
        if (!knownProperty.test(parts.get(0))) {
            throw GraphError.badRequest(
                    "Invalid filter clause: Could not find a property named '" + parts.get(0) + "'.");
        }
        return parts;
    }

    private static JsonNode read(JsonNode object, List<String> path) {
        var node = object;
        for (var part : path) {
            node = node.path(part);
        }
        return node;
    }

    private static String literal(String token) {
        return token.startsWith("'") ? token.substring(1, token.length() - 1).replace("''", "'") : token;
    }

    private boolean take(String expected) {
        if (position < tokens.size() && tokens.get(position).equalsIgnoreCase(expected)) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(String expected) {
        if (!take(expected)) {
            throw invalid();
        }
    }

    private String next() {
        if (position >= tokens.size()) {
            throw invalid();
        }
        return tokens.get(position++);
    }

    private static GraphError invalid() {
        return GraphError.badRequest("Invalid filter clause");
    }
}
