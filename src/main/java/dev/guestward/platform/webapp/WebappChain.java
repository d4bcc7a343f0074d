package dev.guestward.platform.webapp;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.withDefaults;

import dev.guestward.people.Role;
import dev.guestward.platform.security.ProblemAnswers;
import dev.guestward.platform.security.SessionRules;
import jakarta.servlet.DispatcherType;
import java.util.Arrays;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Who gets to Tasklist and Cockpit at all; {@link WebappDoor} then judges each call. */
@Configuration(proxyBeanMethods = false)
class WebappChain {
    private static final RequestMatcher API = paths("/camunda/api/**");

    private static final RequestMatcher CLOSED = paths("/camunda/api/admin/setup/**");

    private static final RequestMatcher ADMINISTRATION = paths(
            "/camunda/app/cockpit/**",
            "/camunda/app/admin/**",
            "/camunda/app/welcome/**",
            "/camunda/api/cockpit/**",
            "/camunda/api/welcome/**");

    private static final RequestMatcher TASKLIST = paths(
            "/camunda/app/tasklist/**",
            "/camunda/api/**",
            "/camunda/lib/**",
            "/camunda/assets/**",
            "/camunda/favicon.ico");

    private static RequestMatcher paths(String... patterns) {
        return new OrRequestMatcher(Arrays.stream(patterns)
                .<RequestMatcher>map(pattern -> withDefaults().matcher(pattern))
                .toList());
    }

    @Bean
    @Order(3)
    SecurityFilterChain webapps(HttpSecurity http, SessionRules session, ProblemAnswers problems, WebappDoor door)
            throws Exception {
        http.securityMatcher(paths("/camunda/**"));
        http.authorizeHttpRequests(rules -> rules.dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR)
                .permitAll()
                .requestMatchers(CLOSED)
                .denyAll()
                .requestMatchers(ADMINISTRATION)
                .hasRole(Role.ADMINISTRATOR.name())
                .requestMatchers(TASKLIST)
                .hasAnyRole(SessionRules.anyRole())
                .anyRequest()
                .denyAll());
        // they have their own protection against forged requests, and write their own content policy and cache rules
        http.csrf(AbstractHttpConfigurer::disable);
        http.headers(headers -> headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable)
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN)));
        http.exceptionHandling(answers -> answers.defaultAuthenticationEntryPointFor(problems, API)
                .defaultAuthenticationEntryPointFor(session.pageEntry(), request -> true)
                .defaultAccessDeniedHandlerFor(problems, API)
                .defaultAccessDeniedHandlerFor(new AccessDeniedHandlerImpl(), request -> true));
        session.apply(http);
        http.addFilterAfter(door, AuthorizationFilter.class);
        return http.build();
    }

    /** It belongs to the chain and not to the container. */
    @Bean
    FilterRegistrationBean<WebappDoor> doorInChainOnly(WebappDoor door) {
        FilterRegistrationBean<WebappDoor> registration = new FilterRegistrationBean<>(door);
        registration.setEnabled(false);
        return registration;
    }
}
