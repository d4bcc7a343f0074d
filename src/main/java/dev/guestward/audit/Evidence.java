package dev.guestward.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * What an auditor takes away: chains with all their rows and the checkpoints that signed them, in plain text that
 * {@code bin/verify-evidence} checks without us.
 */
@Component
public class Evidence {
    private static final byte[] GENESIS = new byte[32];

    private final AuditLedger ledger;
    private final CheckpointTable checkpoints;
    private final SigningKey key;

    Evidence(AuditLedger ledger, CheckpointTable checkpoints, SigningKey key) {
        this.ledger = ledger;
        this.checkpoints = checkpoints;
        this.key = key;
    }

    /** What goes into a file. */
    @FunctionalInterface
    public interface Parts {
        void addTo(EvidenceFile file) throws IOException;
    }

    /**
     * Writes a file and signs it. What is broken off midway, whether by reading or by the line, is never signed, so that it
     * does not pass for the whole.
     *
     * @param out stays open
     */
    public void write(OutputStream out, Parts parts) throws IOException {
        EvidenceFile file = new EvidenceFile(out, key);
        parts.addTo(file);
        file.sign();
    }

    /** Adds {@code audit/chains.txt} and {@code audit/checkpoints.txt}; once for each file. */
    public void addChains(EvidenceFile file, Collection<UUID> guests) throws IOException {
        Set<UUID> scope = new TreeSet<>(guests);
        // read first: what these have signed is in the ledger, or was
        long until = checkpoints.last().map(Checkpoint::number).orElse(0L);
        file.add("audit/chains.txt", out -> {
            for (UUID guest : scope) {
                byte[] head = GENESIS;
                long last = 0;
                for (AuditLedger.Row row : ledger.rows(guest)) {
                    write(
                            out,
                            "row " + Hashes.hex(row.previous()) + " " + Hashes.hex(row.hash()) + "\n"
                                    + AuditLedger.canonical(row.entry()).stripTrailing() + "\n\n");
                    head = row.hash();
                    last = row.entry().seq();
                }
                file.chain(guest, last, head);
            }
        });
        file.add("audit/checkpoints.txt", out -> writeCheckpoints(out, scope, until));
    }

    /** The checkpoints that sign chains. */
    public record Signed(int count, long first, long last, Instant lastAt) {}

    /** Which checkpoints sign these guests' chains; empty until there is one. */
    public Optional<Signed> signed(Collection<UUID> guests) {
        List<Long> naming = checkpoints.naming(guests);
        if (naming.isEmpty()) {
            return Optional.empty();
        }
        long last = naming.get(naming.size() - 1);
        return checkpoints.between(last, last).stream()
                .findFirst()
                .map(checkpoint -> new Signed(naming.size(), naming.get(0), last, checkpoint.at()));
    }

    /** Of the key that signs, as {@code bin/verify-evidence} prints it. */
    public String fingerprint() {
        return Hashes.hex(Hashes.of(key.open())).substring(0, 32);
    }

    private void writeCheckpoints(OutputStream out, Set<UUID> scope, long until) throws IOException {
        List<Long> naming = checkpoints.naming(scope).stream()
                .filter(number -> number <= until)
                .toList();
        if (naming.isEmpty()) {
            return;
        }
        Set<Long> wanted = new HashSet<>(naming);
        for (Checkpoint checkpoint : checkpoints.between(naming.get(0), naming.get(naming.size() - 1))) {
            write(out, checkpoint.line() + "\n");
            if (!wanted.contains(checkpoint.number())) {
                continue;
            }
            List<Checkpoint.Head> heads = checkpoints.heads(checkpoint.number());
            List<byte[]> leaves = heads.stream().map(Checkpoint.Head::leaf).toList();
            for (int i = 0; i < heads.size(); i++) {
                Checkpoint.Head head = heads.get(i);
                if (scope.contains(head.guest())) {
                    write(
                            out,
                            "head " + head.guest() + " " + head.seq() + " " + Hashes.hex(head.hash()) + " "
                                    + String.join(",", Hashes.way(leaves, i)) + "\n");
                }
            }
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
