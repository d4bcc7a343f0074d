package dev.guestward.simulatedtenant;

import java.util.Set;

/**
 * An application known to the tenant.
 *
 * @param roles the application permissions it was granted, as they appear in its tokens
 */
public record AppRegistration(
        String clientId, String clientSecret, String displayName, String servicePrincipalId, Set<String> roles) {
    public AppRegistration {
        roles = Set.copyOf(roles);
    }

    AppRegistration withRoles(Set<String> others) {
        return new AppRegistration(clientId, clientSecret, displayName, servicePrincipalId, others);
    }

    static AppRegistration product() {
        return new AppRegistration(
                Seeds.CLIENT_ID, Seeds.CLIENT_SECRET, "Guestward", Seeds.SERVICE_PRINCIPAL_ID, Seeds.APP_ROLES);
    }
}
