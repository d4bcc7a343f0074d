package dev.guestward.directory.process;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The worker for acts on the tenant.
 *
 * @param enabled whether this node works on them
 * @param pollEvery pause between two looks for work
 * @param lock how long a task belongs to this node, at most 120 s; planning effects is over well before
 * @param batch tasks fetched at once; planning their effects makes no call to the directory
 */
@ConfigurationProperties("guestward.directory.worker")
public record DirectoryWorkerSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("500ms") Duration pollEvery,
        @DefaultValue("120s") Duration lock,
        @DefaultValue("50") int batch) {
    public DirectoryWorkerSettings {
        if (lock.compareTo(Duration.ofSeconds(120)) > 0 || lock.compareTo(Duration.ofSeconds(60)) < 0) {
            throw new IllegalArgumentException("guestward.directory.worker.lock must be between 60s and 120s");
        }
        if (pollEvery.compareTo(Duration.ofMillis(50)) < 0) {
            throw new IllegalArgumentException("guestward.directory.worker.poll-every must be at least 50ms");
        }
        if (batch < 1 || batch > 200) {
            throw new IllegalArgumentException("guestward.directory.worker.batch must be between 1 and 200");
        }
    }
}
