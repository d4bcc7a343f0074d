package dev.guestward.platform.webapp;

import jakarta.servlet.FilterConfig;
import java.util.List;
import org.camunda.bpm.webapp.impl.security.auth.ContainerBasedAuthenticationFilter;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** The filters around the web applications, in their order; between them stands Spring Security. */
@Configuration(proxyBeanMethods = false)
class WebappFilters {
    private static final List<String> PATHS = List.of("/camunda/app/*", "/camunda/api/*");

    @Bean
    FilterRegistrationBean<SteadyNonce> steadyNonce() {
        FilterRegistrationBean<SteadyNonce> filter = new FilterRegistrationBean<>(new SteadyNonce());
        filter.setUrlPatterns(PATHS);
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return filter;
    }

    @Bean
    FilterRegistrationBean<ContainerBasedAuthenticationFilter> engineUser(SignedInUser user) {
        FilterRegistrationBean<ContainerBasedAuthenticationFilter> filter =
                new FilterRegistrationBean<>(new EngineUserFilter(user));
        filter.setUrlPatterns(PATHS);
        filter.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 1);
        return filter;
    }

    @Bean
    FilterRegistrationBean<PluginGuard> pluginGuard() {
        FilterRegistrationBean<PluginGuard> filter = new FilterRegistrationBean<>(new PluginGuard());
        filter.setUrlPatterns(PATHS);
        filter.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER + 2);
        return filter;
    }

    /** The original takes a class name and makes its provider itself. */
    private static class EngineUserFilter extends ContainerBasedAuthenticationFilter {
        EngineUserFilter(SignedInUser user) {
            this.authenticationProvider = user;
        }

        @Override
        public void init(FilterConfig config) {}
    }
}
