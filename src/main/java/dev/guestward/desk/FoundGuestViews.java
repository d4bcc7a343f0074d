package dev.guestward.desk;

import dev.guestward.adoption.AdoptionDesk;
import dev.guestward.adoption.FoundGuest;
import dev.guestward.adoption.Standing;
import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes what pages show of guests that were found. */
@Component
class FoundGuestViews {
    private final Clinics clinics;
    private final People people;
    private final GuestViews names;
    private final Times times;

    FoundGuestViews(Clinics clinics, People people, GuestViews names, Times times) {
        this.clinics = clinics;
        this.people = people;
        this.names = names;
        this.times = times;
    }

    /**
     * A guest in the list.
     *
     * @param reason key of the words why nothing is done about the account; null if there is none
     * @param words an administrator's own words
     */
    record Row(
            String id,
            String name,
            String mail,
            String clinic,
            StateView standing,
            @Nullable String reason,
            String words,
            String sponsor,
            boolean pending,
            boolean ignored,
            Times.When foundAt) {}

    record Tab(StateView standing, long guests, boolean current) {}

    /** @param key empty for guests whose mail domain is no clinic's */
    record ClinicLine(String key, String name, long open, long adopted, long others) {}

    /** @param ended null while the look at the whole tenant goes on */
    record Progress(long users, Times.@Nullable When began, Times.@Nullable When ended) {}

    record Choice(String id, String name) {}

    Row row(FoundGuest guest, Locale locale) {
        return new Row(
                guest.id().toString(),
                Shown.text(guest.displayName()),
                Shown.text(guest.email()),
                Optional.ofNullable(guest.clinicId())
                        .flatMap(clinics::byId)
                        .map(Clinic::name)
                        .orElse(""),
                standing(guest.standing()),
                guest.leftBecause() == null ? null : "adoption.left." + guest.leftBecause(),
                Shown.text(guest.ignoredBecause()),
                Optional.ofNullable(guest.sponsor())
                        .map(sponsor -> names.person(sponsor, locale))
                        .orElse(""),
                guest.facts().pending(),
                guest.standing() == Standing.IGNORED,
                times.moment(guest.foundAt(), locale));
    }

    List<Tab> tabs(AdoptionDesk.Overview now, @Nullable Standing wanted) {
        return EnumSet.complementOf(EnumSet.of(Standing.ADOPTED)).stream()
                .map(one -> new Tab(standing(one), now.count(one), one == wanted))
                .toList();
    }

    List<ClinicLine> clinics(AdoptionDesk.Overview now) {
        return now.clinics().stream()
                .map(row -> new ClinicLine(
                        row.clinic().map(Clinic::key).orElse(""),
                        row.clinic().map(Clinic::name).orElse(""),
                        row.open(),
                        row.count(Standing.ADOPTED),
                        row.count(Standing.EXPECTED) + row.count(Standing.LEFT_ALONE) + row.count(Standing.IGNORED)))
                .toList();
    }

    Progress progress(AdoptionDesk.Overview now, Locale locale) {
        return new Progress(
                now.usersSeen(),
                now.lookBeganAt() == null ? null : times.moment(now.lookBeganAt(), locale),
                now.lookEndedAt() == null ? null : times.moment(now.lookEndedAt(), locale));
    }

    List<Choice> sponsors() {
        return people.withRole(Role.SPONSOR).stream()
                .filter(Person::enabled)
                .map(person -> new Choice(person.id().value(), Shown.text(person.displayName())))
                .toList();
    }

    private static StateView standing(Standing standing) {
        String text = "adoption.standing." + standing;
        return switch (standing) {
            case FOUND -> new StateView(standing.name(), text, "gw-state-discovered", "binoculars");
            case EXPECTED -> new StateView(standing.name(), text, "gw-state-requested", "hourglass-split");
            case IN_HAND -> new StateView(standing.name(), text, "gw-state-invited", "person-raised-hand");
            case ADOPTED -> new StateView(standing.name(), text, "gw-state-active", "check-circle-fill");
            case LEFT_ALONE -> new StateView(standing.name(), text, "gw-state-declined", "shield-lock");
            case IGNORED -> new StateView(standing.name(), text, "gw-state-declined", "eye-slash");
        };
    }
}
