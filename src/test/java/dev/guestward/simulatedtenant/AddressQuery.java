package dev.guestward.simulatedtenant;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Recognises the filters that only ask for addresses, which an index can answer; all others need a look at everybody. */
final class AddressQuery {
    private static final Pattern ALTERNATIVE = Pattern.compile("\\s*(?:mail\\s+eq\\s+|(?:otherMails|proxyAddresses)/any"
            + "\\(\\s*(\\w+)\\s*:\\s*\\1\\s+eq\\s+)'((?:[^']|'')*)'(\\s*\\))?\\s*");
    private static final Pattern OR = Pattern.compile("or\\s", Pattern.CASE_INSENSITIVE);

    private AddressQuery() {}

    /** The addresses one of which a match must have, or nothing if the filter asks for other things too. */
    static Optional<List<String>> addresses(String filter) {
        var addresses = new ArrayList<String>();
        var matcher = ALTERNATIVE.matcher(filter);
        int end = 0;
        while (matcher.find(end)
                && matcher.start() == end
                && (matcher.group(1) == null) == (matcher.group(3) == null)) {
            addresses.add(matcher.group(2).replace("''", "'"));
            end = matcher.end();
            if (end == filter.length()) {
                return Optional.of(addresses);
            }
            var or = OR.matcher(filter).region(end, filter.length());
            if (!or.lookingAt()) {
                break;
            }
            end = or.end();
        }
        return Optional.empty();
    }
}
