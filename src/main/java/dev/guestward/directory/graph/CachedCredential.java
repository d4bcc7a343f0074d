package dev.guestward.directory.graph;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Keeps a token until shortly before it ends. The credential below has a cache of its own, but it misses for every
 * authority that is not one of the public clouds, and would then fetch a token for each call.
 *
 * <p>A request with claims (the directory wants a fresh token) always goes through. Expiry is counted in real time.
 */
final class CachedCredential implements TokenCredential {
    private static final Duration EARLY = Duration.ofMinutes(5);

    private final TokenCredential source;
    private @Nullable AccessToken token;

    CachedCredential(TokenCredential source) {
        this.source = source;
    }

    @Override
    public Mono<AccessToken> getToken(TokenRequestContext request) {
        return Mono.fromCallable(() -> getTokenSync(request));
    }

    @Override
    public synchronized AccessToken getTokenSync(TokenRequestContext request) {
        AccessToken kept = token;
        if (request.getClaims() == null
                && kept != null
                && kept.getDurationUntilExpiration().compareTo(EARLY) > 0) {
            return kept;
        }
        AccessToken fresh = source.getTokenSync(request);
        token = fresh;
        return fresh;
    }
}
