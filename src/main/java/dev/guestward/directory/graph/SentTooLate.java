package dev.guestward.directory.graph;

import java.io.IOException;

/** The time in which an act may leave has passed; it was not sent. */
final class SentTooLate extends IOException {
    private static final long serialVersionUID = 1L;

    SentTooLate() {
        super("Too late to send");
    }
}
