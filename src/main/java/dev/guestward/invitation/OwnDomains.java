package dev.guestward.invitation;

import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.schedule.FleetJob;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The domains whose addresses belong to employees: those in the settings, and those the tenant has verified. The tenant is
 * asked every hour by one node, never by a request; while it does not answer, what it said last counts.
 */
@Component
public class OwnDomains implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(OwnDomains.class);
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final HospitalSettings hospital;
    private final DirectoryReads directory;
    private final JdbcClient db;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private volatile @Nullable Kept kept;

    OwnDomains(
            HospitalSettings hospital,
            DirectoryReads directory,
            JdbcClient db,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.hospital = hospital;
        this.directory = directory;
        this.db = db;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    private record Kept(Set<String> domains, Instant at) {}

    /** Whether the domain is the hospital's own, or lies below one that is. */
    public boolean include(String domain) {
        return hospital.owns(domain) || HospitalSettings.isWithin(domain, verified());
    }

    private Set<String> verified() {
        Kept known = kept;
        Instant now = clock.instant();
        if (known == null || now.isAfter(known.at().plus(KEPT))) {
            known = new Kept(
                    Set.copyOf(db.sql("select domain from tenant_domain")
                            .query(String.class)
                            .list()),
                    now);
            kept = known;
        }
        return known.domains();
    }

    @Override
    public String name() {
        return "own-domains";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public boolean atStart() {
        return true;
    }

    @Override
    public void run() {
        Set<String> domains;
        try {
            domains = directory.ownDomains();
        } catch (DirectoryUnavailable e) {
            log.warn("The tenant's own domains cannot be read; what it said last counts: {}", e.getMessage());
            return;
        }
        if (domains.isEmpty()) {
            return;
        }
        Timestamp now = Timestamp.from(clock.instant());
        transaction.executeWithoutResult(status -> {
            db.sql("delete from tenant_domain").update();
            domains.forEach(domain -> db.sql("insert into tenant_domain (domain, read_at) values (?, ?)"
                            + " on conflict (domain) do nothing")
                    .params(domain, now)
                    .update());
        });
        kept = null;
    }
}
