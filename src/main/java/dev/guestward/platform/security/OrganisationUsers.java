package dev.guestward.platform.security;

import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.platform.RecentPeople;
import java.util.List;
import java.util.Optional;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;

/** Finds the person of an ID token by its {@code oid}. The user info endpoint knows no more and is not asked. */
@Component
class OrganisationUsers implements OAuth2UserService<OidcUserRequest, OidcUser> {
    static final String NOT_ADMITTED = "not_admitted";

    private final People people;
    private final SignInSettings settings;

    OrganisationUsers(People people, SignInSettings settings) {
        this.people = people;
        this.settings = settings;
    }

    @Override
    public OidcUser loadUser(OidcUserRequest request) {
        OidcIdToken token = request.getIdToken();
        String tenant = settings.oidc().tenantId();
        if (tenant != null && !tenant.equalsIgnoreCase(token.getClaimAsString("tid"))) {
            throw refused("a token of another tenant");
        }
        Optional<Person> person = Optional.ofNullable(token.getClaimAsString("oid"))
                .flatMap(PersonId::parse)
                .flatMap(people::byId)
                .filter(RecentPeople::isAdmitted);
        return person.map(p -> new User(token, p.id()))
                .orElseThrow(() -> refused("not one of the people, disabled, or without a role"));
    }

    private static OAuth2AuthenticationException refused(String why) {
        return new OAuth2AuthenticationException(new OAuth2Error(NOT_ADMITTED, why, null));
    }

    /** Keeps the ID token, which signing out at the issuer asks for. */
    private static final class User extends DefaultOidcUser {
        private static final long serialVersionUID = 1L;

        private final String id;

        User(OidcIdToken token, PersonId id) {
            super(List.of(), token, "oid");
            this.id = id.value();
        }

        @Override
        public String getName() {
            return id;
        }
    }
}
