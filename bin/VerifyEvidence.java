import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Checks evidence of Guestward with nothing but a JDK: each row against the row before it, each chain against every
 * checkpoint since its first row, whether that signed it or not, each file against the signed list. Says what is wrong
 * first, with guest and row.
 *
 * <p>Exit code 0: whole. 1: something is wrong. 2: the file cannot be read, or not with this much memory.
 */
public final class VerifyEvidence {
    private static final String FORM = "guestward evidence 2";
    private static final String NO_HASH = "0".repeat(64);
    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern WHOLE =
            Pattern.compile("checkpoint [0-9]{1,18} -?[0-9]{1,18} [0-9]+( [0-9a-f]{64}){3}( [A-Za-z0-9+/=]+){2}");

    /**
     * Rows are signed by the next checkpoint; one whose chain is being added to at that moment waits for the one after
     * it. No transaction outlives a lost line for longer than this, so what two later checkpoints leave out was kept
     * from them.
     */
    private static final long LONGEST_TRANSACTION = micros(Duration.ofHours(3));

    /** A checkpoint takes no more chains than this, and leaves the others to the next one. */
    private static final int FULL = 100_000;

    /** Longer than anybody may wait between two checkpoints; the product may have stood still, so this is only said. */
    private static final long LATE = micros(Duration.ofHours(48));

    private static final long ONE_HOUR = micros(Duration.ofHours(1));

    private final List<String> wrong = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final TreeMap<String, Chain> chains = new TreeMap<>();
    private final Map<String, String> first = new TreeMap<>();
    private final Map<String, String> lines = new LinkedHashMap<>();
    private final Set<String> trusted;
    private String key = "";
    private long made;
    private boolean unclear;
    private final Decisions decisions = new Decisions(wrong);

    /** @param trusted fingerprints of keys besides the one that signed the file; when there are any, that one must be among them */
    public VerifyEvidence(Set<String> trusted) {
        this.trusted = trusted;
    }

    /** What is in a file, by name. */
    private interface Parts {
        Set<String> names();

        InputStream open(String name) throws IOException;
    }

    private static final class Chain {
        int rows;
        int signed;
        String head = NO_HASH;
        boolean late;
        private byte[] hashes = new byte[8 * 32];
        private long[] times = new long[8];

        void add(String hash, long at) {
            if (rows == times.length) {
                hashes = Arrays.copyOf(hashes, hashes.length * 2);
                times = Arrays.copyOf(times, times.length * 2);
            }
            System.arraycopy(bytes(hash), 0, hashes, rows * 32, 32);
            times[rows++] = at;
            head = hash;
        }

        /** @return null if there is no such row */
        String hash(long row) {
            return row < 1 || row > rows ? null : HEX.formatHex(hashes, (int) (row - 1) * 32, (int) row * 32);
        }

        long at(int row) {
            return times[row - 1];
        }

        /** What is no hash is none of ours. */
        private static byte[] bytes(String hash) {
            try {
                byte[] bytes = HEX.parseHex(hash);
                return bytes.length == 32 ? bytes : new byte[32];
            } catch (IllegalArgumentException e) {
                return new byte[32];
            }
        }
    }

    /** A checkpoint and what the file shows of the chains it signed. */
    private static final class Checkpoint {
        final long number;
        final long at;
        final int heads;
        final String root;
        final List<Leaf> leaves = new ArrayList<>();

        Checkpoint(String[] part) {
            number = Long.parseLong(part[1]);
            at = Long.parseLong(part[2]);
            heads = Integer.parseInt(part[3]);
            root = part[4];
        }
    }

    private record Leaf(int position, String guest, long rows, String hash) {}

    private record Node(int position, byte[] hash) {}

    public static void main(String[] args) {
        if (args.length == 0) {
            System.err.println("verify-evidence FILE.zip [fingerprint | folder of the second place ...]");
            System.exit(2);
        }
        try {
            System.exit(run(args));
        } catch (IOException | RuntimeException e) {
            System.err.println("Cannot read " + args[0] + ": " + e);
        } catch (OutOfMemoryError e) {
            System.err.println("There is not enough memory to check " + args[0]
                    + ", which says nothing about it. Try again with JAVA_TOOL_OPTIONS=-Xmx4g before the command.");
        }
        System.exit(2);
    }

