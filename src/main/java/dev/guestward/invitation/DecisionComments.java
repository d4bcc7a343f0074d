package dev.guestward.invitation;

import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What somebody writes to a decision, checked. */
@Component
class DecisionComments {
    static final int LONGEST = 500;

    private final MessageSource texts;

    DecisionComments(MessageSource texts) {
        this.texts = texts;
    }

    /**
     * The comment without what surrounds it; null if there is none.
     *
     * @throws InvalidInput naming {@code comment}
     */
    @Nullable
    String checked(@Nullable String given, boolean needed) {
        Findings findings = new Findings(texts);
        String comment = findings.lines("comment", given, LONGEST, false);
        PatientNumbers.refuse("comment", comment, findings);
        if (comment.isEmpty() && needed) {
            findings.add("comment", "invalid.comment.needed");
        }
        findings.throwIfAny();
        return comment.isEmpty() ? null : comment;
    }
}
