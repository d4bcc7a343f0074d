package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.graph.models.AppRoleAssignment;
import com.microsoft.graph.models.AppRoleAssignmentCollectionResponse;
import com.microsoft.graph.models.AuthorizationPolicy;
import com.microsoft.graph.models.ConditionalAccessPolicyCollectionResponse;
import com.microsoft.graph.models.CrossTenantAccessPolicyConfigurationDefault;
import com.microsoft.graph.models.CrossTenantAccessPolicyConfigurationPartner;
import com.microsoft.graph.models.CrossTenantAccessPolicyConfigurationPartnerCollectionResponse;
import com.microsoft.graph.models.DirectoryObject;
import com.microsoft.graph.models.DirectoryObjectCollectionResponse;
import com.microsoft.graph.models.DomainCollectionResponse;
import com.microsoft.graph.models.Group;
import com.microsoft.graph.models.GroupCollectionResponse;
import com.microsoft.graph.models.Invitation;
import com.microsoft.graph.models.OrganizationCollectionResponse;
import com.microsoft.graph.models.ServicePrincipal;
import com.microsoft.graph.models.ServicePrincipalCollectionResponse;
import com.microsoft.graph.models.SignInCollectionResponse;
import com.microsoft.graph.models.Subscription;
import com.microsoft.graph.models.SubscriptionCollectionResponse;
import com.microsoft.graph.models.TenantInformation;
import com.microsoft.graph.models.User;
import com.microsoft.graph.models.UserCollectionResponse;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.users.item.revokesigninsessions.RevokeSignInSessionsPostResponse;
import com.microsoft.kiota.serialization.JsonParseNodeFactory;
import com.microsoft.kiota.serialization.Parsable;
import com.microsoft.kiota.serialization.ParsableFactory;
import com.microsoft.kiota.store.BackedModel;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer of every route is what Microsoft's own models expect, to the last nested object. */
class EveryRouteTest extends RunningTenant {
    private static final Map<String, Sample> SAMPLES = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();

    @SuppressWarnings("NullAway.Init")
    private Webhook webhook;

