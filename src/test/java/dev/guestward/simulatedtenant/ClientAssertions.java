package dev.guestward.simulatedtenant;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Client assertions: signed by a registered certificate, or by an issuer a federated credential trusts. */
final class ClientAssertions {
    private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256);
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final AppCredentials credentials;

    ClientAssertions(AppCredentials credentials) {
        this.credentials = credentials;
    }

    /** Returns if the assertion in a token request proves that it comes from this application. */
    void check(Request request, Map<String, String> form, AppRegistration app) {
        if (!TYPE.equals(form.get("client_assertion_type"))) {
            throw new TokenRefusal(
                    400,
                    "invalid_request",
                    900144,
                    "The request body must contain the following parameter: 'client_assertion_type'.");
        }
        try {
            var assertion = SignedJWT.parse(form.getOrDefault("client_assertion", ""));
            var claims = assertion.getJWTClaimsSet();
            if (app.clientId().equals(claims.getIssuer())) {
                checkCertificate(request, assertion, claims, app);
            } else {
                checkFederated(assertion, claims, app);
            }
            checkTimes(claims);
        } catch (ParseException e) {
            throw notAccepted("it is not a signed token");
        } catch (JOSEException e) {
            throw notAccepted("its signature cannot be checked");
        }
    }

    private void checkCertificate(Request request, SignedJWT assertion, JWTClaimsSet claims, AppRegistration app)
            throws JOSEException {
        if (!app.clientId().equals(claims.getSubject())) {
            throw notAccepted("its subject is not the application");
        }
        var endpoint = request.base() + request.pathText();
        var issuer = endpoint.replaceFirst("/oauth2/v2\\.0/token$", "/v2.0");
        if (!claims.getAudience().contains(endpoint) && !claims.getAudience().contains(issuer)) {
            throw notAccepted("its audience is not this endpoint");
        }
        var certificate = credentials.certificatesOf(app).stream()
                .filter(registered -> names(assertion.getHeader(), registered))
                .findFirst()
                .orElseThrow(() -> notAccepted("the key was not found by its thumbprint"));
        if (!signedBy((RSAPublicKey) certificate.getPublicKey(), assertion)) {
            throw notAccepted("the signature is not valid");
        }
        try {
            certificate.checkValidity();
        } catch (CertificateException e) {
            throw notAccepted("the certificate is outside its validity");
        }
    }

    /** MSAL writes thumbprints in either alphabet of Base64. */
    private static boolean names(JWSHeader header, X509Certificate certificate) {
        var asked = header.toJSONObject();
        return asked.containsKey("x5t#S256")
                ? same(asked.get("x5t#S256"), thumbprint(certificate, "SHA-256"))
                : same(asked.get("x5t"), thumbprint(certificate, "SHA-1"));
    }

    private static boolean same(@Nullable Object asked, Base64URL thumbprint) {
        return asked instanceof String text
                && text.replace('+', '-').replace('/', '_').replace("=", "").equals(thumbprint.toString());
    }

    private static Base64URL thumbprint(X509Certificate certificate, String algorithm) {
        try {
            return Base64URL.encode(MessageDigest.getInstance(algorithm).digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean signedBy(RSAPublicKey key, SignedJWT assertion) throws JOSEException {
        return ALGORITHMS.contains(assertion.getHeader().getAlgorithm()) && assertion.verify(new RSASSAVerifier(key));
    }

    private void checkFederated(SignedJWT assertion, JWTClaimsSet claims, AppRegistration app) throws JOSEException {
        var trusted = credentials.federatedOf(app).stream()
                .filter(credential -> credential.issuer().equals(claims.getIssuer())
                        && claims.getAudience().contains(credential.audience()))
                .toList();
        if (trusted.isEmpty()) {
            throw new TokenRefusal(
                    400,
                    "invalid_request",
                    70021,
                    "No matching federated identity record found for presented assertion. Assertion Issuer: '"
                            + claims.getIssuer() + "'. Assertion Audience: '"
                            + String.join(",", claims.getAudience()) + "'.");
        }
        var credential = trusted.stream()
                .filter(candidate -> candidate.subject().equals(claims.getSubject()))
                .findFirst()
                .orElseThrow(() -> TokenRefusal.client(
                        700213,
                        "No matching federated identity record found for presented assertion subject '"
                                + claims.getSubject() + "'."));
        if (credential.keys().isPresent()) {
            for (JWK key : credential.keys().get().getKeys()) {
                if (key instanceof RSAKey rsa && signedBy(rsa.toRSAPublicKey(), assertion)) {
                    return;
                }
            }
            throw notAccepted("no key of its issuer signed it");
        }
    }

    private static void checkTimes(JWTClaimsSet claims) {
        var now = Instant.now();
        Date expires = claims.getExpirationTime();
        Date begins = claims.getNotBeforeTime();
        boolean early = begins != null && begins.toInstant().isAfter(now.plus(SKEW));
        if (expires == null || expires.toInstant().isBefore(now.minus(SKEW)) || early) {
            throw TokenRefusal.client(700024, "Client assertion is not within its valid time range.");
        }
    }

    private static TokenRefusal notAccepted(String why) {
        return TokenRefusal.client(700027, "Client assertion failed signature validation: " + why + ".");
    }
}
