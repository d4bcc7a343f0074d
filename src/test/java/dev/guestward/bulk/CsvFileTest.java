package dev.guestward.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.guestward.invitation.InvitationRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/** What is a file of guests, and what is none. */
class CsvFileTest {
    private static final String HEAD = "email,displayName,grants,accessUntil,purpose\n";
    private static final String ROW = "a@b.example,Dr A,health-records,2027-03-31,Care\n";

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void everyEndOfLineIsUnderstood(String end) {
        CsvFile file = read((HEAD + ROW).replace("\n", end));

        assertThat(file.lines()).hasSize(1);
        assertThat(file.lines().get(0).number()).isEqualTo(2);
        assertThat(file.lines().get(0).request().purpose()).isEqualTo("Care");
    }

    @Test
    void aMarkOfTheEncodingAndSemicolonsAreWhatSpreadsheetsWrite() {
        CsvFile file = read("\uFEFF"
                + (HEAD + "ö@b.example,\"Müller, Ada\",health-records,2027-03-31,Care\n")
                        .replace(",", ";")
                        .replace("Müller;", "Müller,"));

        assertThat(file.lines().get(0).request().displayName()).isEqualTo("Müller, Ada");
        assertThat(file.place("grants")).isEqualTo(3);
    }

    @Test
    void aCellMayHoldLinesAndThoseBelowKeepTheirNumbers() {
        CsvFile file = read(HEAD
                + "a@b.example,Dr A,health-records,2027-03-31,\"one\r\ntwo, \"\"three\"\"\"\n"
                + "\n"
                + ",,,,\n"
                + ROW);

        assertThat(file.lines()).extracting(CsvFile.Line::number).containsExactly(2, 6);
        assertThat(file.lines().get(0).request().purpose()).isEqualTo("one\ntwo, \"three\"");
    }

    @Test
    void severalGrantsStandInOneCellAndAnEmptyCellIsNothing() {
        InvitationRequest request = read("email,displayName,grants,accessUntil,purpose,message\n"
                        + "a@b.example,Dr A,one| two  three,2027-03-31,Care,\n")
                .lines()
                .get(0)
                .request();

        assertThat(request.grants()).containsExactly("one", "two", "three");
        assertThat(request.message()).isNull();
        assertThat(request.sponsor()).isNull();
    }

