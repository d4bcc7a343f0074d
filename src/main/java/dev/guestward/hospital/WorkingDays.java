package dev.guestward.hospital;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import org.springframework.stereotype.Component;

/**
 * Keeps deadlines off days on which nobody at the hospital works. Only what people have to do by then is moved, and what they
 * are written: the end of a guest's access stays where it was put.
 *
 * <p>A deadline belongs to the day whose end it is at the latest: midnight after a Friday is a deadline on that Friday. What is
 * moved keeps its time of the day on the hospital's clocks, so that a change to or from summer time does not shift it.
 */
@Component
public class WorkingDays {
    private final HospitalCalendar calendar;
    private final HospitalSettings hospital;

    public WorkingDays(HospitalCalendar calendar, HospitalSettings hospital) {
        this.calendar = calendar;
        this.hospital = hospital;
    }

    /** Whether people are expected to work. */
    public boolean isOpen(LocalDate day) {
        return calendar.isOpen(day);
    }

    /** This deadline, or the same time of the first working day after it if it falls on a closed one. */
    public Instant notClosed(Instant deadline) {
        return moved(deadline, 1);
    }

    /** This moment, or the same time of the last working day before it: for what has to be read in time. */
    public Instant notLater(Instant moment) {
        return moved(moment, -1);
    }

    /** The same time of the last of the closed days that follow this moment's day; this moment if a working day follows. */
    public Instant throughClosed(Instant moment) {
        ZonedDateTime there = moment.atZone(hospital.timeZone());
        while (!isOpen(dayOf(there.plusDays(1)))) {
            there = there.plusDays(1);
        }
        return there.toInstant();
    }

    private Instant moved(Instant at, int step) {
        ZonedDateTime moment = at.atZone(hospital.timeZone());
        ZonedDateTime there = moment;
        while (!isOpen(dayOf(there))) {
            there = there.plusDays(step);
        }
        return there.equals(moment) ? at : there.toInstant();
    }

    private static LocalDate dayOf(ZonedDateTime deadline) {
        return deadline.toLocalDateTime().minusNanos(1).toLocalDate();
    }
}
