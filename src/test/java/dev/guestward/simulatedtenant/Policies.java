package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** The tenant's rules about collaboration, in the shape of {@code /_sim/policies}. Never changes. */
final class Policies {
    private final ObjectNode json;

    private Policies(ObjectNode json) {
        this.json = json;
    }

    static Policies seeded() {
        return new Policies(PolicySeeds.json());
    }

    ObjectNode toJson() {
        return json.deepCopy();
    }

    /**
     * The same rules but for the given ones.
     *
     * @throws Unimplemented if a field is unknown
     * @throws GraphError if a value has the wrong type
     */
    Policies with(ObjectNode changes) {
        var changed = json.deepCopy();
        for (var change : changes.properties()) {
            var before = json.get(change.getKey());
            if (before == null) {
                throw new Unimplemented("the policy '" + change.getKey() + "'");
            }
            if (before.getNodeType() != change.getValue().getNodeType()) {
                throw GraphError.badRequest("the policy '" + change.getKey() + "' is of type " + before.getNodeType());
            }
            changed.set(change.getKey(), change.getValue());
        }
        return new Policies(changed);
    }

    /** {@code none}, {@code adminsAndGuestInviters}, {@code adminsGuestInvitersAndAllMembers} or {@code everyone}. */
    String allowInvitesFrom() {
        return json.path("allowInvitesFrom").asText();
    }

    /** The service has stopped all invitations of this tenant. */
    boolean suspiciousActivity() {
        return json.path("suspiciousActivity").asBoolean();
    }

    /** Whether the tenant has the licence that sign-in activity needs. */
    boolean premium() {
        return json.path("premium").asBoolean();
    }

    List<String> denyDomains() {
        return Json.textsOf(json, "denyDomains");
    }

    /** If not empty, the only domains to invite from; then the deny list counts for nothing. */
    List<String> allowDomains() {
        return Json.textsOf(json, "allowDomains");
    }

    String guestUserRoleId() {
        return json.path("guestUserRoleId").asText();
    }

    ObjectNode crossTenantDefault() {
        return (ObjectNode) json.path("crossTenantDefault");
    }

    /** What was agreed with one tenant; nothing where the default applies. */
    Optional<ObjectNode> partner(String tenantId) {
        return json.path("partners").get(tenantId.toLowerCase(Locale.ROOT)) instanceof ObjectNode partner
                ? Optional.of(partner)
                : Optional.empty();
    }

    JsonNode partners() {
        return json.path("partners");
    }

    JsonNode conditionalAccess() {
        return json.path("conditionalAccess");
    }

    boolean domainAllowed(String mail) {
        var domain = domain(mail);
        var allowed = allowDomains();
        return allowed.isEmpty() ? !denyDomains().contains(domain) : allowed.contains(domain);
    }

    /** Whether cross-tenant access lets people of this domain's tenant in. Says nothing about domains without one. */
    boolean homeTenantAllowed(String mail) {
        return HomeTenants.ofDomain(domain(mail))
                .map(home -> partner(home.id())
                        .map(partner -> partner.path("b2bCollaborationInbound"))
                        .filter(JsonNode::isObject)
                        .orElseGet(() -> crossTenantDefault().path("b2bCollaborationInbound")))
                .filter(((Predicate<JsonNode>) inbound -> blocks(inbound, "usersAndGroups", "AllUsers"))
                        .or(inbound -> blocks(inbound, "applications", "AllApplications")))
                .isEmpty();
    }

    private static boolean blocks(JsonNode inbound, String part, String everything) {
        if (!inbound.path(part).path("accessType").asText().equals("blocked")) {
            return false;
        }
        for (var target : inbound.path(part).path("targets")) {
            if (target.path("target").asText().equals(everything)) {
                return true;
            }
        }
        return false;
    }

    private static String domain(String mail) {
        return mail.substring(mail.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }
}
