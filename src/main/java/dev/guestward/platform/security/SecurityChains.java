package dev.guestward.platform.security;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.withDefaults;

import dev.guestward.platform.RecentPeople;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.ObjectPostProcessor;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationEntryPointFailureHandler;
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;
import org.springframework.security.web.authentication.logout.SimpleUrlLogoutSuccessHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Who gets through to what. Each chain ends with a rule for everything it was not told about: the webhook, the API, the
 * web applications and the pages, in this order; the pages also take what belongs to nobody.
 */
@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
class SecurityChains {
    private final SignInSettings settings;
    private final RecentPeople people;
    private final ProblemAnswers problems;
    private final SessionRules session;

    SecurityChains(SignInSettings settings, RecentPeople people, ProblemAnswers problems, SessionRules session) {
        this.settings = settings;
        this.people = people;
        this.problems = problems;
        this.session = session;
    }

    private static RequestMatcher paths(String... patterns) {
        return new OrRequestMatcher(Arrays.stream(patterns)
                .<RequestMatcher>map(pattern -> withDefaults().matcher(pattern))
                .toList());
    }

    /** Graph has no account here: the module behind it checks the secret each call carries. */
    @Bean
    @Order(1)
    SecurityFilterChain webhook(HttpSecurity http) throws Exception {
        http.securityMatcher(paths("/graph/**"));
        http.authorizeHttpRequests(rules -> rules.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                .permitAll()
                .requestMatchers(paths("/graph/notifications", "/graph/lifecycle"))
                .permitAll()
                .anyRequest()
                .denyAll());
        stateless(http);
        return http.build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain api(HttpSecurity http, LocalUsers localUsers, ApiTokens tokens) throws Exception {
        http.securityMatcher(paths("/api/**", "/v3/api-docs/**", "/v3/api-docs.yaml", "/actuator/**"));
        http.authorizeHttpRequests(rules -> rules.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                .permitAll()
                .requestMatchers(paths("/actuator/health/**"))
                .permitAll()
                .requestMatchers(paths("/actuator/**"))
                .hasRole("ADMINISTRATOR")
                .anyRequest()
                .hasAnyRole(SessionRules.anyRole()));
        stateless(http);
        if (settings.hasLocalUsers()) {
            http.authenticationProvider(localUsers);
            http.httpBasic(basic -> basic.authenticationEntryPoint(problems));
        }
        if (tokens.areAccepted()) {
            http.oauth2ResourceServer(server -> server.authenticationEntryPoint(problems)
                    .accessDeniedHandler(problems)
                    .jwt(jwt -> jwt.decoder(tokens.decoder()).jwtAuthenticationConverter(tokens::person))
                    .withObjectPostProcessor(new ObjectPostProcessor<BearerTokenAuthenticationFilter>() {
                        @Override
                        public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
                            // an issuer that is down is answered too, not thrown on
                            AuthenticationEntryPointFailureHandler answer =
                                    new AuthenticationEntryPointFailureHandler(problems);
                            answer.setRethrowAuthenticationServiceException(false);
                            filter.setAuthenticationFailureHandler(answer);
                            return filter;
                        }
                    }));
        }
        http.addFilterBefore(new RightsFilter(people), AuthorizationFilter.class);
        return http.build();
    }

