package dev.guestward.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.hospital.HospitalCalendar;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.hospital.WorkingDays;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DeadlinesTest {
    /** A Wednesday; a fortnight later the hospital is closed until the end of the week. */
    private static final Instant NOW = Instant.parse("2031-12-10T09:00:00Z");

    private final Deadlines deadlines = new Deadlines(
            new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate("none", ReviewSettings.class),
            new WorkingDays(
                    new HospitalCalendar(
                            Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                            List.of(
                                    LocalDate.parse("2031-12-24"),
                                    LocalDate.parse("2031-12-25"),
                                    LocalDate.parse("2031-12-26"))),
                    new HospitalSettings("Northfield Hospital", ZoneOffset.UTC, "en", List.of())),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void aReviewIsNeverDueOnADayOnWhichNobodyWorks() {
        assertThat(deadlines.answer()).isEqualTo(Instant.parse("2031-12-29T09:00:00Z"));
        // Saturday
        assertThat(deadlines.instead()).isEqualTo(Instant.parse("2031-12-15T09:00:00Z"));
        assertThat(deadlines.in(Duration.ofDays(1))).isEqualTo(NOW.plus(Duration.ofDays(1)));
    }

    @Test
    void followingHasLimitsToo() {
        assertThat(follow(Map.of()).secondRound()).isFalse();
        assertThatThrownBy(() -> follow(Map.of("guestward.review.join-least", "31d")))
                .hasStackTraceContaining("guestward.review.join-least must be between 1d and 30d");
        assertThatThrownBy(() -> follow(Map.of("guestward.review.gather-changes", "8d")))
                .hasStackTraceContaining("guestward.review.gather-changes must be between");
    }

    private static FollowSettings follow(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("guestward.review", FollowSettings.class);
    }
}
