package dev.guestward.directory;

import org.jspecify.annotations.Nullable;

/** Who vouches for a guest, as the directory has it. A sponsor that was deleted is simply missing from the list. */
public record Sponsor(ObjectId id, Kind kind, @Nullable String name) {
    public enum Kind {
        PERSON,
        GROUP,
        OTHER
    }
}
