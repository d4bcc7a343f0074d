package dev.guestward.hospital;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * On which days nobody at the hospital is expected to answer.
 *
 * @param weekend days of the week that are always closed; may be empty
 * @param closedDays further days, such as {@code 2031-12-25}
 */
@ConfigurationProperties("guestward.hospital")
public record HospitalCalendar(
        @DefaultValue({"SATURDAY", "SUNDAY"}) Set<DayOfWeek> weekend,
        @DefaultValue List<LocalDate> closedDays) {
    private static final int MOST_CLOSED = 1000;
    private static final int LONGEST_CLOSED = 21;

    public HospitalCalendar {
        weekend = weekend.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(weekend));
        closedDays = List.copyOf(new TreeSet<>(closedDays));
        if (weekend.size() > 3) {
            throw new IllegalArgumentException("guestward.hospital.weekend may name three days of the week at most");
        }
        if (closedDays.size() > MOST_CLOSED) {
            throw new IllegalArgumentException(
                    "guestward.hospital.closed-days may name " + MOST_CLOSED + " days at most");
        }
        for (LocalDate day : closedDays) {
            LocalDate open = day;
            while (closes(weekend, closedDays, open)) {
                open = open.plusDays(1);
                if (open.isAfter(day.plusDays(LONGEST_CLOSED))) {
                    throw new IllegalArgumentException(
                            "guestward.hospital.closed-days closes the hospital for more than " + LONGEST_CLOSED
                                    + " days from " + day + ": no deadline could be kept");
                }
            }
        }
    }

    boolean isOpen(LocalDate day) {
        return !closes(weekend, closedDays, day);
    }

    private static boolean closes(Set<DayOfWeek> weekend, List<LocalDate> closedDays, LocalDate day) {
        return weekend.contains(day.getDayOfWeek()) || closedDays.contains(day);
    }
}
