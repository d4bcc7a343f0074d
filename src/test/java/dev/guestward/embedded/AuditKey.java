package dev.guestward.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A key for the audit ledger and a second place for its checkpoints, made once in a virtual machine, the way an operator would. */
final class AuditKey {
    private static final String PASSWORD = "embedded";

    private AuditKey() {}

    static Map<String, Object> settings() {
        return Map.of(
                "guestward.audit.key-store", Made.FOLDER.resolve("audit.p12").toString(),
                "guestward.audit.key-store-password", PASSWORD,
                "guestward.audit.second-place",
                        Made.FOLDER.resolve("checkpoints").toString());
    }

    private static final class Made {
        private static final Path FOLDER = make();

        private static Path make() {
            try {
                Path folder = Files.createTempDirectory("guestward-audit");
                KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                X500Name name = new X500Name("CN=Guestward audit of the embedded run");
                Instant now = Instant.now();
                Certificate certificate = new JcaX509CertificateConverter()
                        .getCertificate(new JcaX509v3CertificateBuilder(
                                        name,
                                        BigInteger.ONE,
                                        Date.from(now),
                                        Date.from(now.plus(Duration.ofDays(30))),
                                        name,
                                        pair.getPublic())
                                .build(new JcaContentSignerBuilder("Ed25519").build(pair.getPrivate())));
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry(
                        "guestward", pair.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {certificate});
                try (OutputStream out = Files.newOutputStream(folder.resolve("audit.p12"))) {
                    store.store(out, PASSWORD.toCharArray());
                }
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (GeneralSecurityException | OperatorCreationException e) {
                throw new IllegalStateException("The embedded run could not make a key", e);
            }
        }
    }
}
