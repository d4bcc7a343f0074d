package dev.guestward.desk;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A number that is typed to confirm how much something is about, as pages show it or as people group it: 1234, 1,234, 1.234. */
final class TypedCount {
    private static final Pattern PLAIN = Pattern.compile("[0-9]{1,9}");
    private static final String GROUPING = "[.,'\u2019 \u00a0\u202f]";
    private static final Pattern GROUPED = Pattern.compile("[0-9]{1,3}(" + GROUPING + "[0-9]{3}){1,2}");

    private TypedCount() {}

    /** @return null if it is no whole number of at most nine digits */
    static @Nullable Long of(@Nullable String typed) {
        String count = typed == null ? "" : typed.strip();
        if (GROUPED.matcher(count).matches()) {
            count = count.replaceAll(GROUPING, "");
        }
        return PLAIN.matcher(count).matches() ? Long.valueOf(count) : null;
    }
}
