package dev.guestward.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.guestward.embedded.SeedPeople;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/** Which access tokens the API takes, with an issuer of our own. */
class ApiTokensTest {
    private static final String TENANT = "7e4a0000-0000-4000-8000-000000000001";

    private HttpServer server;
    private String issuer;
    private RSAKey key;
    private JwtDecoder decoder;

    @BeforeEach
    void start() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("k").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://localhost:" + server.getAddress().getPort() + "/" + TENANT + "/v2.0";
        answer("/" + TENANT + "/v2.0/.well-known/openid-configuration", """
                {"issuer":"%1$s","jwks_uri":"%1$s/keys","authorization_endpoint":"%1$s/a","token_endpoint":"%1$s/t",
                 "subject_types_supported":["pairwise"],"response_types_supported":["code"],
                 "id_token_signing_alg_values_supported":["RS256"]}""".formatted(issuer));
        answer("/" + TENANT + "/v2.0/keys", new JWKSet(key.toPublicJWK()).toString());
        server.start();
        decoder = tokens(Map.of(), new SignInSettings.Oidc(issuer, "api://guestward", TENANT, "access_as_user"))
                .decoder();
    }

    private void answer(String path, String json) {
        server.createContext(path, exchange -> {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aTokenForUsNamesThePersonByObjectId() throws Exception {
        String token = signed(
                claims -> claims.claim("oid", SeedPeople.AMARA.id().value().toUpperCase(Locale.ROOT)));

        ApiTokens tokens =
                tokens(Map.of(), new SignInSettings.Oidc(issuer, "api://guestward", TENANT, "access_as_user"));

        assertThat(tokens.person(decoder.decode(token)).getName())
                .isEqualTo(SeedPeople.AMARA.id().value());
        assertThat(tokens.person(decoder.decode(token)).getAuthorities()).isEmpty();
    }

    @Test
    void tokensForOthersAreRefused() throws Exception {
        Instant now = Clock.systemUTC().instant();
        refused(claims -> claims.audience("api://somebody-else"));
        refused(claims -> claims.issuer(issuer.replace(TENANT, "common")));
        refused(claims -> claims.claim("tid", "7e4a0000-0000-4000-8000-000000000002"));
        refused(claims -> claims.claim("oid", null));
        refused(claims -> claims.claim("oid", "amara.singh"));
        refused(claims -> claims.expirationTime(Date.from(now.minus(Duration.ofMinutes(5)))));
        refused(claims -> claims.notBeforeTime(Date.from(now.plus(Duration.ofMinutes(5)))));
    }

    /** It is issued for the same client, and signing out takes it through addresses. */
    @Test
    void aTokenThatOnlySaysWhoSignedInIsNoKey() throws Exception {
        String client = "5e7c0000-0000-4000-8000-000000000001";
        JwtDecoder byClient = tokens(
                        Map.of("spring.security.oauth2.client.registration.entra.client-id", client),
                        new SignInSettings.Oidc(issuer, null, TENANT, "access_as_user"))
                .decoder();

        assertThat(byClient.decode(signed(claims -> claims.audience(client))).getSubject())
                .isEqualTo("pairwise");
        for (UnaryOperator<JWTClaimsSet.Builder> change : List.<UnaryOperator<JWTClaimsSet.Builder>>of(
                claims -> claims.claim("scp", null).claim("nonce", "n"),
                claims -> claims.claim("scp", null),
                // roles of a person, in the token for signing in
                claims -> claims.claim("scp", null).claim("roles", List.of("Writer")),
                claims -> claims.claim("nonce", "n"))) {
            String token = signed(claims -> change.apply(claims.audience(client)));
            assertThatThrownBy(() -> byClient.decode(token))
                    .isInstanceOf(JwtException.class)
                    .hasMessageContaining("not for calls");
        }
    }

    @Test
    void aPersonsTokenNamesTheScopeAndAnApplicationsNone() throws Exception {
        refused(claims -> claims.claim("scp", "User.Read"));
        refused(claims -> claims.claim("scp", "access_as_user_too"));
        refused(claims -> claims.claim("scp", null).claim("idtyp", "user"));
        String robot = SeedPeople.ADMIN.id().value();

        assertThatCode(() -> decoder.decode(signed(claims ->
                        claims.claim("scp", null).claim("idtyp", "app").claim("oid", robot))))
                .doesNotThrowAnyException();
        assertThatCode(() -> decoder.decode(signed(claims -> claims.claim("scp", null)
                        .claim("roles", List.of("Scrape"))
                        .subject(robot)
                        .claim("oid", robot))))
                .doesNotThrowAnyException();
    }

    @Test
    void tokensOfNoOrAnotherSignatureAreRefused() throws Exception {
        JWTClaimsSet claims = claims().build();
        RSAKey other = new RSAKeyGenerator(2048).keyID("k").generate();
        SignedJWT forged = new SignedJWT(header(JWSAlgorithm.RS256), claims);
        forged.sign(new RSASSASigner(other));
        SignedJWT symmetric = new SignedJWT(header(JWSAlgorithm.HS256), claims);
        symmetric.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));

        for (String token :
                new String[] {new PlainJWT(claims).serialize(), forged.serialize(), symmetric.serialize(), "x.y.z", "x"
                }) {
            assertThatThrownBy(() -> decoder.decode(token)).isInstanceOf(JwtException.class);
        }
    }

    @Test
    void nothingIsAskedOfTheIssuerBeforeTheFirstToken() {
        server.stop(0);

        assertThatCode(() -> tokens(
                                Map.of(
                                        "spring.security.oauth2.client.registration.entra.client-id",
                                        "guestward",
                                        "spring.security.oauth2.client.provider.entra.issuer-uri",
                                        issuer),
                                new SignInSettings.Oidc(null, null, null, "access_as_user"))
                        .decoder())
                .doesNotThrowAnyException();
    }

    private void refused(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        String token = signed(change);
        assertThatThrownBy(() -> decoder.decode(token)).isInstanceOf(JwtException.class);
    }

    private String signed(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        SignedJWT token =
                new SignedJWT(header(JWSAlgorithm.RS256), change.apply(claims()).build());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private static JWSHeader header(JWSAlgorithm algorithm) {
        return new JWSHeader.Builder(algorithm).keyID("k").build();
    }

    private JWTClaimsSet.Builder claims() {
        Instant now = Clock.systemUTC().instant();
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience("api://guestward")
                .claim("tid", TENANT)
                .claim("oid", SeedPeople.AMARA.id().value())
                .subject("pairwise")
                .claim("scp", "openid access_as_user")
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now.minusSeconds(5)))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(30))));
    }

    private static ApiTokens tokens(Map<String, String> properties, SignInSettings.Oidc oidc) {
        MockEnvironment environment = new MockEnvironment();
        properties.forEach(environment::setProperty);
        return new ApiTokens(
                new SignInSettings(Map.of(), "us", "the desk", Duration.ofHours(12), oidc),
                new Registrations(environment));
    }
}
