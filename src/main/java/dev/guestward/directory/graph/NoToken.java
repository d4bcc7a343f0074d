package dev.guestward.directory.graph;

/** The credential gave no token; the cause tells why. The token libraries have no type in common for that. */
final class NoToken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoToken(RuntimeException cause) {
        super("No token", cause);
    }
}
