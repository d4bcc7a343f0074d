package dev.guestward.problem;

import java.util.Map;

/** The request is fine, but what it is about has moved on meanwhile. Answered 409. */
public class Conflict extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message shown to the caller */
    public Conflict(String message) {
        super(message);
    }

    /** What the answer says besides the message. */
    public Map<String, Object> details() {
        return Map.of();
    }
}
