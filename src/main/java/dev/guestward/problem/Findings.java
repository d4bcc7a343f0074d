package dev.guestward.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;

/** What is wrong with a request, collected field by field in the language of the one who asked. */
public final class Findings {
    private final MessageSource texts;
    private final Locale locale;
    private final List<InvalidInput.Field> fields = new ArrayList<>();

    public Findings(MessageSource texts) {
        this(texts, LocaleContextHolder.getLocale());
    }

    public Findings(MessageSource texts, Locale locale) {
        this.texts = texts;
        this.locale = locale;
    }

    /**
     * Notes one thing that is wrong.
     *
     * @param text key of the sentence
     * @param values filled into it
     */
    public void add(String field, String text, Object... values) {
        Object[] words = Arrays.stream(values).map(String::valueOf).toArray();
        fields.add(new InvalidInput.Field(field, texts.getMessage(text, words, locale)));
    }

    /** A sentence in the language of the one who asked. */
    public String text(String key) {
        return String.valueOf(texts.getMessage(key, null, key, locale));
    }

    /** Checks what people type freely; what is wrong with it is noted. Line breaks are allowed. */
    public String lines(String field, @Nullable String given, int longest, boolean needed) {
        return text(field, given, longest, needed, false);
    }

    /** Like {@link #lines}, without line breaks. */
    public String line(String field, @Nullable String given, int longest, boolean needed) {
        return text(field, given, longest, needed, true);
    }

    private String text(String field, @Nullable String given, int longest, boolean needed, boolean oneLine) {
        String text = given == null ? "" : given.strip();
        if (text.isEmpty()) {
            if (needed) {
                add(field, "invalid.empty");
            }
            return "";
        }
        if (text.length() > longest) {
            add(field, "invalid.long", longest, text.length());
        }
        if (text.codePoints().anyMatch(c -> isUnwanted(c, oneLine))) {
            add(field, "invalid.invisible");
        }
        return text;
    }

    /** Control, bidirectional-override and zero-width characters: invisible, and good for deceit only. */
    private static boolean isUnwanted(int c, boolean oneLine) {
        if (c == '\n' || c == '\r') {
            return oneLine;
        }
        int type = Character.getType(c);
        return (type == Character.CONTROL && c != '\t')
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    public boolean any() {
        return !fields.isEmpty();
    }

    public List<InvalidInput.Field> fields() {
        return List.copyOf(fields);
    }

    public void throwIfAny() {
        if (!fields.isEmpty()) {
            throw new InvalidInput(fields);
        }
    }
}
