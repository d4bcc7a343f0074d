package dev.guestward.simulatedtenant;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The tenants other organizations have. A domain without one redeems with social identities and passcodes. */
final class HomeTenants {
    private static final List<HomeTenant> ALL = List.of(
            new HomeTenant(Seeds.TENANT_ID, Seeds.ORGANIZATION, List.of(Seeds.VERIFIED_DOMAIN, Seeds.INITIAL_DOMAIN)),
            new HomeTenant(Seeds.HARBOUR_CLINIC_TENANT_ID, "Harbour Clinic", List.of(Seeds.HARBOUR_CLINIC_DOMAIN)),
            new HomeTenant(
                    Seeds.LAKESIDE_PRACTICE_TENANT_ID, "Lakeside Practice", List.of(Seeds.LAKESIDE_PRACTICE_DOMAIN)));

    private HomeTenants() {}

    static Optional<HomeTenant> ofDomain(String domain) {
        var name = domain.toLowerCase(Locale.ROOT);
        return ALL.stream().filter(tenant -> tenant.domains().contains(name)).findFirst();
    }

    /** By id or by one of the domains, as the authority's addresses name tenants. */
    static Optional<HomeTenant> named(String idOrDomain) {
        return ALL.stream()
                .filter(tenant -> tenant.id().equalsIgnoreCase(idOrDomain))
                .findFirst()
                .or(() -> ofDomain(idOrDomain));
    }

    /** A tenant; its first domain is the default one. */
    record HomeTenant(String id, String displayName, List<String> domains) {}
}
