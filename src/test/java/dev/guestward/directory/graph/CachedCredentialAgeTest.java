package dev.guestward.directory.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class CachedCredentialAgeTest {
    private final AtomicInteger fetched = new AtomicInteger();

    @Test
    void aRefusalLetsGoOfAnOldTokenSinceItMayLackWhatWasGrantedLater() {
        CachedCredential credential = credential(Duration.ZERO);

        assertThat(token(credential)).isEqualTo("1");
        credential.outdated();
        assertThat(token(credential)).isEqualTo("2");
    }

    @Test
    void aYoungTokenIsKeptHoweverOftenItIsRefused() {
        CachedCredential credential = credential(Duration.ofHours(1));

        assertThat(token(credential)).isEqualTo("1");
        credential.outdated();
        assertThat(token(credential)).isEqualTo("1");
    }

    private CachedCredential credential(Duration young) {
        return new CachedCredential(
                () -> request -> Mono.fromCallable(() -> new AccessToken(
                        String.valueOf(fetched.incrementAndGet()),
                        OffsetDateTime.now().plusHours(1))),
                young);
    }

    private static String token(CachedCredential credential) {
        return credential
                .getTokenSync(new TokenRequestContext().addScopes(CachedCredential.SCOPE))
                .getToken();
    }
}
