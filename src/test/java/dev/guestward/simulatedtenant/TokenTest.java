package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenRequestContext;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenTest extends RunningTenant {
    private static final Map<String, String> GOOD = Map.of(
            "grant_type",
            "client_credentials",
            "client_id",
            Seeds.CLIENT_ID,
            "client_secret",
            Seeds.CLIENT_SECRET,
            "scope",
            "https://graph.microsoft.com/.default");

    @Override
    SimulatedTenantOptions options() {
        return super.options()
                .withApp(new AppRegistration(
                        "11111111-2222-4333-8444-555555555555",
                        "reader",
                        "Reader",
                        "11111111-2222-4333-8444-666666666666",
                        Set.of("User.Read.All", "User.ReadWrite.All")));
    }

    @Test
    void aTokenLivesForAnHourAndCarriesTheGrantedPermissions() {
        var answer = client.token(GOOD);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.json().path("expires_in").asInt()).isEqualTo(3599);
        assertThat(answer.json().path("ext_expires_in").asInt()).isEqualTo(3599);
    }

    @Test
    void aWrongSecretIsRefusedWithItsCode() {
        var answer = client.token(with("client_secret", "wrong"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_client");
        assertThat(answer.json().path("error_codes").path(0).asInt()).isEqualTo(7000215);
        assertThat(answer.json().path("error_description").asText()).startsWith("AADSTS7000215: ");
    }

    @Test
    void anUnknownApplicationIsRefused() {
        var answer = client.token(with("client_id", "00000000-0000-4000-8000-000000000000"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).isEqualTo("unauthorized_client");
        assertThat(answer.json().path("error_codes").path(0).asInt()).isEqualTo(700016);
    }

    @Test
    void aScopeOtherThanTheDefaultOneIsRefused() {
        var answer = client.token(with("scope", "https://graph.microsoft.com/User.Read.All"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_scope");
    }

    @Test
    void anotherTenantIsNotFound() {
        var answer = client.send(
                "POST",
                URI.create(tenant.authority() + "/elsewhere.example/oauth2/v2.0/token"),
                TenantClient.form(GOOD));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error_codes").path(0).asInt()).isEqualTo(90002);
    }

    @Test
    void azureIdentityGetsATokenOverTls() {
        var scope = new TokenRequestContext().addScopes("https://graph.microsoft.com/.default");

        assertThat(client.credential(tenant.clientSecret()).getTokenSync(scope).getToken())
                .isNotEmpty();
    }

    @Test
    void azureIdentityReportsTheCodeOfARefusal() {
        var scope = new TokenRequestContext().addScopes("https://graph.microsoft.com/.default");

        assertThatThrownBy(() -> client.credential("wrong").getTokenSync(scope)).hasMessageContaining("AADSTS7000215");
    }

    @Test
    void graphRefusesACallWithoutAToken() {
        var answer = client.send("GET", URI.create(tenant.graphUrl() + "/users"), "");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("InvalidAuthenticationToken");
    }

    @Test
    void aMissingPermissionIsRefusedByGraphAndNotByTheTokenEndpoint() {
        var token = client.tokenOf("11111111-2222-4333-8444-555555555555", "reader");

        var read = client.send("GET", URI.create(tenant.graphUrl() + "/users"), "", "Authorization", "Bearer " + token);
        var groups =
                client.send("GET", URI.create(tenant.graphUrl() + "/groups"), "", "Authorization", "Bearer " + token);

        assertThat(read.status()).isEqualTo(200);
        assertThat(groups.status()).isEqualTo(403);
        assertThat(groups.code()).isEqualTo("Authorization_RequestDenied");
    }

    @Test
    void aSubscriptionNeedsTheReadPermissionAndNoOther() {
        var token = client.tokenOf("11111111-2222-4333-8444-555555555555", "reader");

        var answer = client.send(
                "POST",
                URI.create(tenant.graphUrl() + "/subscriptions"),
                "{\"resource\":\"groups\",\"changeType\":\"updated\"}",
                "Authorization",
                "Bearer " + token);

        assertThat(answer.status()).isEqualTo(403);
    }

    private static Map<String, String> with(String field, String value) {
        var changed = new HashMap<>(GOOD);
        changed.put(field, value);
        return changed;
    }
}
