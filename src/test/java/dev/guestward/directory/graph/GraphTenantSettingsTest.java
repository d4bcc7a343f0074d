package dev.guestward.directory.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.Hospital;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.TenantSettings;
import dev.guestward.directory.TenantSettings.AccessPolicy;
import dev.guestward.directory.TenantSettings.Admission;
import dev.guestward.directory.TenantSettings.CrossTenantRule;
import dev.guestward.directory.TenantSettings.DomainList;
import dev.guestward.directory.TenantSettings.Named;
import dev.guestward.directory.TenantSettings.SecondFactor;
import dev.guestward.directory.Trouble;
import dev.guestward.simulatedtenant.Seeds;
import dev.guestward.simulatedtenant.SimulatedTenant;
import dev.guestward.simulatedtenant.SimulatedTenantOptions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tenant's rules, read over the real SDK from the simulated tenant and from canned answers. */
class GraphTenantSettingsTest {
    private static final SimulatedTenant TENANT = SimulatedTenant.start(SimulatedTenantOptions.ephemeral());
    private static final Hospital CONTROL = new Hospital(TENANT.httpUrl(), TENANT.httpUrl());

    private static final Admission ALL = new Admission(true, Set.of(Admission.EVERY));
    private static final Named NOBODY = new Named(false, Set.of(), Set.of());

    private final TenantSettings settings = settings(Map.of());

    @AfterAll
    static void stop() {
        TENANT.close();
    }

    @ParameterizedTest
    @CsvSource({
        "none, NONE",
        "adminsAndGuestInviters, ADMINS_AND_GUEST_INVITERS",
        "adminsGuestInvitersAndAllMembers, ADMINS_GUEST_INVITERS_AND_MEMBERS",
        "everyone, EVERYONE"
    })
    void whoMayInviteIsRead(String word, TenantSettings.InvitesFrom from) {
        CONTROL.tenant("PUT", "/_sim/policies", Map.of("allowInvitesFrom", word));

        assertThat(settings.collaboration())
                .isEqualTo(new TenantSettings.Collaboration(from, TenantSettings.GuestRole.LIMITED));
    }

    @Test
    void thePartnersRuleIsReadAndTheDefaultAppliesToStrangers() {
        assertThat(settings.crossTenantDefault()).isEqualTo(new CrossTenantRule(ALL, ALL, false));
        assertThat(settings.crossTenantRule(new ObjectId(Seeds.LAKESIDE_PRACTICE_TENANT_ID)))
                .contains(new CrossTenantRule(null, null, true));
        assertThat(settings.crossTenantRule(new ObjectId(UUID.randomUUID().toString())))
                .isEmpty();
    }

    @Test
    void theTenantBehindADomainIsFoundWhereThereIsOne() {
        assertThat(settings.homeTenant("harbour-clinic.example"))
                .hasValueSatisfying(home -> assertThat(home.defaultDomain()).isNotBlank());
        assertThat(settings.homeTenant("northgate-surgery.example")).isEmpty();
    }

