package dev.guestward.audit;

import dev.guestward.schedule.FleetJob;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Signs the heads of the chains that grew since the last time, in proportion to what happened and not to what there is, and
 * carries each checkpoint to the second place. What could not be carried there is tried again at every run.
 */
@Component
public class Checkpoints implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);
    private static final byte[] GENESIS = new byte[32];

    private final CheckpointTable table;
    private final SigningKey key;
    private final SecondPlace place;
    private final TransactionTemplate transaction;
    private final AuditSettings settings;
    private final Clock clock;

    Checkpoints(
            CheckpointTable table,
            SigningKey key,
            SecondPlace place,
            PlatformTransactionManager transactions,
            AuditSettings settings,
            Clock clock) {
        this.table = table;
        this.key = key;
        this.place = place;
        this.transaction = new TransactionTemplate(transactions);
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "audit-checkpoints";
    }

    @Override
    public Duration every() {
        return settings.checkpointEvery();
    }

    @Override
    public void run() {
        sign().ifPresent(made -> log.info("Checkpoint {} over {} chains", made.number(), made.heads()));
        carry();
    }

    /** @return empty when nothing happened since the last one */
    private Optional<Checkpoint> sign() {
        return Optional.ofNullable(transaction.execute(status -> {
            // that a chain is not among the leaves can be shown only while they are in order
            List<Checkpoint.Head> heads = table.grown().stream()
                    .sorted(Comparator.comparing(Checkpoint.Head::guest, Checkpoint.Head.ORDER))
                    .toList();
            if (heads.isEmpty()) {
                return null;
            }
            Optional<Checkpoint> before = table.last();
            long number = before.map(Checkpoint::number).orElse(0L) + 1;
            byte[] previous = before.map(Checkpoint::hash).orElse(GENESIS);
            byte[] root = new HashTree(heads.stream().map(Checkpoint.Head::leaf).toList()).root();
            Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
            byte[] hash = Checkpoint.hash(number, at, heads.size(), root, previous);
            Checkpoint made =
                    new Checkpoint(number, at, heads.size(), root, previous, hash, key.open(), signature(hash));
            table.add(made, heads);
            return made;
        }));
    }

    private byte[] signature(byte[] hash) {
        try {
            return key.sign(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The key of the audit ledger does not sign any more", e);
        }
    }

    private void carry() {
        if (!place.exists()) {
            return;
        }
        for (Checkpoint checkpoint : table.notKept()) {
            if (!place.keep(checkpoint)) {
                return;
            }
            table.kept(checkpoint, clock.instant());
        }
    }

    /** How long the oldest checkpoint has been waiting for the second place; zero when none is, or there is no such place. */
    public Duration waiting() {
        return place.exists()
                ? table.oldestNotKept()
                        .map(at -> Duration.between(at, clock.instant()))
                        .orElse(Duration.ZERO)
                : Duration.ZERO;
    }

    /** Whether a signature says who signed: with a key that outlives a restart. */
    public boolean signedToLast() {
        return key.lasting();
    }

    /** Whether checkpoints leave the database. */
    public boolean carriedAway() {
        return place.exists();
    }
}
