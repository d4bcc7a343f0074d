package dev.guestward.directory.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.graph.models.AllowInvitesFrom;
import com.microsoft.graph.models.AuthorizationPolicy;
import com.microsoft.graph.models.CrossTenantAccessPolicyB2BSetting;
import com.microsoft.graph.models.CrossTenantAccessPolicyConfigurationDefault;
import com.microsoft.graph.models.CrossTenantAccessPolicyConfigurationPartner;
import com.microsoft.graph.models.CrossTenantAccessPolicyInboundTrust;
import com.microsoft.graph.models.CrossTenantAccessPolicyTarget;
import com.microsoft.graph.models.CrossTenantAccessPolicyTargetConfiguration;
import com.microsoft.graph.models.CrossTenantAccessPolicyTargetConfigurationAccessType;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.TenantSettings;
import dev.guestward.directory.Trouble;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@link TenantSettings} over Microsoft Graph v1.0, but for the lists of domains, which only beta shows. */
@Component
class GraphTenantSettings implements TenantSettings {
    private static final UUID SAME_AS_MEMBERS = UUID.fromString("a0b1b346-4d3e-4e8b-98f8-753987be4970");
    private static final UUID LIMITED = UUID.fromString("10dae51f-b6af-4016-8d66-8c2a99b929b3");
    private static final UUID RESTRICTED = UUID.fromString("2af84b1e-32c8-42b7-82bc-daa82404023b");
    private static final Set<String> EVERYTHING = Set.of("AllUsers", "AllApplications");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final GraphServiceClient graph;
    private final GraphLinks links;
    private final URI betaDomainLists;

    GraphTenantSettings(GraphClients clients, GraphSettings settings) {
        this.graph = clients.reader();
        this.links = new GraphLinks(settings.baseUrl());
        this.betaDomainLists = URI.create(settings.baseUrl() + "/").resolve("../beta/policies/b2bManagementPolicies");
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
                .map(GraphAccessPolicies::cutDown)
                .toList();
    }

    @Override
    public DomainList domainList() {
        // no builder of the SDK for v1.0 leads there, and all policies with a definition have the same shape
        var policies = graph.policies().claimsMappingPolicies();
        return links
                .pages(
                        "Reading the lists of domains",
                        () -> policies.withUrl(betaDomainLists.toString()).get(),
                        link -> policies.withUrl(link).get())
                .orElse(List.of())
                .stream()
                .flatMap(page -> GraphAccounts.listed(page.getValue()))
                .flatMap(policy -> GraphAccounts.listed(policy.getDefinition()))
                .map(GraphTenantSettings::domains)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(new DomainList(false, Set.of()));
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

    private static Optional<DomainList> domains(String definition) {
        try {
            JsonNode lists = JSON.readTree(definition)
                    .path("B2BManagementPolicy")
                    .path("InvitationsAllowedAndBlockedDomainsPolicy");
            if (!lists.path("AllowedDomains").isEmpty()) {
                return Optional.of(new DomainList(true, lowerCase(lists.path("AllowedDomains"))));
            }
            return lists.path("BlockedDomains").isArray()
                    ? Optional.of(new DomainList(false, lowerCase(lists.path("BlockedDomains"))))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            throw new DirectoryUnavailable(
                    "Reading the lists of domains failed: not understood", Trouble.SERVICE, RetryAfter.UNSAID);
        }
    }

    private static Set<String> lowerCase(JsonNode texts) {
        Set<String> lower = new TreeSet<>();
        texts.forEach(text -> lower.add(text.asText().toLowerCase(Locale.ROOT)));
        return lower;
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
        return new CrossTenantRule(
                inbound == null ? null : admission(inbound.getUsersAndGroups()),
                inbound == null ? null : admission(inbound.getApplications()),
                trust == null ? null : trust.getIsMfaAccepted());
    }

    private static @Nullable Admission admission(@Nullable CrossTenantAccessPolicyTargetConfiguration rule) {
        if (rule == null || rule.getAccessType() == null) {
            return null;
        }
        return new Admission(
                rule.getAccessType() == CrossTenantAccessPolicyTargetConfigurationAccessType.Allowed,
                GraphAccounts.listed(rule.getTargets())
                        .map(CrossTenantAccessPolicyTarget::getTarget)
                        .filter(Objects::nonNull)
                        .map(target -> EVERYTHING.contains(target) ? Admission.EVERY : target)
                        .collect(Collectors.toSet()));
    }
}
