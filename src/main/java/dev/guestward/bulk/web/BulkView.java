package dev.guestward.bulk.web;

import dev.guestward.bulk.BulkInvitation;
import dev.guestward.bulk.BulkProgress;
import dev.guestward.bulk.BulkRow;
import dev.guestward.bulk.RowResult;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.PageOf;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file as the API shows it.
 *
 * @param foretold lines by what they would come to when the file was checked
 * @param results lines that are done, by what they came to
 * @param guests where the guests stand that were asked for, as far as whoever looks may see them
 */
record BulkView(
        String id,
        String state,
        @Nullable String fileName,
        int rowCount,
        int done,
        Map<RowResult, Integer> foretold,
        Map<RowResult, Integer> results,
        Map<GuestState, Integer> guests,
        Instant uploadedAt,
        @Nullable Instant confirmedAt,
        @Nullable Instant finishedAt,
        @Nullable PageOf<Row> rows,
        Map<String, String> links) {

    /** One line; {@code expected} stays what it was when the file was checked. */
    record Row(
            int line,
            @Nullable String email,
            @Nullable String displayName,
            String expected,
            @Nullable String result,
            @Nullable String problem,
            @Nullable String guestId) {
        static Row of(BulkRow row) {
            return new Row(
                    row.line(),
                    row.request().email(),
                    row.request().displayName(),
                    row.outlook().name(),
                    row.result() == null ? null : row.result().name(),
                    row.problem(),
                    row.guest() == null ? null : row.guest().toString());
        }
    }

    static BulkView of(
            BulkInvitation file,
            BulkProgress progress,
            Map<GuestState, Integer> standing,
            @Nullable PageOf<BulkRow> rows) {
        String self = "/api/invitations/bulk/" + file.id();
        return new BulkView(
                file.id().toString(),
                file.state().name(),
                file.fileName(),
                file.rows(),
                progress.done(),
                all(progress.outlooks()),
                all(progress.results()),
                standing,
                file.uploadedAt(),
                file.confirmedAt(),
                file.finishedAt(),
                rows == null ? null : rows.map(Row::of),
                Map.of(
                        "self",
                        self,
                        "confirmation",
                        self + "/confirmation",
                        "result",
                        self + "/result",
                        "page",
                        "/invitations/bulk/" + file.id()));
    }

    /** Also those there is none of. */
    private static Map<RowResult, Integer> all(Map<RowResult, Integer> some) {
        Map<RowResult, Integer> all = new EnumMap<>(RowResult.class);
        for (RowResult result : RowResult.values()) {
            all.put(result, some.getOrDefault(result, 0));
        }
        return all;
    }
}
