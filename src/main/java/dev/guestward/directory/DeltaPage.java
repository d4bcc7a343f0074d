package dev.guestward.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of "what changed since".
 *
 * @param next the cursor to go on with; opaque
 * @param last whether the page closes the round; if not, the next page must be fetched at once
 */
public record DeltaPage(List<Entry> entries, String next, boolean last) {

    /**
     * One object that changed. Entries come in no particular order and may repeat.
     *
     * @param removed {@code changed} for soft-deleted, {@code deleted} for gone for good, null for present
     * @param user present unless removed
     */
    public record Entry(
            ObjectId id, @Nullable String removed, @Nullable DirectoryUser user) {}
}
