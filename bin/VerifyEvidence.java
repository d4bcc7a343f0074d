import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Checks evidence of Guestward with nothing but a JDK: each row against the row before it, each chain against the
 * checkpoints that signed it, each file against the signed list. Says what is wrong first, with guest and row.
 *
 * <p>Exit code 0: whole. 1: something is wrong. 2: the file cannot be read.
 */
public final class VerifyEvidence {
    private static final String NO_HASH = "0".repeat(64);
    private static final HexFormat HEX = HexFormat.of();

    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Chain> chains = new TreeMap<>();
    private final Map<String, String> first = new TreeMap<>();
    private final Map<String, String> lines = new LinkedHashMap<>();
    private final Set<String> trusted;
    private final Decisions decisions = new Decisions(wrong);
    private int checkpoints;

    /** @param trusted fingerprints of keys besides the one that signed the file; when there are any, that one must be among them */
    public VerifyEvidence(Set<String> trusted) {
        this.trusted = trusted;
    }

    private static final class Chain {
        long rows;
        String head = NO_HASH;
        final Map<Long, String> hashes = new LinkedHashMap<>();
    }

    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            System.err.println("verify-evidence FILE.zip [fingerprint | folder of the second place ...]");
            System.exit(2);
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        try {
            files.putAll(read(Path.of(args[0])));
        } catch (IOException e) {
            System.err.println("Cannot read " + args[0] + ": " + e);
            System.exit(2);
        }
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
        List<String> found = new ArrayList<>(check.check(files));
        for (Path place : places) {
            found.addAll(check.compare(kept(place)));
        }
        found.forEach(line -> System.out.println("WRONG  " + line));
        check.chains.forEach((guest, chain) -> System.out.println("chain  " + guest + "  " + chain.rows + " rows"));
        System.out.println(check.checkpoints + " checkpoints, key " + fingerprint(files));
        System.out.println(!found.isEmpty()
                ? "NOT WHOLE"
                : named.isEmpty()
                        ? "WHOLE, IF this is the hospital's key: name its fingerprint to have that checked"
                        : "WHOLE");
        System.exit(found.isEmpty() ? 0 : 1);
    }

    /** Read by its directory, as whoever opens it does, and from front to back: both must show the same. */
    static Map<String, byte[]> read(Path path) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(path.toFile(), StandardCharsets.UTF_8)) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                try (InputStream in = zip.getInputStream(entry)) {
                    if (files.put(entry.getName(), in.readAllBytes()) != null) {
                        throw new IOException(entry.getName() + " is there twice");
                    }
                }
            }
        }
        try (InputStream in = Files.newInputStream(path)) {
            Map<String, byte[]> streamed = unpack(in);
            if (!streamed.keySet().equals(files.keySet())
                    || !files.keySet().stream().allMatch(name -> Arrays.equals(files.get(name), streamed.get(name)))) {
                throw new IOException("it holds a second archive");
            }
        }
        return files;
    }

    static Map<String, byte[]> unpack(InputStream in) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(in, StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (files.put(entry.getName(), zip.readAllBytes()) != null) {
                    throw new IOException(entry.getName() + " is there twice");
                }
            }
        }
        return files;
    }

    /** Everything that is wrong, the first row of each chain that does not fit; empty when all is whole. */
    public List<String> check(Map<String, byte[]> files) {
        try {
            String key = key(text(files, "manifest.txt"));
            if (!trusted.isEmpty() && !trusted.contains(fingerprint(key))) {
                wrong.add("the file is signed with key " + fingerprint(key) + ", which you did not name");
            }
            rows(text(files, "audit/chains.txt"));
            signed(text(files, "audit/checkpoints.txt"), key);
            manifest(files);
            if (files.containsKey("decisions.csv") && files.containsKey("outcomes.csv")) {
                decisions.check(
                        new ByteArrayInputStream(files.get("decisions.csv")),
                        new ByteArrayInputStream(files.get("outcomes.csv")));
            }
        } catch (IOException | RuntimeException e) {
            wrong.add("a file is not what was written: " + e.getMessage());
        }
        return wrong;
    }

    private static String text(Map<String, byte[]> files, String name) {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void rows(String text) throws IOException {
        BufferedReader in = new BufferedReader(new StringReader(text));
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
        long expected = chain.rows + 1;
        String where = "guest " + guest + " row " + expected;
        if (!seq.equals(String.valueOf(expected))) {
            once(guest, where + ": dropped, added or out of order (row " + seq + " stands there)");
        } else if (!previous.equals(chain.head)) {
            once(guest, where + ": does not follow the row before it");
        } else if (!hash.equals(hash(previous, says))) {
            once(guest, where + ": changed");
        }
        decisions.row(guest, seq, says);
        chain.rows = expected;
        chain.head = hash;
        chain.hashes.put(expected, hash);
    }

    /** Everything after the first break of a chain is broken, too, and says nothing more. */
    private void once(String guest, String what) {
        if (first.putIfAbsent(guest, what) == null) {
            wrong.add(what);
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

    private static String key(String manifest) {
        return manifest.lines()
                .filter(line -> line.startsWith("key "))
                .map(line -> line.substring(4))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("manifest.txt names no key"));
    }

    private void signed(String text, String key) {
        long before = -1;
        String previous = null;
        String root = null;
        for (String line : text.split("\n")) {
            String[] part = line.split(" ", -1);
            if (part[0].equals("checkpoint") && part.length == 9) {
                checkpoints++;
                long number = Long.parseLong(part[1]);
                String says = "checkpoint=" + number + "\nat=" + part[2] + "\nheads=" + part[3] + "\nroot=" + part[4];
                String hash =
                        HEX.formatHex(sha256(HEX.parseHex(part[5]), says.getBytes(StandardCharsets.UTF_8)));
                String where = "checkpoint " + number;
                if (before >= 0 && number != before + 1) {
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
                lines.put(part[1], line);
                before = number;
                previous = part[6];
                root = part[4];
            } else if (part[0].equals("head") && part.length == 5 && root != null) {
                head(part, root, before);
            } else if (!line.isEmpty()) {
                wrong.add("audit/checkpoints.txt: this line was not written by Guestward: " + line);
            }
        }
    }

    private void head(String[] part, String root, long checkpoint) {
        String leaf = "guest=" + part[1] + "\nseq=" + part[2] + "\nhash=" + part[3];
        byte[] at = sha256(new byte[] {0}, leaf.getBytes(StandardCharsets.UTF_8));
        for (String step : part[4].isEmpty() ? new String[0] : part[4].split(",")) {
            byte[] other = HEX.parseHex(step.substring(1));
            at = step.startsWith("L") ? sha256(new byte[] {1}, other, at) : sha256(new byte[] {1}, at, other);
        }
        if (!HEX.formatHex(at).equals(root)) {
            wrong.add("checkpoint " + checkpoint + ": it did not sign what is said of guest " + part[1]);
            return;
        }
        Chain chain = chains.get(part[1]);
        String has = chain == null ? null : chain.hashes.get(Long.parseLong(part[2]));
        if (has == null) {
            once(part[1], "guest " + part[1] + " row " + (chain == null ? 1 : chain.rows + 1) + ": dropped; checkpoint "
                    + checkpoint + " signed " + part[2] + " rows");
        } else if (!has.equals(part[3])) {
            once(part[1], "guest " + part[1] + " row " + part[2] + ": not the one that checkpoint " + checkpoint + " signed");
        }
    }

    private void manifest(Map<String, byte[]> files) throws IOException {
        String manifest = text(files, "manifest.txt");
        if (!verifies(key(manifest), files.get("manifest.txt"), text(files, "manifest.sig"))) {
            wrong.add("manifest.txt: its signature is not good");
        }
        Map<String, byte[]> open = new LinkedHashMap<>(files);
        open.remove("manifest.txt");
        open.remove("manifest.sig");
        Map<String, Chain> here = new TreeMap<>(chains);
        for (String line : manifest.split("\n")) {
            String[] part = line.split(" ", 4);
            if (part[0].equals("sha256")) {
                String name = line.substring(part[0].length() + part[1].length() + 2);
                byte[] bytes = open.remove(name);
                if (bytes == null) {
                    wrong.add(name + ": missing");
                } else if (!HEX.formatHex(sha256(bytes)).equals(part[1])) {
                    wrong.add(name + ": changed");
                }
            } else if (part[0].equals("chain")) {
                Chain chain = here.remove(part[1]);
                long rows = chain == null ? 0 : chain.rows;
                if (rows != Long.parseLong(part[2])) {
                    once(part[1], "guest " + part[1] + " row " + (rows + 1) + ": dropped; there were " + part[2] + " rows");
                } else if (chain != null && !chain.head.equals(part[3])) {
                    once(part[1], "guest " + part[1] + " row " + rows + ": changed");
                }
            }
        }
        here.keySet().forEach(guest -> once(guest, "guest " + guest + " row 1: added"));
        open.keySet().forEach(name -> wrong.add(name + ": added"));
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

    /** What the second place says otherwise of the checkpoints of this file. */
    List<String> compare(Map<String, String> kept) {
        List<String> other = new ArrayList<>();
        lines.forEach((number, line) -> {
            String there = kept.get(number);
            if (there == null) {
                other.add("checkpoint " + number + ": not in the second place");
            } else if (!there.equals(line)) {
                other.add("checkpoint " + number + ": another one is in the second place");
            }
        });
        return other;
    }

    private static Map<String, String> kept(Path folder) throws IOException {
        Map<String, String> kept = new LinkedHashMap<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("guestward-checkpoints-"))
                    .sorted()
                    .toList()) {
                Files.readAllLines(file).forEach(line -> kept.putIfAbsent(line.split(" ", 3)[1], line));
            }
        }
        return kept;
    }

    private static String fingerprint(Map<String, byte[]> files) {
        try {
            return fingerprint(key(text(files, "manifest.txt")));
        } catch (RuntimeException e) {
            return "unknown";
        }
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

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