    static {
        var user = "/users/{guest}";
        var group = "/groups/" + Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID;
        var ref = "{'@odata.id':'https://graph.microsoft.com/v1.0/users/{free}'}";
        sample(
                "POST /invitations",
                "/invitations",
                "{'invitedUserEmailAddress':'n@x.example','inviteRedirectUrl':'https://x.example'}",
                Invitation::createFromDiscriminatorValue);
        sample(
                "GET /users/delta",
                "/users/delta?$select=id,displayName,identities,externalUserState",
                "",
                com.microsoft.graph.users.delta.DeltaGetResponse::createFromDiscriminatorValue);
        sample(
                "GET /groups/delta",
                "/groups/delta?$select=displayName",
                "",
                com.microsoft.graph.groups.delta.DeltaGetResponse::createFromDiscriminatorValue);
        sample("GET /users", "/users?$expand=sponsors", "", UserCollectionResponse::createFromDiscriminatorValue);
        sample("GET /users/$count", "/users/$count", "", null);
        sample(
                "GET /users/{id}",
                user
                        + "?$select=id,userType,externalUserState,externalUserStateChangeDateTime,creationType,createdDateTime,accountEnabled,displayName,userPrincipalName,mail,otherMails,proxyAddresses,identities,onPremisesSyncEnabled,signInSessionsValidFromDateTime,companyName,department,jobTitle,signInActivity&$expand=sponsors($select=id)",
                "",
                User::createFromDiscriminatorValue);
        sample("PATCH /users/{id}", user, "{'displayName':'x'}", null);
        sample("DELETE /users/{id}", user, "", null);
        sample(
                "POST /users/{id}/revokeSignInSessions",
                user + "/revokeSignInSessions",
                "",
                RevokeSignInSessionsPostResponse::createFromDiscriminatorValue);
        sample(
                "GET /users/{id}/sponsors",
                user + "/sponsors",
                "",
                DirectoryObjectCollectionResponse::createFromDiscriminatorValue);
        sample("POST /users/{id}/sponsors/$ref", user + "/sponsors/$ref", ref, null);
        sample(
                "DELETE /users/{id}/sponsors/{sponsor}/$ref",
                user + "/sponsors/" + Seeds.AMARA_SINGH_ID + "/$ref",
                "",
                null);
        sample(
                "GET /users/{id}/manager",
                "/users/" + Seeds.AMARA_SINGH_ID + "/manager",
                "",
                DirectoryObject::createFromDiscriminatorValue);
        sample(
                "GET /users/{id}/memberOf",
                "/users/" + Seeds.ADMIN_ID + "/memberOf",
                "",
                DirectoryObjectCollectionResponse::createFromDiscriminatorValue);
        sample(
                "GET /users/{id}/memberOf/graph.group",
                user + "/memberOf/graph.group",
                "",
                GroupCollectionResponse::createFromDiscriminatorValue);
        sample(
                "GET /users/{id}/transitiveMemberOf",
                user + "/transitiveMemberOf",
                "",
                DirectoryObjectCollectionResponse::createFromDiscriminatorValue);
        sample(
                "GET /users/{id}/transitiveMemberOf/graph.group",
                user + "/transitiveMemberOf/graph.group",
                "",
                GroupCollectionResponse::createFromDiscriminatorValue);
        for (var name : List.of("memberOf", "transitiveMemberOf")) {
            sample(
                    "GET /groups/{id}/" + name,
                    group + "/" + name,
                    "",
                    DirectoryObjectCollectionResponse::createFromDiscriminatorValue);
            sample(
                    "GET /groups/{id}/" + name + "/graph.group",
                    group + "/" + name + "/microsoft.graph.group",
                    "",
                    GroupCollectionResponse::createFromDiscriminatorValue);
        }
        sample("GET /groups", "/groups", "", GroupCollectionResponse::createFromDiscriminatorValue);
        sample("GET /groups/{id}", group, "", Group::createFromDiscriminatorValue);
        sample(
                "PATCH /groups/{id}",
                group,
                "{'members@odata.bind':['https://graph.microsoft.com/v1.0/directoryObjects/{free}']}",
                null);
        sample(
                "GET /groups/{id}/members",
                group + "/members",
                "",
                DirectoryObjectCollectionResponse::createFromDiscriminatorValue);
        sample(
                "GET /groups/{id}/members/graph.user",
                group + "/members/microsoft.graph.user",
                "",
                UserCollectionResponse::createFromDiscriminatorValue);
        sample("GET /groups/{id}/members/$count", group + "/members/$count", "", null);
        sample("POST /groups/{id}/members/$ref", group + "/members/$ref", ref, null);
        sample("DELETE /groups/{id}/members/{member}/$ref", group + "/members/{guest}/$ref", "", null);
        sample("DELETE /groups/{id}/members/{member}", group + "/members/{guest}", "", null);
        sample(
                "GET /directory/deletedItems/graph.user",
                "/directory/deletedItems/graph.user",
                "",
                UserCollectionResponse::createFromDiscriminatorValue);
        sample("GET /directory/deletedItems", "/directory/deletedItems", "", ODataError::createFromDiscriminatorValue);
        sample(
                "GET /directory/deletedItems/{id}",
                "/directory/deletedItems/{deleted}",
                "",
                DirectoryObject::createFromDiscriminatorValue);
        sample(
                "GET /directory/deletedItems/{id}/graph.user",
                "/directory/deletedItems/{deleted}/graph.user",
                "",
                User::createFromDiscriminatorValue);
        sample(
                "POST /directory/deletedItems/{id}/restore",
                "/directory/deletedItems/{deleted}/restore",
                "",
                DirectoryObject::createFromDiscriminatorValue);
        sample("DELETE /directory/deletedItems/{id}", "/directory/deletedItems/{deleted}", "", null);
        sample(
                "POST /subscriptions",
                "/subscriptions",
                "{'changeType':'updated','resource':'groups','notificationUrl':'{hook}','expirationDateTime':'{later}'}",
                Subscription::createFromDiscriminatorValue);
        sample(
                "GET /subscriptions",
                "/subscriptions",
                "",
                SubscriptionCollectionResponse::createFromDiscriminatorValue);
        sample(
                "GET /subscriptions/{id}",
                "/subscriptions/{subscription}",
                "",
                Subscription::createFromDiscriminatorValue);
        sample(
                "PATCH /subscriptions/{id}",
                "/subscriptions/{subscription}",
                "{'expirationDateTime':'{later}'}",
                Subscription::createFromDiscriminatorValue);
        sample("POST /subscriptions/{id}/reauthorize", "/subscriptions/{subscription}/reauthorize", "", null);
        sample("DELETE /subscriptions/{id}", "/subscriptions/{subscription}", "", null);
        sample("GET /domains", "/domains", "", DomainCollectionResponse::createFromDiscriminatorValue);
        sample("GET /organization", "/organization", "", OrganizationCollectionResponse::createFromDiscriminatorValue);
        sample(
                "GET /policies/authorizationPolicy",
                "/policies/authorizationPolicy",
                "",
                AuthorizationPolicy::createFromDiscriminatorValue);
        var cross = "/policies/crossTenantAccessPolicy";
        sample(
                "GET " + cross + "/default",
                cross + "/default",
                "",
                CrossTenantAccessPolicyConfigurationDefault::createFromDiscriminatorValue);
        sample(
                "GET " + cross + "/partners",
                cross + "/partners",
                "",
                CrossTenantAccessPolicyConfigurationPartnerCollectionResponse::createFromDiscriminatorValue);
        sample(
                "GET " + cross + "/partners/{tenant}",
                cross + "/partners/" + Seeds.LAKESIDE_PRACTICE_TENANT_ID,
                "",
                CrossTenantAccessPolicyConfigurationPartner::createFromDiscriminatorValue);
        sample(
                "GET /identity/conditionalAccess/policies",
                "/identity/conditionalAccess/policies",
                "",
                ConditionalAccessPolicyCollectionResponse::createFromDiscriminatorValue);
        sample(
                "GET /identityGovernance/termsOfUse/agreements",
                "/identityGovernance/termsOfUse/agreements",
                "",
                ODataError::createFromDiscriminatorValue);
        sample("GET /agreements", "/agreements", "", ODataError::createFromDiscriminatorValue);
        sample("GET /beta/policies/b2bManagementPolicies", "/beta/policies/b2bManagementPolicies", "", null);
        sample(
                "GET /tenantRelationships/findTenantInformationByDomainName(domainName='{domain}')",
                "/tenantRelationships/findTenantInformationByDomainName(domainName='harbour-clinic.example')",
                "",
                TenantInformation::createFromDiscriminatorValue);
        sample(
                "GET /servicePrincipals",
                "/servicePrincipals",
                "",
                ServicePrincipalCollectionResponse::createFromDiscriminatorValue);
        principal("{id}", "/servicePrincipals/" + Seeds.HEALTH_RECORDS_SP_ID);
        principal("(appId='{appId}')", "/servicePrincipals(appId='" + Seeds.HEALTH_RECORDS_APP_ID + "')");
        sample(
                "GET /users/{id}/appRoleAssignments",
                user + "/appRoleAssignments",
                "",
                AppRoleAssignmentCollectionResponse::createFromDiscriminatorValue);
        sample(
                "DELETE /users/{id}/appRoleAssignments/{assignment}",
                user + "/appRoleAssignments/{assignment}",
                "",
                null);
        sample(
                "GET /auditLogs/signIns",
                "/auditLogs/signIns",
                "",
                SignInCollectionResponse::createFromDiscriminatorValue);
        sample(
                "POST /users/{id}/sendMail",
                "/users/" + Seeds.ADMIN_ID + "/sendMail",
                "{'message':{'toRecipients':[{'emailAddress':{'address':'a@b.example'}}]}}",
                null);
    }

