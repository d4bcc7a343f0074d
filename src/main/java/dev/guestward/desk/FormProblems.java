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

    /** Of the form that invites. */
    static FormProblems of(List<InvalidInput.Field> fields) {
        return of(ORDER, fields);
    }

    /** What no input is for is shown at the first one, from which the rest follows. */
    static FormProblems of(List<String> inputs, List<InvalidInput.Field> fields) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String input : inputs) {
            fields.stream()
                    .filter(field -> input.equals(input(inputs, field.field())))
                    .forEach(field -> found.merge(input, field.message(), (one, other) -> one + " " + other));
        }
        return new FormProblems(found);
    }

    private static String input(List<String> inputs, String field) {
        String name = field.replaceFirst("\\[.*", "");
        return inputs.contains(name) ? name : inputs.get(0);
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
