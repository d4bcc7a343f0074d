package dev.guestward.platform.security;

import dev.guestward.people.Person;
import dev.guestward.people.Viewer;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Who is behind the present request, with the rights they have now. Lives as long as the request. */
final class PersonAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final transient Viewer viewer;

    PersonAuthentication(Person person) {
        super(authorities(person));
        this.viewer = Viewer.of(person);
        setAuthenticated(true);
    }

    private static List<GrantedAuthority> authorities(Person person) {
        return person.roles().stream()
                .<GrantedAuthority>map(role -> new SimpleGrantedAuthority("ROLE_" + role.name()))
                .toList();
    }

    @Override
    public String getName() {
        return viewer.id().value();
    }

    @Override
    public Viewer getPrincipal() {
        return viewer;
    }

    @Override
    public String getCredentials() {
        return "";
    }
}
