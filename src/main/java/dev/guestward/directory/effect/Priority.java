package dev.guestward.directory.effect;

/** What goes first, over all nodes. Numbers may be anything between; higher is sooner. */
public final class Priority {
    /** Somebody must lose access now. */
    public static final int BLOCK = 1000;
    /** Sign out whom a block has hit. */
    public static final int REVOKE = 900;
    /** A person waits in front of a screen. */
    public static final int PERSON_WAITS = 500;
    /** Everything else. */
    public static final int REST = 100;

    private Priority() {}
}
