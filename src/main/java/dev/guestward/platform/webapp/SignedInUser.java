package dev.guestward.platform.webapp;

import dev.guestward.people.Person;
import dev.guestward.people.Role;
import dev.guestward.platform.RecentPeople;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.rest.security.auth.AuthenticationResult;
import org.camunda.bpm.engine.rest.security.auth.impl.ContainerBasedAuthenticationProvider;
import org.springframework.stereotype.Component;

/** Tells the web applications who is signed in. They fail badly on a user they do not find, so that is decided here. */
@Component
class SignedInUser extends ContainerBasedAuthenticationProvider {
    private final RecentPeople people;

    SignedInUser(RecentPeople people) {
        this.people = people;
    }

    @Override
    public AuthenticationResult extractAuthenticatedUser(HttpServletRequest request, ProcessEngine engine) {
        Optional<Person> person = Optional.ofNullable(request.getUserPrincipal())
                .map(Principal::getName)
                .flatMap(people::admitted);
        if (person.isEmpty()) {
            return AuthenticationResult.unsuccessful();
        }
        AuthenticationResult result =
                AuthenticationResult.successful(person.get().id().value());
        result.setGroups(person.get().roles().stream().map(Role::groupId).toList());
        result.setTenants(List.of());
        return result;
    }

    /** The status says enough; a challenge would make browsers ask for a password. */
    @Override
    public void augmentResponseByAuthenticationChallenge(HttpServletResponse response, ProcessEngine engine) {}
}
