package dev.guestward.csv;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** Writes what spreadsheets open without running any of it. */
public final class Sheet {
    /** Tells spreadsheets that the text is UTF-8. */
    public static final String BOM = "\uFEFF";

    private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

    private final CSVPrinter csv;

    /** Where a semicolon or tab parts cells, as in many countries, what follows one begins a cell, too. */
    private static final Pattern INNER = Pattern.compile("(;|(?<=.)\\t)(\\s*[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20])");

    private Sheet(CSVPrinter csv) {
        this.csv = csv;
    }

    /** Begins one that is written row by row, its headings first; what it writes to is not closed. */
    public static Sheet into(Appendable text) throws IOException {
        text.append(BOM);
        return new Sheet(new CSVPrinter(text, CSVFormat.EXCEL));
    }

    public void row(List<? extends @Nullable Object> cells) throws IOException {
        csv.printRecord(cells.stream()
                .map(cell -> defused(cell == null ? null : cell.toString()))
                .toList());
    }

    public static String of(List<String> headings, Iterable<? extends List<? extends @Nullable Object>> rows) {
        StringWriter text = new StringWriter();
        try {
            Sheet sheet = into(text);
            sheet.row(headings);
            for (List<? extends @Nullable Object> row : rows) {
                sheet.row(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Text takes everything", e);
        }
        return text.toString();
    }

    /** Spreadsheets take what begins like this for a formula, unless an apostrophe stands before it. */
    public static String defused(@Nullable String cell) {
        if (cell == null || cell.isEmpty()) {
            return "";
        }
        String safe = INNER.matcher(cell).replaceAll("$1'$2");
        return FORMULA.indexOf(safe.charAt(0)) >= 0 ? "'" + safe : safe;
    }
}
