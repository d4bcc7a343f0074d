package dev.guestward.platform.security;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How people sign in. The sign-in with Entra itself is Spring's {@code
 * spring.security.oauth2.client.registration.entra}.
 *
 * @param localUsers user names of the people table and their passwords, for the embedded run; allows HTTP Basic on the
 *     API too
 * @param organisation name on the sign-in button; by default "your organisation", in the person's language
 * @param contact whom somebody asks who is not let in: a name, a mail address, a phone number; by default "the service
 *     desk"
 * @param longest after this a session ends even if it is in use: an open Tasklist never rests
 */
@Validated
@ConfigurationProperties("guestward.sign-in")
record SignInSettings(
        @DefaultValue Map<String, String> localUsers,
        @Nullable String organisation,
        @Nullable String contact,
        @DefaultValue("12h") @DurationMin(minutes = 5) Duration longest,
        @DefaultValue @Valid Oidc oidc) {

    /**
     * Access tokens for the API.
     *
     * @param issuerUri as in the tokens; by default that of the registration
     * @param audience as in the tokens; by default the registration's client id, alone or after {@code api://}
     * @param tenantId the only accepted {@code tid}, for sign-in too; any when absent
     * @param scope what a person's token must have been asked for; a token for signing in carries none
     */
    record Oidc(
            @Nullable String issuerUri,
            @Nullable String audience,
            @Nullable String tenantId,
            @DefaultValue("access_as_user") @NotBlank String scope) {}

    boolean hasLocalUsers() {
        return !localUsers.isEmpty();
    }

    @Override
    public String toString() {
        return "SignInSettings[" + localUsers.size() + " local users]";
    }
}
