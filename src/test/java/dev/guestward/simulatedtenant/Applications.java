package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** Service principals, their app roles, and who was given them. Guarded by the directory's lock. */
final class Applications {
    /** Stands for access as such, where an application defines no roles. */
    static final String NO_ROLE = "00000000-0000-0000-0000-000000000000";

    private final SecureRandom random = new SecureRandom();
    private final Map<String, PlainEntry> servicePrincipals = new LinkedHashMap<>();
    private final Map<String, PlainEntry> assignments = new LinkedHashMap<>();
    private long sequence;

    Applications(SimulatedTenantOptions options) {
        var records = add(Seeds.HEALTH_RECORDS_SP_ID, Seeds.HEALTH_RECORDS_APP_ID, Seeds.HEALTH_RECORDS_APP);
        role(records, Seeds.CLINICIAN_ROLE_ID, "Clinician", "User");
        var graph = add(Seeds.GRAPH_SP_ID, Seeds.GRAPH_APP_ID, "Microsoft Graph");
        var permissions = new TreeSet<String>(Seeds.APP_ROLES);
        options.apps().forEach(app -> permissions.addAll(app.roles()));
        permissions.forEach(name -> role(graph, permissionId(name), name, "Application"));
        for (var app : options.apps()) {
            add(app.servicePrincipalId(), app.clientId(), app.displayName());
        }
    }

    /** The id of an application permission of Microsoft Graph; invented, but the same in every run. */
    static String permissionId(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private ObjectNode add(String id, String appId, String displayName) {
        var properties = Json.object()
                .put("id", id)
                .putNull("deletedDateTime")
                .put("accountEnabled", true)
                .put("appDisplayName", displayName)
                .put("appId", appId)
                .put("appOwnerOrganizationId", Seeds.TENANT_ID)
                .put("appRoleAssignmentRequired", true)
                .put("displayName", displayName)
                .put("servicePrincipalType", "Application")
                .put("signInAudience", "AzureADMyOrg");
        properties.putArray("appRoles");
        properties.putArray("servicePrincipalNames").add(appId);
        servicePrincipals.put(id, new PlainEntry(++sequence, properties));
        return properties;
    }

    private static void role(ObjectNode servicePrincipal, String id, String value, String memberType) {
        var role = servicePrincipal
                .withArray("appRoles")
                .addObject()
                .put("id", id)
                .put("displayName", value)
                .put("description", value)
                .put("isEnabled", true)
                .put("origin", "Application")
                .put("value", value);
        role.putArray("allowedMemberTypes").add(memberType);
    }

    Collection<PlainEntry> servicePrincipals() {
        return servicePrincipals.values();
    }

    Optional<PlainEntry> servicePrincipal(String id) {
        return Optional.ofNullable(servicePrincipals.get(id.toLowerCase(Locale.ROOT)));
    }

    Optional<PlainEntry> ofApp(String appId) {
        return servicePrincipals.values().stream()
                .filter(entry -> entry.text("appId").equalsIgnoreCase(appId))
                .findFirst();
    }

    /** The assignments whose property has that value; those of applications to Microsoft Graph are not among them. */
    List<PlainEntry> assignments(String property, String id) {
        return assignments.values().stream()
                .filter(entry -> entry.text(property).equalsIgnoreCase(id))
                .toList();
    }

    /**
     * Gives somebody a role of an application.
     *
     * @throws GraphError if the application has no such role, or the principal has it already
     */
    ObjectNode assign(PlainEntry resource, ObjectNode principal, String roleId, String now) {
        var roles = resource.properties().path("appRoles");
        boolean known = false;
        for (var role : roles) {
            known |= role.path("id").asText().equalsIgnoreCase(roleId);
        }
        if (roles.isEmpty() ? !roleId.equals(NO_ROLE) : !known) {
            throw GraphError.request("Permission being assigned was not found on application '" + resource.id() + "'.");
        }
        for (var existing : assignments("resourceId", resource.id())) {
            if (existing.text("principalId")
                            .equals(principal.path("principalId").asText())
                    && existing.text("appRoleId").equalsIgnoreCase(roleId)) {
                throw GraphError.request("Permission being assigned already exists on the object");
            }
        }
        var bytes = new byte[27];
        random.nextBytes(bytes);
        var id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var properties = shape(id, resource, roleId, now).setAll(principal);
        assignments.put(id, new PlainEntry(++sequence, (ObjectNode) properties));
        return (ObjectNode) properties;
    }

    private static ObjectNode shape(String id, PlainEntry resource, String roleId, String createdAt) {
        return Json.object()
                .put("id", id)
                .putNull("deletedDateTime")
                .put("appRoleId", roleId)
                .put("createdDateTime", createdAt)
                .put("resourceDisplayName", resource.text("displayName"))
                .put("resourceId", resource.id());
    }

    /** Takes a role away; false if the assignment is not there, or is not that principal's or resource's. */
    boolean remove(String property, String owner, String id) {
        var entry = assignments.get(id);
        return entry != null && entry.text(property).equalsIgnoreCase(owner) && assignments.remove(id) != null;
    }

    /** What an application may do with Microsoft Graph, as assignments of Graph's app roles. */
    List<PlainEntry> permissions(AppRegistration app, String createdAt) {
        var graph = servicePrincipal(Seeds.GRAPH_SP_ID).orElseThrow();
        var list = new ArrayList<PlainEntry>();
        for (var role : new TreeSet<>(app.roles())) {
            var id = permissionId(app.clientId() + role).replace("-", "");
            list.add(new PlainEntry(
                    list.size() + 1L,
                    shape(id, graph, permissionId(role), createdAt)
                            .put("principalId", app.servicePrincipalId())
                            .put("principalDisplayName", app.displayName())
                            .put("principalType", "ServicePrincipal")));
        }
        return list;
    }
}
