package dev.guestward.directory.graph;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the certificate we sign in with, at start: the token library would tell of an unusable one only much later. */
final class GraphCertificates {
    private static final Logger log = LoggerFactory.getLogger(GraphCertificates.class);
    private static final Duration WARN_BEFORE = Duration.ofDays(30);
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

    private final Clock clock;

    GraphCertificates(Clock clock) {
        this.clock = clock;
    }

    void check(GraphIdentity identity) {
        Path file = identity.certificate();
        if (file == null) {
            return;
        }
        Instant end = expiry(identity, file);
        Duration left = Duration.between(clock.instant(), end);
        if (left.isNegative()) {
            log.error("The certificate of application {} has expired at {}", identity.clientId(), end);
        } else if (left.compareTo(WARN_BEFORE) < 0) {
            log.warn("The certificate of application {} expires at {}", identity.clientId(), end);
        }
    }

    static Instant expiry(GraphIdentity identity, Path file) {
        try {
            X509Certificate certificate = identity.isPkcs12() ? fromPkcs12(identity, file) : fromPem(file);
            return certificate.getNotAfter().toInstant();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "The certificate under guestward.graph cannot be used: " + file
                            + " (PEM with certificate and private key, or PKCS12 with certificate-password)",
                    e);
        }
    }

    private static X509Certificate fromPem(Path file) throws GeneralSecurityException, IOException {
        String pem = Files.readString(file, StandardCharsets.US_ASCII);
        Matcher certificate = BLOCK.matcher(pem);
        if (!certificate.find() || !pem.contains("PRIVATE KEY-----")) {
            throw new IOException("certificate or private key is missing");
        }
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(certificate.group().getBytes(StandardCharsets.US_ASCII)));
    }

    private static X509Certificate fromPkcs12(GraphIdentity identity, Path file)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(
                    in,
                    Objects.requireNonNullElse(identity.certificatePassword(), "")
                            .toCharArray());
        }
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate certificate) {
                return certificate;
            }
        }
        throw new IOException("certificate or private key is missing");
    }
}
