package dev.guestward.expiry;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The wish to close a clinic, unchecked.
 *
 * @param on the last day on which its guests have access, {@code 2031-12-31}
 * @param exceptions ids of guests who keep their own end
 * @param confirm the clinic's key, typed once more
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClinicClosure(
        @Nullable String on,
        @Nullable String reason,
        @Nullable List<@Nullable String> exceptions,
        @Nullable String confirm) {
    @Override
    public String toString() {
        return "ClinicClosure[…]";
    }
}
