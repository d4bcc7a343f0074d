package dev.guestward.review;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A table of a campaign's evidence as a spreadsheet shows it. */
final class CsvLines {
    private CsvLines() {}

    /** The lines by their headings. */
    static List<Map<String, String>> of(String text) throws IOException {
        CSVFormat format =
                CSVFormat.EXCEL.builder().setHeader().setSkipHeaderRecord(true).get();
        try (CSVParser parser = CSVParser.parse(new StringReader(text.substring(1)), format)) {
            return parser.stream().map(CSVRecord::toMap).toList();
        }
    }
}
