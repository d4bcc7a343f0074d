package dev.guestward.directory.graph;

import com.microsoft.graph.core.authentication.AzureIdentityAuthenticationProvider;
import com.microsoft.graph.core.requests.BaseGraphRequestAdapter;
import com.microsoft.graph.core.requests.GraphClientFactory;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.kiota.RequestOption;
import com.microsoft.kiota.http.middleware.options.RedirectHandlerOption;
import com.microsoft.kiota.http.middleware.options.RetryHandlerOption;
import dev.guestward.directory.DirectoryAccess.Role;
import java.io.IOException;
import java.net.ProxySelector;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * One credential and one client for each application we sign in as: tokens are cached per credential.
 *
 * <p>The SDK's own retries are off. They would repeat acts whose outcome is unknown, and sleep in the calling thread. Nor
 * does it follow redirections, which might lead to another host.
 */
@Configuration(proxyBeanMethods = false)
class GraphConfiguration {

    @Bean
    GraphClients graphClients(GraphSettings settings, Environment environment, Clock clock) {
        return clients(settings, GraphProxy.of(settings.proxy(), environment::getProperty), clock);
    }

    static GraphClients clients(GraphSettings settings, ProxySelector proxy, Clock clock) {
        TrustedConnections connections = TrustedConnections.trusting(settings.truststore());
        GraphCredentials credentials = new GraphCredentials(settings, connections, proxy);
        ReadBudget reads = new ReadBudget(settings.readsPerSecond());
        GraphCertificates certificates = new GraphCertificates(clock);
        Map<GraphIdentity, GraphClients.Client> made = new HashMap<>();
        Map<Role, GraphClients.Client> byRole = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            byRole.put(role, made.computeIfAbsent(settings.identity(role), identity -> {
                certificates.check(identity);
                CachedCredential credential = new CachedCredential(() -> credentials.of(identity));
                return new GraphClients.Client(
                        identity,
                        credential,
                        client(
                                settings,
                                http(settings, connections, proxy, new LastGate(clock, credential, reads)),
                                credential));
            }));
        }
        return new GraphClients(Map.copyOf(byRole));
    }

    private static GraphServiceClient client(GraphSettings settings, OkHttpClient http, CachedCredential credential) {
        // without the host the SDK leaves the token off silently
        var authentication = new AzureIdentityAuthenticationProvider(
                credential, new String[] {settings.baseUrl().getHost()}, CachedCredential.SCOPE);
        return new GraphServiceClient(
                new BaseGraphRequestAdapter(authentication, settings.baseUrl().toString(), http));
    }

    private static OkHttpClient http(
            GraphSettings settings, TrustedConnections connections, ProxySelector proxy, LastGate gate) {
        return GraphClientFactory.create(new RequestOption[] {
                    new RetryHandlerOption((delay, count, request, response) -> false, 0, 0),
                    new RedirectHandlerOption(0, response -> false)
                })
                .addInterceptor(GraphConfiguration::readAgain)
                .addNetworkInterceptor(gate)
                .followRedirects(false)
                .followSslRedirects(false)
                .proxySelector(proxy)
                .sslSocketFactory(connections.context().getSocketFactory(), connections.trustManager())
                .connectTimeout(Duration.ofSeconds(5))
                .readTimeout(settings.callTimeout())
                .callTimeout(settings.callTimeout())
                // it would repeat acts, too; reads are repeated by the interceptor
                .retryOnConnectionFailure(false)
                .connectionPool(new ConnectionPool(10, 20, TimeUnit.SECONDS))
                .build();
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
