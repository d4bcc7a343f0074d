package dev.guestward.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HashTreeTest {
    /** Takes hours if the tree is made anew for each. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void eachOfAHundredThousandLeavesIsShownToBeInTheTree() {
        List<byte[]> leaves = leaves(100_000);
        HashTree tree = new HashTree(leaves);

        assertThat(tree.size()).isLessThan(2 * leaves.size() + 20);
        for (int i = 0; i < leaves.size(); i++) {
            BitSet one = new BitSet();
            one.set(i);
            byte[] at = leaves.get(i);
            int position = i;
            int size = leaves.size();
            for (byte[] other : tree.beside(one)) {
                while (position == size - 1 && size % 2 == 1) {
                    position /= 2; // an odd one moves up
                    size = (size + 1) / 2;
                }
                at = position % 2 == 1 ? Hashes.node(other, at) : Hashes.node(at, other);
                position /= 2;
                size = (size + 1) / 2;
            }
            if (!Arrays.equals(at, tree.root())) {
                throw new AssertionError("leaf " + i);
            }
        }
    }

    @Test
    void anyLeavesAndWhatIsBesideThemMakeTheRoot() {
        Random random = new Random(7);
        for (int size = 1; size < 70; size++) {
            List<byte[]> leaves = leaves(size);
            HashTree tree = new HashTree(leaves);
            for (int i = 0; i < 20; i++) {
                BitSet some = new BitSet();
                some.set(random.nextInt(size));
                random.ints(random.nextInt(size + 1), 0, size).forEach(some::set);

                assertThat(root(size, some, leaves, tree.beside(some)))
                        .as("%s of %s", some, size)
                        .isEqualTo(tree.root());
            }
            BitSet all = new BitSet();
            all.set(0, size);
            assertThat(tree.beside(all)).isEmpty();
        }
    }

    @Test
    void ofEachGuestTheLeavesTellWhetherItIsAmongThem() {
        Random random = new Random(11);
        for (int round = 0; round < 500; round++) {
            NavigableSet<UUID> signed = guests(random, random.nextInt(8));
            NavigableSet<UUID> scope = guests(random, 1 + random.nextInt(4));
            List<UUID> leaves = List.copyOf(signed);
            if (!leaves.isEmpty() && random.nextBoolean()) {
                scope.add(leaves.get(random.nextInt(leaves.size())));
            }
            BitSet told = Evidence.told(leaves, scope);

            BitSet expected = new BitSet();
            for (UUID guest : scope) {
                int at = leaves.indexOf(guest);
                if (at >= 0) {
                    expected.set(at);
                } else {
                    int before = signed.headSet(guest).size();
                    IntStream.of(before - 1, before)
                            .filter(i -> i >= 0 && i < leaves.size())
                            .forEach(expected::set);
                }
            }
            assertThat(told).isEqualTo(expected);
        }
    }

    @Test
    void guestsStandInTheOrderOfTheirText() {
        NavigableSet<UUID> guests = guests(new Random(3), 200);
        List<String> texts = guests.stream().map(UUID::toString).toList();

        assertThat(texts).isSortedAccordingTo(Comparator.naturalOrder());
    }

    private static NavigableSet<UUID> guests(Random random, int count) {
        NavigableSet<UUID> guests = new TreeSet<>(Checkpoint.Head.ORDER);
        while (guests.size() < count) {
            guests.add(new UUID(random.nextLong(), random.nextLong()));
        }
        return guests;
    }

    private static List<byte[]> leaves(int count) {
        List<byte[]> leaves = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            leaves.add(Hashes.leaf("leaf " + i));
        }
        return leaves;
    }

    private static byte[] root(int leaves, BitSet has, List<byte[]> all, List<byte[]> beside) {
        TreeMap<Integer, byte[]> level = new TreeMap<>();
        has.stream().forEach(i -> level.put(i, all.get(i)));
        List<byte[]> left = new ArrayList<>(beside);
        for (int size = leaves; size > 1; size = (size + 1) / 2) {
            TreeMap<Integer, byte[]> above = new TreeMap<>();
            for (int at : new ArrayList<>(level.keySet())) {
                int other = at ^ 1;
                if (above.containsKey(at / 2)) {
                    continue;
                }
                byte[] mine = Objects.requireNonNull(level.get(at));
                if (other >= size) {
                    above.put(at / 2, mine);
                    continue;
                }
                byte[] theirs = level.containsKey(other) ? Objects.requireNonNull(level.get(other)) : left.remove(0);
                above.put(at / 2, other < at ? Hashes.node(theirs, mine) : Hashes.node(mine, theirs));
            }
            level.clear();
            level.putAll(above);
        }
        assertThat(left).isEmpty();
        return Objects.requireNonNull(level.firstEntry()).getValue();
    }
}
