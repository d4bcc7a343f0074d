package dev.guestward.directory;

import java.util.List;
import java.util.Set;

/** One page of changed groups; see {@link DeltaPage} for cursor and order. */
public record GroupDeltaPage(List<Entry> entries, String next, boolean last) {

    /**
     * @param removed the group itself is gone
     * @param added members that were added since, in a full round all members
     * @param left members that were removed since
     */
    public record Entry(ObjectId id, boolean removed, Set<ObjectId> added, Set<ObjectId> left) {}
}
