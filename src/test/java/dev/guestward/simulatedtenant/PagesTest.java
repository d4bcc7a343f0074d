package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest extends RunningTenant {
    private static final String MAIL = "m.okafor@harbour-clinic.example";
    private static final String REDIRECT = "http://localhost:8080/login/oauth2/code/entra";

    @Test
    void aClinicianRedeemsWithConsentAndASecondFactor() {
        var invitation = client.invite(MAIL);
        var link = invitation.path("inviteRedeemUrl").asText();
        var token = link.substring(link.indexOf("token=") + "token=".length());

        assertThat(get(link).text()).contains("Northfield Hospital", MAIL, "One-time passcode");
        assertThat(post("/redeem/consent", Map.of("token", token, "identity", "MICROSOFT"))
                        .text())
                .contains("would like to", "read your name");
        var factor = post("/redeem/factor", Map.of("token", token, "identity", "MICROSOFT", "answer", "accept"));
        var matcher = Pattern.compile("id=\"factor-code\">(\\d{6})<").matcher(factor.text());
        assertThat(matcher.find()).isTrue();
        var wrong = post("/redeem/finish", Map.of("token", token, "identity", "MICROSOFT", "code", "x"));
        assertThat(wrong.text()).contains("That code is not right");
        var done = post("/redeem/finish", Map.of("token", token, "identity", "MICROSOFT", "code", matcher.group(1)));

        assertThat(done.status()).isEqualTo(302);
        assertThat(done.header("Location")).isEqualTo("https://portal.northfield.example/welcome");
        var guest = client.graph(
                        "GET",
                        "/users/" + invitation.path("invitedUser").path("id").asText()
                                + "?$select=externalUserState,identities",
                        "")
                .json();
        assertThat(guest.path("externalUserState").asText()).isEqualTo("Accepted");
        assertThat(guest.path("identities").path(0).path("issuer").asText()).isEqualTo("MicrosoftAccount");
    }

    @Test
    void whoDoesNotConsentStaysPending() {
        var link = client.invite(MAIL).path("inviteRedeemUrl").asText();
        var token = link.substring(link.indexOf("token=") + "token=".length());

        var page = post("/redeem/factor", Map.of("token", token, "identity", "WORK", "answer", "cancel"));

        assertThat(page.text()).contains("You did not agree");
    }

    @Test
    void aMadeUpLinkOpensNothing() {
        assertThat(get(tenant.httpUrl() + "/redeem?token=x").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/directory", "/directory?q=amara", "/mailbox", "/apps", "/switches", "/limits"})
    void everyPageOpens(String path) {
        client.invite(MAIL);

        var page = get(tenant.httpUrl() + path);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(page.text()).contains("<main").doesNotContain("th:");
    }

    @Test
    void theAppsPageShowsAppsThroughTheirGroupOnceAccepted() {
        var id = client.inviteId(MAIL);
        client.graph(
                "POST",
                "/groups/" + Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID + "/members/$ref",
                "{\"@odata.id\":\"https://graph.microsoft.com/v1.0/directoryObjects/" + id + "\"}");
        var before = get(tenant.httpUrl() + "/apps?user=" + id);
        client.sim("POST", "/redeem", "{\"userId\":\"" + id + "\"}");
        var after = get(tenant.httpUrl() + "/apps?user=" + MAIL);

        assertThat(before.text()).contains("not been accepted").doesNotContain("Health Records guests");
        assertThat(after.text()).contains("Health Records guests");
    }

    @Test
    void aMailOpensWithItsLinkAndItsHtmlStaysInASandbox() {
        client.graph(
                "POST",
                "/invitations",
                Json.object()
                        .put("invitedUserEmailAddress", MAIL)
                        .put("inviteRedirectUrl", "https://portal.northfield.example")
                        .put("sendInvitationMessage", true)
                        .toString());

        assertThat(get(tenant.httpUrl() + "/mailbox?to=" + MAIL).text()).contains("invited you");
        assertThat(get(tenant.httpUrl() + "/mailbox?id=1").text()).contains("href=\"" + tenant.httpUrl() + "/redeem");
    }

    @Test
    void theDirectoryPageDisablesAndIsLogged() {
        var id = client.inviteId(MAIL);

        assertThat(post("/directory/users/" + id + "/disable", Map.of()).status())
                .isEqualTo(302);

        assertThat(client.sim("GET", "/log?after=1", "")
                        .json()
                        .path(0)
                        .path("app")
                        .asText())
                .isEqualTo("admin");
    }

    @Test
    void anEmployeeSignsInWithTheCodeFlow() throws Exception {
        var configuration =
                get(tenant.issuer() + "/.well-known/openid-configuration").json();
        assertThat(configuration.path("issuer").asText())
                .isEqualTo(tenant.issuer().toString());
        var verifier = "a-verifier-that-is-long-enough-to-be-one-000000";
        var fields = authorization();
        fields.put(
                "code_challenge",
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(MessageDigest.getInstance("SHA-256")
                                .digest(verifier.getBytes(StandardCharsets.US_ASCII))));
        var endpoint = configuration.path("authorization_endpoint").asText();
        assertThat(get(endpoint + "?" + TenantClient.form(fields)).text()).contains("Amara Singh");

        fields.put("username", "amara.singh");
        fields.put("password", "wrong");
        assertThat(post(URI.create(endpoint), fields).status()).isEqualTo(401);
        fields.put("password", "amara.singh");
        var signedIn = post(URI.create(endpoint), fields);

        assertThat(signedIn.status()).isEqualTo(302);
        assertThat(signedIn.header("Location")).startsWith(REDIRECT + "?code=").endsWith("&state=the+state");
        var code = signedIn.header("Location").replaceFirst(".*code=([^&]+).*", "$1");
        var exchange = Map.of(
                "grant_type", "authorization_code",
                "code", code,
                "redirect_uri", REDIRECT,
                "code_verifier", verifier);
        var basic = Base64.getEncoder()
                .encodeToString((Seeds.CLIENT_ID + ":" + Seeds.CLIENT_SECRET).getBytes(StandardCharsets.UTF_8));
        var tokenEndpoint = URI.create(configuration.path("token_endpoint").asText());
        var tokens = client.send("POST", tokenEndpoint, TenantClient.form(exchange), "Authorization", "Basic " + basic);
        var again = client.send("POST", tokenEndpoint, TenantClient.form(exchange), "Authorization", "Basic " + basic);

        var claims = SignedJWT.parse(tokens.json().path("id_token").asText()).getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(tenant.issuer().toString());
        assertThat(claims.getAudience()).containsExactly(Seeds.CLIENT_ID);
        assertThat(claims.getStringClaim("oid")).isEqualTo(Seeds.AMARA_SINGH_ID);
        assertThat(claims.getStringClaim("tid")).isEqualTo(Seeds.TENANT_ID);
        assertThat(claims.getStringClaim("nonce")).isEqualTo("n-1");
        assertThat(claims.getStringClaim("preferred_username")).isEqualTo("amara.singh@northfield.onmicrosoft.com");
        assertThat(claims.getStringListClaim("groups")).containsExactly(Seeds.SPONSORS_GROUP_ID);
        assertThat(again.status()).isEqualTo(400);
        var info = client.send(
                "GET",
                URI.create(configuration.path("userinfo_endpoint").asText()),
                "",
                "Authorization",
                "Bearer " + tokens.json().path("access_token").asText());
        assertThat(info.json().path("name").asText()).isEqualTo("Amara Singh");
        assertThat(get(configuration.path("jwks_uri").asText()).json().path("keys"))
                .hasSize(1);
        assertThat(get(configuration.path("end_session_endpoint").asText()
                                + "?post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A8080%2F")
                        .header("Location"))
                .isEqualTo("http://localhost:8080/");
    }

    @Test
    void signInReturnsToKnownAddressesOnly() {
        var fields = authorization();
        fields.put("redirect_uri", "https://elsewhere.example/");

        var page =
                get(tenant.httpUrl() + "/" + Seeds.TENANT_ID + "/oauth2/v2.0/authorize?" + TenantClient.form(fields));

        assertThat(page.status()).isEqualTo(400);
    }

    private static Map<String, String> authorization() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("client_id", Seeds.CLIENT_ID);
        fields.put("response_type", "code");
        fields.put("redirect_uri", REDIRECT);
        fields.put("scope", "openid profile");
        fields.put("state", "the state");
        fields.put("nonce", "n-1");
        return fields;
    }

    private TenantClient.Answer get(String url) {
        return client.send("GET", URI.create(url), "");
    }

    private TenantClient.Answer post(String path, Map<String, String> fields) {
        return post(URI.create(tenant.httpUrl() + path), fields);
    }

    private TenantClient.Answer post(URI url, Map<String, String> fields) {
        return client.send("POST", url, TenantClient.form(fields), "Content-Type", "application/x-www-form-urlencoded");
    }
}
