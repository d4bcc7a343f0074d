package dev.guestward.simulatedtenant;

import java.util.List;

/**
 * A route of Graph.
 *
 * @param kind whether it changes something, and who takes the directory's lock
 * @param anyOf the caller needs one of these application permissions; empty asks for none
 * @param units its base cost in resource units
 */
record GraphRoute(Kind kind, List<String> anyOf, int units, Handler handler) {
    enum Kind {
        READ,
        WRITE,
        /** Changes something, calls other hosts meanwhile, and therefore locks and logs by itself. */
        WRITE_WITHOUT_LOCK
    }

    boolean write() {
        return kind != Kind.READ;
    }
}
