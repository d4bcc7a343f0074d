package dev.guestward.desk;

import dev.guestward.hospital.HospitalSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Tells times to people: in the hospital's zone, and how far away they are. */
@Component
class Times {
    private static final int DAYS_BEFORE_MONTHS = 92;
    private static final int DAYS_BEFORE_YEARS = 730;

    private final MessageSource texts;
    private final Clock clock;
    private final ZoneId zone;

    Times(MessageSource texts, Clock clock, HospitalSettings hospital) {
        this.texts = texts;
        this.clock = clock;
        this.zone = hospital.timeZone();
    }

    /**
     * A time on a page.
     *
     * @param iso for machines, in UTC
     * @param text the day, or the day and the time
     * @param distance from now, "in 12 days"
     * @param exact day, time and zone, for those who want to know exactly
     * @param past whether it is over
     */
    record When(String iso, String text, String distance, String exact, boolean past) {}

    /** Of something that happened at a moment. */
    When moment(Instant at, Locale locale) {
        return new When(
                at.truncatedTo(ChronoUnit.SECONDS).toString(),
                format("date.moment", at, locale),
                distance(at, locale),
                exact(at, locale),
                !at.isAfter(clock.instant()));
    }

    /** Of something that counts in days, as the end of access does. */
    When day(Instant at, Locale locale) {
        return new When(
                at.truncatedTo(ChronoUnit.SECONDS).toString(),
                format("date.day", at, locale),
                days(ChronoUnit.DAYS.between(today(), LocalDate.ofInstant(at, zone)), locale),
                exact(at, locale),
                !at.isAfter(clock.instant()));
    }

    /** Of a day that counts to its end. */
    When endOf(LocalDate day, Locale locale) {
        return day(day.atTime(LocalTime.MAX).atZone(zone).toInstant(), locale);
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }

    LocalDate dayOf(Instant at) {
        return LocalDate.ofInstant(at, zone);
    }

    LocalDate dayAfter(Duration time) {
        return LocalDate.ofInstant(clock.instant().plus(time), zone);
    }

    int hour() {
        return clock.instant().atZone(zone).getHour();
    }

    String dayText(LocalDate day, Locale locale) {
        return DateTimeFormatter.ofPattern(text("date.day", locale), locale).format(day);
    }

    private String exact(Instant at, Locale locale) {
        return format("date.moment", at, locale) + " (" + zone.getDisplayName(TextStyle.FULL, locale) + ")";
    }

    private String format(String pattern, Instant at, Locale locale) {
        return DateTimeFormatter.ofPattern(text(pattern, locale), locale).format(at.atZone(zone));
    }

    private String distance(Instant at, Locale locale) {
        long seconds = ChronoUnit.SECONDS.between(clock.instant(), at);
        long away = Math.abs(seconds);
        if (away < 60) {
            return text("distance.now", locale);
        }
        if (away < 3600) {
            return text("distance.minutes." + side(seconds), locale, away / 60);
        }
        if (away < 86_400) {
            return text("distance.hours." + side(seconds), locale, away / 3600);
        }
        return days(ChronoUnit.DAYS.between(today(), LocalDate.ofInstant(at, zone)), locale);
    }

    private String days(long days, Locale locale) {
        long away = Math.abs(days);
        if (away == 0) {
            return text("distance.today", locale);
        }
        if (away == 1) {
            return text("distance.day." + side(days), locale);
        }
        if (away < DAYS_BEFORE_MONTHS) {
            return text("distance.days." + side(days), locale, away);
        }
        return away < DAYS_BEFORE_YEARS
                ? text("distance.months." + side(days), locale, Math.round(away / 30.44))
                : text("distance.years." + side(days), locale, Math.round(away / 365.25));
    }

    private static String side(long distance) {
        return distance > 0 ? "ahead" : "ago";
    }

    private String text(String key, Locale locale, Object... values) {
        return texts.getMessage(key, values, locale);
    }
}
