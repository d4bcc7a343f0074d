package dev.guestward.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Invented values to look at a letter with. */
final class LetterExamples {
    static final String LINK = "https://login.example/redeem?for=nobody";

    private static final Map<String, Map<String, Object>> WORDS = Map.of(
            "en",
            Map.of(
                    "purpose",
                    "Shared care of cardiology patients",
                    "message",
                    "Dear Maya,\n\nas we agreed on Tuesday. Ring me if anything does not work.",
                    "reason",
                    "Their clinic reads the records through the county's portal already."),
            "de",
            Map.of(
                    "purpose",
                    "Gemeinsame Behandlung kardiologischer Fälle",
                    "message",
                    "Liebe Maya,\n\nwie am Dienstag besprochen. Ruf mich an, wenn etwas nicht geht.",
                    "reason",
                    "Die Klinik liest die Akten schon über das Portal des Landkreises."));

    private static final Map<String, Object> NAMES = Map.ofEntries(
            Map.entry("guestName", "Dr Maya Okafor"),
            Map.entry("sponsorName", "Amara Singh"),
            Map.entry("sponsorMail", "amara.singh@hospital.example"),
            Map.entry("requesterName", "Ben Ortiz"),
            Map.entry("clinicName", "Harbour Clinic"),
            Map.entry("grants", List.of("Health records")),
            Map.entry("reminder", 2),
            Map.entry("given", 4),
            Map.entry("lost", 1),
            Map.entry("reviews", 2),
            Map.entry("tasks", 3),
            Map.entry("guests", 27));

    private LetterExamples() {}

    static Map<String, Object> of(LetterKind kind, String language, Instant now) {
        Map<String, Object> values = new HashMap<>();
        kind.needed().forEach((name, type) -> values.put(name, value(name, type, language, now)));
        kind.optional().forEach((name, type) -> values.put(name, value(name, type, language, now)));
        return values;
    }

    static Map<String, Object> onlyNeeded(LetterKind kind, String language) {
        Map<String, Object> values = of(kind, language, Instant.EPOCH);
        values.keySet().retainAll(kind.needed().keySet());
        return values;
    }

    private static Object value(String name, LetterValue type, String language, Instant now) {
        return switch (type) {
            case LINK -> name.equals("applicationUrl") ? "https://records.hospital.example/" : LINK;
            case DAY -> now.plus(Duration.ofDays(name.equals("invitedAt") ? -14 : 90));
            case MOMENT -> now.plus(Duration.ofHours(24));
            default ->
                Objects.requireNonNull(
                        NAMES.getOrDefault(
                                name, WORDS.getOrDefault(language, Map.of()).get(name)),
                        () -> "no example of " + name);
        };
    }
}
