package dev.guestward.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class KeptThreadsTest {
    private final KeptThreads threads = new KeptThreads(1);

    @Test
    void whenPeopleHaveAllThatIsTheirsTheWebhookStillGetsAThread() throws Exception {
        List<Integer> inside = new ArrayList<>();

        threads.doFilter(new MockHttpServletRequest("GET", "/guests"), new MockHttpServletResponse(), (one, answer) -> {
            inside.add(status("/guests/1"));
            inside.add(status("/graph/notifications"));
            inside.add(status("/actuator/health/readiness"));
        });

        assertThat(inside).containsExactly(503, 200, 200);
        assertThat(status("/guests/1")).as("afterwards").isEqualTo(200);
    }

    private int status(String path) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        try {
            threads.doFilter(new MockHttpServletRequest("GET", path), response, (request, answer) -> {});
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return response.getStatus();
    }
}