    private static void principal(String key, String path) {
        var route = "/servicePrincipals" + (key.startsWith("{") ? "/" : "") + key;
        sample("GET " + route, path, "", ServicePrincipal::createFromDiscriminatorValue);
        sample(
                "GET " + route + "/appRoleAssignedTo",
                path + "/appRoleAssignedTo",
                "",
                AppRoleAssignmentCollectionResponse::createFromDiscriminatorValue);
        sample(
                "POST " + route + "/appRoleAssignedTo",
                path + "/appRoleAssignedTo",
                "{'principalId':'{free}','appRoleId':'" + Seeds.CLINICIAN_ROLE_ID + "'}",
                AppRoleAssignment::createFromDiscriminatorValue);
        sample(
                "DELETE " + route + "/appRoleAssignedTo/{assignment}",
                path + "/appRoleAssignedTo/{assignment}",
                "",
                null);
        sample(
                "GET " + route + "/appRoleAssignments",
                path.replace(Seeds.HEALTH_RECORDS_SP_ID, Seeds.SERVICE_PRINCIPAL_ID)
                                .replace(Seeds.HEALTH_RECORDS_APP_ID, Seeds.CLIENT_ID)
                        + "/appRoleAssignments",
                "",
                AppRoleAssignmentCollectionResponse::createFromDiscriminatorValue);
    }

    private static void sample(
            String route, String path, String body, @Nullable ParsableFactory<? extends Parsable> model) {
        SAMPLES.put(route, new Sample(path, body.replace('\'', '"'), model));
    }