    @Test
    void headingsAreFoundInAnyCaseAndOrder() {
        CsvFile file = read("PURPOSE, AccessUntil ,grants,displayname,Email\nCare,2027-03-31,g,Dr A,a@b.example\n");

        assertThat(file.lines().get(0).request().email()).isEqualTo("a@b.example");
        assertThat(file.place("email")).isEqualTo(5);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void whatIsNoFileOfGuestsIsRefusedAsAWholeAndSaysWhere(
            String name, byte[] content, Integer line, Integer column, String words) {
        FileRefused refused = catchThrowableOfType(FileRefused.class, () -> read(content));

        assertThat(refused).as(name).isNotNull();
        assertThat(refused.problems().get(0).line()).isEqualTo(line);
        assertThat(refused.problems().get(0).column()).isEqualTo(column);
        assertThat(refused.problems().get(0).message()).contains(words);
        assertThat(refused.total()).isGreaterThanOrEqualTo(1);
    }

    static Stream<Arguments> whatIsNoFileOfGuestsIsRefusedAsAWholeAndSaysWhere() throws IOException {
        return Stream.of(
                arguments("nothing", new byte[0], null, null, "empty"),
                arguments("UTF-16 with a mark", (HEAD + ROW).getBytes(StandardCharsets.UTF_16), null, null, "UTF-16"),
                arguments("UTF-16 without one", (HEAD + ROW).getBytes(StandardCharsets.UTF_16LE), null, null, "UTF-16"),
                arguments(
                        "latin-1",
                        (HEAD + ROW + ROW.replace("Dr A", "Dr Ä")).getBytes(StandardCharsets.ISO_8859_1),
                        3,
                        null,
                        "not UTF-8"),
                arguments("cut in a letter", bytes(HEAD, new byte[] {(byte) 0xC3}), 2, null, "not UTF-8"),
                arguments(
                        "a lone surrogate",
                        bytes(HEAD, new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}),
                        2,
                        null,
                        "not UTF-8"),
                arguments("NUL", utf8(HEAD + ROW + ROW.replace("Care", "Ca\0re")), 3, null, "NUL"),
                arguments("a zip", zip(), null, null, "workbook"),
                arguments(
                        "an old workbook",
                        bytes("", new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0}),
                        null,
                        null,
                        "workbook"),
                arguments("no rows", utf8(HEAD), null, null, "no line below"),
                arguments("empty rows", utf8(HEAD + "\n,,,,\n  \n"), null, null, "no line below"),
                arguments("blank lines alone", utf8("\n\n\n"), null, null, "no line below"),
                arguments(
                        "no headings",
                        utf8(ROW + ROW),
                        1,
                        null,
                        "Missing: email, displayName, grants, accessUntil, purpose"),
                arguments("a heading too few", utf8(HEAD.replace(",grants", "") + ROW), 1, null, "Missing: grants"),
                arguments("a heading twice", utf8(HEAD.strip() + ",EMAIL\n" + ROW), 1, 6, "twice"),
                arguments(
                        "a heading unknown",
                        utf8(HEAD.strip() + ",redirectUrl\n" + ROW),
                        1,
                        6,
                        "no column of this name"),
                arguments("1,000 columns", utf8(HEAD.strip() + ",x".repeat(995) + "\n"), 1, null, "1000 columns"),
                arguments("a cell too few", utf8(HEAD + "a@b.example,Dr A\n"), 2, null, "2 cells"),
                arguments("a cell too many", utf8(HEAD + ROW + ROW.strip() + ",x\n"), 3, null, "6 cells"),
                arguments(
                        "a quote never ended",
                        utf8(HEAD + ROW + "\"a@b.example,Dr A\n" + ROW),
                        3,
                        null,
                        "Quotation marks"),
                arguments(
                        "text behind a quote",
                        utf8(HEAD + "\"a\"@b.example,Dr A,g,2027-03-31,Care\n"),
                        2,
                        null,
                        "Quotation marks"),
                arguments("a row too many", utf8(HEAD + ROW.repeat(11)), 12, null, "More than 10 rows"),
                arguments("a million rows", utf8(HEAD + "x\n".repeat(1_000_000)), 2, null, "1 cells"));
    }

    @Test
    void ofAFileInWhichEverythingIsWrongTheFirstAreShownAndAllCounted() {
        FileRefused refused = catchThrowableOfType(
                FileRefused.class, () -> CsvFile.read(utf8(HEAD + "x\n".repeat(1000)), 10_000, complaints()));

        assertThat(refused.problems()).hasSize(FileRefused.MOST_SHOWN);
        assertThat(refused.total()).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=HYPERLINK(\"x\")", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1"})
    void whatASpreadsheetWouldCalculateIsDefusedOnItsWayOut(String cell) {
        assertThat(ResultFile.defused(cell)).isEqualTo("'" + cell);
    }

    @ParameterizedTest
    @CsvSource({"Dr A;=1+1, Dr A;'=1+1", "Dr A; @SUM(A1);x, Dr A;' @SUM(A1);x", ";-2, ;'-2", "a;b, a;b"})
    void norWouldItWhereASemicolonPartsCells(String cell, String safe) {
        assertThat(ResultFile.defused(cell)).isEqualTo(safe);
    }

    @Test
    void otherTextLeavesAsItIs() {
        assertThat(List.of(ResultFile.defused("Dr A"), ResultFile.defused(""), ResultFile.defused(null)))
                .containsExactly("Dr A", "", "");
    }

    @Test
    void theFileToFillInIsUnderstood() {
        CsvFile file = read(ResultFile.template("health-records", "2027-03-31"));

        assertThat(file.lines()).hasSize(1);
    }

    private static CsvFile read(String text) {
        return read(utf8(text));
    }

    private static CsvFile read(byte[] content) {
        return CsvFile.read(content, 10, complaints());
    }

    static Complaints complaints() {
        ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
        texts.setBasename("messages");
        texts.setDefaultEncoding("UTF-8");
        texts.setAlwaysUseMessageFormat(true);
        return new Complaints(texts, Locale.ENGLISH);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String before, byte[] then) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(utf8(before));
        all.writeBytes(then);
        return all.toByteArray();
    }

    private static byte[] zip() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(all)) {
            zip.putNextEntry(new ZipEntry("xl/workbook.xml"));
            zip.write(utf8("<workbook/>"));
        }
        return all.toByteArray();
    }
}