    @Test
    void thePolicyThatAsksGuestsForASecondFactorIsRead() {
        assertThat(settings.accessPolicies())
                .containsExactly(new AccessPolicy(
                        Seeds.GUEST_MFA_POLICY_ID,
                        "Guests of Health Records need a second factor",
                        true,
                        Set.of(Seeds.HEALTH_RECORDS_APP_ID),
                        Set.of(),
                        new Named(true, Set.of(), Set.of()),
                        NOBODY,
                        SecondFactor.REQUIRED,
                        false,
                        List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"includeUsers\":[\"All\"]` | true | false",
                "`\"includeUsers\":[\"GuestsOrExternalUsers\"]` | true | false",
                "`\"includeUsers\":[\"None\"]` | false | false",
                "`\"includeUsers\":[\"All\"],\"excludeUsers\":[\"GuestsOrExternalUsers\"]` | true | true",
                "`\"includeUsers\":[\"All\"],\"excludeGuestsOrExternalUsers\":"
                        + "{\"guestOrExternalUserTypes\":\"internalGuest,b2bCollaborationGuest\"}` | true | true",
                "`\"includeGuestsOrExternalUsers\":{\"guestOrExternalUserTypes\":\"b2bCollaborationMember\"}` | false | false"
            })
    void whomAPolicyConcernsIsCutDownToGuests(String users, boolean included, boolean excluded) {
        AccessPolicy policy = policy("enabled", users, "\"builtInControls\":[\"mfa\"]");

        assertThat(policy.included()).isEqualTo(new Named(included, Set.of(), Set.of()));
        assertThat(policy.excluded()).isEqualTo(new Named(excluded, Set.of(), Set.of()));
    }

    @Test
    void guestsOfSomeTenantsAndGroupsAreToldApart() {
        AccessPolicy policy = policy(
                "enabled",
                """
                "includeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"b2bCollaborationGuest","externalTenants":
                  {"@odata.type":"#microsoft.graph.conditionalAccessEnumeratedExternalTenants","members":["%s"]}},
                "excludeGroups":["%s"]""".formatted(Seeds.HARBOUR_CLINIC_TENANT_ID, Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID),
                "\"builtInControls\":[\"mfa\"]");
        ObjectId harbour = new ObjectId(Seeds.HARBOUR_CLINIC_TENANT_ID);
        ObjectId group = new ObjectId(Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID);

        assertThat(policy.included()).isEqualTo(new Named(false, Set.of(harbour), Set.of()));
        assertThat(policy.excluded()).isEqualTo(new Named(false, Set.of(), Set.of(group)));
        assertThat(policy.concerns("any", harbour, Set.of())).isTrue();
        assertThat(policy.concerns("any", harbour, Set.of(group))).isFalse();
        assertThat(policy.concerns("any", null, Set.of())).isFalse();
        assertThat(policy.concerns("x", harbour, Set.of()))
                .as("excluded application")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"builtInControls\":[\"mfa\"]` | REQUIRED | false",
                "`\"builtInControls\":[\"mfa\",\"compliantDevice\"]` | ONE_OF_SEVERAL | false",
                "`\"builtInControls\":[\"block\"]` | NOT_ASKED | true",
                "`\"builtInControls\":[],\"authenticationStrength\":{\"id\":\"00000000-0000-0000-0000-000000000002\"}`"
                        + " | ONE_OF_SEVERAL | false",
                "`\"builtInControls\":[]` | NOT_ASKED | false"
            })
    void whatAPolicyAsksForIsRead(String controls, TenantSettings.SecondFactor factor, boolean shutsOut) {
        // there are terms of use beside, so an authentication strength is one of two ways in
        String terms = controls.contains("Strength") ? "\"t\"" : "";
        AccessPolicy policy =
                policy("enabled", "\"includeUsers\":[\"All\"]", controls + ",\"termsOfUse\":[" + terms + "]");

        assertThat(policy.secondFactor()).isEqualTo(factor);
        assertThat(policy.shutsOut()).isEqualTo(shutsOut);
    }

    @ParameterizedTest
    @CsvSource({"enabled, true", "enabledForReportingButNotEnforced, false", "disabled, false"})
    void aPolicyThatOnlyReportsConcernsNobody(String state, boolean enforced) {
        AccessPolicy policy = policy(state, "\"includeUsers\":[\"All\"]", "\"builtInControls\":[\"mfa\"]");

        assertThat(policy.enforced()).isEqualTo(enforced);
        assertThat(policy.concerns("any", null, Set.of())).isEqualTo(enforced);
    }