    @BeforeEach
    void somethingIsThereForEveryRoute() {
        webhook = new Webhook();
        names.put("guest", client.inviteId("m.okafor@harbour-clinic.example"));
        names.put("free", client.inviteId("free@harbour-clinic.example"));
        names.put("deleted", client.inviteId("deleted@harbour-clinic.example"));
        names.put("hook", webhook.url("/good"));
        names.put(
                "later",
                Instant.now()
                        .plus(1, ChronoUnit.DAYS)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString());
        client.sim(
                "PATCH",
                "/users/" + names.get("guest"),
                "{\"sponsors\":[\"" + Seeds.AMARA_SINGH_ID
                        + "\"],\"administrativeUnits\":[\"Cardiology\"],\"signInActivity\":{\"lastSignInDateTime\":\"2099-01-01T00:00:00Z\",\"lastSuccessfulSignInDateTime\":\"2099-01-01T00:00:00Z\"}}");
        call(
                "POST",
                "/groups/" + Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID + "/members/$ref",
                "{\"@odata.id\":\"https://graph.microsoft.com/v1.0/users/{guest}\"}");
        call("DELETE", "/users/{deleted}", "");
        names.put(
                "assignment",
                call(
                                "POST",
                                "/servicePrincipals/" + Seeds.HEALTH_RECORDS_SP_ID + "/appRoleAssignedTo",
                                "{\"principalId\":\"{guest}\",\"appRoleId\":\"" + Seeds.CLINICIAN_ROLE_ID + "\"}")
                        .json()
                        .path("id")
                        .asText());
        names.put(
                "subscription",
                call(
                                "POST",
                                "/subscriptions",
                                "{\"changeType\":\"updated\",\"resource\":\"users\",\"notificationUrl\":\"{hook}\",\"expirationDateTime\":\"{later}\"}")
                        .json()
                        .path("id")
                        .asText());
    }

    @AfterEach
    void hangUp() {
        webhook.close();
    }

    @Test
    void everyRouteHasASample() {
        assertThat(SAMPLES.keySet()).containsExactlyInAnyOrderElementsOf(tenant.graphRoutes());
    }

    static Stream<String> routes() {
        return SAMPLES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void nothingOfAnAnswerIsUnknownToTheModels(String route) {
        var sample = Objects.requireNonNull(SAMPLES.get(route));
        var answer = call(route.substring(0, route.indexOf(' ')), sample.path, sample.body);

        boolean refused = sample.model != null && route.matches("GET (/directory/deletedItems|.*agreements)");
        assertThat(answer.status()).as(answer.text()).matches(status -> refused == (status >= 400));
        if (sample.model != null) {
            var leftovers = new ArrayList<String>();
            var node = new JsonParseNodeFactory()
                    .getParseNode(
                            "application/json",
                            new ByteArrayInputStream(answer.response().body()));
            collect("", node.getObjectValue(sample.model), leftovers);
            assertThat(leftovers).isEmpty();
        }
    }

    @Test
    void whatTheModelsDoNotKnowIsFoundHoweverDeep() {
        var text = "{\"value\":[{\"id\":\"1\",\"identities\":[{\"issuer\":\"mail\",\"surprise\":1}]}]}";
        var leftovers = new ArrayList<String>();

        collect(
                "",
                new JsonParseNodeFactory()
                        .getParseNode(
                                "application/json", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                        .getObjectValue(UserCollectionResponse::createFromDiscriminatorValue),
                leftovers);

        assertThat(leftovers).containsExactly("/value/identities/additionalData/surprise");
    }

    private static void collect(String path, @Nullable Object value, List<String> leftovers) {
        if (value instanceof BackedModel model) {
            var store = model.getBackingStore();
            store.enumerate().keySet().forEach(name -> collect(path + "/" + name, store.get(name), leftovers));
        } else if (value instanceof Iterable<?> list) {
            list.forEach(item -> collect(path, item, leftovers));
        } else if (value instanceof Map<?, ?> more) {
            more.keySet().stream()
                    .map(String::valueOf)
                    .filter(name -> !name.startsWith("@odata.") && !name.equals("@removed"))
                    .forEach(name -> leftovers.add(path + "/" + name));
        }
    }

    private TenantClient.Answer call(String method, String path, String body) {
        var filledPath = fill(path);
        var base = filledPath.startsWith("/beta/") ? tenant.httpsUrl() : tenant.graphUrl();
        return client.send(
                method,
                URI.create(base + filledPath),
                fill(body),
                "Authorization",
                "Bearer " + token(),
                "Content-Type",
                "application/json",
                "ConsistencyLevel",
                "eventual");
    }

    private String token() {
        return names.computeIfAbsent("token", name -> client.tokenOf(Seeds.CLIENT_ID, Seeds.CLIENT_SECRET));
    }

    private String fill(String text) {
        var filled = text;
        for (var name : names.entrySet()) {
            filled = filled.replace("{" + name.getKey() + "}", name.getValue());
        }
        return filled;
    }

    private record Sample(
            String path, String body, @Nullable ParsableFactory<? extends Parsable> model) {}
}
