package dev.guestward.platform.engine;

import java.util.regex.Pattern;

/** Which expressions may stand in a query: {@code ${currentUser()}}, {@code ${dateTime().minusDays(3)}} and their like. */
public final class QueryExpression {
    private static final Pattern PLAIN = Pattern.compile(
            "[#$]\\{\\s*(currentUser\\(\\)|currentUserGroups\\(\\)"
                    + "|(now|dateTime)\\(\\)(\\.((plus|minus|with)[A-Z][A-Za-z]{0,30}\\((-?\\d{1,6})?\\)|toDate\\(\\)))*)\\s*}");

    private QueryExpression() {}

    public static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches();
    }
}
