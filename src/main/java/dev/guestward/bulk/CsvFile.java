package dev.guestward.bulk;

import dev.guestward.invitation.InvitationRequest;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Reads a file of requests. Either all of it is understood, or it is refused with the places that are not. */
final class CsvFile {
    private static final int MOST_COLUMNS = 50;

    private final int mostRows;
    private final Complaints complaints;
    private final Map<Column, Integer> places = new EnumMap<>(Column.class);
    private final List<Line> lines = new ArrayList<>();

    private CsvFile(int mostRows, Complaints complaints) {
        this.mostRows = mostRows;
        this.complaints = complaints;
    }

    /** One request, and the line it begins in. */
    record Line(int number, InvitationRequest request) {}

    /** @throws FileRefused if anything of it is not understood */
    static CsvFile read(byte[] content, int mostRows, Complaints complaints) {
        CsvFile file = new CsvFile(mostRows, complaints);
        file.parse(CsvText.of(content, complaints));
        complaints.throwIfAny();
        return file;
    }

    List<Line> lines() {
        return lines;
    }

    /** Where a field of the API stands, counted from 1; null if the file has no such column. */
    @Nullable
    Integer place(String field) {
        return Column.called(field).map(places::get).orElse(null);
    }

    private void parse(String text) {
        CSVFormat format = CSVFormat.Builder.create()
                .setDelimiter(separator(text))
                .setQuote('"')
                .setIgnoreEmptyLines(false)
                .get();
        int line = 0;
        try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
            Iterator<CSVRecord> records = parser.iterator();
            int columns = 0;
            int rows = 0;
            for (line = 1; records.hasNext(); line = (int) parser.getCurrentLineNumber() + 1) {
                CSVRecord found = records.next();
                if (isBlank(found)) {
                    continue;
                }
                if (columns == 0) {
                    columns = found.size();
                    heading(line, found);
                } else if (++rows > mostRows) {
                    complaints.add(line, "bulk.file.rows", mostRows);
                    return;
                } else if (found.size() == columns) {
                    lines.add(new Line(line, Column.request(column -> cell(found, column))));
                } else {
                    complaints.add(line, "bulk.row.cells", found.size(), columns);
                }
            }
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            // that is how the parser tells of quotes that do not match
            complaints.add(line, "bulk.file.quotes");
            return;
        }
        if (lines.isEmpty() && complaints.none()) {
            complaints.addForFile("bulk.file.no-rows");
        }
    }

    private void heading(int line, CSVRecord found) {
        if (found.size() > MOST_COLUMNS) {
            complaints.add(line, "bulk.file.columns", found.size());
            complaints.throwIfAny();
        }
        for (int place = 1; place <= found.size(); place++) {
            Column column = Column.called(found.get(place - 1).strip()).orElse(null);
            if (column == null) {
                complaints.add(line, place, null, "bulk.heading.unknown", headings(Stream.of(Column.values())));
                continue;
            }
            Integer before = places.putIfAbsent(column, place);
            if (before != null) {
                complaints.add(line, place, column.heading(), "bulk.heading.double", before);
            }
        }
        List<Column> missing = Stream.of(Column.values())
                .filter(column -> column.isNeeded() && !places.containsKey(column))
                .toList();
        if (!missing.isEmpty()) {
            complaints.add(line, "bulk.heading.missing", headings(missing.stream()));
        }
        // without them no other line can be judged
        complaints.throwIfAny();
    }

    private static String headings(Stream<Column> columns) {
        return columns.map(Column::heading).collect(Collectors.joining(", "));
    }

    private @Nullable String cell(CSVRecord found, Column column) {
        Integer place = places.get(column);
        String text = place == null ? "" : found.get(place - 1).strip().replace("\r\n", "\n");
        return text.isEmpty() ? null : text;
    }

    private static boolean isBlank(CSVRecord found) {
        return found.stream().allMatch(String::isBlank);
    }

    /** Of the first line; spreadsheets in many languages write semicolons. */
    private static char separator(String text) {
        String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        long commas = first.chars().filter(c -> c == ',').count();
        long semicolons = first.chars().filter(c -> c == ';').count();
        return semicolons > commas ? ';' : ',';
    }
}
