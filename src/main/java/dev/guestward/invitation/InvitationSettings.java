package dev.guestward.invitation;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Rules for invitations.
 *
 * @param redirectUrl where the guest lands after redemption, usually the application itself
 * @param longestAccess how far in the future access may end
 */
@Validated
@ConfigurationProperties("guestward.invitation")
public record InvitationSettings(
        URI redirectUrl, @DefaultValue("365d") Duration longestAccess) {
    public InvitationSettings {
        if (redirectUrl == null
                || redirectUrl.getHost() == null
                || !redirectUrl.getScheme().startsWith("http")) {
            throw new IllegalArgumentException("guestward.invitation.redirect-url must be an http or https address");
        }
        if (longestAccess.compareTo(Duration.ofDays(1)) < 0 || longestAccess.compareTo(Duration.ofDays(3650)) > 0) {
            throw new IllegalArgumentException("guestward.invitation.longest-access must be between 1d and 3650d");
        }
    }
}
