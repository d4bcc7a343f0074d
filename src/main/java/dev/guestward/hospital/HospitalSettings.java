package dev.guestward.hospital;

import jakarta.validation.constraints.NotBlank;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The hospital.
 *
 * @param name as guests know it; appears in mails and on pages
 * @param timeZone where its days begin and end
 * @param ownDomains its verified mail domains: an address there belongs to an employee, never to a guest
 */
@Validated
@ConfigurationProperties("guestward.hospital")
public record HospitalSettings(
        @NotBlank String name,
        @DefaultValue("UTC") ZoneId timeZone,
        @DefaultValue List<String> ownDomains) {
    public HospitalSettings {
        ownDomains = ownDomains.stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .toList();
    }

    public boolean owns(String domain) {
        return ownDomains.contains(domain.toLowerCase(Locale.ROOT));
    }
}
