package dev.guestward.directory.graph;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.Configuration;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.Objects;

/** Makes the vendor's credential for an identity. Each is new, with a cache of its own. */
final class GraphCredentials {
    private final GraphSettings settings;
    private final HttpClient http;
    private final RetryOptions once = new RetryOptions(new FixedDelayOptions(1, Duration.ofMillis(200)));

    GraphCredentials(GraphSettings settings, TrustedConnections connections, ProxySelector proxy) {
        this.settings = settings;
        this.http = new JdkHttpClientBuilder(java.net.http.HttpClient.newBuilder()
                        .sslContext(connections.context())
                        .proxy(proxy))
                // else it looks for a proxy in the environment, past ours
                .configuration(Configuration.NONE)
                .connectionTimeout(Duration.ofSeconds(5))
                .responseTimeout(settings.callTimeout())
                .build();
    }

    TokenCredential of(GraphIdentity identity) {
        if (identity.managedIdentity()) {
            ManagedIdentityCredentialBuilder builder =
                    new ManagedIdentityCredentialBuilder().retryOptions(once).httpClient(http);
            return (identity.clientId() == null ? builder : builder.clientId(identity.clientId())).build();
        }
        if (identity.federatedTokenFile() != null) {
            return common(new WorkloadIdentityCredentialBuilder(), identity)
                    .tokenFilePath(identity.federatedTokenFile().toString())
                    .build();
        }
        if (identity.certificate() == null) {
            return common(new ClientSecretCredentialBuilder(), identity)
                    .clientSecret(Objects.requireNonNull(identity.clientSecret()))
                    .build();
        }
        ClientCertificateCredentialBuilder builder = common(new ClientCertificateCredentialBuilder(), identity);
        String file = identity.certificate().toString();
        return identity.isPkcs12()
                ? builder.pfxCertificate(file)
                        .clientCertificatePassword(Objects.requireNonNullElse(identity.certificatePassword(), ""))
                        .build()
                : builder.pemCertificate(file).build();
    }

    private <B extends AadCredentialBuilderBase<B>> B common(B builder, GraphIdentity identity) {
        builder.tenantId(settings.tenantId())
                .clientId(Objects.requireNonNull(identity.clientId()))
                .authorityHost(settings.authority().toString())
                .retryOptions(once)
                .httpClient(http);
        return settings.privateAuthority() ? builder.disableInstanceDiscovery() : builder;
    }
}
