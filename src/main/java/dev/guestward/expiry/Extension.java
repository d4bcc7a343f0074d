package dev.guestward.expiry;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * A later end of access as somebody asks for it, unchecked.
 *
 * @param until a day, the whole of it in the hospital's time zone, or a time
 * @param emergency for a few days, whatever the policy says; a review follows
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Extension(
        @Nullable String until,
        @Nullable String reason,
        @Nullable Boolean emergency) {
    @Override
    public String toString() {
        return "Extension[…]";
    }
}