    private static AccessPolicy policy(String state, String users, String controls) {
        try (CannedGraph graph = new CannedGraph()) {
            graph.answers(200, "application/json", """
                    {"value":[{"id":"p","displayName":"Policy","state":"%s",
                      "conditions":{"users":{%s},"applications":{"includeApplications":["All"],"excludeApplications":["x"]}},
                      "grantControls":{"operator":"OR",%s}}]}""".formatted(state, users, controls));

            List<AccessPolicy> read =
                    settings(Map.of("base-url", graph.baseUrl())).accessPolicies();
            assertThat(read).hasSize(1);
            return read.get(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "blocked, AllUsers, false, true",
        "blocked, 9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b04, false, false",
        "allowed, 9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b04, false, false",
        "allowed, AllUsers, true, false"
    })
    void whomARuleForOtherTenantsLetsInIsRead(String access, String target, boolean all, boolean none) {
        try (CannedGraph graph = new CannedGraph()) {
            graph.answers(
                    200,
                    "application/json",
                    "{\"b2bCollaborationInbound\":{\"usersAndGroups\":{\"accessType\":\"%s\",\"targets\":[{\"target\":\"%s\"}]}}}"
                            .formatted(access, target));

            CrossTenantRule rule = settings(Map.of("base-url", graph.baseUrl())).crossTenantDefault();
            assertThat(rule.applications()).isNull();
            assertThat(rule.trustsMfa()).isNull();
            Admission people = Objects.requireNonNull(rule.people());
            assertThat(people.admitsAll()).isEqualTo(all);
            assertThat(people.admitsNone()).isEqualTo(none);
        }
    }

    @Test
    void whichDomainsMayBeInvitedFromIsRead() {
        assertThat(settings.domainList()).isEqualTo(new DomainList(false, Set.of(Seeds.BLOCKED_DOMAIN)));
        assertThat(settings.domainList().admits("Blocked.example")).isFalse();
        assertThat(settings.domainList().admits("harbour-clinic.example")).isTrue();

        CONTROL.tenant("PUT", "/_sim/policies", Map.of("allowDomains", List.of("harbour-clinic.example")));
        DomainList only = settings.domainList();
        CONTROL.tenant("PUT", "/_sim/policies", Map.of("allowDomains", List.of()));

        assertThat(only).isEqualTo(new DomainList(true, Set.of("harbour-clinic.example")));
        assertThat(only.admits("lakeside-practice.example")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[] | false", "[{\"definition\":[]}] | false", "[{\"definition\":[\"not JSON\"]}] | true"})
    void aListOfDomainsThatIsNotThereRefusesNobodyAndAnUnreadableOneIsUnknown(String policies, boolean fails) {
        try (CannedGraph graph = new CannedGraph()) {
            graph.answers(200, "application/json", "{\"value\":" + policies + "}");
            TenantSettings canned = settings(Map.of("base-url", graph.baseUrl()));

            if (fails) {
                assertThatThrownBy(canned::domainList).isInstanceOf(DirectoryUnavailable.class);
            } else {
                assertThat(canned.domainList()).isEqualTo(new DomainList(false, Set.of()));
            }
            assertThat(graph.received()).containsExactly("GET /beta/policies/b2bManagementPolicies");
        }
    }

    @Test
    void whatWeMayNotReadIsAMissingPermission() {
        try (CannedGraph graph = new CannedGraph()) {
            graph.answersError(403, "Authorization_RequestDenied", "");
            TenantSettings denied = settings(Map.of("base-url", graph.baseUrl()));

            for (org.assertj.core.api.ThrowableAssert.ThrowingCallable read :
                    List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                            denied::collaboration,
                            denied::crossTenantDefault,
                            denied::accessPolicies,
                            denied::domainList,
                            () -> denied.homeTenant("harbour-clinic.example"))) {
                assertThatThrownBy(read)
                        .isInstanceOfSatisfying(
                                DirectoryUnavailable.class,
                                e -> assertThat(e.trouble()).isEqualTo(Trouble.PERMISSION));
            }
        }
    }

    private static TenantSettings settings(Map<String, ?> changes) {
        GraphSettings settings = GraphFixture.settings(TENANT, changes);
        return new GraphTenantSettings(GraphFixture.clients(settings, Clock.systemUTC()), settings);
    }
}
