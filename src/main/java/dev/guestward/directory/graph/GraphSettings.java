package dev.guestward.directory.graph;

import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How to reach the tenant.
 *
 * @param baseUrl address of Microsoft Graph, version included
 * @param authority who issues tokens; must be https
 * @param tenantId the tenant's id, a GUID or one of its domains
 * @param clientId id of the app registration
 * @param clientSecret its secret; either this or {@code certificate}
 * @param certificate path of a PEM file with certificate and private key
 * @param truststore path of a PEM file with further certificate authorities to trust, for a proxy or a private endpoint
 * @param callTimeout bound on one call to Graph, everything included
 */
@Validated
@ConfigurationProperties("guestward.graph")
public record GraphSettings(
        @DefaultValue("https://graph.microsoft.com/v1.0") URI baseUrl,
        @DefaultValue("https://login.microsoftonline.com") URI authority,
        @NotBlank String tenantId,
        @NotBlank String clientId,
        @Nullable String clientSecret,
        @Nullable Path certificate,
        @Nullable Path truststore,
        @DefaultValue("20s") Duration callTimeout) {

    private static final URI PUBLIC_AUTHORITY = URI.create("https://login.microsoftonline.com");

    public GraphSettings {
        if (!"https".equals(authority.getScheme())) {
            throw new IllegalArgumentException("guestward.graph.authority must be an https address");
        }
        if (baseUrl.getHost() == null) {
            throw new IllegalArgumentException("guestward.graph.base-url must be an absolute address");
        }
        boolean secret = clientSecret != null && !clientSecret.isBlank();
        if (secret == (certificate != null)) {
            throw new IllegalArgumentException(
                    "Set either guestward.graph.client-secret or guestward.graph.certificate, and only one of them");
        }
        if (callTimeout.isNegative() || callTimeout.isZero() || callTimeout.compareTo(Duration.ofSeconds(60)) > 0) {
            throw new IllegalArgumentException("guestward.graph.call-timeout must be between 1s and 60s");
        }
    }

    boolean privateAuthority() {
        return !PUBLIC_AUTHORITY.equals(authority);
    }

    @Override
    public String toString() {
        return "GraphSettings[" + baseUrl + ", tenant " + tenantId + ", client " + clientId + "]";
    }
}
