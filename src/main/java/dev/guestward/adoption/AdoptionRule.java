package dev.guestward.adoption;

import dev.guestward.clinic.Clinic;
import dev.guestward.guest.GuestId;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.invitation.InvitationSettings;
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
    private final InvitationSettings invitations;
    private final HospitalSettings hospital;
    private final Clock clock;

    AdoptionRule(AdoptionSettings settings, InvitationSettings invitations, HospitalSettings hospital, Clock clock) {
        this.settings = settings;
        this.invitations = invitations;
        this.hospital = hospital;
        this.clock = clock;
    }

    /**
     * The end of a day, the same for the same guest however often it is asked: far enough ahead, spread over the days of the
     * setting, and within the agreement with the clinic and the longest access that anybody may get.
     */
    Instant end(GuestId guest, Clinic clinic) {
        Instant now = clock.instant();
        long days = settings.spread().toDays();
        long later = days == 0 ? 0 : Math.floorMod(guest.value().getLeastSignificantBits(), days);
        Instant end = hospital.endOf(day(now.plus(settings.accessFor()).plus(later, ChronoUnit.DAYS)));
        end = earlier(end, hospital.endOf(day(now.plus(invitations.longestAccess()))));
        LocalDate agreed = clinic.agreementEnd();
        if (agreed != null) {
            end = earlier(end, hospital.endOf(agreed));
        }
        Instant soonest = hospital.endOf(day(now.plus(SOONEST)));
        return end.isBefore(soonest) ? soonest : end;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, hospital.timeZone());
    }
}
