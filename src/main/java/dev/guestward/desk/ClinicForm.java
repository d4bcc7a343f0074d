package dev.guestward.desk;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.ClinicRequest;
import dev.guestward.clinic.ClinicRequest.ContactRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has typed about a clinic, unchecked, so that it can be shown again.
 *
 * @param domains one a line; commas will do, too
 * @param ownerApproves any text for yes; a box without a tick is not sent at all
 * @param contacts rows with nothing in them do not count
 * @param signUpSponsors one a line
 * @param version what the form began with; empty for a new clinic
 */
record ClinicForm(
        @Nullable String key,
        @Nullable String name,
        @Nullable String domains,
        @Nullable String ownerApproves,
        @Nullable String agreementEnd,
        @Nullable List<@Nullable ContactRow> contacts,
        @Nullable List<String> allowedGrants,
        @Nullable String homeTenant,
        @Nullable String identityKind,
        @Nullable String signUpSponsors,
        @Nullable String version) {
    private static final int SPARE_ROWS = 2;
    private static final ContactRow SPARE = new ContactRow(null, null, null);

    /** One contact as typed. */
    record ContactRow(
            @Nullable String name,
            @Nullable String mail,
            @Nullable String role) {
        boolean isBlank() {
            return blank(name) && blank(mail) && blank(role);
        }
    }

    ClinicForm {
        contacts = contacts == null
                ? List.of()
                : contacts.stream().filter(row -> row != null && !row.isBlank()).toList();
    }

    static ClinicForm empty() {
        return new ClinicForm(null, null, null, "yes", null, null, null, null, null, null, null);
    }

    /** @param names tells the user names of people by their ids */
    static ClinicForm of(Clinic clinic, Function<Clinic, List<String>> names) {
        return new ClinicForm(
                clinic.key(),
                clinic.name(),
                String.join("\n", clinic.domains()),
                clinic.ownerApproves() ? "yes" : null,
                clinic.agreementEnd() == null ? null : clinic.agreementEnd().toString(),
                clinic.contacts().stream()
                        .map(contact -> new ContactRow(contact.name(), contact.mail(), contact.role()))
                        .toList(),
                List.copyOf(clinic.allowedGrants()),
                clinic.homeTenant() == null ? null : clinic.homeTenant().toString(),
                clinic.identityKind().name(),
                String.join("\n", names.apply(clinic)),
                String.valueOf(clinic.version()));
    }

    ClinicForm withVersion(long newer) {
        return new ClinicForm(
                key,
                name,
                domains,
                ownerApproves,
                agreementEnd,
                contacts,
                allowedGrants,
                homeTenant,
                identityKind,
                signUpSponsors,
                String.valueOf(newer));
    }

    public boolean allows(String grant) {
        return allowedGrants != null && allowedGrants.contains(grant);
    }

    /** What was typed and some empty rows behind it. */
    public List<ContactRow> rows() {
        List<ContactRow> rows = new ArrayList<>(typed());
        for (int spare = 0; spare < SPARE_ROWS; spare++) {
            rows.add(SPARE);
        }
        return rows;
    }

    /** As the API takes it. */
    ClinicRequest toRequest() {
        return new ClinicRequest(
                key,
                name,
                entries(domains),
                ownerApproves != null,
                agreementEnd,
                typed().stream()
                        .map(row -> new ContactRequest(row.name(), row.mail(), row.role()))
                        .toList(),
                allowedGrants == null ? null : List.copyOf(allowedGrants),
                homeTenant,
                identityKind,
                entries(signUpSponsors),
                number(version));
    }

    private List<ContactRow> typed() {
        return contacts == null ? List.of() : List.copyOf(contacts);
    }

    private static List<String> entries(@Nullable String text) {
        return Arrays.stream((text == null ? "" : text).split("[\\s,;]+"))
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    private static @Nullable Long number(@Nullable String text) {
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
