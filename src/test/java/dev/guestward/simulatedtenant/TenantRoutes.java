package dev.guestward.simulatedtenant;

import java.util.List;

/** What Graph tells about the tenant itself: domains and organization. */
final class TenantRoutes {
    void addTo(GraphRoutes routes) {
        routes.read("/domains", List.of("Domain.Read.All", "Directory.Read.All"), this::domains);
        routes.read(
                "/organization",
                List.of("Organization.Read.All", "Directory.Read.All", "User.Read.All"),
                this::organization);
    }

    private Response domains(Request request) {
        var body = Listing.withContext(request, "domains");
        var value = body.putArray("value");
        for (var name : List.of(Seeds.VERIFIED_DOMAIN, Seeds.INITIAL_DOMAIN)) {
            boolean initial = name.equals(Seeds.INITIAL_DOMAIN);
            var domain = value.addObject()
                    .put("id", name)
                    .put("authenticationType", "Managed")
                    .putNull("availabilityStatus")
                    .put("isAdminManaged", true)
                    .put("isDefault", !initial)
                    .put("isInitial", initial)
                    .put("isRoot", true)
                    .put("isVerified", true);
            domain.putArray("supportedServices").add("Email").add("OfficeCommunicationsOnline");
        }
        return Response.graph(200, body);
    }

    private Response organization(Request request) {
        var body = Listing.withContext(request, "organization");
        var organization = body.putArray("value")
                .addObject()
                .put("id", Seeds.TENANT_ID)
                .put("displayName", Seeds.ORGANIZATION)
                .put("countryLetterCode", "GB")
                .put("preferredLanguage", "en")
                .put("tenantType", "AAD");
        organization.putArray("businessPhones");
        organization.putArray("technicalNotificationMails");
        var domains = organization.putArray("verifiedDomains");
        for (var name : List.of(Seeds.VERIFIED_DOMAIN, Seeds.INITIAL_DOMAIN)) {
            boolean initial = name.equals(Seeds.INITIAL_DOMAIN);
            domains.addObject()
                    .put("capabilities", "Email, OfficeCommunicationsOnline")
                    .put("isDefault", !initial)
                    .put("isInitial", initial)
                    .put("name", name)
                    .put("type", "Managed");
        }
        return Response.graph(200, body);
    }
}
