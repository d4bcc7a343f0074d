package dev.guestward.audit;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the ledger is made provable.
 *
 * @param keyStore PKCS#12 file with one Ed25519 key; without one a key is made at each start, which proves nothing to others
 * @param secondPlace folder outside the database's reach to which every checkpoint is appended; none when absent
 * @param checkpointEvery how often the heads of the chains are signed
 */
@ConfigurationProperties("guestward.audit")
public record AuditSettings(
        @Nullable Path keyStore,
        @DefaultValue("") String keyStorePassword,
        @Nullable Path secondPlace,
        @DefaultValue("15m") Duration checkpointEvery) {

    public AuditSettings {
        if (checkpointEvery.compareTo(Duration.ofMinutes(1)) < 0
                || checkpointEvery.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException("guestward.audit.checkpoint-every must be between 1m and 24h");
        }
        keyStore = unlessBlank(keyStore);
        secondPlace = unlessBlank(secondPlace);
    }

    private static @Nullable Path unlessBlank(@Nullable Path path) {
        return path == null || path.toString().isBlank() ? null : path;
    }
}
