package dev.guestward.directory.changes;

import java.util.Locale;

/** What notifications are about. There is one subscription for each, never one for each guest. */
enum Heard {
    USERS("Users"),
    GROUPS("Groups");

    private final String collection;

    Heard(String collection) {
        this.collection = collection;
    }

    /** As in a subscription. */
    String resource() {
        return collection.toLowerCase(Locale.ROOT);
    }

    /** As in a notification. */
    String collection() {
        return collection;
    }
}
