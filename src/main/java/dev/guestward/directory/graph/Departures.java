package dev.guestward.directory.graph;

/**
 * Whether a request of the calling thread has left the house. The SDK works in the calling thread throughout, and its
 * exceptions do not tell a connection that never came about from one that was cut.
 */
final class Departures {
    private static final ThreadLocal<Boolean> LEFT = ThreadLocal.withInitial(() -> false);

    private Departures() {}

    static void begin() {
        LEFT.remove();
    }

    static void leaving() {
        LEFT.set(true);
    }

    static boolean hasLeft() {
        return LEFT.get();
    }
}
