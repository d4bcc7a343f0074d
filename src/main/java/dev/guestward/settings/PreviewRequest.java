package dev.guestward.settings;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Other values, unchecked; what is missing stays as it is.
 *
 * @param longestAccess {@code 180d}
 * @param warnings two times before the end, the longer one first
 * @param lapseAfter how long an invitation can be accepted
 * @param undo how long a removal that a person asks for can be taken back
 * @param grace how long a blocked account is kept
 * @param caps by {@code blocks}, {@code deletes}, {@code clinic}
 * @param clinic key of a clinic whose agreement would end
 * @param agreementEnd its last day
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PreviewRequest(
        @Nullable String longestAccess,
        @Nullable List<String> warnings,
        @Nullable String lapseAfter,
        @Nullable String undo,
        @Nullable String grace,
        @Nullable Map<String, Numbers> caps,
        @Nullable String clinic,
        @Nullable String agreementEnd) {
    /** A cap; what is missing stays as it is. */
    public record Numbers(
            @Nullable Integer fewest,
            @Nullable Integer most,
            @Nullable Integer percent) {}
}
