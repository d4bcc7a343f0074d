package dev.guestward.directory.changes;

import dev.guestward.directory.ServiceTokens;
import dev.guestward.directory.ServiceTokens.ServiceToken;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.jspecify.annotations.Nullable;

/** Signs in to an event hub with a token of our application. Kafka makes it by name, before each token ends. */
public final class EventHubSignIn implements AuthenticateCallbackHandler {
    static final String TOKENS = "guestward.event-hubs.tokens";
    static final String SCOPE = "guestward.event-hubs.scope";

    private @Nullable ServiceTokens tokens;
    private String scope = "";

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
        tokens = (ServiceTokens) configs.get(TOKENS);
        scope = String.valueOf(configs.get(SCOPE));
    }

    @Override
    public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof OAuthBearerTokenCallback wanted) {
                wanted.token(token());
            } else if (!(callback instanceof SaslExtensionsCallback)) {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    private OAuthBearerToken token() throws IOException {
        try {
            return new Token(Objects.requireNonNull(tokens).token(scope), scope);
        } catch (RuntimeException e) {
            // the client of Kafka knows no other way of a sign-in to fail
            throw new IOException("There is no token for the event hub now", e);
        }
    }

    @Override
    public void close() {
        // the tokens are not ours
    }

    private record Token(ServiceToken from, String wanted) implements OAuthBearerToken {
        @Override
        public String value() {
            return from.value();
        }

        @Override
        public Set<String> scope() {
            return Set.of(wanted);
        }

        @Override
        public long lifetimeMs() {
            return from.endsAt().toEpochMilli();
        }

        /** Unknown; then Kafka counts from when it got the token. */
        @Override
        public @Nullable Long startTimeMs() {
            return null;
        }

        @Override
        public String principalName() {
            return "guestward";
        }

        @Override
        public String toString() {
            return "Token until " + from.endsAt();
        }
    }
}
