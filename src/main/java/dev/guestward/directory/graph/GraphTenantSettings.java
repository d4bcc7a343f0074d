package dev.guestward.directory.graph;

import com.microsoft.graph.models.AllowInvitesFrom;
import com.microsoft.graph.models.AuthorizationPolicy;
import com.microsoft.graph.models.ConditionalAccessApplications;
import com.microsoft.graph.models.ConditionalAccessGrantControl;
import com.microsoft.graph.models.ConditionalAccessGrantControls;
import com.microsoft.graph.models.ConditionalAccessGuestOrExternalUserTypes;
import com.microsoft.graph.models.ConditionalAccessGuestsOrExternalUsers;
import com.microsoft.graph.models.ConditionalAccessPolicy;
import com.microsoft.graph.models.ConditionalAccessPolicyState;
import com.microsoft.graph.models.ConditionalAccessUsers;
import com.microsoft.graph.models.CrossTenantAccessPolicyB2BSetting;
import com.microsoft.graph.models.CrossTenantAccessPolicyConfigurationDefault;
import com.microsoft.graph.models.CrossTenantAccessPolicyConfigurationPartner;
import com.microsoft.graph.models.CrossTenantAccessPolicyInboundTrust;
import com.microsoft.graph.models.CrossTenantAccessPolicyTarget;
import com.microsoft.graph.models.CrossTenantAccessPolicyTargetConfiguration;
import com.microsoft.graph.models.CrossTenantAccessPolicyTargetConfigurationAccessType;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.TenantSettings;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@link TenantSettings} over Microsoft Graph v1.0. The tenant's list of domains is not read: only beta shows it. */
@Component
class GraphTenantSettings implements TenantSettings {
    private static final UUID SAME_AS_MEMBERS = UUID.fromString("a0b1b346-4d3e-4e8b-98f8-753987be4970");
    private static final UUID LIMITED = UUID.fromString("10dae51f-b6af-4016-8d66-8c2a99b929b3");
    private static final UUID RESTRICTED = UUID.fromString("2af84b1e-32c8-42b7-82bc-daa82404023b");
    private static final String LEGACY_GUESTS = "GuestsOrExternalUsers";
    private static final String ALL_USERS = "All";

    private final GraphServiceClient graph;
    private final GraphLinks links;

    GraphTenantSettings(GraphClients clients, GraphSettings settings) {
        this.graph = clients.reader();
        this.links = new GraphLinks(settings.baseUrl());
    }

    @Override
    public Collaboration collaboration() {
        AuthorizationPolicy policy = GraphCalls.required(
                "Reading who may invite",
                () -> graph.policies().authorizationPolicy().get());
        return new Collaboration(invitesFrom(policy.getAllowInvitesFrom()), guestRole(policy.getGuestUserRoleId()));
    }

    @Override
    public CrossTenantRule crossTenantDefault() {
        CrossTenantAccessPolicyConfigurationDefault rule = GraphCalls.required(
                "Reading the rule for other tenants",
                () -> graph.policies()
                        .crossTenantAccessPolicy()
                        .defaultEscaped()
                        .get());
        return rule(rule.getB2bCollaborationInbound(), rule.getInboundTrust());
    }

    @Override
    public Optional<CrossTenantRule> crossTenantRule(ObjectId tenantId) {
        Optional<CrossTenantAccessPolicyConfigurationPartner> rule = GraphCalls.read(
                "Reading the rule for a partner's tenant",
                () -> graph.policies()
                        .crossTenantAccessPolicy()
                        .partners()
                        .byCrossTenantAccessPolicyConfigurationPartnerTenantId(tenantId.value())
                        .get());
        return rule.map(partner -> rule(partner.getB2bCollaborationInbound(), partner.getInboundTrust()));
    }

    @Override
    public List<AccessPolicy> accessPolicies() {
        var policies = graph.identity().conditionalAccess().policies();
        return links
                .pages(
                        "Reading access policies",
                        () -> policies.get(),
                        link -> policies.withUrl(link).get())
                .orElse(List.of())
                .stream()
                .flatMap(page -> GraphAccounts.listed(page.getValue()))
                .map(GraphTenantSettings::accessPolicy)
                .toList();
    }

    @Override
    public Optional<HomeTenant> homeTenant(String domain) {
        return GraphCalls.read(
                        "Looking up a domain's tenant",
                        () -> graph.tenantRelationships()
                                .findTenantInformationByDomainNameWithDomainName(domain)
                                .get())
                .flatMap(found -> ObjectId.parse(Objects.requireNonNullElse(found.getTenantId(), ""))
                        .map(id -> new HomeTenant(
                                id,
                                Objects.requireNonNullElse(found.getDisplayName(), ""),
                                Objects.requireNonNullElse(found.getDefaultDomainName(), ""))));
    }

