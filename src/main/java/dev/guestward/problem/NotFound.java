package dev.guestward.problem;

/** There is no such thing, or the caller may not know that there is. Answered 404. */
public class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message shown to the caller */
    public NotFound(String message) {
        super(message);
    }
}
