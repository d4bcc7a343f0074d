package dev.guestward.directory.graph;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * As whom one or more of our roles sign in: an application and one kind of proof. Equal ones share a credential.
 *
 * @param clientId id of the app registration; with {@code managedIdentity} that of a user-assigned identity, or null for
 *     the machine's own
 * @param clientSecret the application's secret
 * @param certificate path of a PEM file with certificate and private key, or of a PKCS12 file
 * @param certificatePassword opens the PKCS12 file
 * @param federatedTokenFile path of a file that the platform keeps filled with a token (workload identity)
 * @param managedIdentity the machine's identity in the vendor's cloud
 */
public record GraphIdentity(
        @Nullable String clientId,
        @Nullable String clientSecret,
        @Nullable Path certificate,
        @Nullable String certificatePassword,
        @Nullable Path federatedTokenFile,
        boolean managedIdentity) {
    private static final String KINDS = "client-secret, certificate, federated-token-file, managed-identity";

    public GraphIdentity {
        // an environment variable that is passed on but not set arrives as an empty text
        clientId = clientId == null || clientId.isBlank() ? null : clientId;
        clientSecret = clientSecret == null || clientSecret.isBlank() ? null : clientSecret;
        certificatePassword = certificatePassword == null || certificatePassword.isEmpty() ? null : certificatePassword;
        certificate = certificate == null || certificate.toString().isBlank() ? null : certificate;
        federatedTokenFile =
                federatedTokenFile == null || federatedTokenFile.toString().isBlank() ? null : federatedTokenFile;
    }

    /** This one as an exception from a default: what it does not say is taken from there. */
    GraphIdentity over(GraphIdentity base, String prefix) {
        String client = clientId == null ? base.clientId : clientId;
        if (!kinds().isEmpty()) {
            return new GraphIdentity(
                    managedIdentity ? clientId : client,
                    clientSecret,
                    certificate,
                    certificatePassword,
                    federatedTokenFile,
                    managedIdentity);
        }
        if (base.clientSecret != null && client != null && !client.equals(base.clientId)) {
            throw new IllegalArgumentException(prefix + ".client-secret is needed: " + prefix
                    + ".client-id names another application, and a secret belongs to one only");
        }
        return new GraphIdentity(
                client,
                base.clientSecret,
                base.certificate,
                base.certificatePassword,
                base.federatedTokenFile,
                base.managedIdentity);
    }

    void check(String prefix) {
        List<String> kinds = kinds();
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("One of " + KINDS + " is needed under " + prefix);
        }
        if (kinds.size() > 1) {
            throw new IllegalArgumentException(
                    "Only one of these can be set under " + prefix + ": " + String.join(", ", kinds));
        }
        if (clientId == null && !managedIdentity) {
            throw new IllegalArgumentException(prefix + ".client-id is needed");
        }
        if (certificatePassword != null && certificate == null) {
            throw new IllegalArgumentException(
                    prefix + ".certificate is needed where " + prefix + ".certificate-password is set");
        }
    }

    boolean isPkcs12() {
        String name = certificate == null ? "" : certificate.toString().toLowerCase(Locale.ROOT);
        return certificatePassword != null || name.endsWith(".p12") || name.endsWith(".pfx");
    }

    /** Names of the settings that hold a proof; one, once it has been checked. */
    List<String> kinds() {
        List<String> kinds = new ArrayList<>();
        if (clientSecret != null) {
            kinds.add("client-secret");
        }
        if (certificate != null) {
            kinds.add("certificate");
        }
        if (federatedTokenFile != null) {
            kinds.add("federated-token-file");
        }
        if (managedIdentity) {
            kinds.add("managed-identity");
        }
        return kinds;
    }

    @Override
    public String toString() {
        return "GraphIdentity[" + (clientId == null ? "managed identity" : clientId) + ", " + kinds() + "]";
    }
}
