package dev.guestward.bulk;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Guests asked for by file.
 *
 * @param enabled whether this node works on confirmed files
 * @param pollEvery pause between two looks for work
 * @param mostRows rows a file may have, at most 50,000
 * @param largestFile at most 40 MB, which is read into memory
 * @param fieldsKept how long after a file is finished its lines still tell about people
 * @param unconfirmedKept how long a file waits to be confirmed
 * @param mostUnconfirmed how many files of one person wait to be confirmed, at least 1
 */
@ConfigurationProperties("guestward.bulk")
public record BulkSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1s") Duration pollEvery,
        @DefaultValue("10000") int mostRows,
        @DefaultValue("10MB") DataSize largestFile,
        @DefaultValue("30d") Duration fieldsKept,
        @DefaultValue("7d") Duration unconfirmedKept,
        @DefaultValue("20") int mostUnconfirmed) {
    public BulkSettings {
        if (pollEvery.compareTo(Duration.ofMillis(50)) < 0) {
            throw new IllegalArgumentException("guestward.bulk.poll-every must be at least 50ms");
        }
        if (mostRows < 1 || mostRows > 50_000) {
            throw new IllegalArgumentException("guestward.bulk.most-rows must be between 1 and 50000");
        }
        if (largestFile.toBytes() < 1 || largestFile.toMegabytes() > 40) {
            throw new IllegalArgumentException("guestward.bulk.largest-file must be between 1B and 40MB");
        }
        if (fieldsKept.compareTo(Duration.ofDays(1)) < 0 || unconfirmedKept.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException(
                    "guestward.bulk.fields-kept must be at least 1d and unconfirmed-kept at least 1h");
        }
        if (mostUnconfirmed < 1) {
            throw new IllegalArgumentException("guestward.bulk.most-unconfirmed must be at least 1");
        }
    }
}
