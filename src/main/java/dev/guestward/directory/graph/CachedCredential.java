package dev.guestward.directory.graph;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Keeps a token until shortly before it ends. The credential below has a cache of its own, but it misses for every
 * authority that is not one of the public clouds, and would then fetch a token for each call; and where it does not miss,
 * it gives back a token that the directory has just refused.
 *
 * <p>A request with claims (the directory wants a fresh token) always goes through. Expiry is counted in real time.
 */
final class CachedCredential implements TokenCredential {
    static final String SCOPE = "https://graph.microsoft.com/.default";

    private static final Duration EARLY = Duration.ofMinutes(5);
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private final Supplier<TokenCredential> sources;
    private final Duration young;
    private @Nullable TokenCredential source;
    private @Nullable AccessToken token;
    private long fetchedAt;

    CachedCredential(Supplier<TokenCredential> sources) {
        this(sources, YOUNG);
    }

    /** @param young until this age a token is believed to hold what has been granted */
    CachedCredential(Supplier<TokenCredential> sources, Duration young) {
        this.sources = sources;
        this.young = young;
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
        TokenCredential asked = source == null ? sources.get() : source;
        AccessToken fresh = fetch(asked, request);
        source = asked;
        fetchedAt = System.nanoTime();
        token = fresh;
        return fresh;
    }

    /** A token that no cache has seen; used from now on. If there is none, the old one stays in use. */
    AccessToken renew() {
        TokenCredential anew = sources.get();
        AccessToken fresh = fetch(anew, new TokenRequestContext().addScopes(SCOPE));
        synchronized (this) {
            source = anew;
            token = fresh;
            fetchedAt = System.nanoTime();
        }
        return fresh;
    }

    private static AccessToken fetch(TokenCredential from, TokenRequestContext request) {
        try {
            return from.getTokenSync(request);
        } catch (RuntimeException e) {
            // a refused secret, an unknown tenant and a closed proxy share no type of azure-identity
            throw new NoToken(e);
        }
    }

    /**
     * Forgets a token that may lack what has been granted since it was issued. A young one is kept, so that refusals
     * which are meant do not ask for a token each.
     */
    synchronized void outdated() {
        if (System.nanoTime() - fetchedAt >= young.toNanos()) {
            forget();
        }
    }

    /** The next call fetches a new token. */
    synchronized void forget() {
        source = null;
        token = null;
    }
}
