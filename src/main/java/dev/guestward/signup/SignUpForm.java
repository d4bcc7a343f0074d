package dev.guestward.signup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has typed, unchecked.
 *
 * @param accessUntil a day, {@code 2027-03-31}
 * @param opened when the page was opened, as {@link SignUpProof} signed it
 * @param website nobody sees this field; scripts fill it in
 */
public record SignUpForm(
        @Nullable String email,
        @Nullable String displayName,
        @Nullable String purpose,
        @Nullable List<String> grants,
        @Nullable String accessUntil,
        @Nullable String opened,
        @Nullable String website) {

    public boolean wants(String grant) {
        return grants != null && grants.contains(grant);
    }

    @Override
    public String toString() {
        return "SignUpForm[…]";
    }
}
