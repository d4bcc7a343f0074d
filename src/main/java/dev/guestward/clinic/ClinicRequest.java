package dev.guestward.clinic;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A clinic as it comes from outside, unchecked. It says everything: what is left out is empty afterwards. A misspelt
 * field is refused and not ignored, since it would empty the right one; what reading adds may be sent back.
 *
 * @param key needed for a new clinic; for one that exists it may be left out and must not differ
 * @param ownerApproves true when absent
 * @param agreementEnd a day, {@code 2031-12-31}
 * @param allowedGrants keys; every grant when absent or empty
 * @param homeTenant GUID
 * @param identityKind name of an {@link IdentityKind}; {@code ANY} when absent
 * @param signUpSponsors user names, mail addresses or object ids
 * @param version what was read before a change; not used for a new clinic
 */
@JsonIgnoreProperties({"id", "guests", "links"})
public record ClinicRequest(
        @Nullable String key,
        @Nullable String name,
        @Nullable List<@Nullable String> domains,
        @Nullable Boolean ownerApproves,
        @Nullable String agreementEnd,
        @Nullable List<@Nullable ContactRequest> contacts,
        @Nullable List<@Nullable String> allowedGrants,
        @Nullable String homeTenant,
        @Nullable String identityKind,
        @Nullable List<@Nullable String> signUpSponsors,
        @Nullable Long version) {

    /** Somebody to talk to, unchecked. */
    public record ContactRequest(
            @Nullable String name,
            @Nullable String mail,
            @Nullable String role) {
        @Override
        public String toString() {
            return "ContactRequest[…]";
        }
    }

    @Override
    public String toString() {
        return "ClinicRequest[…]";
    }
}
