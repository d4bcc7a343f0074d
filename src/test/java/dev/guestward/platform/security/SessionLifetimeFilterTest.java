package dev.guestward.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;

class SessionLifetimeFilterTest {
    private final SessionLifetimeFilter filter = new SessionLifetimeFilter(Duration.ofHours(12));

    @Test
    void aSessionInUseEndsAfterItsTime() throws Exception {
        assertThat(endsAfter(Duration.ofHours(13))).isTrue();
        assertThat(endsAfter(Duration.ofHours(11))).isFalse();
    }

    private boolean endsAfter(Duration use) throws Exception {
        MockHttpSession session = new MockHttpSession() {
            @Override
            public long getLastAccessedTime() {
                return getCreationTime() + use.toMillis();
            }
        };
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setSession(session);
        filter.doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
        return session.isInvalid();
    }
}
