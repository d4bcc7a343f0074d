package dev.guestward.clinic;

import dev.guestward.people.PersonId;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A partner organization.
 *
 * @param key short name used in addresses, settings and files; never changes
 * @param domains mail domains of its clinicians, in lower case and in the form that mail servers use ({@code xn--…})
 * @param ownerApproves whether the application's owner must approve before one of its clinicians is invited
 * @param agreementEnd last day of the agreement, the whole of it in the hospital's time zone; null if none is agreed
 * @param allowedGrants keys of what its clinicians may get; empty for every grant
 * @param homeTenant its own tenant, if it has one
 * @param identityKind with what its clinicians are expected to sign in
 * @param signUpSponsors who takes on clinicians that sign up by themselves
 * @param version rises with every change
 */
public record Clinic(
        UUID id,
        String key,
        String name,
        Set<String> domains,
        boolean ownerApproves,
        @Nullable LocalDate agreementEnd,
        List<Contact> contacts,
        Set<String> allowedGrants,
        @Nullable UUID homeTenant,
        IdentityKind identityKind,
        Set<PersonId> signUpSponsors,
        long version) {
    public Clinic {
        domains = Collections.unmodifiableSet(new TreeSet<>(domains));
        contacts = List.copyOf(contacts);
        allowedGrants = Collections.unmodifiableSet(new TreeSet<>(allowedGrants));
        signUpSponsors = Set.copyOf(signUpSponsors);
    }

    /** Whether its clinicians may get this grant. */
    public boolean allows(String grant) {
        return allowedGrants.isEmpty() || allowedGrants.contains(grant);
    }

    /** Whether the agreement still holds on this day. */
    public boolean holdsOn(LocalDate day) {
        return agreementEnd == null || !day.isAfter(agreementEnd);
    }
}
