package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitPagesTest extends RunningTenant {
    @Test
    void aFaultIsOrderedStrikesAndIsRemoved() {
        post("/limits/faults", Map.of("route", "GET /users", "mode", "before", "percent", "100", "times", "3"));
        assertThat(client.graph("GET", "/users", "").status()).isEqualTo(503);
        var fault = client.sim("GET", "/faults", "").json().path(0);

        assertThat(fault.path("struck").asInt()).isEqualTo(1);
        assertThat(fault.path("times").asInt()).isEqualTo(2);
        assertThat(page()).contains("Has struck", "GET /users");
        post("/limits/faults/" + fault.path("id").asInt() + "/remove", Map.of());
        assertThat(client.sim("GET", "/faults", "").json()).isEmpty();
    }

    @Test
    void lagPeopleQuotaAndCountersAreSet() {
        client.graph("GET", "/users", "");
        post(
                "/limits/lag",
                Map.of(
                        "visibilityMillis", "1000",
                        "listMillis", "2000",
                        "deltaMillis", "3000",
                        "staleReadMillis", "4000",
                        "percent", "50"));
        post("/limits/seed", Map.of("users", "1", "guests", "2"));
        post("/limits/quota", Map.of());
        post("/limits/counters", Map.of());

        assertThat(client.sim("GET", "/lag", "").text())
                .isEqualTo(new Lag(1000, 2000, 3000, 4000, 0.5).toJson().toString());
        assertThat(client.sim("GET", "/users", "").json()).hasSize(11);
        assertThat(client.sim("GET", "/quota", "").json().path("enforced").asBoolean(true))
                .isFalse();
        assertThat(client.sim("GET", "/counters", "").json().path("requests").asInt(1))
                .isZero();
    }

    @Test
    void aNumberThatIsNoneIsNamed() {
        var answer = send("POST", "/limits/seed", TenantClient.form(Map.of("users", "many", "guests", "1")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("users is not a whole number");
    }

    private String page() {
        return send("GET", "/limits", "").text();
    }

    private void post(String path, Map<String, String> form) {
        assertThat(send("POST", path, TenantClient.form(form)).status()).isEqualTo(302);
    }

    private TenantClient.Answer send(String method, String path, String body) {
        return client.send(
                method, URI.create(tenant.httpUrl() + path), body, "Content-Type", "application/x-www-form-urlencoded");
    }
}
