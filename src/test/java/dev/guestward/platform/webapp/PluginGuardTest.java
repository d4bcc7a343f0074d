package dev.guestward.platform.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Which scripts are handed out in a guard; {@code TasklistLookTest} shows what it is good for. */
class PluginGuardTest {
    @ParameterizedTest
    @CsvSource({
        "/camunda/api/tasklist/plugin/guestward/static/app/plugin.js,true",
        "/camunda/api/cockpit/plugin/guestward/static/app/plugin.js,true",
        "/camunda/app/tasklist/scripts/guestward.js,true",
        "/camunda/app/cockpit/scripts/extra/pages.js,true",
        "/camunda/app/tasklist/scripts/config.js,false",
        "/camunda/app/tasklist/camunda-tasklist-bootstrap.js,false",
        "/camunda/api/tasklist/plugin/tasklistPlugins/static/app/plugin.js,false",
        "/camunda/api/cockpit/plugin/cockpitPlugins/static/app/plugin.js,false",
        "/camunda/api/tasklist/plugin/guestward/static/app/plugin.css,false"
    })
    void plugInsAndScriptsOfOursAreGuarded(String path, boolean guarded) throws Exception {
        assertThat(ask(path, "bust=7.24.0").contains("guarded")).isEqualTo(guarded);
    }

    @Test
    void theRealOneIsReachedThroughTheGuard() throws Exception {
        String path = "/camunda/app/tasklist/scripts/guestward.js";

        assertThat(ask(path, "bust=7.24.0")).contains("import('" + path + "?guarded=1')");
        assertThat(ask(path, "guarded=1")).isEmpty();
        assertThat(ask(path, "bust=1&guarded=1")).isEmpty();
    }

    private static String ask(String path, String query) throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        for (String parameter : query.split("&")) {
            request.addParameter(parameter.split("=")[0], parameter.split("=")[1]);
        }
        MockHttpServletResponse response = new MockHttpServletResponse();
        new PluginGuard().doFilter(request, response, new MockFilterChain());
        return response.getContentAsString();
    }
}
