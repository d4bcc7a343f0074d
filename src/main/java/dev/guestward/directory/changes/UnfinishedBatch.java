package dev.guestward.directory.changes;

import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.ObjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What is left to look at of a batch that could not be finished. The broker hands the same batch out again: whoever began
 * anew each time would never get to the end of a long one while the directory is busy, and would ask before its time.
 */
final class UnfinishedBatch {
    private final List<String> records;
    private final Map<ObjectId, Instant> due = new HashMap<>();

    private UnfinishedBatch(Collection<? extends ConsumerRecord<?, ?>> records, Collection<ObjectId> ids) {
        this.records = names(records);
        ids.forEach(id -> due.put(id, Instant.MIN));
    }

    static UnfinishedBatch of(Collection<? extends ConsumerRecord<?, ?>> records, Collection<ObjectId> ids) {
        return new UnfinishedBatch(records, ids);
    }

    boolean isOf(Collection<? extends ConsumerRecord<?, ?>> others) {
        return records.equals(names(others));
    }

    /**
     * Looks at those that are due.
     *
     * @throws DirectoryUnavailable if some could not be read
     * @throws NotDue if some are left whose time has not come
     */
    void workOn(ChangeIntake intake, Instant now) {
        List<ObjectId> looked = due.entrySet().stream()
                .filter(left -> !left.getValue().isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
        Map<ObjectId, DirectoryUnavailable> unread = intake.lookAt(looked);
        looked.forEach(due::remove);
        unread.forEach((id, e) -> due.put(id, now.plus(e.retryAfter())));
        if (!unread.isEmpty()) {
            throw new ArrayList<>(unread.values()).get(0);
        }
        if (!due.isEmpty()) {
            throw new NotDue();
        }
    }

    private static List<String> names(Collection<? extends ConsumerRecord<?, ?>> records) {
        return records.stream()
                .map(one -> one.topic() + "-" + one.partition() + "@" + one.offset())
                .toList();
    }

    /** The directory asked to wait, and the time has not come. */
    static final class NotDue extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotDue() {
            super("The directory asked to wait longer before the rest is read");
        }
    }
}
