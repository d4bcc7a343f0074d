package dev.guestward.directory.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.Hospital;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.TenantSettings;
import dev.guestward.directory.TenantSettings.AccessPolicy;
import dev.guestward.directory.TenantSettings.CrossTenantRule;
import dev.guestward.directory.Trouble;
import dev.guestward.simulatedtenant.Seeds;
import dev.guestward.simulatedtenant.SimulatedTenant;
import dev.guestward.simulatedtenant.SimulatedTenantOptions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tenant's rules, read over the real SDK from the simulated tenant and from canned answers. */
class GraphTenantSettingsTest {
    private static final SimulatedTenant TENANT = SimulatedTenant.start(SimulatedTenantOptions.ephemeral());
    private static final Hospital CONTROL = new Hospital(TENANT.httpUrl(), TENANT.httpUrl());

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
        assertThat(settings.crossTenantDefault()).isEqualTo(new CrossTenantRule(false, false));
        assertThat(settings.crossTenantRule(new ObjectId(Seeds.LAKESIDE_PRACTICE_TENANT_ID)))
                .contains(new CrossTenantRule(null, true));
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
                        List.of(Seeds.HEALTH_RECORDS_APP_ID),
                        List.of(),
                        true,
                        false,
                        List.of(),
                        true,
                        List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "enabled | `\"includeUsers\":[\"All\"]` | `\"builtInControls\":[\"mfa\"]` | true | true | false | true",
                "enabled | `\"includeUsers\":[\"GuestsOrExternalUsers\"]` | `\"builtInControls\":[\"block\"]`"
                        + " | true | true | false | false",
                "enabled | `\"includeUsers\":[\"All\"],\"excludeUsers\":[\"GuestsOrExternalUsers\"]`"
                        + " | `\"builtInControls\":[\"mfa\"]` | true | true | true | true",
                "enabled | `\"includeUsers\":[\"None\"]` | `\"authenticationStrength\":{\"id\":\"00000000-0000-0000-0000-000000000002\"}`"
                        + " | true | false | false | true",
                "enabledForReportingButNotEnforced | `\"includeUsers\":[\"All\"],\"excludeGuestsOrExternalUsers\":"
                        + "{\"guestOrExternalUserTypes\":\"internalGuest,b2bCollaborationGuest\"}`"
                        + " | `\"builtInControls\":[]` | false | true | true | false",
                "disabled | `\"includeGuestsOrExternalUsers\":{\"guestOrExternalUserTypes\":\"b2bCollaborationMember\"}`"
                        + " | `\"builtInControls\":[\"mfa\"]` | false | false | false | true"
            })
    void whomAPolicyConcernsAndWhatItAsksIsCutDownToGuests(
            String state,
            String users,
            String controls,
            boolean enforced,
            boolean includesGuests,
            boolean excludesGuests,
            boolean requiresMfa) {
        try (CannedGraph graph = new CannedGraph()) {
            graph.answers(200, "application/json", """
                    {"value":[{"id":"p","displayName":"Policy","state":"%s",
                      "conditions":{"users":{%s},"applications":{"includeApplications":["All"],"excludeApplications":["x"]}},
                      "grantControls":{"operator":"OR",%s,"termsOfUse":["t"]}}]}""".formatted(state, users, controls));

            assertThat(settings(Map.of("base-url", graph.baseUrl())).accessPolicies())
                    .containsExactly(new AccessPolicy(
                            "p",
                            "Policy",
                            enforced,
                            List.of("All"),
                            List.of("x"),
                            includesGuests,
                            excludesGuests,
                            List.of(),
                            requiresMfa,
                            List.of("t")));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "blocked | AllUsers | true",
                "blocked | 9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b04 | true",
                "allowed | 9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b04 | true",
                "allowed | AllUsers | false"
            })
    void whereNotEverybodyMayBeInvitedTheRuleBlocks(String access, String target, boolean blocked) {
        try (CannedGraph graph = new CannedGraph()) {
            graph.answers(
                    200,
                    "application/json",
                    "{\"b2bCollaborationInbound\":{\"usersAndGroups\":{\"accessType\":\"%s\",\"targets\":[{\"target\":\"%s\"}]}}}"
                            .formatted(access, target));

            assertThat(settings(Map.of("base-url", graph.baseUrl())).crossTenantDefault())
                    .isEqualTo(new CrossTenantRule(blocked, null));
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
