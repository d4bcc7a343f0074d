package dev.guestward.directory.graph;

import com.microsoft.kiota.RequestOption;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import java.io.IOException;
import java.time.Duration;
import okhttp3.Request;

/**
 * This node's share of the reads that the directory allows. A read beyond it stays here, so that a flood of looks never
 * costs the acts of all nodes their answer. Counted in resource units: one for a read, one for each part of a batch.
 *
 * @see <a href="https://learn.microsoft.com/graph/throttling-limits">throttling limits: 3,500 to 8,000 units in ten seconds</a>
 */
final class ReadBudget {
    /** When a read that stayed here may be tried again. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int SAVED_SECONDS = 2;
    private static final int LARGEST_BATCH = 20;

    private final Bucket bucket;

    ReadBudget(int unitsPerSecond) {
        bucket = Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(Math.max(LARGEST_BATCH, (long) SAVED_SECONDS * unitsPerSecond))
                        .refillGreedy(unitsPerSecond, Duration.ofSeconds(1))
                        .build())
                .build();
    }

    /** @throws Spent if the request has to stay here */
    void take(Request request) throws Spent {
        Cost cost = request.tag(Cost.class);
        if (!bucket.tryConsume(cost == null ? 1 : cost.units())) {
            throw new Spent();
        }
    }

    /** What a request costs that reads many things. */
    record Cost(int units) implements RequestOption {
        @Override
        @SuppressWarnings("unchecked")
        public <T extends RequestOption> Class<T> getType() {
            return (Class<T>) Cost.class;
        }
    }

    /** The node's share is used up for the moment. */
    static final class Spent extends IOException {
        private static final long serialVersionUID = 1L;

        Spent() {
            super("This node's share of reads is used up");
        }
    }
}
