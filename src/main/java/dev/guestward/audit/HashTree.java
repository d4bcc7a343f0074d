package dev.guestward.audit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A tree of hashes over leaves, in their order; an odd one moves up as it is. Its levels are made once, so that many leaves can
 * be shown to be in it.
 */
final class HashTree {
    private final List<List<byte[]>> levels = new ArrayList<>();

    /** @param leaves at least one */
    HashTree(List<byte[]> leaves) {
        levels.add(leaves);
        for (List<byte[]> level = leaves; level.size() > 1; ) {
            level = above(level);
            levels.add(level);
        }
    }

    byte[] root() {
        return levels.get(levels.size() - 1).get(0);
    }

    /** How many leaves and nodes there are, each hashed once. */
    int size() {
        return levels.stream().mapToInt(List::size).sum();
    }

    /**
     * What somebody who has these leaves lacks to work out the root: level by level from the leaves up, on each from left to
     * right.
     */
    List<byte[]> beside(BitSet positions) {
        List<byte[]> beside = new ArrayList<>();
        BitSet has = positions;
        for (List<byte[]> level : levels.subList(0, levels.size() - 1)) {
            BitSet above = new BitSet();
            for (int at = has.nextSetBit(0); at >= 0; at = has.nextSetBit(at + 1)) {
                int other = at ^ 1;
                if (other < level.size() && !has.get(other)) {
                    beside.add(level.get(other));
                }
                above.set(at / 2);
            }
            has = above;
        }
        return beside;
    }

    private static List<byte[]> above(List<byte[]> level) {
        List<byte[]> above = new ArrayList<>((level.size() + 1) / 2);
        for (int i = 0; i < level.size(); i += 2) {
            above.add(i + 1 < level.size() ? Hashes.node(level.get(i), level.get(i + 1)) : level.get(i));
        }
        return above;
    }
}
