package dev.guestward.adoption;

import dev.guestward.clinic.Clinic;
import dev.guestward.guest.GuestId;
import dev.guestward.hospital.HospitalSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;

/** Until when an adopted guest keeps access. */
@Component
class AdoptionRule {
    /** Nobody's access ends before sponsor and guest could be warned. */
    private static final Duration SOONEST = Duration.ofDays(15);

    private final AdoptionSettings settings;
    private final HospitalSettings hospital;
    private final Clock clock;

    AdoptionRule(AdoptionSettings settings, HospitalSettings hospital, Clock clock) {
        this.settings = settings;
        this.hospital = hospital;
        this.clock = clock;
    }

    /**
     * The end of a day, the same for the same guest however often it is asked: far enough ahead, spread over the days of the
     * setting, and within the agreement with the clinic.
     */
    Instant end(GuestId guest, Clinic clinic) {
        Instant now = clock.instant();
        long days = settings.spread().toDays();
        long later = days == 0 ? 0 : Math.floorMod(guest.value().getLeastSignificantBits(), days);
        Instant end = endOf(day(now.plus(settings.accessFor()).plus(later, ChronoUnit.DAYS)));
        LocalDate agreed = clinic.agreementEnd();
        if (agreed != null && endOf(agreed).isBefore(end)) {
            end = endOf(agreed);
        }
        Instant soonest = endOf(day(now.plus(SOONEST)));
        return end.isBefore(soonest) ? soonest : end;
    }

    private LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, hospital.timeZone());
    }

    private Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(hospital.timeZone()).toInstant();
    }
}
