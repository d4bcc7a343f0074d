package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class ContinuousAccessTest extends RunningTenant {
    @Test
    void aRevokedTokenIsAnsweredWithTheClaimsANewOneNeeds() throws Exception {
        assertThat(client.graph("GET", "/users", "").status()).isEqualTo(200);

        client.sim("POST", "/tokens/revoke", "");
        var refused = client.graph("GET", "/users", "");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.code()).isEqualTo("InvalidAuthenticationToken");
        var header = refused.header("WWW-Authenticate");
        assertThat(header).startsWith("Bearer ").contains("error=\"insufficient_claims\"");
        var claims = Pattern.compile("claims=\"([^\"]+)\"").matcher(header);
        assertThat(claims.find()).isTrue();
        var decoded = Json.parse(Base64.getDecoder().decode(claims.group(1).getBytes(StandardCharsets.US_ASCII)));
        assertThat(decoded.at("/access_token/nbf/essential").asBoolean()).isTrue();
        assertThat(freshClient().graph("GET", "/users", "").status()).isEqualTo(200);
    }

    @Test
    void microsoftsClientRecoversByItself() {
        var real = client.credential(Seeds.CLIENT_SECRET);
        var claims = new ArrayList<String>();
        var kept = new AtomicReference<AccessToken>();
        // MSAL asks anew for every call when the authority has a port of its own, so the test remembers in its place
        var graph = client.graph(request -> {
            if (kept.get() == null || request.getClaims() != null) {
                claims.add(String.valueOf(request.getClaims()));
                kept.set(real.getTokenSync(request));
            }
            return Mono.just(kept.get());
        });
        graph.users().get();
        client.sim("DELETE", "/counters", "");

        client.sim("POST", "/tokens/revoke", "");
        var users = Objects.requireNonNull(graph.users().get());
        graph.users().get();

        assertThat(users.getValue()).isNotEmpty();
        // one refused, one repeated, and the new token serves the next call as well
        assertThat(client.sim("GET", "/counters", "").json().path("requests").asInt())
                .isEqualTo(3);
        assertThat(claims).hasSize(2);
        assertThat(claims.get(1)).contains("nbf");
    }

    @Test
    void anOutageOfTheTokenEndpointLeavesOldTokensGood() {
        assertThat(client.graph("GET", "/users", "").status()).isEqualTo(200);

        for (var status : new int[] {429, 503}) {
            client.sim("PUT", "/tokens", "{\"outage\":\"" + status + "\"}");
            assertThat(freshToken().status()).isEqualTo(status);
        }
        client.sim("PUT", "/tokens", "{\"outage\":\"cut\"}");
        assertThatThrownBy(this::freshToken).isInstanceOf(UncheckedIOException.class);
        assertThat(client.graph("GET", "/users", "").status()).isEqualTo(200);

        client.sim("PUT", "/tokens", "{\"outage\":\"none\"}");
        assertThat(freshToken().status()).isEqualTo(200);
        assertThat(client.sim("PUT", "/tokens", "{\"outage\":\"500\"}").status())
                .isEqualTo(400);
    }

    @Test
    void tokensLiveAsLongAsTheSwitchSays() {
        client.sim("PUT", "/tokens", "{\"lifetimeSeconds\":900}");
        assertThat(freshToken().json().path("expires_in").asInt()).isEqualTo(900);

        client.sim("PUT", "/tokens", "{\"lifetimeSeconds\":0}");
        var refused = freshClient().graph("GET", "/users", "");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).doesNotContain("insufficient_claims");
    }

    @Test
    void anExpiredSecretIsToldFromAWrongOne() {
        control("{\"secretExpired\":true}");

        assertThat(codeOf(freshToken())).isEqualTo(7000222);
        assertThat(freshToken().status()).isEqualTo(401);
        assertThat(codeOf(token("wrong"))).isEqualTo(7000215);

        control("{\"secretExpired\":false}");
        assertThat(freshToken().status()).isEqualTo(200);
    }

    @Test
    void aDisabledApplicationGetsNoToken() {
        control("{\"enabled\":false}");

        var refused = freshToken();

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("error").asText()).isEqualTo("unauthorized_client");
        assertThat(codeOf(refused)).isEqualTo(7000112);
    }

    @Test
    void changedRolesAreInNewTokensOnly() {
        assertThat(client.graph("GET", "/users", "").status()).isEqualTo(200);

        var state = control("{\"roles\":[\"Group.Read.All\"]}");

        assertThat(state.json())
                .isEqualTo(Json.object()
                        .put("clientId", Seeds.CLIENT_ID)
                        .put("enabled", true)
                        .put("secretExpired", false)
                        .set("roles", Json.array().add("Group.Read.All")));
        assertThat(client.graph("GET", "/users", "").status()).isEqualTo(200);
        var fresh = freshClient();
        assertThat(fresh.graph("GET", "/users", "").status()).isEqualTo(403);
        assertThat(fresh.graph("GET", "/groups", "").status()).isEqualTo(200);
    }

    private TenantClient freshClient() {
        return new TenantClient(tenant);
    }

    private TenantClient.Answer freshToken() {
        return token(Seeds.CLIENT_SECRET);
    }

    private TenantClient.Answer token(String secret) {
        return client.token(Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                Seeds.CLIENT_ID,
                "client_secret",
                secret,
                "scope",
                "https://graph.microsoft.com/.default"));
    }

    private static int codeOf(TenantClient.Answer answer) {
        return answer.json().path("error_codes").path(0).asInt();
    }

    private TenantClient.Answer control(String body) {
        return client.sim("PUT", "/apps/" + Seeds.CLIENT_ID, body);
    }
}
