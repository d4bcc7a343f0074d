package dev.guestward.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.platform.PlatformTest;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.util.AntPathMatcher;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** No controller answers somebody who is not signed in, unless it is named here. */
class MappingsTest extends PlatformTest {
    /** Besides these, only what a module names with {@link PublicPath}. */
    private static final List<String> OPEN =
            List.of("/login", "/login/refused", "/logout", "/error", "/graph/**", "/actuator/health/**");

    @Autowired
    Map<String, RequestMappingInfoHandlerMapping> mappings;

    @Autowired
    ObjectProvider<PublicPath> named;

    @Test
    void nobodyUnknownGetsAnAnswer() {
        Set<String> asked = new TreeSet<>();
        mappings.values().stream()
                .map(mapping -> mapping.getHandlerMethods().keySet())
                .flatMap(Collection::stream)
                .forEach(mapping -> ask(mapping, asked));

        assertThat(asked).anyMatch(call -> call.contains("/v3/api-docs"));
    }

    private void ask(RequestMappingInfo mapping, Set<String> asked) {
        Set<String> methods = mapping.getMethodsCondition().getMethods().stream()
                .map(RequestMethod::name)
                .collect(Collectors.toSet());
        for (String pattern : mapping.getPatternValues()) {
            if (isOpen(pattern)) {
                continue;
            }
            String path =
                    pattern.replaceAll("\\{\\*?[^}]+}", "x").replace("**", "x").replace("*", "x");
            for (String method : methods.isEmpty() ? Set.of("GET", "POST") : methods) {
                HttpResponse<String> answer = anonymous().send(method, path.isEmpty() ? "/" : path, null);
                // a form without its token is refused even before its sender is asked for
                assertThat(answer.statusCode()).as(method + " " + pattern).isIn(401, 302, 403);
                if (answer.statusCode() == 302) {
                    assertThat(answer.headers().firstValue("Location").orElse(""))
                            .as(method + " " + pattern)
                            .endsWith("/login");
                }
                asked.add(method + " " + path);
            }
        }
    }

    private boolean isOpen(String pattern) {
        AntPathMatcher matcher = new AntPathMatcher();
        return OPEN.stream().anyMatch(open -> matcher.match(open, pattern))
                || named.stream().anyMatch(open -> matcher.match(open.pattern(), pattern));
    }
}
