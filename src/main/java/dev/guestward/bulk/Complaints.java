package dev.guestward.bulk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;

/** Collects what is wrong with a file, in the language of the one who sent it. */
final class Complaints {
    private static final Comparator<FileProblem> ORDER = Comparator.comparing(
                    FileProblem::line, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(FileProblem::column, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final MessageSource texts;
    private final Locale locale;
    private final List<FileProblem> problems = new ArrayList<>();

    Complaints(MessageSource texts, Locale locale) {
        this.texts = texts;
        this.locale = locale;
    }

    void addForFile(String text, Object... values) {
        problems.add(new FileProblem(null, null, null, said(text, values)));
    }

    void add(int line, String text, Object... values) {
        problems.add(new FileProblem(line, null, null, said(text, values)));
    }

    void add(int line, @Nullable Integer column, @Nullable String field, String text, Object... values) {
        problems.add(new FileProblem(line, column, field, said(text, values)));
    }

    void addSaid(int line, @Nullable Integer column, String field, String message) {
        problems.add(new FileProblem(line, column, field, message));
    }

    boolean none() {
        return problems.isEmpty();
    }

    /** @throws FileRefused with all of them, in the order of the file */
    void throwIfAny() {
        if (!none()) {
            problems.sort(ORDER);
            throw new FileRefused(problems);
        }
    }

    private String said(String text, Object... values) {
        return texts.getMessage(text, Arrays.stream(values).map(String::valueOf).toArray(), locale);
    }
}
