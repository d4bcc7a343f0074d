package dev.guestward.desk;

import dev.guestward.clinic.Clinic;
import dev.guestward.guest.Grants;
import dev.guestward.guest.GuestCounts;
import dev.guestward.guest.GuestState;
import dev.guestward.people.Viewer;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes what pages show of clinics. */
@Component
class ClinicViews {
    /** Long enough to agree on going on. */
    private static final int SOON_DAYS = 90;

    private final GuestCounts counts;
    private final GuestViews guests;
    private final Grants grants;
    private final Times times;

    ClinicViews(GuestCounts counts, GuestViews guests, Grants grants, Times times) {
        this.counts = counts;
        this.guests = guests;
        this.grants = grants;
        this.times = times;
    }

    List<ClinicRow> rows(List<Clinic> clinics, Viewer viewer, Locale locale) {
        Map<UUID, Map<GuestState, Long>> numbers =
                counts.byClinic(clinics.stream().map(Clinic::id).toList(), viewer);
        return clinics.stream()
                .map(clinic -> row(clinic, numbers.getOrDefault(clinic.id(), Map.of()), locale))
                .toList();
    }

    ClinicDetails details(Clinic clinic, Viewer viewer, Locale locale) {
        return new ClinicDetails(
                rows(List.of(clinic), viewer, locale).get(0),
                clinic.ownerApproves(),
                "clinic.identity." + clinic.identityKind(),
                clinic.homeTenant() == null ? "" : clinic.homeTenant().toString(),
                clinic.allowedGrants().stream().map(grants::nameOf).sorted().toList(),
                clinic.contacts().stream()
                        .map(contact -> new ClinicDetails.Contact(
                                Shown.text(contact.name()), contact.mail(), Shown.text(contact.role())))
                        .toList(),
                clinic.signUpSponsors().stream()
                        .map(person -> guests.person(person, locale))
                        .sorted()
                        .toList());
    }

    private ClinicRow row(Clinic clinic, Map<GuestState, Long> numbers, Locale locale) {
        LocalDate end = clinic.agreementEnd();
        ListQuery query = ListQuery.all().ofClinic(clinic.key());
        return new ClinicRow(
                clinic.key(),
                Shown.text(clinic.name()),
                List.copyOf(clinic.domains()),
                standing(clinic),
                end == null ? null : times.endOf(end, locale),
                numbers.entrySet().stream()
                        .map(count -> new ClinicRow.Count(
                                StateView.of(count.getKey()),
                                count.getValue(),
                                query.with(count.getKey(), null).toString()))
                        .toList());
    }

    private StateView standing(Clinic clinic) {
        if (clinic.agreementEnd() == null) {
            return new StateView("OPEN", "clinic.standing.OPEN", "gw-result-unknown", "dash-circle");
        }
        if (!clinic.holdsOn(times.today())) {
            return new StateView("OVER", "clinic.standing.OVER", "gw-result-blocked", "x-octagon-fill");
        }
        return clinic.holdsOn(times.today().plusDays(SOON_DAYS))
                ? new StateView("HOLDS", "clinic.standing.HOLDS", "gw-result-ok", "check-circle-fill")
                : new StateView("SOON", "clinic.standing.SOON", "gw-result-warning", "exclamation-triangle-fill");
    }
}
