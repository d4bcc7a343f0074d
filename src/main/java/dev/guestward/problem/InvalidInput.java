package dev.guestward.problem;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;

/** The request was understood and cannot be accepted as it is. Answered 422, each field with its message. */
public class InvalidInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Field> fields;

    /**
     * What is wrong with one field.
     *
     * @param field its name in the request, {@code sponsor} or {@code grants[1]}; empty for the request as a whole
     * @param message a sentence for the person who sent it
     */
    public record Field(String field, String message) {}

    public InvalidInput(List<Field> fields) {
        super(fields.stream().map(f -> f.field() + ": " + f.message()).collect(Collectors.joining("; ")));
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("name at least one field");
        }
        this.fields = List.copyOf(fields);
    }

    public static InvalidInput of(String field, String message) {
        return new InvalidInput(List.of(new Field(field, message)));
    }

    /**
     * In the language of the one who asked.
     *
     * @param text key of the sentence
     */
    public static InvalidInput of(String field, MessageSource texts, String text) {
        return of(field, new Findings(texts).text(text));
    }

    public List<Field> fields() {
        return fields;
    }
}
