package dev.guestward.mail;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Letters with every value, to be varied. */
final class Letters {
    static final String LINK = "https://login.example/redeem?a=b&c=d";

    private Letters() {}

    /** Every value the kind knows; words hold {@code words}. */
    static Map<String, Object> values(LetterKind kind, String words) {
        Map<String, Object> values = new HashMap<>();
        kind.needed().forEach((name, type) -> values.put(name, value(type, words)));
        kind.optional().forEach((name, type) -> values.put(name, value(type, words)));
        return values;
    }

    private static Object value(LetterValue type, String words) {
        return switch (type) {
            case WORDS, LINES -> words;
            case LIST -> List.of(words, words);
            case DAY, MOMENT -> Instant.parse("2027-03-31T21:30:00Z");
            case NUMBER -> 2;
            case LINK -> LINK;
        };
    }

    static Letter letter(LetterKind kind, UUID guest, String to, String language) {
        return new Letter("test:" + UUID.randomUUID(), kind, guest, to, language, values(kind, "Dr Maya Okafor"));
    }
}
