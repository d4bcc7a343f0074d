package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Skip and delta tokens: state that travels with the client, signed so that nobody makes up their own. */
final class OpaqueTokens {
    private static final int SIGNATURE = 12;

    private final byte[] key = new byte[32];

    OpaqueTokens() {
        new SecureRandom().nextBytes(key);
    }

    byte[] key() {
        return key.clone();
    }

    /** Goes on with the key of an earlier run, so that its links stay good. */
    void takeKey(byte[] other) {
        System.arraycopy(other, 0, key, 0, key.length);
    }

    String encode(ObjectNode state) {
        var payload = Json.bytes(state);
        var token = Arrays.copyOf(signature(payload), SIGNATURE + payload.length);
        System.arraycopy(payload, 0, token, SIGNATURE, payload.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** The state within a token, or nothing if this tenant did not make it. */
    Optional<ObjectNode> decode(String text) {
        try {
            var token = Base64.getUrlDecoder().decode(text);
            if (token.length > SIGNATURE) {
                var payload = Arrays.copyOfRange(token, SIGNATURE, token.length);
                if (MessageDigest.isEqual(signature(payload), Arrays.copyOf(token, SIGNATURE))) {
                    return Optional.of((ObjectNode) Json.parse(payload));
                }
            }
            return Optional.empty();
        } catch (IllegalArgumentException | IOException e) {
            return Optional.empty();
        }
    }

    private byte[] signature(byte[] payload) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Arrays.copyOf(mac.doFinal(payload), SIGNATURE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
