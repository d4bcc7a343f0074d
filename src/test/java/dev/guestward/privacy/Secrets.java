package dev.guestward.privacy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What may not leak: words that occur nowhere else, in any case, also as they stand in an address of the web. */
final class Secrets {
    private final Pattern any;
    private final String expression;

    private Secrets(Set<String> words) {
        // PostgreSQL and Java read this alike
        expression = words.stream()
                .map(word -> word.replaceAll("([\\\\^$.|?*+()\\[\\]{}])", "\\\\$1"))
                .collect(Collectors.joining("|"));
        any = Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    static Secrets of(Collection<String> words) {
        Set<String> all = new LinkedHashSet<>();
        for (String word : words) {
            if (word.isBlank()) {
                throw new IllegalArgumentException("Nothing would be found everywhere");
            }
            all.add(word);
            all.add(URLEncoder.encode(word, StandardCharsets.UTF_8));
        }
        return new Secrets(all);
    }

    String expression() {
        return expression;
    }

    Optional<String> in(String text) {
        Matcher matcher = any.matcher(text);
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }
}
