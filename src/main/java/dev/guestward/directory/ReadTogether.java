package dev.guestward.directory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a read of several accounts has brought. One that could not be read does not spoil the others: its failure is told
 * when it is asked for.
 *
 * @param found those the directory shows
 * @param failed those that could not be read, which says nothing about them
 */
public record ReadTogether<T>(Map<ObjectId, T> found, Map<ObjectId, DirectoryUnavailable> failed) {
    public ReadTogether {
        found = Map.copyOf(found);
        failed = new HashMap<>(failed);
    }

    /**
     * One of those that were asked for; empty if the directory does not show it.
     *
     * @throws DirectoryUnavailable if it could not be read
     */
    public Optional<T> get(ObjectId id) {
        DirectoryUnavailable failure = failed.get(id);
        if (failure != null) {
            throw failure;
        }
        return Optional.ofNullable(found.get(id));
    }
}
