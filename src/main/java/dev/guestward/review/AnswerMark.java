package dev.guestward.review;

import dev.guestward.csv.Sheet;
import dev.guestward.people.PersonId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger holds of an answer, so that nobody changes one unseen. {@code bin/verify-evidence} makes the same of each line of
 * {@code decisions.csv}, which is why the reason counts as it stands there.
 *
 * @param said SHA-256 over the answer's id and what was said, by whom, when and how
 */
record AnswerMark(UUID answer, UUID item, String said) {
    static AnswerMark of(
            UUID answer, UUID item, Decision decision, @Nullable String reason, boolean bulk, PersonId by, Instant at) {
        String text = "answer=" + answer + "\nitem=" + item + "\ndecision=" + decision + "\nbulk=" + bulk + "\nby=" + by
                + "\nat=" + at + "\nreason=" + Sheet.defused(reason);
        return new AnswerMark(answer, item, HexFormat.of().formatHex(sha256(text)));
    }

    /** The details of a row of the ledger, with the mark. */
    Map<String, String> with(Map<String, String> details) {
        Map<String, String> all = new HashMap<>(details);
        all.put("answer", answer.toString());
        all.put("item", item.toString());
        all.put("said", said);
        return all;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
