package dev.guestward.review;

import dev.guestward.guest.GuestId;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import dev.guestward.review.Reviews.Entry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What is acceptable as a draft and as a decision. */
@Component
class DecisionRules {
    private static final int LONGEST = 500;

    private final MessageSource texts;

    DecisionRules(MessageSource texts) {
        this.texts = texts;
    }

    /** @throws InvalidInput if a reason cannot be kept */
    void checkDrafts(List<Entry> entries) {
        Findings findings = new Findings(texts);
        checkReasons(entries, findings);
        findings.throwIfAny();
    }

    /**
     * @param fresh those of the entries that were not said already
     * @param leaving guests whom somebody else is removing
     * @throws InvalidInput naming every entry that is not acceptable, by its place among all of them
     */
    void checkDecisions(List<Entry> entries, Set<Entry> fresh, Map<UUID, ReviewItem> known, Set<GuestId> leaving) {
        Findings findings = new Findings(texts);
        checkReasons(entries, findings);
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (!fresh.contains(entry)) {
                continue;
            }
            ReviewItem item = Objects.requireNonNull(known.get(entry.item()));
            Decision decision = entry.decision();
            if (decision == null) {
                findings.add(field(i, "decision"), "reviews.invalid.decision");
            } else if (leaving.contains(item.guest())) {
                findings.add(field(i, "id"), "reviews.invalid.leaving");
            } else if (item.needsReason(decision) && reason(entry) == null) {
                findings.add(field(i, "reason"), "reviews.invalid.reason-needed");
            } else if (decision == Decision.KEEP
                    && entry.bulk()
                    && !item.advice().lowRisk()) {
                findings.add(field(i, "bulk"), "reviews.invalid.bulk");
            }
        }
        findings.throwIfAny();
    }

    private static void checkReasons(List<Entry> entries, Findings findings) {
        for (int i = 0; i < entries.size(); i++) {
            findings.line(field(i, "reason"), entries.get(i).reason(), LONGEST, false);
        }
    }

    private static String field(int entry, String name) {
        return "items[" + entry + "]." + name;
    }

    /** The reason as it is kept; null for none. */
    static @Nullable String reason(Entry entry) {
        String reason = entry.reason() == null ? "" : entry.reason().strip();
        return reason.isEmpty() ? null : reason;
    }
}
