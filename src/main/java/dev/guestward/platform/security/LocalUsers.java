package dev.guestward.platform.security;

import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.platform.RecentPeople;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Sign-in with the passwords of {@code guestward.sign-in.local-users}, for people who are in the table. */
@Component
class LocalUsers implements AuthenticationProvider {
    private static final Logger log = LoggerFactory.getLogger(LocalUsers.class);

    private final People people;
    private final Map<String, String> passwords;

    LocalUsers(People people, SignInSettings settings) {
        this.people = people;
        this.passwords = settings.localUsers().entrySet().stream()
                .collect(Collectors.toMap(e -> e.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
        if (settings.hasLocalUsers()) {
            log.warn("{} local users may sign in with passwords from the configuration", passwords.size());
        }
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String userName = attempt.getName().strip().toLowerCase(Locale.ROOT);
        String given = String.valueOf(attempt.getCredentials());
        String password = passwords.get(userName);
        // an unknown name takes as long as a wrong password
        boolean matches = MessageDigest.isEqual(bytes(password == null ? given + "?" : password), bytes(given));
        if (password == null || !matches) {
            throw new BadCredentialsException("wrong user name or password");
        }
        Optional<Person> person = people.named(userName).filter(RecentPeople::isAdmitted);
        if (person.isEmpty()) {
            throw new DisabledException("not one of the people");
        }
        return UsernamePasswordAuthenticationToken.authenticated(
                person.get().id().value(), null, List.of());
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
