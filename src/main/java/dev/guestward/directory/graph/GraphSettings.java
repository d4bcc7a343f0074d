package dev.guestward.directory.graph;

import dev.guestward.directory.DirectoryAccess.Role;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How to reach the tenant, and as whom. What is said about the application here holds for every role of {@link
 * dev.guestward.directory.DirectoryAccess} that has nothing of its own under {@code roles}.
 *
 * @param baseUrl address of Microsoft Graph, version included
 * @param authority who issues tokens; must be https
 * @param tenantId the tenant's id, a GUID or one of its domains
 * @param clientId id of the app registration
 * @param clientSecret its secret; this, {@code certificate}, {@code federatedTokenFile} or {@code managedIdentity}
 * @param certificate path of a PEM file with certificate and private key, or of a PKCS12 file
 * @param certificatePassword opens the PKCS12 file
 * @param federatedTokenFile path of a file that the platform keeps filled with a token (workload identity)
 * @param managedIdentity the machine's identity; {@code clientId} then names a user-assigned one
 * @param roles applications of their own for {@code reader}, {@code inviter}, {@code blocker}, {@code remover}
 * @param proxy {@code http://host:port} for tokens and Graph; without it {@code HTTPS_PROXY} and {@code NO_PROXY} of the
 *     environment are followed
 * @param truststore path of a PEM file with further certificate authorities to trust, for a proxy or a private endpoint
 * @param readsPerSecond this node's share of the reads that Graph allows, 350 a second in the smallest tenants
 * @param callTimeout bound on one call to Graph, everything included
 */
@Validated
@ConfigurationProperties("guestward.graph")
public record GraphSettings(
        @DefaultValue("https://graph.microsoft.com/v1.0") URI baseUrl,
        @DefaultValue("https://login.microsoftonline.com") URI authority,
        @NotBlank String tenantId,
        @Nullable String clientId,
        @Nullable String clientSecret,
        @Nullable Path certificate,
        @Nullable String certificatePassword,
        @Nullable Path federatedTokenFile,
        @DefaultValue("false") boolean managedIdentity,
        @DefaultValue Map<Role, GraphIdentity> roles,
        @Nullable URI proxy,
        @Nullable Path truststore,
        @DefaultValue("150") int readsPerSecond,
        @DefaultValue("20s") Duration callTimeout) {

    private static final String PREFIX = "guestward.graph";
    private static final URI PUBLIC_AUTHORITY = URI.create("https://login.microsoftonline.com");

    public GraphSettings {
        roles = Map.copyOf(roles);
        if (!"https".equals(authority.getScheme())) {
            throw new IllegalArgumentException("guestward.graph.authority must be an https address");
        }
        if (baseUrl.getHost() == null) {
            throw new IllegalArgumentException("guestward.graph.base-url must be an absolute address");
        }
        if (callTimeout.isNegative() || callTimeout.isZero() || callTimeout.compareTo(Duration.ofSeconds(60)) > 0) {
            throw new IllegalArgumentException("guestward.graph.call-timeout must be between 1s and 60s");
        }
        if (readsPerSecond < 1 || readsPerSecond > 800) {
            throw new IllegalArgumentException("guestward.graph.reads-per-second must be between 1 and 800");
        }
        if (proxy != null && proxy.toString().isBlank()) {
            proxy = null;
        }
        if (proxy != null
                && !("http".equals(proxy.getScheme())
                        && proxy.getHost() != null
                        && proxy.getPort() > 0
                        && proxy.getUserInfo() == null)) {
            throw new IllegalArgumentException("guestward.graph.proxy must look like http://host:port");
        }
        GraphIdentity base = new GraphIdentity(
                clientId, clientSecret, certificate, certificatePassword, federatedTokenFile, managedIdentity);
        for (Role role : Role.values()) {
            GraphIdentity own = roles.get(role);
            (own == null ? base : own.over(base, prefix(role))).check(own == null ? PREFIX : prefix(role));
        }
    }

    /** As whom a role signs in. */
    GraphIdentity identity(Role role) {
        GraphIdentity base = new GraphIdentity(
                clientId, clientSecret, certificate, certificatePassword, federatedTokenFile, managedIdentity);
        GraphIdentity own = roles.get(role);
        return own == null ? base : own.over(base, prefix(role));
    }

    /** The property that names a role's application. */
    String clientSetting(Role role) {
        GraphIdentity own = roles.get(role);
        return (own == null || own.clientId() == null ? PREFIX : prefix(role)) + ".client-id";
    }

    /** The property that holds what a role proves its application with. */
    String proofSetting(Role role) {
        GraphIdentity own = roles.get(role);
        return (own == null || own.kinds().isEmpty() ? PREFIX : prefix(role)) + "."
                + identity(role).kinds().get(0);
    }

    boolean privateAuthority() {
        return !PUBLIC_AUTHORITY.equals(authority);
    }

    private static String prefix(Role role) {
        return PREFIX + ".roles." + role.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "GraphSettings[" + baseUrl + ", tenant " + tenantId + ", client " + clientId + "]";
    }
}
