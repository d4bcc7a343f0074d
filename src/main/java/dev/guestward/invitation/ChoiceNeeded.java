package dev.guestward.invitation;

import dev.guestward.guest.Guest;
import dev.guestward.problem.Conflict;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Somebody who is asked for was here before, and whoever asks has to say what is to be done. Nothing was done. */
public class ChoiceNeeded extends Conflict {
    private static final long serialVersionUID = 1L;

    private final transient Guest earlier;
    private final transient List<Way> ways;

    ChoiceNeeded(String message, Guest earlier, List<Way> ways) {
        super(message);
        this.earlier = earlier;
        this.ways = List.copyOf(ways);
    }

    /**
     * One thing that can be done.
     *
     * @param key what the request is repeated with
     * @param does in words
     */
    public record Way(String key, String does) {}

    /** Everything that a request can be repeated with, whoever it is about. */
    public static List<String> words() {
        return Arrays.stream(SamePerson.Choice.values())
                .map(SamePerson.Choice::key)
                .toList();
    }

    public Guest earlier() {
        return earlier;
    }

    public List<Way> ways() {
        return ways;
    }

    @Override
    public Map<String, Object> details() {
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("id", earlier.id().toString());
        known.put("displayName", earlier.displayName());
        known.put("state", earlier.state().name());
        known.put("accessUntil", earlier.accessUntil());
        known.put("links", Map.of("self", "/api/guests/" + earlier.id(), "page", "/guests/" + earlier.id()));
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("earlier", known);
        details.put(
                "choices",
                ways.stream()
                        .map(way -> Map.of("continue", way.key(), "does", way.does()))
                        .toList());
        return details;
    }
}
