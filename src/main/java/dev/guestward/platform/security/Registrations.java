package dev.guestward.platform.security;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.security.oauth2.client.OAuth2ClientProperties;
import org.springframework.boot.autoconfigure.security.oauth2.client.OAuth2ClientPropertiesMapper;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.stereotype.Component;

/**
 * The registrations of {@code spring.security.oauth2.client}, each read from its issuer when it is first used: the
 * product must start, and tokens and local users must work, while the issuer is down.
 */
@Component
class Registrations implements ClientRegistrationRepository, Iterable<ClientRegistration> {
    static final String ENTRA = "entra";

    private final OAuth2ClientProperties configured;
    private final Map<String, ClientRegistration> resolved = new ConcurrentHashMap<>();

    Registrations(Environment environment) {
        this.configured = Binder.get(environment)
                .bind("spring.security.oauth2.client", OAuth2ClientProperties.class)
                .orElseGet(OAuth2ClientProperties::new);
        configured.validate();
    }

    /** Whether people can sign in with Entra. */
    boolean offersSignIn() {
        return configured.getRegistration().containsKey(ENTRA);
    }

    Optional<String> issuer() {
        return registration().flatMap(registration -> {
            String name = registration.getProvider() == null ? ENTRA : registration.getProvider();
            OAuth2ClientProperties.Provider provider = configured.getProvider().get(name);
            return provider == null ? Optional.empty() : Optional.ofNullable(provider.getIssuerUri());
        });
    }

    Optional<String> clientId() {
        return registration().map(OAuth2ClientProperties.Registration::getClientId);
    }

    private Optional<OAuth2ClientProperties.Registration> registration() {
        return Optional.ofNullable(configured.getRegistration().get(ENTRA));
    }

    @Override
    public @Nullable ClientRegistration findByRegistrationId(String id) {
        OAuth2ClientProperties.Registration registration =
                configured.getRegistration().get(id);
        if (registration == null) {
            return null;
        }
        return resolved.computeIfAbsent(id, key -> {
            OAuth2ClientProperties one = new OAuth2ClientProperties();
            one.getRegistration().put(key, registration);
            one.getProvider().putAll(new HashMap<>(configured.getProvider()));
            ClientRegistration found = new OAuth2ClientPropertiesMapper(one)
                    .asClientRegistrations()
                    .get(key);
            if (found == null) {
                throw new IllegalStateException("registration " + key + " is not complete");
            }
            return found;
        });
    }

    /** None: those who look at them all at start would resolve them. */
    @Override
    public Iterator<ClientRegistration> iterator() {
        return resolved.values().iterator();
    }
}
