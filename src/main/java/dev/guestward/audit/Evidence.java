package dev.guestward.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What an auditor takes away: chains with all their rows and the checkpoints that signed them, in plain text that
 * {@code bin/verify-evidence} checks without us.
 */
@Component
public class Evidence {
    private static final byte[] GENESIS = new byte[32];

    /** By how much the clocks of two nodes may differ. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    /** How many checkpoints, and how many of their heads, are held at once; a single one may have more. */
    private static final int CHECKPOINTS_AT_ONCE = 500;

    private static final int HEADS_AT_ONCE = 20_000;

    private final AuditLedger ledger;
    private final CheckpointTable checkpoints;
    private final SigningKey key;
    private final Clock clock;

    Evidence(AuditLedger ledger, CheckpointTable checkpoints, SigningKey key, Clock clock) {
        this.ledger = ledger;
        this.checkpoints = checkpoints;
        this.key = key;
        this.clock = clock;
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
        EvidenceFile file = new EvidenceFile(out, key, clock.instant());
        parts.addTo(file);
        file.sign();
    }

    /** Adds {@code audit/chains.txt} and {@code audit/checkpoints.txt}; once for each file. */
    public void addChains(EvidenceFile file, Collection<UUID> guests) throws IOException {
        NavigableSet<UUID> scope = new TreeSet<>(Checkpoint.Head.ORDER);
        scope.addAll(guests);
        // read first: what these have signed is in the ledger, or was
        long until = checkpoints.last().map(Checkpoint::number).orElse(0L);
        Oldest oldest = new Oldest();
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
                    oldest.row(row.entry().at());
                }
                if (last == 0) {
                    // whether there ever was a row, only all checkpoints can tell
                    oldest.row(Instant.EPOCH);
                }
                file.chain(guest, last, head);
            }
        });
        file.add("audit/checkpoints.txt", out -> writeCheckpoints(out, scope, oldest.row, until));
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

    private static final class Oldest {
        private Instant row = Instant.MAX;

        void row(Instant at) {
            row = at.isBefore(row) ? at : row;
        }
    }

    /**
     * Each checkpoint since the first that can say anything of these chains, with what it says of each of them: the leaf that
     * signs it, or the two between which it would stand. One that signed a chain cannot be taken for one that did not.
     */
    private void writeCheckpoints(OutputStream out, NavigableSet<UUID> scope, Instant oldestRow, long until)
            throws IOException {
        if (scope.isEmpty()) {
            return;
        }
        Instant since = oldestRow.equals(Instant.EPOCH) ? oldestRow : oldestRow.minus(SKEW);
        long next = checkpoints.firstAbout(scope, since);
        while (next <= until) {
            List<Checkpoint> some = checkpoints.between(next, Math.min(next + CHECKPOINTS_AT_ONCE - 1, until));
            next += CHECKPOINTS_AT_ONCE;
            for (int from = 0, to; from < some.size(); from = to) {
                int heads = some.get(from).heads();
                for (to = from + 1; to < some.size() && heads + some.get(to).heads() <= HEADS_AT_ONCE; to++) {
                    heads += some.get(to).heads();
                }
                Map<Long, List<Checkpoint.Head>> signed = checkpoints.heads(
                        some.get(from).number(), some.get(to - 1).number());
                for (Checkpoint checkpoint : some.subList(from, to)) {
                    write(out, checkpoint.line() + "\n");
                    writeSaid(out, signed.getOrDefault(checkpoint.number(), List.of()), scope);
                }
            }
        }
    }

    private static void writeSaid(OutputStream out, List<Checkpoint.Head> heads, NavigableSet<UUID> scope)
            throws IOException {
        BitSet told = told(heads.stream().map(Checkpoint.Head::guest).toList(), scope);
        StringBuilder text = new StringBuilder();
        told.stream().forEach(position -> {
            Checkpoint.Head head = heads.get(position);
            text.append("leaf ")
                    .append(position)
                    .append(' ')
                    .append(head.guest())
                    .append(' ')
                    .append(head.seq())
                    .append(' ')
                    .append(Hashes.hex(head.hash()))
                    .append('\n');
        });
        text.append("beside");
        if (!heads.isEmpty()) {
            new HashTree(heads.stream().map(Checkpoint.Head::leaf).toList())
                    .beside(told)
                    .forEach(hash -> text.append(' ').append(Hashes.hex(hash)));
        }
        write(out, text.append('\n').toString());
    }

    /** @return which leaves show, of each guest in the scope, that it is among them or that it is not */
    static BitSet told(List<UUID> leaves, NavigableSet<UUID> scope) {
        BitSet told = new BitSet(leaves.size());
        for (int i = 0; i <= leaves.size(); i++) {
            @Nullable UUID next = i == 0 ? scope.first() : scope.higher(leaves.get(i - 1));
            boolean last = i == leaves.size();
            if (next == null) {
                continue;
            }
            int order = last ? -1 : Checkpoint.Head.ORDER.compare(next, leaves.get(i));
            if (order < 0 && i > 0) {
                told.set(i - 1);
            }
            if (order <= 0 && !last) {
                told.set(i);
            }
        }
        return told;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
