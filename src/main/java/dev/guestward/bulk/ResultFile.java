package dev.guestward.bulk;

import dev.guestward.csv.Sheet;
import dev.guestward.invitation.InvitationRequest;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Files that leave the house, made for spreadsheets: with a mark of their encoding, and no cell that is a formula. */
@Component
public class ResultFile {
    private static final int AT_ONCE = 500;

    private final BulkTables tables;
    private final MessageSource texts;

    ResultFile(BulkTables tables, MessageSource texts) {
        this.tables = tables;
        this.texts = texts;
    }

    /** Each line of a file with what it came to. */
    public String of(BulkInvitation file, Locale locale) {
        StringWriter text = new StringWriter();
        text.append(Sheet.BOM);
        try (CSVPrinter csv = new CSVPrinter(text, CSVFormat.EXCEL)) {
            csv.printRecord(Stream.of(
                            Stream.of("line", "result", "problem", "guest"),
                            Stream.of(Column.values()).map(Column::heading))
                    .flatMap(headings -> headings)
                    .toList());
            for (long from = 0; from < file.rows(); from += AT_ONCE) {
                for (BulkRow row : tables.rows(file.id(), null, AT_ONCE, from)) {
                    csv.printRecord(cells(row, locale));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Text takes everything", e);
        }
        return text.toString();
    }

    /** A file to fill in: the headings and one line as an example. */
    public static String template(String grant, String accessUntil) {
        StringWriter text = new StringWriter();
        text.append(Sheet.BOM);
        try (CSVPrinter csv = new CSVPrinter(text, CSVFormat.EXCEL)) {
            csv.printRecord(Stream.of(Column.values()).map(Column::heading));
            csv.printRecord(
                    "m.okafor@clinic.example",
                    "Dr Maya Okafor",
                    "",
                    "",
                    grant,
                    accessUntil,
                    "Shared care of cardiology patients",
                    "",
                    "en",
                    "");
        } catch (IOException e) {
            throw new UncheckedIOException("Text takes everything", e);
        }
        return text.toString();
    }

    private List<String> cells(BulkRow row, Locale locale) {
        InvitationRequest request = row.request();
        String result = row.result() == null ? "WAITING" : row.result().name();
        return Stream.of(
                        String.valueOf(row.line()),
                        texts.getMessage("bulk.result." + result, null, locale),
                        row.problem(),
                        row.guest() == null ? null : row.guest().toString(),
                        request.email(),
                        request.displayName(),
                        request.clinic(),
                        request.sponsor(),
                        request.grants() == null ? null : String.join(" ", request.grants()),
                        request.accessUntil(),
                        request.purpose(),
                        request.message(),
                        request.language(),
                        request.continueAs())
                .map(ResultFile::defused)
                .toList();
    }

    /** Spreadsheets take what begins like this for a formula, unless an apostrophe stands before it. */
    static String defused(@Nullable String cell) {
        return Sheet.defused(cell);
    }
}