    private static int run(String[] args) throws IOException {
        Set<String> named = new TreeSet<>();
        List<Path> places = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            if (Files.isDirectory(Path.of(args[i]))) {
                places.add(Path.of(args[i]));
            } else {
                named.add(args[i].toLowerCase(Locale.ROOT));
            }
        }
        VerifyEvidence check = new VerifyEvidence(named);
        List<String> found = new ArrayList<>();
        Path file = Path.of(args[0]);
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            found.addAll(check.check(parts(zip, file)));
        }
        for (Path place : places) {
            found.addAll(check.compare(check.kept(place)));
        }
        found.forEach(line -> System.out.println("WRONG  " + line));
        check.notes.forEach(line -> System.out.println("NOTE   " + line));
        check.chains.forEach((guest, chain) -> System.out.println(
                "chain  " + guest + "  " + chain.rows + " rows, signed up to row " + chain.signed));
        System.out.println(check.lines.size() + " checkpoints, key "
                + (check.key.isEmpty() ? "unknown" : fingerprint(check.key)));
        System.out.println(!found.isEmpty()
                ? "NOT WHOLE"
                : named.isEmpty()
                        ? "WHOLE, IF this is the hospital's key: name its fingerprint to have that checked"
                        : "WHOLE");
        return found.isEmpty() ? 0 : 1;
    }

    /** Read by its directory, as whoever opens it does, and from front to back: both must show the same. */
    private static Parts parts(ZipFile zip, Path path) throws IOException {
        Map<String, ZipEntry> entries = new LinkedHashMap<>();
        Map<String, String> hashes = new LinkedHashMap<>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
            if (entries.put(entry.getName(), entry) != null) {
                throw new IOException(entry.getName() + " is there twice");
            }
            try (InputStream in = zip.getInputStream(entry)) {
                hashes.put(entry.getName(), hash(in));
            }
        }
        Map<String, String> streamed = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(path), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (streamed.put(entry.getName(), hash(in)) != null) {
                    throw new IOException(entry.getName() + " is there twice");
                }
            }
        }
        if (!streamed.equals(hashes)) {
            throw new IOException("it holds a second archive");
        }
        return new Parts() {
            @Override
            public Set<String> names() {
                return entries.keySet();
            }

            @Override
            public InputStream open(String name) throws IOException {
                return zip.getInputStream(entries.get(name));
            }
        };
    }

    /** Everything that is wrong, the first row of each chain that does not fit; empty when all is whole. */
    public List<String> check(Map<String, byte[]> files) {
        return check(new Parts() {
            @Override
            public Set<String> names() {
                return files.keySet();
            }

            @Override
            public InputStream open(String name) {
                return new ByteArrayInputStream(files.get(name));
            }
        });
    }

    private List<String> check(Parts files) {
        try {
            byte[] manifest = bytes(files, "manifest.txt");
            listed(new String(manifest, StandardCharsets.UTF_8));
            try (BufferedReader in = reader(files, "audit/chains.txt")) {
                rows(in);
            }
            try (BufferedReader in = reader(files, "audit/checkpoints.txt")) {
                signed(in);
            }
            manifest(manifest, files);
            if (files.names().containsAll(Set.of("decisions.csv", "outcomes.csv"))) {
                try (InputStream said = open(files, "decisions.csv");
                        InputStream came = open(files, "outcomes.csv")) {
                    decisions.check(said, came);
                }
            }
        } catch (IOException | RuntimeException e) {
            wrong.add("a file is not what was written: " + e.getMessage());
        }
        return wrong;
    }

    private static InputStream open(Parts files, String name) throws IOException {
        if (!files.names().contains(name)) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return files.open(name);
    }

    private static byte[] bytes(Parts files, String name) throws IOException {
        try (InputStream in = open(files, name)) {
            return in.readAllBytes();
        }
    }

    private static BufferedReader reader(Parts files, String name) throws IOException {
        return new BufferedReader(new InputStreamReader(open(files, name), StandardCharsets.UTF_8));
    }

    /** Which key signed the file, when it was made, and about whom it speaks. */
    private void listed(String manifest) {
        String form = manifest.lines().findFirst().orElse("");
        if (!form.equals(FORM)) {
            wrong.add("manifest.txt: this is for \"" + FORM + "\", and the file says \"" + form + "\"");
        }
        for (String line : manifest.split("\n")) {
            String[] part = line.split(" ");
            switch (part[0]) {
                case "key" -> key = key.isEmpty() ? line.substring(4) : key;
                case "made" -> made = Long.parseLong(part[1]);
                case "chain" -> chains.computeIfAbsent(part[1], guest -> new Chain());
                default -> {
                    // looked at in the end
                }
            }
        }
        if (key.isEmpty()) {
            throw new IllegalArgumentException("manifest.txt names no key");
        }
        if (!trusted.isEmpty() && !trusted.contains(fingerprint(key))) {
            wrong.add("the file is signed with key " + fingerprint(key) + ", which you did not name");
        }
    }

    private void rows(BufferedReader in) throws IOException {
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            number++;
            String[] head = line.split(" ", -1);
            if (head.length != 3 || !head[0].equals("row")) {
                wrong.add("audit/chains.txt line " + number + ": a row was expected");
                return;
            }
            List<String> says = new ArrayList<>();
            for (line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                says.add(line);
                number++;
            }
            number++;
            row(head[1], head[2], says);
        }
    }

    private void row(String previous, String hash, List<String> says) {
        String guest = value(says, 0, "guest");
        String seq = value(says, 1, "seq");
        Chain chain = chains.computeIfAbsent(guest, key -> new Chain());
        long expected = chain.rows + 1L;
        String where = "guest " + guest + " row " + expected;
        if (!seq.equals(String.valueOf(expected))) {
            once(guest, where + ": dropped, added or out of order (row " + seq + " stands there)");
        } else if (!previous.equals(chain.head)) {
            once(guest, where + ": does not follow the row before it");
        } else if (!hash.equals(hash(previous, says))) {
            once(guest, where + ": changed");
        }
        decisions.row(guest, seq, says);
        chain.add(hash, at(says));
    }

    /** Everything after the first break of a chain is broken, too, and says nothing more. */
    private void once(String guest, String what) {
        if (first.putIfAbsent(guest, what) == null) {
            wrong.add(what);
        }
    }

    private static long at(List<String> says) {
        try {
            return Long.parseLong(value(says, 2, "at"));
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE - LATE - LONGEST_TRANSACTION; // the row is named as changed
        }
    }

    private static String value(List<String> says, int line, String key) {
        return line < says.size() && says.get(line).startsWith(key + "=")
                ? says.get(line).substring(key.length() + 1)
                : "?";
    }

    private static String hash(String previous, List<String> says) {
        // the last line of a row without details is empty and cannot be seen in the file
        String text = String.join("\n", says.size() == 7 ? plus(says) : says);
        return HEX.formatHex(sha256(HEX.parseHex(previous), text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> plus(List<String> says) {
        List<String> all = new ArrayList<>(says);
        all.add("");
        return all;
    }

    private void signed(BufferedReader in) throws IOException {
        Checkpoint open = null;
        Checkpoint before = null;
        // the two checkpoints before the one that is looked at, without those that had no room
        Checkpoint[] last = new Checkpoint[2];
        String previous = null;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] part = line.split(" ", -1);
            if (part[0].equals("checkpoint") && part.length == 9) {
                says(open, null, last);
                open = new Checkpoint(part);
                checkpoint(part, open, before, previous);
                lines.put(part[1], line);
                before = open;
                previous = part[6];
            } else if (part[0].equals("leaf") && part.length == 5 && open != null) {
                open.leaves.add(
                        new Leaf(Integer.parseInt(part[1]), part[2], Long.parseLong(part[3]), part[4]));
            } else if (part[0].equals("beside") && open != null) {
                says(open, Arrays.asList(part).subList(1, part.length), last);
                open = null;
            } else if (!line.isEmpty()) {
                wrong.add("audit/checkpoints.txt: this line was not written by Guestward: " + line);
            }
        }
        says(open, null, last);
        chains.forEach((guest, chain) -> unsigned(guest, chain, last));
    }

    private void checkpoint(String[] part, Checkpoint one, Checkpoint before, String previous) {
        String says = "checkpoint=" + part[1] + "\nat=" + part[2] + "\nheads=" + part[3] + "\nroot=" + part[4];
        String hash = HEX.formatHex(sha256(HEX.parseHex(part[5]), says.getBytes(StandardCharsets.UTF_8)));
        String where = "checkpoint " + one.number;
        if (before != null && one.number != before.number + 1) {
            wrong.add(where + ": the one before it is missing or out of order");
        } else if (previous != null && !previous.equals(part[5])) {
            wrong.add(where + ": does not follow the one before it");
        } else if (!hash.equals(part[6])) {
            wrong.add(where + ": changed");
        } else if (!verifies(part[7], HEX.parseHex(part[6]), part[8])) {
            wrong.add(where + ": its signature is not good");
        } else if (!part[7].equals(key) && !trusted.contains(fingerprint(part[7]))) {
            wrong.add(where + ": signed with key " + fingerprint(part[7]) + ", which you did not name");
        }
        if (before == null && one.number != 1) {
            chains.forEach((guest, chain) -> {
                if (chain.rows == 0 || chain.at(1) < one.at) {
                    once(guest, "guest " + guest + " row 1: the checkpoints of its time, before number " + one.number
                            + ", are not in the file");
                }
            });
        }
    }

    /**
     * What a checkpoint says of each chain in the file. Its leaves stand in the order of the guests, so two neighbours
     * show that it signed no chain between them.
     *
     * @param one may be null
     * @param beside the hashes that are needed to work out the root; null if the file says nothing of it
     */
    private void says(Checkpoint one, List<String> beside, Checkpoint[] last) {
        if (one == null) {
            return;
        }
        if (beside == null || !one.root.equals(root(one, beside))) {
            unclear = true;
            wrong.add("checkpoint " + one.number + ": what it signed was removed or changed, so nothing shows which rows of "
                    + (chains.size() == 1 ? "guest " + chains.firstKey() : "these guests") + " it signed");
            return;
        }
        Leaf left = null;
        for (Leaf leaf : one.leaves) {
            between(one, left, leaf);
            Chain chain = chains.get(leaf.guest());
            if (chain != null) {
                head(one, leaf, chain, last);
            }
            left = leaf;
        }
        between(one, left, null);
        if (one.heads < FULL) {
            last[0] = last[1];
            last[1] = one;
        }
    }

    /** @return the root as it follows from the leaves and the hashes beside them; null if they do not make a tree */
    private static String root(Checkpoint one, List<String> beside) {
        List<Node> level = new ArrayList<>();
        Leaf left = null;
        for (Leaf leaf : one.leaves) {
            if (leaf.position() < 0
                    || leaf.position() >= one.heads
                    || left != null
                            && (left.position() >= leaf.position() || left.guest().compareTo(leaf.guest()) >= 0)) {
                return null;
            }
            String text = "guest=" + leaf.guest() + "\nseq=" + leaf.rows() + "\nhash=" + leaf.hash();
            level.add(new Node(leaf.position(), sha256(new byte[] {0}, text.getBytes(StandardCharsets.UTF_8))));
            left = leaf;
        }
        int used = 0;
        for (int size = one.heads; size > 1; size = (size + 1) / 2) {
            List<Node> above = new ArrayList<>();
            for (int i = 0; i < level.size(); i++) {
                Node node = level.get(i);
                int other = node.position() ^ 1;
                byte[] hash = node.hash();
                if (i + 1 < level.size() && level.get(i + 1).position() == other) {
                    i++;
                    hash = sha256(new byte[] {1}, hash, level.get(i).hash());
                } else if (other < size) {
                    if (used == beside.size()) {
                        return null;
                    }
                    byte[] given = HEX.parseHex(beside.get(used));
                    used++;
                    hash = other < node.position()
                            ? sha256(new byte[] {1}, given, hash)
                            : sha256(new byte[] {1}, hash, given);
                }
                above.add(new Node(node.position() / 2, hash));
            }
            level = above;
        }
        return level.size() == 1 && used == beside.size() ? HEX.formatHex(level.get(0).hash()) : null;
    }

    /** Nothing is known of a guest who would stand between two leaves that are no neighbours. */
    private void between(Checkpoint one, Leaf left, Leaf right) {
        int from = left == null ? -1 : left.position();
        int to = right == null ? one.heads : right.position();
        if (to == from + 1) {
            return;
        }
        String guest = left == null
                ? chains.isEmpty() ? null : chains.firstKey()
                : chains.higherKey(left.guest());
        if (guest != null && (right == null || guest.compareTo(right.guest()) < 0)) {
            unclear = true;
            wrong.add("checkpoint " + one.number + ": the file does not show whether it signed guest " + guest);
        }
    }

    private void head(Checkpoint one, Leaf leaf, Chain chain, Checkpoint[] last) {
        String guest = leaf.guest();
        String has = chain.hash(leaf.rows());
        if (has == null) {
            once(guest, "guest " + guest + " row " + (chain.rows + 1) + ": dropped; checkpoint " + one.number + " signed "
                    + leaf.rows() + " rows");
        } else if (!has.equals(leaf.hash())) {
            once(guest, "guest " + guest + " row " + leaf.rows() + ": not the one that checkpoint " + one.number + " signed");
        } else if (leaf.rows() < chain.signed) {
            once(guest, "guest " + guest + " row " + leaf.rows() + ": signed by checkpoint " + one.number
                    + " as the last one, though one before it had signed " + chain.signed + " rows");
        }
        while (chain.signed < Math.min(leaf.rows(), chain.rows)) {
            chain.signed++;
            if (leftOut(chain.at(chain.signed), last, one.at)) {
                once(guest, "guest " + guest + " row " + chain.signed + ": left out by checkpoints " + last[0].number + " and "
                        + last[1].number + ", made hours after it, and signed only by checkpoint " + one.number);
            } else if (one.at - chain.at(chain.signed) > LATE && !chain.late) {
                chain.late = true;
                notes.add("guest " + guest + " row " + chain.signed + ": written "
                        + time(chain.at(chain.signed)) + ", signed only " + time(one.at) + ", by checkpoint " + one.number
                        + "; was there none for so long?");
            }
        }
    }

    private void unsigned(String guest, Chain chain, Checkpoint[] last) {
        if (chain.signed == chain.rows || first.containsKey(guest)) {
            return;
        }
        int row = chain.signed + 1;
        if (leftOut(chain.at(row), last, made)) {
            once(guest, "guest " + guest + " row " + row + ": left out by checkpoints " + last[0].number + " and " + last[1].number
                    + ", made hours after it, and signed by none");
        } else if (made - chain.at(row) > LATE) {
            notes.add("guest " + guest + " row " + row + ": written " + time(chain.at(row))
                    + ", signed by no checkpoint when the file was made, " + time(made));
        }
    }

    /** A clock that was put back does not count. */
    private boolean leftOut(long at, Checkpoint[] last, long now) {
        long since = at + LONGEST_TRANSACTION;
        return !unclear
                && last[0] != null
                && since < Math.min(last[0].at, last[1].at)
                && Math.max(last[0].at, last[1].at) <= now;
    }

    private void manifest(byte[] list, Parts files) throws IOException {
        if (!verifies(key, list, new String(bytes(files, "manifest.sig"), StandardCharsets.UTF_8))) {
            wrong.add("manifest.txt: its signature is not good");
        }
        Set<String> open = new LinkedHashSet<>(files.names());
        open.remove("manifest.txt");
        open.remove("manifest.sig");
        Set<String> here = new TreeSet<>(chains.keySet());
        for (String line : new String(list, StandardCharsets.UTF_8).split("\n")) {
            String[] part = line.split(" ", 4);
            if (part[0].equals("sha256")) {
                String name = line.substring(part[0].length() + part[1].length() + 2);
                if (!open.remove(name)) {
                    wrong.add(name + ": missing");
                    continue;
                }
                try (InputStream in = files.open(name)) {
                    if (!hash(in).equals(part[1])) {
                        wrong.add(name + ": changed");
                    }
                }
            } else if (part[0].equals("chain")) {
                here.remove(part[1]);
                Chain chain = chains.get(part[1]);
                if (chain.rows != Long.parseLong(part[2])) {
                    once(part[1], "guest " + part[1] + " row " + (chain.rows + 1) + ": dropped; there were " + part[2]
                            + " rows");
                } else if (!chain.head.equals(part[3])) {
                    once(part[1], "guest " + part[1] + " row " + chain.rows + ": changed");
                }
            }
        }
        here.forEach(guest -> once(guest, "guest " + guest + " row 1: added"));
        open.forEach(name -> wrong.add(name + ": added"));
    }

    /** The decisions of a campaign against the guests' chains, which hold a hash of each that was handed in. */
    private static final class Decisions {
        private record Named(String guest, String row, String item, String said) {}

        private final List<String> wrong;
        private final Map<String, Named> answers = new LinkedHashMap<>();
        /** Since when a guest's chain names answers: those before are not in it. */
        private final Map<String, Instant> since = new TreeMap<>();

        Decisions(List<String> wrong) {
            this.wrong = wrong;
        }

        /** Takes note of a row that names one. */
        void row(String guest, String row, List<String> says) {
            Map<String, String> details = new TreeMap<>();
            for (String line : says.subList(Math.min(7, says.size()), says.size())) {
                String[] part = line.split("=", 2);
                details.put(part[0], part[part.length - 1]);
            }
            if (details.keySet().containsAll(Set.of("answer", "item", "said"))) {
                answers.put(details.get("answer"), new Named(guest, row, details.get("item"), details.get("said")));
                if (says.get(2).matches("at=[0-9]{1,18}")) {
                    Instant at = Instant.EPOCH.plus(Long.parseLong(says.get(2).substring(3)), ChronoUnit.MICROS);
                    since.putIfAbsent(guest, at);
                }
            }
        }

        void check(InputStream decisions, InputStream outcomes) throws IOException {
            Map<String, Named> missing = new LinkedHashMap<>(answers);
            table(decisions, line -> decision(line, missing.remove(line.get("decision_id"))));
            Set<String> asked = new TreeSet<>();
            table(outcomes, line -> asked.add(line.get("item")));
            missing.forEach((id, named) -> {
                if (asked.contains(named.item())) {
                    wrong.add("decisions.csv: decision " + id + " about guest " + named.guest() + ": dropped; row "
                            + named.row() + " of the guest's chain names it");
                }
            });
        }

        private void decision(Map<String, String> line, Named named) {
            String guest = line.get("guest");
            String what = "decisions.csv: decision " + line.get("decision_id") + " about guest " + guest;
            String says = "answer=" + line.get("decision_id") + "\nitem=" + line.get("item") + "\ndecision="
                    + line.get("decision") + "\nbulk=" + line.get("in_bulk") + "\nby=" + line.get("person_id") + "\nat="
                    + line.get("given_at") + "\nreason=" + line.get("reason");
            if (named == null) {
                Instant first = since.get(guest);
                if (first != null && Instant.parse(line.get("given_at")).isAfter(first)) {
                    wrong.add(what + ": added; the guest's chain does not name it");
                }
            } else if (!named.guest().equals(guest)
                    || !named.said().equals(HEX.formatHex(sha256(says.getBytes(StandardCharsets.UTF_8))))) {
                wrong.add(what + ": changed; something else was said in row " + named.row() + " of the guest's chain");
            }
        }

        /** Reads the lines of a table by their headings: cells between commas, some of them in quotes (RFC 4180). */
        private static void table(InputStream in, Consumer<Map<String, String>> lines) throws IOException {
            BufferedReader text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            List<String> headings = cells(text);
            if (headings != null) {
                headings.set(0, headings.get(0).replace("\uFEFF", ""));
            }
            for (List<String> cells = headings; cells != null; cells = cells(text)) {
                Map<String, String> line = new TreeMap<>();
                for (int i = 0; i < headings.size() && i < cells.size(); i++) {
                    line.put(headings.get(i), cells.get(i));
                }
                if (cells != headings) {
                    lines.accept(line);
                }
            }
        }

        /** @return null if there are no more */
        private static List<String> cells(BufferedReader text) throws IOException {
            List<String> cells = new ArrayList<>();
            StringBuilder cell = new StringBuilder();
            boolean quoted = false;
            int c = text.read();
            if (c < 0) {
                return null;
            }
            for (; c >= 0 && (quoted || c != '\n'); c = text.read()) {
                if (c == '"') {
                    // two of them within quotes are one
                    text.mark(1);
                    boolean two = quoted && text.read() == '"';
                    if (two) {
                        cell.append('"');
                    } else {
                        text.reset();
                        quoted = !quoted;
                    }
                } else if (c == ',' && !quoted) {
                    cells.add(cell.toString());
                    cell.setLength(0);
                } else if (c != '\r' || quoted) {
                    cell.append((char) c);
                }
            }
            cells.add(cell.toString());
            return cells;
        }
    }

    /** What the second place says otherwise of the checkpoints of this file, or knows besides. */
    private List<String> compare(Map<String, Set<String>> kept) {
        List<String> other = new ArrayList<>();
        long newest = 0;
        for (Map.Entry<String, String> line : lines.entrySet()) {
            newest = Math.max(newest, Long.parseLong(line.getKey()));
            Set<String> there = kept.get(line.getKey());
            if (there == null) {
                other.add("checkpoint " + line.getKey() + ": not in the second place");
            } else if (!there.contains(line.getValue())) {
                other.add("checkpoint " + line.getKey() + ": another one is in the second place");
            }
        }
        String next = String.valueOf(newest + 1);
        if (!chains.isEmpty() && kept.getOrDefault(next, Set.of()).stream().anyMatch(this::isOlder)) {
            other.add("checkpoint " + next + ": in the second place from before this file was made, and not in the file");
        }
        return other;
    }

    /** Whether this checkpoint is one of the same hospital, and the file should know of it. */
    private boolean isOlder(String line) {
        String[] part = line.split(" ", -1);
        return Long.parseLong(part[2]) < made - ONE_HOUR
                && part[7].equals(key)
                && verifies(part[7], HEX.parseHex(part[6]), part[8]);
    }

    /**
     * By number; one may be there more than once. A line that was never written to its end says nothing, and may have
     * the next one behind it.
     */
    private Map<String, Set<String>> kept(Path folder) throws IOException {
        Map<String, Set<String>> kept = new LinkedHashMap<>();
        List<Path> all;
        try (var files = Files.list(folder)) {
            all = files.filter(f -> f.getFileName().toString().startsWith("guestward-checkpoints-"))
                    .sorted()
                    .toList();
        }
        for (Path file : all) {
            // a torn line may end anywhere, even within what is no letter
            try (BufferedReader in =
                    new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.ISO_8859_1))) {
                int number = 0;
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    number++;
                    String last = line.substring(Math.max(0, line.lastIndexOf("checkpoint ")));
                    String[] part = last.split(" ", -1);
                    boolean whole = WHOLE.matcher(last).matches();
                    if (whole) {
                        kept.computeIfAbsent(part[1], n -> new LinkedHashSet<>()).add(last);
                    }
                    if (!line.isEmpty() && !(whole && last.equals(line))) {
                        notes.add(file.getFileName() + " line " + number
                                + ": broken off; what is not whole there does not count");
                    }
                }
            }
        }
        return kept;
    }

    private static String time(long micros) {
        return Instant.EPOCH.plus(micros / 1_000_000, ChronoUnit.SECONDS).toString();
    }

    private static long micros(Duration duration) {
        return duration.toSeconds() * 1_000_000;
    }

    private static String fingerprint(String key) {
        return HEX.formatHex(sha256(Base64.getDecoder().decode(key))).substring(0, 32);
    }

    private static boolean verifies(String key, byte[] what, String signature) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(key))));
            check.update(what);
            return check.verify(Base64.getDecoder().decode(signature.strip()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static String hash(InputStream in) throws IOException {
        MessageDigest digest = digest();
        byte[] some = new byte[1 << 16];
        for (int read = in.read(some); read >= 0; read = in.read(some)) {
            digest.update(some, 0, read);
        }
        return HEX.formatHex(digest.digest());
    }

    private static byte[] sha256(byte[]... parts) {
        MessageDigest digest = digest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
