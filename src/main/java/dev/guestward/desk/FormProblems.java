package dev.guestward.desk;

import dev.guestward.problem.InvalidInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wrong with a form, by the input that shows it, in the order of the form. */
record FormProblems(Map<String, String> messages) {
    private static final List<String> ORDER =
            List.of("email", "displayName", "sponsor", "grants", "accessUntil", "purpose", "message", "language");

    static FormProblems of(List<InvalidInput.Field> fields) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String input : ORDER) {
            fields.stream()
                    .filter(field -> input.equals(input(field.field())))
                    .forEach(field -> found.merge(input, field.message(), (one, other) -> one + " " + other));
        }
        return new FormProblems(found);
    }

    /** What no input is for is shown at the address, from which the rest follows. */
    private static String input(String field) {
        String name = field.replaceFirst("\\[.*", "");
        return ORDER.contains(name) ? name : "email";
    }

    public boolean any() {
        return !messages.isEmpty();
    }

    public boolean has(String input) {
        return messages.containsKey(input);
    }

    public @Nullable String at(String input) {
        return messages.get(input);
    }
}
