package dev.guestward.benchmark;

import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;

/** How long things took, in milliseconds; any thread adds. */
final class Latencies {
    private final ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();

    void add(double took) {
        millis.add(took);
    }

    void addNanos(long took) {
        add(took / 1e6);
    }

    int count() {
        return millis.size();
    }

    /** @param share 0.95 for the time within which 95 of a hundred were over, 1 for the longest */
    double within(double share) {
        double[] sorted =
                millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalStateException("Nothing was measured");
        }
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    /** Median, 95 %, 99 %, longest. */
    Object[] cells(String what) {
        return new Object[] {what, text(within(0.5)), text(within(0.95)), text(within(0.99)), text(within(1))};
    }

    static String text(double millis) {
        return String.format(Locale.ROOT, millis < 100 ? "%.1f ms" : "%.0f ms", millis);
    }
}
