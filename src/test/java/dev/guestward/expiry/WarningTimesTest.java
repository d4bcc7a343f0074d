package dev.guestward.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.hospital.HospitalCalendar;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.hospital.WorkingDays;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WarningTimesTest {
    private static final ExpirySettings SETTINGS = new ExpirySettings(
            List.of(Duration.ofDays(14), Duration.ofDays(1)), Duration.ofHours(72), Duration.ofDays(30));

    private final WarningTimes times = new WarningTimes(new WorkingDays(
            new HospitalCalendar(
                    Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                    List.of(LocalDate.parse("2031-12-25"), LocalDate.parse("2031-12-26"))),
            new HospitalSettings("Northfield Hospital", ZoneId.of("Europe/Berlin"), "en", List.of())));

    @Test
    void aWarningThatWouldComeOnAClosedDayComesOnTheWorkingDayBefore() {
        // Monday
        Instant end = Instant.parse("2031-12-29T22:59:59Z");

        assertThat(times.last(end, SETTINGS)).isEqualTo(Instant.parse("2031-12-24T22:59:59Z"));
        assertThat(times.first(end, SETTINGS)).isEqualTo(Instant.parse("2031-12-15T22:59:59Z"));
        assertThat(times.due(end, Instant.parse("2031-12-24T22:59:59Z"), SETTINGS))
                .isEqualTo(2);
        assertThat(times.due(end, Instant.parse("2031-12-24T22:59:58Z"), SETTINGS))
                .isEqualTo(1);
    }

    /** Otherwise an end would be announced for the first time by its last warning. */
    @Test
    void noEndIsWarnedOfBeforeThePlannerReachesIt() {
        Instant begin = Instant.parse("2031-12-20T00:00:00Z");
        for (int hour = 0; hour < 24 * 14; hour++) {
            Instant end = begin.plus(SETTINGS.ahead()).plus(Duration.ofHours(hour));
            assertThat(times.reach(times.first(end, SETTINGS), SETTINGS))
                    .as("end at %s", end)
                    .isAfterOrEqualTo(end);
        }
    }
}
