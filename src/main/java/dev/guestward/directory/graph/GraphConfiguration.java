package dev.guestward.directory.graph;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.microsoft.graph.core.authentication.AzureIdentityAuthenticationProvider;
import com.microsoft.graph.core.requests.BaseGraphRequestAdapter;
import com.microsoft.graph.core.requests.GraphClientFactory;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.RequestOption;
import com.microsoft.kiota.http.middleware.options.RetryHandlerOption;
import dev.guestward.directory.DirectoryAccess;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * One credential and one client for the whole application: tokens are cached per credential.
 *
 * <p>The SDK's own retries are off. They would repeat acts whose outcome is unknown, and sleep in the calling thread.
 */
@Configuration(proxyBeanMethods = false)
class GraphConfiguration {
    private static final String SCOPE = "https://graph.microsoft.com/.default";

    @Bean
    TrustedConnections graphConnections(GraphSettings settings) {
        return TrustedConnections.trusting(settings.truststore());
    }

    @Bean
    TokenCredential graphCredential(GraphSettings settings, TrustedConnections connections) {
        HttpClient http = new JdkHttpClientBuilder(
                        java.net.http.HttpClient.newBuilder().sslContext(connections.context()))
                .connectionTimeout(Duration.ofSeconds(5))
                .responseTimeout(settings.callTimeout())
                .build();
        RetryOptions once = new RetryOptions(new FixedDelayOptions(1, Duration.ofMillis(200)));
        if (settings.certificate() != null) {
            ClientCertificateCredentialBuilder builder = new ClientCertificateCredentialBuilder()
                    .tenantId(settings.tenantId())
                    .clientId(settings.clientId())
                    .pemCertificate(settings.certificate().toString())
                    .authorityHost(settings.authority().toString())
                    .retryOptions(once)
                    .httpClient(http);
            return new CachedCredential(
                    settings.privateAuthority()
                            ? builder.disableInstanceDiscovery().build()
                            : builder.build());
        }
        ClientSecretCredentialBuilder builder = new ClientSecretCredentialBuilder()
                .tenantId(settings.tenantId())
                .clientId(settings.clientId())
                .clientSecret(Objects.requireNonNull(settings.clientSecret()))
                .authorityHost(settings.authority().toString())
                .retryOptions(once)
                .httpClient(http);
        return new CachedCredential(
                settings.privateAuthority() ? builder.disableInstanceDiscovery().build() : builder.build());
    }

    @Bean
    GraphClients graphClients(
            GraphSettings settings, TrustedConnections connections, TokenCredential credential, Clock clock) {
        // without the host the SDK leaves the token off silently
        var authentication = new AzureIdentityAuthenticationProvider(
                credential, new String[] {settings.baseUrl().getHost()}, SCOPE);
        OkHttpClient http = GraphClientFactory.create(
                        new RequestOption[] {new RetryHandlerOption((delay, count, request, response) -> false, 0, 0)})
                .addInterceptor(GraphConfiguration::readAgain)
                .addNetworkInterceptor(new LastGate(clock))
                .sslSocketFactory(connections.context().getSocketFactory(), connections.trustManager())
                .connectTimeout(Duration.ofSeconds(5))
                .readTimeout(settings.callTimeout())
                .callTimeout(settings.callTimeout())
                // it would repeat acts, too; reads are repeated by the interceptor
                .retryOnConnectionFailure(false)
                .connectionPool(new ConnectionPool(10, 20, TimeUnit.SECONDS))
                .build();
        GraphServiceClient client = new GraphServiceClient(
                new BaseGraphRequestAdapter(authentication, settings.baseUrl().toString(), http));
        Map<DirectoryAccess.Role, GraphServiceClient> byRole = new EnumMap<>(DirectoryAccess.Role.class);
        for (DirectoryAccess.Role role : DirectoryAccess.Role.values()) {
            byRole.put(role, client);
        }
        return new GraphClients(byRole);
    }

    /** A pooled connection that the other side has closed meanwhile fails the next call; a read may simply be made again. */
    private static Response readAgain(Interceptor.Chain chain) throws IOException {
        try {
            return chain.proceed(chain.request());
        } catch (IOException e) {
            if (!"GET".equals(chain.request().method()) || chain.call().isCanceled()) {
                throw e;
            }
            return chain.proceed(chain.request());
        }
    }
}
