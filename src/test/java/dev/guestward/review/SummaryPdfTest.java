package dev.guestward.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.review.CampaignSummary.Asked;
import dev.guestward.review.CampaignSummary.Line;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class SummaryPdfTest {
    private static final UUID CAMPAIGN = UUID.fromString("7d2f6a50-0c43-4f29-9a55-3b8d8f0f8a11");

    @Test
    void namesOfAllOfEuropeCanBeReadAndNoNameBreaksIt() throws IOException {
        String text = text(pdf(summary(
                "Μαρία Παπαδοπούλου",
                "Łukasz Żółć",
                "Дарья Щербакова",
                "Zoë <b>O'Neill</b> & Søn",
                "王小明 \uD83D\uDE42 \u0007\uD83D")));

        assertThat(text)
                .contains("Μαρία Παπαδοπούλου", "Łukasz Żółć", "Дарья Щербакова", "Zoë <b>O'Neill</b> & Søn")
                .contains("Before the move")
                .doesNotContain("王");
    }

    @Test
    void whatIsLeftOutIsInTheTables() throws IOException {
        CampaignSummary summary = summary("Amara Singh");

        assertThat(text(pdf(summary))).contains("And 17 more, in signals.csv.", "And 4 more, in second-looks.csv.");
        assertThat(summary.text()).contains("  and 17 more, in signals.csv\n", "  and 4 more, in second-looks.csv\n");
    }

    @Test
    void theSameSummaryGivesTheSameBytes() throws IOException {
        assertThat(pdf(summary("Amara Singh"))).isEqualTo(pdf(summary("Amara Singh")));
    }

    @Test
    void itIsTaggedAndBringsItsFontAndRunsOverSeveralPages() throws IOException {
        String[] names = new String[CampaignSummary.MOST];
        Arrays.fill(names, "Amara Singh");
        try (PDDocument document = Loader.loadPDF(pdf(summary(names)))) {
            assertThat(document.getNumberOfPages()).isGreaterThan(3);
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("en");
            assertThat(document.getDocumentCatalog().getMarkInfo().isMarked()).isTrue();
            assertThat(document.getDocumentCatalog().getStructureTreeRoot()).isNotNull();
            assertThat(document.getDocumentInformation().getTitle()).contains("Before the move");
            for (PDPage page : document.getPages()) {
                for (COSName name : page.getResources().getFontNames()) {
                    PDFont font = page.getResources().getFont(name);
                    assertThat(font.isEmbedded()).as(font.getName()).isTrue();
                }
            }
        }
    }

    private static CampaignSummary summary(String... names) {
        List<Asked> asked = new ArrayList<>();
        for (String name : names) {
            asked.add(new Asked(name, "sponsor", "25 decisions", "answered in time, at 2031-10-12T08:00:00Z"));
        }
        return new CampaignSummary(
                CAMPAIGN,
                Instant.parse("2031-10-12T09:00:00Z"),
                "Before the move",
                List.of(new Line("Campaign", "Before the move"), new Line("Scope", "CLINIC harbour")),
                List.of(new Line("Guests in the scope", "25"), new Line("KEEP", "24"), new Line("REMOVE", "1")),
                asked,
                0,
                List.of(new Line("Amara Singh", "25 guests in 40 seconds, all kept")),
                17,
                List.of(new Line("Ben Ortiz", "3 guests kept by Amara Singh: 3 confirmed")),
                4,
                List.of(new Line("Fingerprint of the key of this file", "00112233445566778899aabbccddeeff")),
                List.of(new Line("decisions.csv", "every decision that was handed in, with reason and time")));
    }

    private static byte[] pdf(CampaignSummary summary) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SummaryPdf.write(summary, out);
        return out.toByteArray();
    }

    /** What it says; its first page is kept to be looked at. */
    private static String text(byte[] pdf) throws IOException {
        Path picture = Files.createDirectories(Path.of("target/screenshots")).resolve("summary-pdf.png");
        try (PDDocument document = Loader.loadPDF(pdf)) {
            ImageIO.write(new PDFRenderer(document).renderImageWithDPI(0, 90), "png", picture.toFile());
            return new PDFTextStripper().getText(document);
        }
    }
}
