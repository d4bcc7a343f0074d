package dev.guestward.desk;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.invitation.OwnDomains;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.Role;
import dev.guestward.people.Viewer;
import dev.guestward.readiness.TenantRefusals;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What there is to choose from when somebody is invited, and what an address tells. */
@Component
class InviteChoices {
    private final Clinics clinics;
    private final People people;
    private final OwnDomains own;
    private final TenantRefusals refusals;
    private final Times times;

    InviteChoices(Clinics clinics, People people, OwnDomains own, TenantRefusals refusals, Times times) {
        this.clinics = clinics;
        this.people = people;
        this.own = own;
        this.refusals = refusals;
        this.times = times;
    }

    record ClinicChoice(String name, List<String> domains, boolean ownerApproves) {}

    record SponsorChoice(String id, String name) {}

    /**
     * What an address tells.
     *
     * @param kind {@code none} while there is no domain yet, {@code unknown}, {@code own}, {@code over} if nothing is
     *     agreed with the clinic any more, {@code approval} or {@code direct}, or the key of the words for what the tenant
     *     refuses
     */
    record Hint(String kind, String domain, String clinic) {}

    List<ClinicChoice> clinics() {
        return clinics.all().stream()
                .map(clinic -> new ClinicChoice(
                        Shown.text(clinic.name()), List.copyOf(clinic.domains()), clinic.ownerApproves()))
                .toList();
    }

    /** Sponsors sponsor themselves; the others choose. */
    List<SponsorChoice> sponsors(Viewer viewer) {
        if (!viewer.isAdministrator() && !viewer.isOwner()) {
            return List.of(new SponsorChoice(viewer.id().value(), Shown.text(viewer.displayName())));
        }
        return people.withRole(Role.SPONSOR).stream().map(InviteChoices::choice).toList();
    }

    private static SponsorChoice choice(Person person) {
        return new SponsorChoice(person.id().value(), Shown.text(person.displayName()));
    }

    Hint hint(@Nullable String email) {
        String address = Shown.text(email);
        String domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        if (!address.contains("@") || domain.indexOf('.') < 1 || domain.endsWith(".") || domain.length() > 253) {
            return new Hint("none", "", "");
        }
        if (own.include(domain)) {
            return new Hint("own", domain, "");
        }
        return clinics.byDomain(domain)
                .map(clinic -> new Hint(kind(clinic, domain), domain, Shown.text(clinic.name())))
                .orElseGet(() -> new Hint("unknown", domain, ""));
    }

    private String kind(Clinic clinic, String domain) {
        if (!clinic.holdsOn(times.today())) {
            return "over";
        }
        return refusals.of(domain)
                .map(TenantRefusals.Refusal::text)
                .orElseGet(() -> clinic.ownerApproves() ? "approval" : "direct");
    }
}
