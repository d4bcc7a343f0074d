package dev.guestward.directory;

/** The cursor is no longer valid (directory cursors live seven days); only a full round can tell what changed. */
public class DeltaExpired extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DeltaExpired(String message) {
        super(message);
    }
}
