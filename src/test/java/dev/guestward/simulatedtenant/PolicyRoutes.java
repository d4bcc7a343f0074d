package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What Graph tells before anybody is invited: who may invite whom, and what a guest will have to do. */
final class PolicyRoutes {
    private static final List<String> READ = List.of("Policy.Read.All");
    private static final String CROSS_TENANT = "/policies/crossTenantAccessPolicy";

    private final Tenant tenant;

    PolicyRoutes(Tenant tenant) {
        this.tenant = tenant;
    }

    void addTo(GraphRoutes routes) {
        routes.read("/policies/authorizationPolicy", READ, this::authorizationPolicy);
        routes.read(CROSS_TENANT + "/default", READ, this::crossTenantDefault);
        routes.read(CROSS_TENANT + "/partners", READ, this::partners);
        routes.read(CROSS_TENANT + "/partners/{tenant}", READ, this::partner);
        routes.read("/identity/conditionalAccess/policies", READ, this::conditionalAccess);
        for (var path : List.of("/identityGovernance/termsOfUse/agreements", "/agreements")) {
            routes.read(path, List.of(), request -> {
                // readable in the name of a person only, whatever the application was granted
                throw GraphError.denied();
            });
        }
        routes.read(
                "/beta/policies/b2bManagementPolicies", List.of("Policy.Read.B2BManagementPolicy"), this::domainLists);
        routes.read(
                "/tenantRelationships/findTenantInformationByDomainName(domainName='{domain}')",
                List.of("CrossTenantInformation.ReadBasic.All"),
                this::tenantOfDomain);
    }

    private Response authorizationPolicy(Request request) {
        return Response.graph(
                200,
                Listing.withContext(request, "policies/authorizationPolicy/$entity")
                        .put("id", "authorizationPolicy")
                        .put("displayName", "Authorization Policy")
                        .put("allowInvitesFrom", tenant.policies.allowInvitesFrom())
                        .put("guestUserRoleId", tenant.policies.guestUserRoleId())
                        .put("allowedToSignUpEmailBasedSubscriptions", true)
                        .put("allowEmailVerifiedUsersToJoinOrganization", false)
                        .put("blockMsolPowerShell", true));
    }

    private Response crossTenantDefault(Request request) {
        ObjectNode body = Listing.withContext(request, "policies/crossTenantAccessPolicy/default/$entity");
        return Response.graph(200, body.setAll(tenant.policies.crossTenantDefault()));
    }

    private Response partners(Request request) {
        var body = Listing.withContext(request, "policies/crossTenantAccessPolicy/partners");
        var value = body.putArray("value");
        tenant.policies
                .partners()
                .properties()
                .forEach(partner ->
                        value.addObject().put("tenantId", partner.getKey()).setAll((ObjectNode) partner.getValue()));
        return Response.graph(200, body);
    }

    private Response partner(Request request) {
        var id = request.param("tenant");
        var partner = tenant.policies.partner(id).orElseThrow(() -> GraphError.notFound(id));
        ObjectNode body = Listing.withContext(request, "policies/crossTenantAccessPolicy/partners/$entity")
                .put("tenantId", id);
        return Response.graph(200, body.setAll(partner));
    }

    private Response conditionalAccess(Request request) {
        var body = Listing.withContext(request, "identity/conditionalAccess/policies");
        body.set("value", tenant.policies.conditionalAccess());
        return Response.graph(200, body);
    }

    private Response domainLists(Request request) {
        var policies = tenant.policies;
        var lists = Json.object();
        var domains = lists.putObject("B2BManagementPolicy").putObject("InvitationsAllowedAndBlockedDomainsPolicy");
        // either list, never both
        if (policies.allowDomains().isEmpty()) {
            domains.set("BlockedDomains", Json.texts(policies.denyDomains()));
        } else {
            domains.set("AllowedDomains", Json.texts(policies.allowDomains()));
        }
        var body =
                Json.object().put("@odata.context", request.base() + "/beta/$metadata#policies/b2bManagementPolicies");
        var policy = body.putArray("value")
                .addObject()
                .put("id", Seeds.B2B_POLICY_ID)
                .putNull("deletedDateTime")
                .put("displayName", "B2BManagementPolicy")
                .put("isOrganizationDefault", true);
        policy.putArray("definition").add(lists.toString());
        return Response.graph(200, body);
    }

    private Response tenantOfDomain(Request request) {
        var domain = request.param("domain");
        var home = HomeTenants.ofDomain(domain).orElseThrow(() -> GraphError.notFound(domain));
        return Response.graph(
                200,
                Listing.withContext(request, "microsoft.graph.tenantInformation")
                        .put("tenantId", home.id())
                        .put("displayName", home.displayName())
                        .put("defaultDomainName", home.domains().get(0))
                        .putNull("federationBrandName"));
    }
}
