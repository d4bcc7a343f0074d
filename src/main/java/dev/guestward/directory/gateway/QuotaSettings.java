package dev.guestward.directory.gateway;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much of the tenant's quota the product takes, all nodes together.
 *
 * @param writesPerSecond the directory allows 20 a second for one application in one tenant
 * @param writesAtOnce how many writes may be saved up
 * @param invitationsPerMinute the pace of invitations. A young tenant may be stopped altogether when it invites quickly,
 *     so this starts low and is raised once the tenant has shown that it bears more
 * @param invitationsAtOnce how many invitations may be saved up
 * @param signInPagesPerMinute pages of sign-in activity; the directory allows 10
 * @see <a href="https://learn.microsoft.com/graph/throttling-limits">throttling limits</a>
 */
@ConfigurationProperties("guestward.directory.quota")
public record QuotaSettings(
        @DefaultValue("19.5") double writesPerSecond,
        @DefaultValue("200") int writesAtOnce,
        @DefaultValue("1") int invitationsPerMinute,
        @DefaultValue("10") int invitationsAtOnce,
        @DefaultValue("9") int signInPagesPerMinute) {
    private static final String PREFIX = "guestward.directory.quota.";

    public QuotaSettings {
        if (!(writesPerSecond > 0 && writesPerSecond <= 20)) {
            throw new IllegalArgumentException(PREFIX + "writes-per-second must be above 0 and at most 20");
        }
        between("writes-at-once", writesAtOnce, 20, 200);
        between("invitations-per-minute", invitationsPerMinute, 1, 1800);
        between("invitations-at-once", invitationsAtOnce, 1, 150);
        between("sign-in-pages-per-minute", signInPagesPerMinute, 1, 10);
    }

    private static void between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(PREFIX + name + " must be between " + least + " and " + most);
        }
    }
}
