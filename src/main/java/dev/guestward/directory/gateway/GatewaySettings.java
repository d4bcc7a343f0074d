package dev.guestward.directory.gateway;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How acts on the tenant are made.
 *
 * @param enabled whether this node makes any
 * @param threads how many calls this node makes side by side
 * @param pollEvery pause between two looks for work
 * @param lease how long an effect belongs to the node that took it
 * @param sendWithin an act that has not left by this time after the lease began does not leave any more
 * @param settleAfter how long after an unclear answer nothing that the directory shows is believed, because a replica may lag
 * @param collect how long a membership may wait for others to share its call
 * @param probeEvery how often one act tries whether what kept all of its kind from being made is gone
 */
@ConfigurationProperties("guestward.directory.gateway")
public record GatewaySettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("4") int threads,
        @DefaultValue("500ms") Duration pollEvery,
        @DefaultValue("60s") Duration lease,
        @DefaultValue("30s") Duration sendWithin,
        @DefaultValue("15s") Duration settleAfter,
        @DefaultValue("2s") Duration collect,
        @DefaultValue("1m") Duration probeEvery) {
    private static final String PREFIX = "guestward.directory.gateway.";

    public GatewaySettings {
        if (threads < 1 || threads > 16) {
            throw new IllegalArgumentException(PREFIX + "threads must be between 1 and 16");
        }
        between("poll-every", pollEvery, Duration.ofMillis(50), Duration.ofMinutes(1));
        between("lease", lease, Duration.ofSeconds(2), Duration.ofSeconds(120));
        between("send-within", sendWithin, Duration.ofSeconds(1), lease.minusSeconds(1));
        between("settle-after", settleAfter, Duration.ZERO, Duration.ofMinutes(5));
        between("collect", collect, Duration.ZERO, Duration.ofSeconds(30));
        between("probe-every", probeEvery, Duration.ofSeconds(1), Duration.ofMinutes(15));
    }

    private static void between(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(PREFIX + name + " must be between " + least + " and " + most);
        }
    }
}