    @Bean
    @Order(4)
    SecurityFilterChain pages(
            HttpSecurity http,
            LocalUsers localUsers,
            Registrations registrations,
            OrganisationUsers organisationUsers,
            SignInFailures failures,
            ApiTokens tokens,
            List<PublicPath> open)
            throws Exception {
        http.authorizeHttpRequests(rules -> {
            rules.dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR, DispatcherType.ASYNC)
                    .permitAll();
            rules.requestMatchers(paths(
                            "/login/**",
                            "/logout",
                            "/error",
                            "/webjars/**",
                            "/css/**",
                            "/js/**",
                            "/img/**",
                            "/favicon.ico"))
                    .permitAll();
            open.forEach(path -> rules.requestMatchers(withDefaults().matcher(path.pattern()))
                    .permitAll());
            rules.anyRequest().hasAnyRole(SessionRules.anyRole());
        });
        http.headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(contentPolicy(tokens)))
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN)));
        http.exceptionHandling(answers -> answers.authenticationEntryPoint(new PageEntry()));
        http.authenticationProvider(localUsers);
        if (settings.hasLocalUsers()) {
            http.formLogin(form ->
                    form.loginPage(PageEntry.LOGIN).failureHandler(failures).permitAll());
        }
        if (registrations.offersSignIn()) {
            http.oauth2Login(entra -> entra.loginPage(PageEntry.LOGIN)
                    .clientRegistrationRepository(registrations)
                    // the tokens are not used again and go with the session
                    .authorizedClientRepository(new HttpSessionOAuth2AuthorizedClientRepository())
                    .authorizationEndpoint(way -> way.authorizationRequestResolver(withProofKey(registrations)))
                    .failureHandler(failures)
                    .userInfoEndpoint(user -> user.oidcUserService(organisationUsers))
                    .withObjectPostProcessor(new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
                        @Override
                        public <O extends OAuth2AuthorizationRequestRedirectFilter> O postProcess(O filter) {
                            filter.setAuthenticationFailureHandler(failures);
                            return filter;
                        }
                    }));
        }
        http.logout(logout -> logout.logoutRequestMatcher(SecurityChains::isWantedLogout)
                .logoutSuccessHandler(afterLogout(registrations)));
        session.apply(http);
        return http.build();
    }

    private static OAuth2AuthorizationRequestResolver withProofKey(Registrations registrations) {
        DefaultOAuth2AuthorizationRequestResolver resolver = new DefaultOAuth2AuthorizationRequestResolver(
                registrations, OAuth2AuthorizationRequestRedirectFilter.DEFAULT_AUTHORIZATION_REQUEST_BASE_URI);
        resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
        return resolver;
    }

    /** By a form of ours, or by a link on a page of ours: the browser says where a navigation began. */
    private static boolean isWantedLogout(HttpServletRequest request) {
        boolean post = request.getMethod().equals(HttpMethod.POST.name());
        boolean ownLink = request.getMethod().equals(HttpMethod.GET.name())
                && "same-origin".equals(request.getHeader("Sec-Fetch-Site"));
        return request.getRequestURI().equals(request.getContextPath() + "/logout") && (post || ownLink);
    }

    private static LogoutSuccessHandler afterLogout(Registrations registrations) {
        SimpleUrlLogoutSuccessHandler here = new SimpleUrlLogoutSuccessHandler();
        here.setDefaultTargetUrl("/login?goodbye");
        if (!registrations.offersSignIn()) {
            return here;
        }
        OidcClientInitiatedLogoutSuccessHandler issuer = new OidcClientInitiatedLogoutSuccessHandler(registrations);
        issuer.setPostLogoutRedirectUri("{baseUrl}/login?goodbye");
        issuer.setDefaultTargetUrl("/login?goodbye");
        return issuer;
    }

    /** Forms lead to ourselves; signing out is sent on to the issuer. */
    private static String contentPolicy(ApiTokens tokens) {
        String issuer = tokens.issuer()
                .map(URI::create)
                .map(uri -> " " + uri.getScheme() + "://" + uri.getAuthority())
                .orElse("");
        return "default-src 'self'; img-src 'self' data:; base-uri 'self'; object-src 'none'; frame-ancestors 'none'; "
                + "form-action 'self'" + issuer;
    }

    private void stateless(HttpSecurity http) throws Exception {
        http.csrf(AbstractHttpConfigurer::disable);
        http.sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        http.requestCache(AbstractHttpConfigurer::disable);
        http.logout(AbstractHttpConfigurer::disable);
        http.headers(Customizer.withDefaults());
        http.exceptionHandling(
                answers -> answers.authenticationEntryPoint(problems).accessDeniedHandler(problems));
    }
}
