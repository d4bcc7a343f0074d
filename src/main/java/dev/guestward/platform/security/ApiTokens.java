package dev.guestward.platform.security;

import dev.guestward.people.PersonId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;

/** Entra's access tokens on the API. They say who calls and nothing about rights. */
@Component
class ApiTokens {
    private final Optional<String> issuer;
    private final List<String> audiences;
    private final SignInSettings.Oidc settings;

    ApiTokens(SignInSettings settings, Registrations registrations) {
        this.settings = settings.oidc();
        this.issuer = Optional.ofNullable(this.settings.issuerUri()).or(registrations::issuer);
        this.audiences = new ArrayList<>();
        if (this.settings.audience() != null) {
            audiences.add(this.settings.audience());
        } else {
            registrations.clientId().ifPresent(id -> audiences.addAll(List.of(id, "api://" + id)));
        }
        if (this.settings.issuerUri() != null && audiences.isEmpty()) {
            throw new IllegalArgumentException(
                    "guestward.sign-in.oidc.audience must be set with guestward.sign-in.oidc.issuer-uri");
        }
    }

    boolean areAccepted() {
        return issuer.isPresent() && !audiences.isEmpty();
    }

    Optional<String> issuer() {
        return issuer;
    }

    /** Asks the issuer for its keys when the first token comes. */
    JwtDecoder decoder() {
        String location = issuer.orElseThrow();
        JwtDecoder late = new SupplierJwtDecoder(() -> {
            NimbusJwtDecoder decoder =
                    NimbusJwtDecoder.withIssuerLocation(location).build();
            decoder.setJwtValidator(validator(location));
            return decoder;
        });
        return token -> {
            try {
                return late.decode(token);
            } catch (JwtDecoderInitializationException e) {
                throw new AuthenticationServiceException("the issuer does not answer", e);
            }
        };
    }

    private OAuth2TokenValidator<Jwt> validator(String location) {
        List<OAuth2TokenValidator<Jwt>> all = new ArrayList<>();
        all.add(JwtValidators.createDefaultWithIssuer(location));
        all.add(new JwtClaimValidator<List<String>>(
                JwtClaimNames.AUD, given -> given != null && given.stream().anyMatch(audiences::contains)));
        if (settings.tenantId() != null) {
            all.add(new JwtClaimValidator<String>("tid", settings.tenantId()::equalsIgnoreCase));
        }
        all.add(ApiTokens::hasObjectId);
        all.add(this::isMeantForCalls);
        return new DelegatingOAuth2TokenValidator<>(all);
    }

    private static OAuth2TokenValidatorResult hasObjectId(Jwt token) {
        String id = token.getClaimAsString("oid");
        return id != null && PersonId.parse(id).isPresent()
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", "no object id", null));
    }

    /**
     * A token that only says who signed in is no key: it is issued for the same client id, and it travels in addresses. A
     * person's token names our scope; an application's has none, but says that it is one, or has roles and speaks of itself.
     */
    private OAuth2TokenValidatorResult isMeantForCalls(Jwt token) {
        String scopes = token.getClaimAsString("scp");
        boolean meant = scopes == null
                ? isOfApplication(token)
                : List.of(scopes.split(" ")).contains(settings.scope());
        return meant && !token.hasClaim(IdTokenClaimNames.NONCE)
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", "not for calls", null));
    }

    private static boolean isOfApplication(Jwt token) {
        String kind = token.getClaimAsString("idtyp");
        if (kind != null) {
            return kind.equals("app");
        }
        // people have roles, too, but the subject of their tokens is another one for each application
        List<String> roles = token.getClaimAsStringList("roles");
        return roles != null
                && !roles.isEmpty()
                && token.getSubject() != null
                && token.getSubject().equalsIgnoreCase(token.getClaimAsString("oid"));
    }

    AbstractAuthenticationToken person(Jwt token) {
        return new JwtAuthenticationToken(
                token, List.of(), token.getClaimAsString("oid").toLowerCase(Locale.ROOT));
    }
}
