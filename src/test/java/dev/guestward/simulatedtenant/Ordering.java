package dev.guestward.simulatedtenant;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code $orderby}: one property, ascending unless told otherwise. */
final class Ordering {
    private Ordering() {}

    /**
     * The asked order, or nothing.
     *
     * @throws GraphError if there is no such property
     */
    static Optional<Comparator<Entry>> of(Request request, Predicate<String> known) {
        return request.queryParam("$orderby").filter(text -> !text.isBlank()).map(text -> {
            var parts = text.strip().split(" +", -1);
            if (parts.length > 2 || !known.test(parts[0]) || (parts.length == 2 && !parts[1].matches("asc|desc"))) {
                throw GraphError.request("Invalid $orderby clause: '" + text + "'.");
            }
            var order = Comparator.<Entry, String>comparing(
                            entry -> entry.text(parts[0]).toLowerCase(Locale.ROOT))
                    .thenComparingLong(Entry::ordinal);
            return parts.length == 2 && parts[1].equals("desc") ? order.reversed() : order;
        });
    }
}
