package dev.guestward.review;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What an auditor reads first about a campaign. The same as text and as a PDF, in English.
 *
 * @param facts what it was about, who wanted it, how it ended
 * @param numbers guests by what became of them
 * @param reviewers who was asked, and whether they answered in time; the first {@value #MOST}
 * @param left reviewers beyond those
 * @param signals how it was answered, where that is worth a look; the first {@value #MOST}
 * @param signalsLeft those beyond
 * @param secondLooks who looked again; the first {@value #MOST}
 * @param secondLooksLeft those beyond
 * @param checkpoints what the guests' chains were signed with
 * @param files the other files, and what is in them
 */
record CampaignSummary(
        UUID campaign,
        Instant madeAt,
        String title,
        List<Line> facts,
        List<Line> numbers,
        List<Asked> reviewers,
        int left,
        List<Line> signals,
        int signalsLeft,
        List<Line> secondLooks,
        int secondLooksLeft,
        List<Line> checkpoints,
        List<Line> files) {
    static final int MOST = 200;
    static final String TITLE = "Evidence of an access review by Guestward";
    static final String SIGNALS =
            "Where answers were quick, alike, given to many at once, or did not last. A reason to ask, and no proof of anything.";
    static final List<String> VERIFY = List.of(
            "bin/verify-evidence FILE.zip checks every file in this archive without Guestward, also this summary, and names what was"
                    + " changed, dropped, added or reordered. It needs nothing but a Java development kit.",
            "With the fingerprint of the hospital's key, or the folder to which checkpoints are carried, it also tells that the file"
                    + " was signed by the hospital, and that the chains are those that were signed at the time.");

    record Line(String what, String says) {}

    /** Somebody who was asked. */
    record Asked(String name, String as, String decided, String inTime) {}

    String text() {
        StringBuilder text = new StringBuilder(TITLE).append("\n\n");
        lines(text, "", facts);
        text.append("\nNumbers\n");
        lines(text, "  ", numbers);
        text.append("\nWho was asked\n");
        reviewers.forEach(one -> text.append("  ")
                .append(one.name())
                .append(", ")
                .append(one.as())
                .append(": ")
                .append(one.decided())
                .append("; ")
                .append(one.inTime())
                .append('\n'));
        more(text, left, "reviewers.csv");
        text.append("\nHow it was answered\n  ").append(SIGNALS).append('\n');
        lines(text, "  ", signals);
        more(text, signalsLeft, CampaignEvidence.SIGNALS);
        text.append("\nSecond looks\n");
        lines(text, "  ", secondLooks);
        more(text, secondLooksLeft, CampaignRecords.Part.SECOND_LOOKS.file);
        text.append("\nCheckpoints\n");
        lines(text, "  ", checkpoints);
        text.append("\nFiles (times in UTC)\n");
        lines(text, "  ", files);
        text.append("\nHow to check it\n");
        VERIFY.forEach(line -> text.append("  ").append(line).append('\n'));
        return text.toString();
    }

    private static void more(StringBuilder text, int left, String file) {
        if (left > 0) {
            text.append("  and ").append(left).append(" more, in ").append(file).append('\n');
        }
    }

    private static void lines(StringBuilder text, String before, List<Line> lines) {
        lines.forEach(line -> text.append(before)
                .append(line.what())
                .append(": ")
                .append(line.says())
                .append('\n'));
        if (lines.isEmpty()) {
            text.append(before).append("none\n");
        }
    }
}
