package dev.guestward.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.UUID;

/**
 * The heads of all chains that grew since the one before, under one signed root.
 *
 * @param number from 1, without gaps
 * @param heads how many chains
 * @param root of the tree over them
 * @param hash over the one before and what this one says
 * @param publicKey in X.509 form
 * @param signature Ed25519 over the hash
 */
record Checkpoint(
        long number,
        Instant at,
        int heads,
        byte[] root,
        byte[] previous,
        byte[] hash,
        byte[] publicKey,
        byte[] signature) {

    static byte[] hash(long number, Instant at, int heads, byte[] root, byte[] previous) {
        String says = "checkpoint=" + number + "\nat=" + ChronoUnit.MICROS.between(Instant.EPOCH, at) + "\nheads="
                + heads + "\nroot=" + Hashes.hex(root);
        return Hashes.of(previous, says.getBytes(StandardCharsets.UTF_8));
    }

    /** One line, as it goes to the second place and into evidence. */
    String line() {
        Base64.Encoder base64 = Base64.getEncoder();
        return String.join(
                " ",
                "checkpoint",
                String.valueOf(number),
                String.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, at)),
                String.valueOf(heads),
                Hashes.hex(root),
                Hashes.hex(previous),
                Hashes.hex(hash),
                base64.encodeToString(publicKey),
                base64.encodeToString(signature));
    }

    /** A head of a chain as a leaf of the tree; the leaves stand in the order of {@link #ORDER}. */
    record Head(UUID guest, long seq, byte[] hash) {
        /** That of the ids as text, and of the database; not the one of {@code UUID}, which takes the halves for signed. */
        static final Comparator<UUID> ORDER = (one, other) -> {
            int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
            return high != 0
                    ? high
                    : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
        };

        byte[] leaf() {
            return Hashes.leaf("guest=" + guest + "\nseq=" + seq + "\nhash=" + Hashes.hex(hash));
        }
    }
}
