package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tenant's clock stands still here unless it is stepped, so that buckets hold exactly what they are given. */
class QuotaTest extends RunningTenant {
    private static final String AMARA = "/users/" + Seeds.AMARA_SINGH_ID;

    @Override
    SimulatedTenantOptions options() {
        return super.options().withClock(Clock.fixed(Instant.parse("2026-11-21T08:00:00Z"), ZoneOffset.UTC));
    }

    @Test
    void thePublishedLimitsAreInForce() {
        var quota = quota();

        assertThat(quota.path("enforced").asBoolean()).isTrue();
        assertThat(quota.path("writes").path("capacity").asInt()).isEqualTo(3000);
        assertThat(quota.path("writes").path("perSecond").asInt()).isEqualTo(20);
        assertThat(quota.path("resourceUnits").path("capacity").asInt()).isEqualTo(8000);
        assertThat(quota.path("invitations").path("capacity").asInt()).isEqualTo(150);
        assertThat(quota.path("signInActivity").path("capacity").asInt()).isEqualTo(10);
    }

    @Test
    void aWriteTooManyIsRefusedWithTheTimeToWaitAndGoesThroughAfterIt() {
        set("{\"writes\":{\"capacity\":2,\"perSecond\":0.5}}");
        rename(204);
        rename(204);

        var refused = client.graph("PATCH", AMARA, "{\"jobTitle\":\"Consultant\"}");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("TooManyRequests");
        assertThat(refused.header("x-ms-throttle-scope"))
                .isEqualTo("Tenant_Application/ReadWrite/" + Seeds.CLIENT_ID + "/" + Seeds.TENANT_ID);
        assertThat(refused.header("x-ms-throttle-information")).isEqualTo("WriteLimitExceeded");
        rename(429);
        rename(429);
        assertThat(quota().path("writes").path("throttled").asInt()).isEqualTo(3);
        assertThat(quota().path("writes").path("used").asInt()).isEqualTo(5);
        step("PT" + refused.header("Retry-After") + "S");
        rename(204);
    }

