package dev.guestward.simulatedtenant;

/** Answers a request. May throw a {@link GraphError}. */
@FunctionalInterface
interface Handler {
    Response handle(Request request);
}
