package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.ClientAssertionCredentialBuilder;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateTokenTest extends RunningTenant {
    private static final AppKey KEY = AppKey.create();
    private static final String CLUSTER = "https://cluster.northfield.example";
    private static final String SUBJECT = "system:serviceaccount:guestward:server";
    private static final TokenRequestContext GRAPH =
            new TokenRequestContext().addScopes("https://graph.microsoft.com/.default");

    @Test
    void microsoftsClientSignsInWithARegisteredCertificate() {
        register(KEY);

        var graph = client.graph(new ClientCertificateCredentialBuilder()
                .tenantId(tenant.tenantId())
                .clientId(tenant.clientId())
                .pemCertificate(new ByteArrayInputStream(KEY.pem().getBytes(StandardCharsets.US_ASCII)))
                .sendCertificateChain(true)
                .authorityHost(tenant.authority().toString())
                .disableInstanceDiscovery()
                .httpClient(client.azureHttp())
                .build());

        assertThat(Objects.requireNonNull(graph.users().get()).getValue()).isNotEmpty();
    }

    @Test
    void microsoftsClientReportsThatACertificateIsNotKnown() {
        var credential = new ClientCertificateCredentialBuilder()
                .tenantId(tenant.tenantId())
                .clientId(tenant.clientId())
                .pemCertificate(new ByteArrayInputStream(KEY.pem().getBytes(StandardCharsets.US_ASCII)))
                .authorityHost(tenant.authority().toString())
                .disableInstanceDiscovery()
                .httpClient(client.azureHttp())
                .build();

        assertThatThrownBy(() -> credential.getTokenSync(GRAPH)).hasMessageContaining("AADSTS700027");
    }

    @Test
    void microsoftsClientSignsInWithTheTokenFileOfAWorkload(@TempDir Path directory) throws IOException {
        trustCluster("");
        var file = Files.writeString(directory.resolve("token"), workloadToken(CLUSTER, SUBJECT));

        var graph = client.graph(new WorkloadIdentityCredentialBuilder()
                .tenantId(tenant.tenantId())
                .clientId(tenant.clientId())
                .tokenFilePath(file.toString())
                .authorityHost(tenant.authority().toString())
                .disableInstanceDiscovery()
                .httpClient(client.azureHttp())
                .build());

        assertThat(Objects.requireNonNull(graph.users().get()).getValue()).isNotEmpty();
    }

    @Test
    void microsoftsClientReportsThatASubjectIsNotTrusted() {
        trustCluster("");
        var credential = new ClientAssertionCredentialBuilder()
                .tenantId(tenant.tenantId())
                .clientId(tenant.clientId())
                .clientAssertion(() -> workloadToken(CLUSTER, "system:serviceaccount:other:server"))
                .authorityHost(tenant.authority().toString())
                .disableInstanceDiscovery()
                .httpClient(client.azureHttp())
                .build();

        assertThatThrownBy(() -> credential.getTokenSync(GRAPH)).hasMessageContaining("AADSTS700213");
    }

    @Test
    void bothThumbprintsAndBothAlgorithmsAreTaken() throws GeneralSecurityException, ParseException {
        register(KEY);
        var sha1 = Base64URL.encode(
                MessageDigest.getInstance("SHA-1").digest(KEY.certificate().getEncoded()));
        var older = JWSHeader.parse(
                Json.object().put("alg", "RS256").put("x5t", sha1.toString()).toString());

        assertThat(answerTo(KEY.sign(header(KEY), claims().build())).status()).isEqualTo(200);
        assertThat(answerTo(KEY.sign(older, claims().build())).status()).isEqualTo(200);
    }

    @Test
    void anAssertionIsCheckedInEveryPart() {
        register(KEY);
        var stranger = AppKey.create();
        var good = claims().build();
        var minutes = Duration.ofMinutes(20);

        refused(700027, stranger.sign(header(KEY), good));
        refused(700027, stranger.sign(header(stranger), good));
        refused(700027, KEY.sign(new JWSHeader(JWSAlgorithm.PS256), good));
        refused(
                700027,
                KEY.sign(
                        new JWSHeader.Builder(JWSAlgorithm.RS512)
                                .x509CertSHA256Thumbprint(thumbprint(KEY))
                                .build(),
                        good));
        refused(700027, KEY.sign(header(KEY), claims().subject("somebody").build()));
        refused(
                700027,
                KEY.sign(
                        header(KEY),
                        claims().audience("https://elsewhere.example").build()));
        refused(700027, "not.a.token");
        refused(
                700024,
                KEY.sign(
                        header(KEY),
                        claims().expirationTime(Date.from(Instant.now().minus(minutes)))
                                .build()));
        refused(
                700024,
                KEY.sign(
                        header(KEY),
                        claims().notBeforeTime(Date.from(Instant.now().plus(minutes)))
                                .build()));
    }

    @Test
    void anExpiredCertificateIsNotAccepted() {
        var old = AppKey.validBetween(
                Instant.now().minus(Duration.ofDays(2)), Instant.now().minus(Duration.ofDays(1)));
        register(old);

        refused(700027, old.sign(header(old), claims().build()));
    }

    @Test
    void aCertificateThatIsTakenAwayIsNotAcceptedAnyMore() {
        register(KEY);
        client.sim("DELETE", "/apps/" + tenant.clientId() + "/certificates", "");

        refused(700027, KEY.sign(header(KEY), claims().build()));
    }

    @Test
    void anotherIssuerOrAudienceIsNotTrusted() {
        trustCluster("");

        var issuer = answerTo(workloadToken("https://other.northfield.example", SUBJECT));
        var audience = answerTo(KEY.sign(
                new JWSHeader(JWSAlgorithm.RS256),
                workloadClaims(CLUSTER, SUBJECT).audience("api://elsewhere").build()));

        assertThat(issuer.status()).isEqualTo(400);
        assertThat(issuer.json().path("error").asText()).isEqualTo("invalid_request");
        assertThat(issuer.json().path("error_codes").path(0).asInt()).isEqualTo(70021);
        assertThat(audience.json().path("error_codes").path(0).asInt()).isEqualTo(70021);
    }

    @Test
    void theSignatureOfAWorkloadCountsWhereTheKeysOfItsIssuerAreKnown() {
        var keys = new JWKSet(new RSAKey.Builder((RSAPublicKey) KEY.keys().getPublic()).build());
        trustCluster(keys.toString());

        assertThat(answerTo(workloadToken(CLUSTER, SUBJECT)).status()).isEqualTo(200);
        refused(
                700027,
                AppKey.create()
                        .sign(
                                new JWSHeader(JWSAlgorithm.RS256),
                                workloadClaims(CLUSTER, SUBJECT).build()));
    }

    private void register(AppKey key) {
        var answer = client.sim(
                "POST",
                "/apps/" + tenant.clientId() + "/certificates",
                Json.object().put("pem", key.certificatePem()).toString());
        assertThat(answer.status()).isEqualTo(201);
    }

    private void trustCluster(String jwks) {
        var body = Json.object().put("issuer", CLUSTER).put("subject", SUBJECT).toString();
        var answer = client.sim(
                "POST",
                "/apps/" + tenant.clientId() + "/federatedCredentials",
                jwks.isEmpty() ? body : body.replaceFirst("}$", ",\"jwks\":" + jwks + "}"));
        assertThat(answer.status()).isEqualTo(201);
    }

    private static JWSHeader header(AppKey key) {
        return new JWSHeader.Builder(JWSAlgorithm.PS256)
                .x509CertSHA256Thumbprint(thumbprint(key))
                .build();
    }

    private static Base64URL thumbprint(AppKey key) {
        return X509CertUtils.computeSHA256Thumbprint(key.certificate());
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(tenant.clientId())
                .subject(tenant.clientId())
                .audience(tenant.authority() + "/" + tenant.tenantId() + "/oauth2/v2.0/token")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    private static JWTClaimsSet.Builder workloadClaims(String issuer, String subject) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(subject)
                .audience("api://AzureADTokenExchange")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    private static String workloadToken(String issuer, String subject) {
        return KEY.sign(
                new JWSHeader(JWSAlgorithm.RS256),
                workloadClaims(issuer, subject).build());
    }

    private void refused(int code, String assertion) {
        var answer = answerTo(assertion);
        assertThat(answer.json().path("error_codes").path(0).asInt()).isEqualTo(code);
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_client");
        assertThat(answer.status()).isEqualTo(401);
    }

    private TenantClient.Answer answerTo(String assertion) {
        return client.token(Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                tenant.clientId(),
                "scope",
                "https://graph.microsoft.com/.default openid profile offline_access",
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                assertion));
    }
}
