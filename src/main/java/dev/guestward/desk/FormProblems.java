package dev.guestward.desk;

import dev.guestward.problem.InvalidInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is wrong with a form, by the input that shows it, in the order of the form. */
record FormProblems(Map<String, String> messages) {
    private static final List<String> INVITATION =
            List.of("email", "displayName", "sponsor", "grants", "accessUntil", "purpose", "message", "language");

    /** Of an invitation. What no input is for is shown at the address, from which the rest follows. */
    static FormProblems of(List<InvalidInput.Field> fields) {
        return of(INVITATION, fields);
    }

    /**
     * Of any form.
     *
     * @param order its inputs
     * @param input tells for a field the input that shows what is wrong with it
     */
    static FormProblems of(List<InvalidInput.Field> fields, List<String> order, UnaryOperator<String> input) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String one : order) {
            fields.stream()
                    .filter(field -> one.equals(input.apply(field.field())))
                    .forEach(field -> found.merge(one, field.message(), (first, second) -> first + " " + second));
        }
        return new FormProblems(found);
    }

    /** What no input is for is shown at the first one, from which the rest follows. */
    static FormProblems of(List<String> inputs, List<InvalidInput.Field> fields) {
        return of(fields, inputs, field -> {
            String name = field.replaceFirst("\\[.*", "");
            return inputs.contains(name) ? name : inputs.get(0);
        });
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
