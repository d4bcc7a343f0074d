package dev.guestward.signup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tokens, and the hashes under which tokens, addresses and networks are kept. */
@Component
class SignUpSecrets {
    private static final int TOKEN_BYTES = 32;
    private static final int IPV6_NETWORK_BYTES = 8;
    private static final Pattern LITERAL = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]{2,45}(?:%.*)?");

    private final SecureRandom random = new SecureRandom();
    private final JdbcClient db;

    SignUpSecrets(JdbcClient db) {
        this.db = db;
    }

    String newToken() {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    String ofToken(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    String ofAddress(String email) {
        return keyed("address:" + email.toLowerCase(Locale.ROOT));
    }

    /** @param remote a network address; of a long one only the half that names the network, in which one caller has many */
    String ofSource(String remote) {
        return keyed("source:" + network(remote));
    }

    String ofOpening(long millis) {
        return keyed("opening:" + millis);
    }

    private static String network(String remote) {
        if (!LITERAL.matcher(remote).matches()) {
            return remote; // never looked up as a name
        }
        try {
            InetAddress address = InetAddress.getByName(remote.replaceFirst("%.*", ""));
            return address instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), IPV6_NETWORK_BYTES))
                    : address.getHostAddress();
        } catch (UnknownHostException e) {
            return remote;
        }
    }

    private String keyed(String text) {
        String key = db.sql("select key from sign_up_key").query(String.class).single();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has HmacSHA256", e);
        }
    }
}
