package dev.guestward.hospital;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
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
 * @param language in which it writes to its own people, {@code en} or {@code de}
 * @param ownDomains its verified mail domains: an address there belongs to an employee, never to a guest
 */
@Validated
@ConfigurationProperties("guestward.hospital")
public record HospitalSettings(
        @NotBlank String name,
        @DefaultValue("UTC") ZoneId timeZone,

        @DefaultValue("en") @Pattern(regexp = "en|de", message = "must be en or de")
        String language,

        @DefaultValue List<String> ownDomains) {
    public HospitalSettings {
        ownDomains = ownDomains.stream()
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The last second of a day: until then holds what ends on that day. */
    public Instant endOf(LocalDate day) {
        return day.atTime(LocalTime.MAX).atZone(timeZone).toInstant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** Of {@link #language}. */
    public Locale locale() {
        return Locale.forLanguageTag(language);
    }

    /** Whether it is one of its own domains, or lies below one. */
    public boolean owns(String domain) {
        return isWithin(domain, ownDomains);
    }

    /** Whether it is one of these domains, which are in lower case, or lies below one. */
    public static boolean isWithin(String domain, Collection<String> domains) {
        String wanted = domain.toLowerCase(Locale.ROOT);
        return domains.stream().anyMatch(own -> wanted.equals(own) || wanted.endsWith("." + own));
    }
}
