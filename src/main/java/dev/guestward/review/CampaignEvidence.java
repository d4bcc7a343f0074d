package dev.guestward.review;

import dev.guestward.audit.Evidence;
import dev.guestward.csv.Sheet;
import dev.guestward.people.Viewer;
import dev.guestward.review.CampaignSummary.Line;
import dev.guestward.review.Campaigns.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * What an auditor is given about a campaign: who was asked about whom and why they, what they were shown, what they said and how,
 * what was done about it, and the guests' audit chains, all under one signature. It comes from the register, so that it is as
 * complete after the accounts are gone.
 */
@Component
public class CampaignEvidence {
    static final String SIGNALS = "signals.csv";

    private final Evidence evidence;
    private final CampaignRecords records;
    private final CampaignSummaries summaries;
    private final ReviewSignals signals;
    private final SignalWords words;

    CampaignEvidence(
            Evidence evidence,
            CampaignRecords records,
            CampaignSummaries summaries,
            ReviewSignals signals,
            SignalWords words) {
        this.evidence = evidence;
        this.records = records;
        this.summaries = summaries;
        this.signals = signals;
        this.words = words;
    }

    /**
     * Writes the zip. What is broken off midway is not signed, so that it never passes for the whole.
     *
     * @param progress as an administrator may see it
     * @param out stays open
     */
    public void write(Progress progress, Viewer viewer, OutputStream out) throws IOException {
        UUID campaign = progress.campaign().id();
        List<UUID> guests = records.guests(campaign);
        List<UUID> reviews = records.reviews(campaign);
        CampaignSummary summary = summaries.of(progress, guests, files(), viewer);
        evidence.write(out, file -> {
            file.add("summary.txt", to -> to.write(summary.text().getBytes(StandardCharsets.UTF_8)));
            file.add("summary.pdf", to -> SummaryPdf.write(summary, to));
            for (CampaignRecords.Part part : CampaignRecords.Part.values()) {
                file.add(part.file, to -> records.write(part, campaign, guests, reviews, to));
            }
            file.add(SIGNALS, to -> write(signals.of(campaign, viewer), to));
            evidence.addChains(file, guests);
        });
    }

    private static List<Line> files() {
        List<Line> files = new ArrayList<>();
        files.add(new Line("summary.txt", "this summary as text"));
        files.add(new Line("summary.pdf", "the same, to be read and printed"));
        for (CampaignRecords.Part part : CampaignRecords.Part.values()) {
            files.add(new Line(part.file, part.holds));
        }
        files.add(new Line(
                SIGNALS,
                "how each review was answered: how long it took, how many were kept, and what is worth a look"));
        files.add(new Line("audit/", "every change of these guests, chained and signed"));
        return files;
    }

    private void write(List<Signal> all, OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        Sheet sheet = Sheet.into(text);
        sheet.row(List.of(
                "review",
                "kind",
                "stage",
                "person",
                "person_id",
                "first_shown_at",
                "decided_at",
                "seconds",
                "pauses",
                "guests",
                "kept",
                "in_bulk",
                "removed_later",
                "worth_a_look",
                "in_words"));
        for (Signal one : all) {
            sheet.row(List.of(
                    one.review(),
                    one.kind(),
                    one.stage(),
                    records.name(one.person().value()),
                    one.person().value(),
                    one.firstShownAt(),
                    one.decidedAt(),
                    one.looked().toSeconds(),
                    one.pauses(),
                    one.guests(),
                    one.kept(),
                    one.inBulk(),
                    one.removedLater(),
                    one.notable().stream()
                            .map(notable -> words.word(notable, Locale.ENGLISH))
                            .collect(Collectors.joining("; ")),
                    words.sentence(one, Locale.ENGLISH)));
        }
        text.flush();
    }
}
