package dev.guestward.guest.web;

import dev.guestward.clinic.Contact;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A clinic as the API shows it. Changed, the same can be sent back.
 *
 * @param signUpSponsors user names
 * @param guests how many guests of this clinic the caller may see, by state
 */
record ClinicView(
        String id,
        String key,
        String name,
        Collection<String> domains,
        boolean ownerApproves,
        @Nullable LocalDate agreementEnd,
        List<Contact> contacts,
        Collection<String> allowedGrants,
        @Nullable String homeTenant,
        String identityKind,
        List<String> signUpSponsors,
        long version,
        Map<String, Long> guests,
        Map<String, String> links) {}
