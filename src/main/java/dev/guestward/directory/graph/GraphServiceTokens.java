package dev.guestward.directory.graph;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import dev.guestward.directory.DirectoryAccess.Role;
import dev.guestward.directory.ServiceTokens;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** {@link ServiceTokens} of the application that reads. */
@Component
class GraphServiceTokens implements ServiceTokens {
    private final GraphSettings settings;
    private final Environment environment;

    GraphServiceTokens(GraphSettings settings, Environment environment) {
        this.settings = settings;
        this.environment = environment;
    }

    @Override
    public ServiceToken token(String scope) {
        GraphCredentials credentials = new GraphCredentials(
                settings,
                TrustedConnections.trusting(settings.truststore()),
                GraphProxy.of(settings.proxy(), environment::getProperty));
        AccessToken token =
                credentials.of(settings.identity(Role.READER)).getTokenSync(new TokenRequestContext().addScopes(scope));
        return new ServiceToken(token.getToken(), token.getExpiresAt().toInstant());
    }
}
