package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class PoliciesTest extends RunningTenant {
    private static final String PARTNERS = "/policies/crossTenantAccessPolicy/partners/";
    private static final String BLOCK =
            "{\"b2bCollaborationInbound\":{\"usersAndGroups\":{\"accessType\":\"blocked\",\"targets\":"
                    + "[{\"target\":\"AllUsers\",\"targetType\":\"user\"}]}}}";

    @Test
    void aBlockedPartnerMayNotBeInvitedFrom() {
        client.sim("PUT", "/policies", "{\"partners\":{\"" + Seeds.HARBOUR_CLINIC_TENANT_ID + "\":" + BLOCK + "}}");

        assertThat(invite("a@harbour-clinic.example")).isEqualTo(403);
        assertThat(invite("a@lakeside-practice.example")).isEqualTo(201);
        assertThat(client.graph("GET", PARTNERS + Seeds.HARBOUR_CLINIC_TENANT_ID, "")
                        .json()
                        .at("/b2bCollaborationInbound/usersAndGroups/accessType")
                        .asText())
                .isEqualTo("blocked");
    }

    @Test
    void aPartOfAPartnersRulesThatIsNullInheritsTheDefault() {
        client.sim("PUT", "/policies", "{\"crossTenantDefault\":" + BLOCK + "}");

        assertThat(invite("a@lakeside-practice.example")).isEqualTo(403);
        assertThat(invite("a@northgate-surgery.example")).isEqualTo(201);
    }

    @Test
    void aPartnerWithoutRulesOfItsOwnIsUnknown() {
        assertThat(client.graph("GET", PARTNERS + Seeds.HARBOUR_CLINIC_TENANT_ID, "")
                        .status())
                .isEqualTo(404);
        assertThat(client.graph("GET", PARTNERS + Seeds.LAKESIDE_PRACTICE_TENANT_ID, "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void termsOfUseAreNotForApplications() {
        assertThat(client.graph("GET", "/identityGovernance/termsOfUse/agreements", "")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theDomainListIsAStringOfTheBeta() {
        var token = client.tokenOf(Seeds.CLIENT_ID, Seeds.CLIENT_SECRET);
        var uri = URI.create(tenant.httpsUrl() + "/beta/policies/b2bManagementPolicies");

        var answer = client.send("GET", uri, "", "Authorization", "Bearer " + token);

        assertThat(answer.json().at("/value/0/definition/0").asText())
                .contains("\"BlockedDomains\":[\"" + Seeds.BLOCKED_DOMAIN + "\"]");
        assertThat(client.graph("GET", "/policies/b2bManagementPolicies", "").status())
                .isEqualTo(404);
    }

    @Test
    void aDomainTellsItsTenant() {
        var path = "/tenantRelationships/findTenantInformationByDomainName(domainName=%27";

        var known = client.graph("GET", path + "harbour-clinic.example%27)", "");
        var unknown = client.graph("GET", path + "northgate-surgery.example%27)", "");

        assertThat(known.json().path("tenantId").asText()).isEqualTo(Seeds.HARBOUR_CLINIC_TENANT_ID);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(discovery("harbour-clinic.example").json().path("issuer").asText())
                .contains(Seeds.HARBOUR_CLINIC_TENANT_ID);
        assertThat(discovery("northgate-surgery.example").status()).isEqualTo(400);
    }

    private TenantClient.Answer discovery(String domain) {
        return client.send(
                "GET", URI.create(tenant.authority() + "/" + domain + "/v2.0/.well-known/openid-configuration"), "");
    }

    private int invite(String mail) {
        return client.graph(
                        "POST",
                        "/invitations",
                        Json.object()
                                .put("invitedUserEmailAddress", mail)
                                .put("inviteRedirectUrl", "https://portal.northfield.example")
                                .toString())
                .status();
    }
}
