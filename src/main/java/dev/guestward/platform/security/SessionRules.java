package dev.guestward.platform.security;

import dev.guestward.people.Role;
import dev.guestward.platform.RecentPeople;
import java.util.Arrays;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
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

    public void apply(HttpSecurity http) {
        http.addFilterBefore(new SessionLifetimeFilter(settings.longest()), SecurityContextHolderFilter.class);
        http.addFilterBefore(new RightsFilter(people), AuthorizationFilter.class);
    }

    public AuthenticationEntryPoint pageEntry() {
        return new PageEntry();
    }

    /** For {@code hasAnyRole}: everybody who is let in at all. */
    public static String[] anyRole() {
        return Arrays.stream(Role.values()).map(Role::name).toArray(String[]::new);
    }
}
