package dev.guestward.clinic;

import dev.guestward.clinic.ClinicRequest.ContactRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The clinics a fresh installation begins with. One that exists already is left as it is.
 *
 * @param initial clinics to register at start
 */
@Validated
@ConfigurationProperties("guestward.clinics")
public record ClinicSettings(@DefaultValue @Valid List<Initial> initial) {

    /**
     * One clinic. Its sponsors for sign-up are chosen later: people are not known at the first start.
     *
     * @param key lower-case letters, digits and hyphens
     * @param domains its mail domains
     * @param agreementEnd a day, {@code 2031-12-31}
     * @param allowedGrants keys; every grant if empty
     * @param homeTenant GUID of its own tenant, if it has one
     */
    public record Initial(
            @NotBlank @Pattern(regexp = "[a-z0-9-]{2,40}") String key,
            @NotBlank String name,
            @NotEmpty List<@Pattern(regexp = "[A-Za-z0-9.-]+\\.[A-Za-z]{2,}") String> domains,
            @DefaultValue("true") boolean ownerApproves,
            @Nullable LocalDate agreementEnd,
            @DefaultValue @Valid List<Contact> contacts,
            @DefaultValue List<String> allowedGrants,
            @Nullable UUID homeTenant,
            @DefaultValue("ANY") IdentityKind identityKind) {
        @ConstructorBinding
        public Initial {}

        /** A clinic with nothing agreed but its domains. */
        public Initial(String key, String name, List<String> domains, boolean ownerApproves) {
            this(key, name, domains, ownerApproves, null, List.of(), List.of(), null, IdentityKind.ANY);
        }

        ClinicRequest toRequest() {
            return new ClinicRequest(
                    key,
                    name,
                    List.copyOf(domains),
                    ownerApproves,
                    agreementEnd == null ? null : agreementEnd.toString(),
                    contacts.stream()
                            .map(contact -> new ContactRequest(contact.name(), contact.mail(), contact.role()))
                            .toList(),
                    List.copyOf(allowedGrants),
                    homeTenant == null ? null : homeTenant.toString(),
                    identityKind.name(),
                    null,
                    null);
        }
    }
}
