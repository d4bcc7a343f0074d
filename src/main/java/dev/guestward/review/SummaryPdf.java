package dev.guestward.review;

import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import dev.guestward.review.CampaignSummary.Line;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.GregorianCalendar;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.springframework.web.util.HtmlUtils;

/**
 * The summary as a tagged PDF. Its font comes with the library and is embedded, so that it looks the same on servers that have no
 * fonts; it knows Latin, Greek and Cyrillic letters. Any other is drawn as a question mark; the tables hold names as they are. The
 * same summary gives the same bytes.
 */
final class SummaryPdf {
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private static final String STYLE = """
            @page { size: A4; margin: 18mm 16mm 20mm; @bottom-right { content: counter(page) ' / ' counter(pages); font-size: 8pt; } }
            body { font-size: 9.5pt; line-height: 1.4; color: #12343a; }
            h1 { font-size: 18pt; font-weight: normal; margin: 0 0 2mm; }
            h2 { font-size: 12.5pt; font-weight: normal; margin: 7mm 0 2mm; color: #0f5c63; page-break-after: avoid; }
            p { margin: 0 0 2mm; }
            table { width: 100%; border-collapse: collapse; -fs-table-paginate: paginate; }
            th, td { text-align: left; vertical-align: top; font-weight: normal; padding: 1mm 2mm 1mm 0; border-bottom: 0.3pt solid #c5d3d5;
                     word-wrap: break-word; }
            thead th { color: #4a6267; }
            tbody th { width: 38%; color: #4a6267; }
            .asked tbody th { width: 30%; color: #12343a; }
            """;

    static {
        // its lines quote what they are about, and that may be a name
        XRLog.setLoggingEnabled(false);
    }

    private SummaryPdf() {}

    /** @param out stays open */
    static void write(CampaignSummary summary, OutputStream out) throws IOException {
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.useFastMode();
        builder.usePdfUaAccessibility(true);
        builder.withProducer("Guestward");
        builder.useReplacementText("?");
        builder.useFont(SummaryPdf::font, "serif"); // what everything is drawn in unless told otherwise
        builder.withHtmlContent(html(summary), null);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
            renderer.createPDFWithoutClosing();
            PDDocument document = renderer.getPdfDocument();
            document.getDocumentInformation()
                    .setCreationDate(GregorianCalendar.from(summary.madeAt().atZone(ZoneOffset.UTC)));
            document.setDocumentId(summary.campaign().getMostSignificantBits()
                    ^ summary.madeAt().toEpochMilli());
            document.save(whole);
        }
        whole.writeTo(out);
    }

    private static InputStream font() {
        InputStream font = PDDocument.class.getResourceAsStream(FONT);
        if (font == null) {
            throw new UncheckedIOException(new IOException("The font " + FONT + " is not on the class path"));
        }
        return font;
    }

    private static String html(CampaignSummary summary) {
        StringBuilder html = new StringBuilder("<html lang=\"en\"><head><title>")
                .append(text(CampaignSummary.TITLE + ": " + summary.title()))
                .append("</title><meta name=\"subject\" content=\"")
                .append(text(summary.campaign().toString()))
                .append(
                        "\"/><meta name=\"description\" content=\"What an auditor reads first about an access review\"/>")
                .append("<style>")
                .append(STYLE)
                .append("</style></head><body><h1>")
                .append(text(summary.title()))
                .append("</h1><p>")
                .append(text(CampaignSummary.TITLE))
                .append(". Times are in UTC.</p>");
        section(html, "The campaign", summary.facts());
        section(html, "Numbers", summary.numbers());
        asked(html, summary);
        html.append("<h2>How it was answered</h2><p>")
                .append(text(CampaignSummary.SIGNALS))
                .append("</p>");
        table(html, summary.signals());
        more(html, summary.signalsLeft(), CampaignEvidence.SIGNALS);
        section(html, "Second looks", summary.secondLooks());
        more(html, summary.secondLooksLeft(), CampaignRecords.Part.SECOND_LOOKS.file);
        section(html, "Checkpoints", summary.checkpoints());
        section(html, "Files beside this one", summary.files());
        html.append("<h2>How to check it</h2>");
        CampaignSummary.VERIFY.forEach(
                line -> html.append("<p>").append(text(line)).append("</p>"));
        return html.append("</body></html>").toString();
    }

    private static void asked(StringBuilder html, CampaignSummary summary) {
        html.append("<h2>Who was asked</h2>");
        if (summary.reviewers().isEmpty()) {
            html.append("<p>Nobody yet.</p>");
            return;
        }
        html.append(
                        "<table class=\"asked\"><thead><tr><th>Reviewer</th><th>As</th><th>Answered</th><th>In time</th></tr></thead>")
                .append("<tbody>");
        summary.reviewers()
                .forEach(one -> html.append("<tr><th>")
                        .append(text(one.name()))
                        .append("</th><td>")
                        .append(text(one.as()))
                        .append("</td><td>")
                        .append(text(one.decided()))
                        .append("</td><td>")
                        .append(text(one.inTime()))
                        .append("</td></tr>"));
        html.append("</tbody></table>");
        more(html, summary.left(), "reviewers.csv");
    }

    private static void more(StringBuilder html, int left, String file) {
        if (left > 0) {
            html.append("<p>And ")
                    .append(left)
                    .append(" more, in ")
                    .append(file)
                    .append(".</p>");
        }
    }

    private static void section(StringBuilder html, String heading, List<Line> lines) {
        html.append("<h2>").append(text(heading)).append("</h2>");
        table(html, lines);
    }

    private static void table(StringBuilder html, List<Line> lines) {
        if (lines.isEmpty()) {
            html.append("<p>None.</p>");
            return;
        }
        html.append("<table><tbody>");
        lines.forEach(line -> html.append("<tr><th>")
                .append(text(line.what()))
                .append("</th><td>")
                .append(text(line.says()))
                .append("</td></tr>"));
        html.append("</tbody></table>");
    }

    /** Well-formed XML whatever it holds: control characters and halves of characters have no place in it. */
    private static String text(String raw) {
        StringBuilder clean = new StringBuilder();
        raw.codePoints()
                .map(c -> c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0xD800 && c < 0xE000) || c >= 0xFFFE ? '?' : c)
                .forEach(clean::appendCodePoint);
        return HtmlUtils.htmlEscape(clean.toString(), StandardCharsets.UTF_8.name());
    }
}
