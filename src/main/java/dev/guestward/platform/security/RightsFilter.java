package dev.guestward.platform.security;

import dev.guestward.people.Person;
import dev.guestward.platform.RecentPeople;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Replaces what sign-in or token said about a person's rights by what the people table says now. Somebody who has left
 * or has no role any more loses the session too.
 */
class RightsFilter extends OncePerRequestFilter {
    private final RecentPeople people;

    RightsFilter(RecentPeople people) {
        this.people = people;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication signedIn = SecurityContextHolder.getContext().getAuthentication();
        if (signedIn != null && !(signedIn instanceof AnonymousAuthenticationToken)) {
            Optional<Person> person = people.admitted(signedIn.getName());
            if (person.isEmpty()) {
                new SecurityContextLogoutHandler().logout(request, response, signedIn);
            }
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(
                    person.<Authentication>map(PersonAuthentication::new).orElseGet(RightsFilter::nobody));
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }

    private static Authentication nobody() {
        return new AnonymousAuthenticationToken(
                "nobody", "nobody", List.of(new SimpleGrantedAuthority("ROLE_ANONYMOUS")));
    }
}
