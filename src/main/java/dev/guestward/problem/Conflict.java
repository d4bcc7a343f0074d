package dev.guestward.problem;

import java.util.Map;
import org.springframework.context.MessageSource;

/** The request is fine, but what it is about has moved on meanwhile. Answered 409. */
public class Conflict extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message shown to the caller */
    public Conflict(String message) {
        super(message);
    }

    /**
     * In the language of the one who asked.
     *
     * @param text key of the sentence
     */
    public static Conflict of(MessageSource texts, String text) {
        return new Conflict(new Findings(texts).text(text));
    }

    /** What the answer says besides the message. */
    public Map<String, Object> details() {
        return Map.of();
    }
}