    private static InvitesFrom invitesFrom(@Nullable AllowInvitesFrom from) {
        if (from == null) {
            return InvitesFrom.UNKNOWN;
        }
        return switch (from) {
            case None -> InvitesFrom.NONE;
            case AdminsAndGuestInviters -> InvitesFrom.ADMINS_AND_GUEST_INVITERS;
            case AdminsGuestInvitersAndAllMembers -> InvitesFrom.ADMINS_GUEST_INVITERS_AND_MEMBERS;
            case Everyone -> InvitesFrom.EVERYONE;
            case UnknownFutureValue -> InvitesFrom.UNKNOWN;
        };
    }

    private static GuestRole guestRole(@Nullable UUID role) {
        if (SAME_AS_MEMBERS.equals(role)) {
            return GuestRole.SAME_AS_MEMBERS;
        }
        if (LIMITED.equals(role)) {
            return GuestRole.LIMITED;
        }
        return RESTRICTED.equals(role) ? GuestRole.RESTRICTED : GuestRole.UNKNOWN;
    }

    private static CrossTenantRule rule(
            @Nullable CrossTenantAccessPolicyB2BSetting inbound, @Nullable CrossTenantAccessPolicyInboundTrust trust) {
        Boolean blocked = inbound == null ? null : blocked(inbound.getUsersAndGroups());
        return new CrossTenantRule(blocked, trust == null ? null : trust.getIsMfaAccepted());
    }

    /** Blocked for somebody, or allowed for some only: in both cases not everybody may be invited. */
    private static @Nullable Boolean blocked(@Nullable CrossTenantAccessPolicyTargetConfiguration rule) {
        if (rule == null || rule.getAccessType() == null) {
            return null;
        }
        boolean everybody = GraphAccounts.listed(rule.getTargets())
                .map(CrossTenantAccessPolicyTarget::getTarget)
                .anyMatch("AllUsers"::equals);
        return rule.getAccessType() != CrossTenantAccessPolicyTargetConfigurationAccessType.Allowed || !everybody;
    }

    private static AccessPolicy accessPolicy(ConditionalAccessPolicy policy) {
        ConditionalAccessApplications applications =
                policy.getConditions() == null ? null : policy.getConditions().getApplications();
        ConditionalAccessUsers users =
                policy.getConditions() == null ? null : policy.getConditions().getUsers();
        ConditionalAccessGrantControls grant = policy.getGrantControls();
        return new AccessPolicy(
                Objects.requireNonNullElse(policy.getId(), ""),
                Objects.requireNonNullElse(policy.getDisplayName(), ""),
                policy.getState() == ConditionalAccessPolicyState.Enabled,
                applications == null ? List.of() : copy(applications.getIncludeApplications()),
                applications == null ? List.of() : copy(applications.getExcludeApplications()),
                users != null
                        && (names(users.getIncludeUsers(), ALL_USERS)
                                || names(users.getIncludeUsers(), LEGACY_GUESTS)
                                || guests(users.getIncludeGuestsOrExternalUsers())),
                users != null
                        && (names(users.getExcludeUsers(), LEGACY_GUESTS)
                                || guests(users.getExcludeGuestsOrExternalUsers())),
                users == null
                        ? List.of()
                        : GraphAccounts.listed(users.getIncludeGroups())
                                .flatMap(group -> ObjectId.parse(group).stream())
                                .toList(),
                grant != null && requiresMfa(grant),
                grant == null ? List.of() : copy(grant.getTermsOfUse()));
    }

    private static boolean names(@Nullable List<String> users, String who) {
        return GraphAccounts.listed(users).anyMatch(who::equals);
    }

    private static boolean guests(@Nullable ConditionalAccessGuestsOrExternalUsers users) {
        return users != null
                && users.getGuestOrExternalUserTypes() != null
                && users.getGuestOrExternalUserTypes()
                        .contains(ConditionalAccessGuestOrExternalUserTypes.B2bCollaborationGuest);
    }

    private static boolean requiresMfa(ConditionalAccessGrantControls grant) {
        return grant.getAuthenticationStrength() != null
                || GraphAccounts.listed(grant.getBuiltInControls()).anyMatch(ConditionalAccessGrantControl.Mfa::equals);
    }

    private static List<String> copy(@Nullable List<String> values) {
        return values == null ? List.of() : List.copyOf(values);
    }
}
