package dev.guestward.invitation;

import dev.guestward.problem.InvalidInput;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
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
        String comment = given == null ? "" : given.strip();
        if (comment.isEmpty()) {
            if (needed) {
                throw invalid("invalid.comment.needed");
            }
            return null;
        }
        if (comment.length() > LONGEST) {
            throw invalid("invalid.long", String.valueOf(LONGEST), String.valueOf(comment.length()));
        }
        if (comment.codePoints().anyMatch(c -> InvitationRules.isUnwanted(c, false))) {
            throw invalid("invalid.invisible");
        }
        return comment;
    }

    private InvalidInput invalid(String text, Object... values) {
        return InvalidInput.of("comment", texts.getMessage(text, values, LocaleContextHolder.getLocale()));
    }
}
