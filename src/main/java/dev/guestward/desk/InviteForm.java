package dev.guestward.desk;

import dev.guestward.invitation.InvitationRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has typed, unchecked, so that it can be shown again.
 *
 * @param continueAs what was chosen about somebody who was here before
 * @param earlier the record of that person
 * @param key names this form, so that sending it twice asks only once
 */
record InviteForm(
        @Nullable String email,
        @Nullable String displayName,
        @Nullable String sponsor,
        @Nullable List<String> grants,
        @Nullable String accessUntil,
        @Nullable String purpose,
        @Nullable String message,
        @Nullable String language,
        @Nullable String key,
        @Nullable String continueAs,
        @Nullable String earlier) {

    public boolean wants(String grant) {
        return grants != null && grants.contains(grant);
    }

    InviteForm withKey(String fresh) {
        return new InviteForm(
                email,
                displayName,
                sponsor,
                grants,
                accessUntil,
                purpose,
                message,
                language,
                fresh,
                continueAs,
                earlier);
    }

    /** As the API takes it. Browsers end lines with two characters, the API with one. */
    InvitationRequest toRequest() {
        return new InvitationRequest(
                email,
                displayName,
                null,
                sponsor,
                grants == null ? null : List.copyOf(grants),
                accessUntil,
                unixLines(purpose),
                unixLines(message),
                language,
                continueAs,
                earlier);
    }

    private static @Nullable String unixLines(@Nullable String text) {
        return text == null ? null : text.replace("\r\n", "\n");
    }
}
