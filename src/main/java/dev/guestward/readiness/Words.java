package dev.guestward.readiness;

import java.util.List;
import org.springframework.context.MessageSourceResolvable;

/**
 * A text that is put into a language later.
 *
 * @param key of the text in {@code messages.properties}
 * @param values what it is filled with; one that is {@code Words} itself is put into the same language
 */
public record Words(String key, List<Object> values) implements MessageSourceResolvable {
    public Words {
        values = List.copyOf(values);
    }

    public static Words of(String key, Object... values) {
        return new Words(key, List.of(values));
    }

    @Override
    public String[] getCodes() {
        return new String[] {key};
    }

    @Override
    public Object[] getArguments() {
        return values.toArray();
    }
}
