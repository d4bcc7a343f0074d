package dev.guestward.directory;

/**
 * The directory does not take this cursor, and never will again: those of a delta query live seven days, those of a list some
 * minutes. Only a full round can tell what there is.
 */
public class DeltaExpired extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DeltaExpired(String message) {
        super(message);
    }
}
