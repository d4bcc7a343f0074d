package dev.guestward.hospital;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WorkingDaysTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final WorkingDays days = in(BERLIN, List.of("2031-12-25", "2031-12-26", "2032-01-01"));

    @Test
    void aDeadlineOnAWorkingDayStaysAsItIs() {
        Instant friday = at("2031-11-14T15:30");

        assertThat(days.notClosed(friday)).isEqualTo(friday);
        assertThat(days.notLater(friday)).isEqualTo(friday);
    }

    @Test
    void aDeadlineOnAWeekendMovesToTheSameTimeOfMonday() {
        assertThat(days.notClosed(at("2031-11-15T15:30"))).isEqualTo(at("2031-11-17T15:30"));
        assertThat(days.notClosed(at("2031-11-16T00:01"))).isEqualTo(at("2031-11-17T00:01"));
    }

    @Test
    void midnightAfterAWorkingDayIsThatDaysEnd() {
        assertThat(days.notClosed(at("2031-11-15T00:00"))).isEqualTo(at("2031-11-15T00:00"));
        assertThat(days.notClosed(at("2031-11-16T00:00"))).isEqualTo(at("2031-11-18T00:00"));
    }

    @Test
    void holidaysWeekendsAndTheTurnOfTheYearAddUp() {
        // Thursday and Friday are closed, then comes the weekend
        assertThat(days.notClosed(at("2031-12-25T12:00"))).isEqualTo(at("2031-12-29T12:00"));
        assertThat(days.notClosed(at("2032-01-01T12:00"))).isEqualTo(at("2032-01-02T12:00"));
        assertThat(days.notLater(at("2031-12-28T12:00"))).isEqualTo(at("2031-12-24T12:00"));
        assertThat(days.notLater(at("2032-01-01T12:00"))).isEqualTo(at("2031-12-31T12:00"));
    }

    @Test
    void aMoveAcrossTheChangeOfClocksKeepsTheTimeOfTheDay() {
        // clocks go forward on Sunday 30 March 2031 and back on Sunday 26 October 2031
        assertThat(days.notClosed(at("2031-03-29T09:00"))).isEqualTo(at("2031-03-31T09:00"));
        assertThat(at("2031-03-31T09:00")).isEqualTo(Instant.parse("2031-03-31T07:00:00Z"));
        assertThat(days.notClosed(at("2031-10-25T09:00"))).isEqualTo(at("2031-10-27T09:00"));
        assertThat(days.notLater(at("2031-03-30T02:30")))
                .isEqualTo(at("2031-03-28T02:30").plusSeconds(3600));
    }

    @Test
    void whatIsReadInTimeOnAWorkingDayLiesWithinTheClosedDaysThatFollow() {
        assertThat(days.throughClosed(at("2031-12-24T12:00"))).isEqualTo(at("2031-12-28T12:00"));
        assertThat(days.throughClosed(at("2031-12-27T12:00"))).isEqualTo(at("2031-12-28T12:00"));
        assertThat(days.throughClosed(at("2031-12-29T12:00"))).isEqualTo(at("2031-12-29T12:00"));
    }

    @Test
    void theDayIsThatOfTheHospitalsZone() {
        // in Auckland it is Saturday already
        Instant friday = Instant.parse("2031-11-14T20:00:00Z");

        assertThat(days.notClosed(friday)).isEqualTo(friday);
        assertThat(in(ZoneId.of("Pacific/Auckland"), List.of()).notClosed(friday))
                .isEqualTo(friday.plusSeconds(2 * 86_400));
    }

    @Test
    void withoutClosedDaysNothingMoves() {
        WorkingDays always = new WorkingDays(new HospitalCalendar(Set.of(), List.of()), hospital(BERLIN));

        assertThat(always.notClosed(at("2031-11-15T15:30"))).isEqualTo(at("2031-11-15T15:30"));
    }

    @Test
    void daysThatAreNoneAreRefusedAtStart() {
        assertThat(bound(Map.of()).weekend()).containsExactlyInAnyOrder(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
        assertThat(bound(Map.of("guestward.hospital.weekend", "")).weekend()).isEmpty();
        assertThat(bound(Map.of("guestward.hospital.closed-days", "2031-12-26,2031-12-25"))
                        .closedDays())
                .containsExactly(LocalDate.parse("2031-12-25"), LocalDate.parse("2031-12-26"));
        assertThatThrownBy(() -> bound(Map.of("guestward.hospital.closed-days", "2031-02-30")))
                .isInstanceOf(BindException.class);
        assertThatThrownBy(() -> bound(Map.of("guestward.hospital.weekend", "monday,tuesday,wednesday,thursday")))
                .hasStackTraceContaining("three days of the week at most");
    }

    @Test
    void aHospitalThatIsClosedForWeeksIsRefused() {
        LocalDate first = LocalDate.parse("2031-08-01");
        List<LocalDate> month = IntStream.range(0, 30).mapToObj(first::plusDays).toList();

        assertThatThrownBy(() -> new HospitalCalendar(Set.of(), month))
                .hasMessageContaining("more than 21 days from 2031-08-01");
    }

    private static HospitalCalendar bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("guestward.hospital", HospitalCalendar.class);
    }

    private static WorkingDays in(ZoneId zone, List<String> closed) {
        return new WorkingDays(
                new HospitalCalendar(
                        Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                        closed.stream().map(LocalDate::parse).toList()),
                hospital(zone));
    }

    private static HospitalSettings hospital(ZoneId zone) {
        return new HospitalSettings("Northfield Hospital", zone, "en", List.of());
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
    }
}
