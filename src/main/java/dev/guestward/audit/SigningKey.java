package dev.guestward.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Signs checkpoints and evidence with Ed25519. */
@Component
class SigningKey {
    private static final Logger log = LoggerFactory.getLogger(SigningKey.class);
    private static final String ALGORITHM = "Ed25519";

    private final PrivateKey secret;
    private final byte[] open;
    private final boolean lasting;

    /** @throws IllegalArgumentException the key store cannot be used; the text names the setting and what to do */
    SigningKey(AuditSettings settings) {
        Path file = settings.keyStore();
        this.lasting = file != null;
        try {
            if (file == null) {
                log.warn("guestward.audit.key-store is not set: checkpoints are signed with a key of this start only");
                KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
                this.secret = pair.getPrivate();
                this.open = pair.getPublic().getEncoded();
            } else {
                KeyStore store = read(file, settings.keyStorePassword().toCharArray());
                String alias = Collections.list(store.aliases()).stream()
                        .filter(name -> isKey(store, name))
                        .findFirst()
                        .orElseThrow(() -> refused(file, "holds no key", null));
                this.secret = (PrivateKey)
                        store.getKey(alias, settings.keyStorePassword().toCharArray());
                this.open = store.getCertificate(alias).getPublicKey().getEncoded();
                sign(new byte[32]);
            }
        } catch (GeneralSecurityException e) {
            throw refused(file, "is not a PKCS#12 file with an Ed25519 key and this password", e);
        }
    }

    private static KeyStore read(Path file, char[] password) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        } catch (IOException e) {
            throw refused(file, "cannot be opened with guestward.audit.key-store-password", e);
        }
        return store;
    }

    private static boolean isKey(KeyStore store, String alias) {
        try {
            return store.isKeyEntry(alias);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static IllegalArgumentException refused(@Nullable Path file, String why, @Nullable Exception cause) {
        return new IllegalArgumentException("guestward.audit.key-store: " + file + " " + why, cause);
    }

    /** Whether the key is the same after a restart, so that a signature says who signed. */
    boolean lasting() {
        return lasting;
    }

    /** In X.509 form. */
    byte[] open() {
        return open.clone();
    }

    byte[] sign(byte[] what) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initSign(secret);
        signature.update(what);
        return signature.sign();
    }
}
