package dev.guestward.desk;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Text from outside on its way onto a page. Escaping is the template's work. */
final class Shown {
    private Shown() {}

    /**
     * Without control, bidirectional-override and zero-width characters: they are invisible, and can make a name read as
     * another one. Line breaks stay.
     */
    static String text(@Nullable String given) {
        if (given == null) {
            return "";
        }
        StringBuilder shown = new StringBuilder(given.length());
        given.codePoints().filter(c -> c == '\n' || isVisible(c)).forEach(shown::appendCodePoint);
        return shown.toString().strip();
    }

    /** Names what a page shows, so that a page that shows it already gets nothing new. */
    static String stamp(@Nullable Object... shown) {
        return Integer.toHexString(Arrays.toString(shown).hashCode());
    }

    private static boolean isVisible(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
