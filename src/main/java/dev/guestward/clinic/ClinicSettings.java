package dev.guestward.clinic;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
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
     * One clinic.
     *
     * @param key lower-case letters, digits and hyphens
     * @param domains its mail domains
     */
    public record Initial(
            @NotBlank @Pattern(regexp = "[a-z0-9-]{2,40}") String key,
            @NotBlank String name,
            @NotEmpty List<@Pattern(regexp = "[A-Za-z0-9.-]+\\.[A-Za-z]{2,}") String> domains,
            @DefaultValue("true") boolean ownerApproves) {}
}
