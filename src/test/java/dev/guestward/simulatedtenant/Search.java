package dev.guestward.simulatedtenant;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** {@code $search}: clauses such as {@code "displayName:maya"}, joined by AND or OR; words are found by their start. */
final class Search {
    private static final Pattern CLAUSE = Pattern.compile("\"([A-Za-z]+):([^\"]+)\"");

    private Search() {}

    /**
     * What a search finds.
     *
     * @throws GraphError if it is no search, or names an unknown property
     */
    static Predicate<Entry> parse(String text, Predicate<String> known) {
        Predicate<Entry> any = entry -> false;
        for (var alternative : text.strip().split(" +OR +", -1)) {
            Predicate<Entry> all = entry -> true;
            for (var clause : alternative.split(" +AND +", -1)) {
                all = all.and(clause(clause.strip(), known));
            }
            any = any.or(all);
        }
        return any;
    }

    private static Predicate<Entry> clause(String text, Predicate<String> known) {
        var matcher = CLAUSE.matcher(text);
        if (!matcher.matches() || !known.test(matcher.group(1))) {
            throw GraphError.request("Syntax error in $search: " + text);
        }
        var words = words(matcher.group(2));
        var property = matcher.group(1);
        return entry -> {
            var own = words(entry.text(property));
            for (var word : words) {
                if (Arrays.stream(own).noneMatch(candidate -> candidate.startsWith(word))) {
                    return false;
                }
            }
            return true;
        };
    }

    private static String[] words(String text) {
        return text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1);
    }
}
