package dev.guestward.review;

/** What became of the question about one guest. */
public enum Outcome {
    /** Somebody decided, and it was done: kept, or a removal was opened. */
    APPLIED,
    /** Nobody decided, and nothing is done: people have to look. */
    HELD,
    /** Nobody decided although two people were reached: the guest is blocked. */
    SILENCE,
    /** The guest lost access in another way before anybody decided. */
    NO_LONGER,
    /** The campaign was stopped before anybody decided. */
    STOPPED,
    /** Nobody looked a second time: the first answer stands, unconfirmed. */
    UNCONFIRMED
}
