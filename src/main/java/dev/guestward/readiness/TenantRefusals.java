package dev.guestward.readiness;

import java.util.Optional;

/**
 * What the tenant is known to refuse, for those who can say so before it is asked. Asks nobody and makes nobody wait:
 * whatever was not read lately, or could not be read, is refused to nobody, and the tenant has the last word.
 */
@FunctionalInterface
public interface TenantRefusals {
    /** Why nobody of a mail domain can be invited. */
    enum Refusal {
        NOBODY_INVITES,
        DOMAIN,
        HOME_TENANT;

        /** Key of the words for whoever wants to invite, with what to do; {0} is the domain. */
        public String text() {
            return "invalid.email.tenant." + name();
        }
    }

    Optional<Refusal> of(String domain);
}
