package dev.guestward.simulatedtenant;

import java.util.List;
import java.util.Locale;

/**
 * The tenant's rules about collaboration.
 *
 * @param allowInvitesFrom {@code none}, {@code adminsAndGuestInviters}, {@code adminsGuestInvitersAndAllMembers} or
 *     {@code everyone}
 * @param denyDomains domains nobody may be invited from
 * @param allowDomains if not empty, the only domains to invite from; then the deny list is empty
 * @param suspiciousActivity the service has stopped all invitations of this tenant
 */
record Policies(
        String allowInvitesFrom, List<String> denyDomains, List<String> allowDomains, boolean suspiciousActivity) {
    Policies {
        denyDomains = List.copyOf(denyDomains);
        allowDomains = List.copyOf(allowDomains);
    }

    static Policies seeded() {
        return new Policies("everyone", List.of(Seeds.BLOCKED_DOMAIN), List.of(), false);
    }

    boolean domainAllowed(String mail) {
        var domain = mail.substring(mail.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        return allowDomains.isEmpty() ? !denyDomains.contains(domain) : allowDomains.contains(domain);
    }
}
