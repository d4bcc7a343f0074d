package dev.guestward.simulatedtenant;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Optional;

/** The key behind all tokens of this run. */
final class SigningKey {
    private final RSAKey key;

    SigningKey() {
        try {
            key = new RSAKeyGenerator(2048).keyID("simulated-tenant").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String sign(JWTClaimsSet claims) {
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .type(JOSEObjectType.JWT)
                    .keyID(key.getKeyID())
                    .build();
            var token = new SignedJWT(header, claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The claims of a token this run signed and that has not expired, in real time. */
    Optional<JWTClaimsSet> verified(String token) {
        try {
            var parsed = SignedJWT.parse(token);
            var claims = parsed.getJWTClaimsSet();
            if (parsed.verify(new RSASSAVerifier(key.toRSAPublicKey()))
                    && claims.getExpirationTime() != null
                    && claims.getExpirationTime().toInstant().isAfter(Instant.now())) {
                return Optional.of(claims);
            }
            return Optional.empty();
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }

    String publicKeys() {
        return new JWKSet(key.toPublicJWK()).toString();
    }
}