    @Test
    void whoComesBackTooEarlyIsCounted() {
        set("{\"writes\":{\"capacity\":1,\"perSecond\":0.1}}");
        rename(204);
        rename(429);
        rename(429);
        client.graph("PATCH", AMARA, "{\"jobTitle\":\"Another call\"}");
        assertThat(counters().path("early").asInt()).isEqualTo(1);
        assertThat(counters().path("earlyCalls").get(0).asText())
                .startsWith("PATCH ")
                .contains(" ms too early");
        step("PT1M");
        rename(204);

        assertThat(counters().path("early").asInt()).isEqualTo(1);
        var family = counters().path("families").path("PATCH /users/{id}");
        assertThat(family.path("requests").asInt()).isEqualTo(5);
        assertThat(family.path("throttled").asInt()).isEqualTo(3);
        long now = Instant.parse("2026-11-21T08:00:00Z").getEpochSecond();
        assertThat(counters().path("writesPerSecond").path(Long.toString(now)).asInt())
                .isEqualTo(4);
        assertThat(counters()
                        .path("writesPerSecond")
                        .path(Long.toString(now + 60))
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void readsSpendUnitsAndTellWhichLimitRefusedThem() {
        set("{\"resourceUnits\":{\"capacity\":6,\"perSecond\":1}}");
        for (int i = 0; i < 3; i++) {
            assertThat(client.graph("GET", "/users", "").status()).isEqualTo(200);
        }

        var refused = client.graph("GET", "/users", "");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("x-ms-throttle-information")).isEqualTo("ResourceUnitLimitExceeded");
    }

    @Test
    void theUsedShareIsToldOnlyAboveFourFifths() {
        set("{\"writes\":{\"capacity\":10,\"perSecond\":0.001}}");
        for (int i = 0; i < 8; i++) {
            assertThat(rename(204).header("x-ms-throttle-limit-percentage")).isEmpty();
        }

        assertThat(rename(204).header("x-ms-throttle-limit-percentage")).isEqualTo("0.90");
    }

    @ParameterizedTest
    @CsvSource({
        "/users,2",
        "/users?$select=id,1",
        "/users?$top=19,1",
        "/users?$top=20,2",
        "/users?$expand=manager,3",
        "/users/a1000000-5b1e-4c0d-8f21-0c6b4a9e1d11,1",
        "/users/a1000000-5b1e-4c0d-8f21-0c6b4a9e1d11/memberOf,2",
        "/groups/9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b03/members,3",
        "/groups/9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b03/members?$select=id,2",
        "/groups,1",
        "/users/delta,1"
    })
    void aReadCostsWhatItsRouteAndOptionsCost(String path, String units) {
        assertThat(client.graph("GET", path, "").header("x-ms-resource-unit")).isEqualTo(units);
    }

    @Test
    void aBatchIsChargedByItsParts() {
        set("{\"writes\":{\"capacity\":1,\"perSecond\":0.1}}");
        var batch = Json.object();
        for (int i = 0; i < 2; i++) {
            var item = batch.withArray("requests").addObject();
            item.put("id", "" + i).put("method", "PATCH").put("url", AMARA);
            item.putObject("headers").put("Content-Type", "application/json");
            item.putObject("body").put("jobTitle", "Consultant");
        }

        var responses = client.graph("POST", "/$batch", batch.toString()).json().path("responses");

        assertThat(responses)
                .extracting(one -> one.path("status").asInt() + " "
                        + one.path("headers").path("Retry-After").asText())
                .containsExactlyInAnyOrder("204 ", "429 20");
    }

    @Test
    void twentyMembersInOneRequestAreOneWrite() {
        client.sim("POST", "/seed", "{\"guests\":20}");
        var bind = Json.object();
        client.sim("GET", "/users", "").json().forEach(user -> {
            if (user.path("userType").asText().equals("Guest")) {
                bind.withArray("members@odata.bind")
                        .add("https://graph.microsoft.com/v1.0/directoryObjects/"
                                + user.path("id").asText());
            }
        });

        var answer = client.graph("PATCH", "/groups/" + Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID, bind.toString());

        assertThat(answer.status()).isEqualTo(204);
        assertThat(quota().path("writes").path("used").asInt()).isEqualTo(1);
    }

    @Test
    void signInActivityHasALimitOfItsOwn() {
        for (int i = 0; i < 10; i++) {
            assertThat(client.graph("GET", "/users?$select=id,signInActivity", "")
                            .status())
                    .isEqualTo(200);
        }

        assertThat(client.graph("GET", "/users?$select=id,signInActivity", "").status())
                .isEqualTo(429);
        assertThat(client.graph("GET", "/users?$select=id", "").status()).isEqualTo(200);
    }

    @Test
    void conditionalAccessDoesNotTellWhenToComeBack() {
        client.graph("GET", "/identity/conditionalAccess/policies", "");

        var refused = client.graph("GET", "/identity/conditionalAccess/policies", "");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEmpty();
    }

    @Test
    void invitationsOfAllAppsShareALimit() {
        set("{\"invitations\":{\"capacity\":1,\"perSecond\":1}}");
        client.invite("m.okafor@harbour-clinic.example");

        assertThat(client.graph("POST", "/invitations", "{}").status()).isEqualTo(429);
    }

    @Test
    void nothingIsRefusedWhileNotEnforced() {
        set("{\"enforced\":false,\"writes\":{\"capacity\":1}}");
        rename(204);
        rename(204);

        assertThat(quota().path("writes").path("used").asInt()).isEqualTo(2);
        assertThat(client.sim("DELETE", "/quota", "").status()).isEqualTo(204);
        assertThat(quota().path("writes").path("capacity").asInt()).isEqualTo(3000);
    }

    @Test
    void theSizeOfTheTenantSetsItsUnits() {
        set("{\"size\":\"S\"}");

        assertThat(quota().path("resourceUnits").path("capacity").asInt()).isEqualTo(3500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"writes\":{\"capacity\":7},\"nonsense\":1}",
                "{\"writes\":{\"capacity\":7},\"invitations\":{\"nonsense\":1}}",
                "{\"writes\":{\"capacity\":7},\"reports\":{\"nonsense\":\"many\"}}"
            })
    void aWrongSettingIsNamedAndNothingIsSet(String body) {
        var refused = client.sim("PUT", "/quota", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("nonsense");
        assertThat(quota().path("writes").path("capacity").asInt()).isEqualTo(3000);
    }

    private TenantClient.Answer rename(int expected) {
        var answer = client.graph("PATCH", AMARA, "{\"jobTitle\":\"Consultant\"}");
        assertThat(answer.status()).isEqualTo(expected);
        return answer;
    }

    private void set(String quota) {
        assertThat(client.sim("PUT", "/quota", quota).status()).isEqualTo(200);
    }

    private void step(String by) {
        client.sim("POST", "/clock", Json.object().put("by", by).toString());
    }

    private JsonNode quota() {
        return client.sim("GET", "/quota", "").json();
    }

    private JsonNode counters() {
        return client.sim("GET", "/counters", "").json();
    }
}
