package dev.guestward.bulk;

import java.util.Map;

/**
 * How far a file is.
 *
 * @param outlooks lines by what they would come to when the file was checked
 * @param results lines that are done, by what they came to
 */
public record BulkProgress(int rows, Map<RowResult, Integer> outlooks, Map<RowResult, Integer> results) {

    public int foretold(RowResult outlook) {
        return outlooks.getOrDefault(outlook, 0);
    }

    public int of(RowResult result) {
        return results.getOrDefault(result, 0);
    }

    public int done() {
        return results.values().stream().mapToInt(Integer::intValue).sum();
    }
}
