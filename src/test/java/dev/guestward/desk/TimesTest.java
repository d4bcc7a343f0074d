package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.hospital.HospitalSettings;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/** How far away a day is, in words of a size that people use. */
class TimesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final Times times = new Times(
            texts(),
            Clock.fixed(NOW, ZoneOffset.UTC),
            new HospitalSettings("Northfield Hospital", ZoneOffset.UTC, "en", List.of()));

    @ParameterizedTest
    @CsvSource({
        "2026-11-21, today, heute",
        "2026-11-22, tomorrow, morgen",
        "2026-12-05, in 14 days, in 14 Tagen",
        "2027-05-20, in 6 months, in 6 Monaten",
        "2028-11-19, in 24 months, in 24 Monaten",
        "2028-11-21, in 2 years, in 2 Jahren",
        "2035-12-31, in 9 years, in 9 Jahren",
        "2016-11-21, 10 years ago, vor 10 Jahren"
    })
    void aDayIsToldWithItsDistance(LocalDate day, String english, String german) {
        assertThat(times.endOf(day, Locale.ENGLISH).distance()).isEqualTo(english);
        assertThat(times.endOf(day, Locale.GERMAN).distance()).isEqualTo(german);
    }

    private static ResourceBundleMessageSource texts() {
        ResourceBundleMessageSource source = new ResourceBundleMessageSource();
        source.setBasename("messages");
        source.setDefaultEncoding("UTF-8");
        source.setFallbackToSystemLocale(false);
        source.setAlwaysUseMessageFormat(true);
        return source;
    }
}
