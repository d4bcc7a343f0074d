package dev.guestward.platform.security;

import dev.guestward.people.Role;
import dev.guestward.platform.RecentPeople;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.stereotype.Component;

/** What all chains with a session have in common. */
@Component
public class SessionRules {
    private final SignInSettings settings;
    private final RecentPeople people;

    SessionRules(SignInSettings settings, RecentPeople people) {
        this.settings = settings;
        this.people = people;
    }

    public void apply(HttpSecurity http) throws Exception {
        http.requestCache(cache -> cache.requestCache(wantedPages()));
        http.addFilterBefore(new SessionLifetimeFilter(settings.longest()), SecurityContextHolderFilter.class);
        http.addFilterBefore(new RightsFilter(people), AuthorizationFilter.class);
    }

    /** What signing in leads back to: only what a person went to themselves, no part of a page and no call of a script. */
    private static RequestCache wantedPages() {
        HttpSessionRequestCache pages = new HttpSessionRequestCache();
        pages.setRequestMatcher(SessionRules::isNavigation);
        return pages;
    }

    private static boolean isNavigation(HttpServletRequest request) {
        String mode = request.getHeader("Sec-Fetch-Mode"); // not every browser says it, and none does without TLS
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return request.getMethod().equals(HttpMethod.GET.name())
                && request.getHeader("HX-Request") == null
                && !"XMLHttpRequest".equals(request.getHeader("X-Requested-With"))
                && (mode == null || mode.equals("navigate"))
                && (accepted == null || accepted.contains("text/html") || accepted.startsWith("*/*"));
    }

    public AuthenticationEntryPoint pageEntry() {
        return new PageEntry();
    }

    /** For {@code hasAnyRole}: everybody who is let in at all. */
    public static String[] anyRole() {
        return Arrays.stream(Role.values()).map(Role::name).toArray(String[]::new);
    }
}
