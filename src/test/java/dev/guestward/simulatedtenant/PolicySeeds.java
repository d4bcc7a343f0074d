package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The policies a new tenant starts with. */
final class PolicySeeds {
    private static final String TEXT = """
            {"allowInvitesFrom": "everyone",
             "denyDomains": ["%s"],
             "allowDomains": [],
             "suspiciousActivity": false,
             "premium": true,
             "guestUserRoleId": "10dae51f-b6af-4016-8d66-8c2a99b929b3",
             "crossTenantDefault": {
               "isServiceDefault": true,
               "automaticUserConsentSettings": {"inboundAllowed": false, "outboundAllowed": false},
               "b2bCollaborationInbound": {
                 "usersAndGroups": {"accessType": "allowed", "targets": [{"target": "AllUsers", "targetType": "user"}]},
                 "applications": {"accessType": "allowed", "targets": [{"target": "AllApplications", "targetType": "application"}]}},
               "inboundTrust": {"isMfaAccepted": false, "isCompliantDeviceAccepted": false, "isHybridAzureADJoinedDeviceAccepted": false},
               "invitationRedemptionIdentityProviderConfiguration": {
                 "primaryIdentityProviderPrecedenceOrder": ["azureActiveDirectory", "externalFederation", "socialIdentityProviders"],
                 "fallbackIdentityProvider": "emailOneTimePasscode"}},
             "partners": {
               "%s": {
                 "b2bCollaborationInbound": null,
                 "inboundTrust": {"isMfaAccepted": true, "isCompliantDeviceAccepted": false, "isHybridAzureADJoinedDeviceAccepted": false},
                 "automaticUserConsentSettings": {"inboundAllowed": true, "outboundAllowed": null}}},
             "conditionalAccess": [{
               "id": "%s",
               "displayName": "Guests of Health Records need a second factor",
               "createdDateTime": "2026-01-12T09:00:00Z",
               "modifiedDateTime": null,
               "state": "enabled",
               "conditions": {
                 "clientAppTypes": ["all"],
                 "applications": {"includeApplications": ["%s"], "excludeApplications": [], "includeUserActions": []},
                 "users": {"includeUsers": [], "excludeUsers": [], "includeGroups": [], "excludeGroups": [], "includeRoles": [], "excludeRoles": [],
                   "includeGuestsOrExternalUsers": {
                     "guestOrExternalUserTypes": "b2bCollaborationGuest",
                     "externalTenants": {"@odata.type": "#microsoft.graph.conditionalAccessAllExternalTenants", "membershipKind": "all"}}}},
               "grantControls": {"operator": "OR", "builtInControls": ["mfa"], "customAuthenticationFactors": [], "termsOfUse": []},
               "sessionControls": null}]}
            """;

    private PolicySeeds() {}

    static ObjectNode json() {
        try {
            return (ObjectNode) Json.parse(TEXT.formatted(
                            Seeds.BLOCKED_DOMAIN,
                            Seeds.LAKESIDE_PRACTICE_TENANT_ID,
                            Seeds.GUEST_MFA_POLICY_ID,
                            Seeds.HEALTH_RECORDS_APP_ID)
                    .getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
