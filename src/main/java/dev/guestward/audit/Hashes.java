package dev.guestward.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over parts, and the tree over many of them: leaves and nodes begin with different bytes, an odd one moves up as it is. */
final class Hashes {
    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private Hashes() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    static byte[] of(byte[]... parts) {
        MessageDigest digest = digest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    static byte[] leaf(String text) {
        return of(LEAF, text.getBytes(StandardCharsets.UTF_8));
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** @param leaves at least one */
    static byte[] root(List<byte[]> leaves) {
        List<byte[]> level = leaves;
        while (level.size() > 1) {
            level = above(level);
        }
        return level.get(0);
    }

    /** What leads from a leaf to the root: each step the other half, with the side it stands on, {@code L} or {@code R}, before it. */
    static List<String> way(List<byte[]> leaves, int position) {
        List<String> way = new ArrayList<>();
        List<byte[]> level = leaves;
        int at = position;
        while (level.size() > 1) {
            int other = at ^ 1;
            if (other < level.size()) {
                way.add((other < at ? "L" : "R") + hex(level.get(other)));
            }
            level = above(level);
            at /= 2;
        }
        return way;
    }

    private static List<byte[]> above(List<byte[]> level) {
        List<byte[]> above = new ArrayList<>((level.size() + 1) / 2);
        for (int i = 0; i < level.size(); i += 2) {
            above.add(i + 1 < level.size() ? of(NODE, level.get(i), level.get(i + 1)) : level.get(i));
        }
        return above;
    }
}
