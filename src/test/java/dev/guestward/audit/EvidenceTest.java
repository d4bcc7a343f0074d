package dev.guestward.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.embedded.EmbeddedDatabase;
import dev.guestward.people.StaffReading;
import dev.guestward.platform.SteppedClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What an auditor takes away shows by itself whether a row was changed, dropped, added or moved. */
@GuestwardTest
class EvidenceTest {
    private static final int TAMPERS = 10_000;
    private static final Pattern NAMED = Pattern.compile("guest ([0-9a-f-]{36}) row (\\d+): .*");

    @TempDir
    Path compiled = Path.of("");

    @Autowired
    AuditLedger ledger;

    @Autowired
    CheckpointTable table;

    @Autowired
    Checkpoints checkpoints;

    @Autowired
    Evidence evidence;

    @Autowired
    SigningKey key;

    @Autowired
    StaffReading staff;

    @Autowired
    JdbcClient db;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    Clock clock;

    @Value("${local.server.port}")
    int port;

    @Value("${spring.datasource.url}")
    String url = "";

    @Value("${spring.flyway.user}")
    String owner = "";

    @Value("${spring.flyway.password}")
    String password = "";

    private final List<UUID> guests = new ArrayList<>();

    @BeforeEach
    void threeGuestsWithAHistory() {
        for (int i = 0; i < 3; i++) {
            guests.add(UUID.randomUUID());
        }
        guests.forEach(guest -> append(guest, 5));
        checkpoints.run();
        guests.forEach(guest -> append(guest, 3));
        checkpoints.run();
        append(guests.get(1), 2);
    }

    @Test
    void evidenceOfWhatHappenedIsWhole() throws Exception {
        assertThat(check(pack())).isEmpty();
    }

    @Test
    void onlyChainsThatGrewAreSignedAnew() {
        long before = table.last().orElseThrow().number();

        checkpoints.run();
        checkpoints.run();

        Checkpoint last = table.last().orElseThrow();
        assertThat(last.number()).isEqualTo(before + 1);
        assertThat(table.heads(last.number()))
                .extracting(Checkpoint.Head::guest)
                .containsExactly(guests.get(1));
        assertThat(table.heads(last.number())).extracting(Checkpoint.Head::seq).containsExactly(10L);
    }

    @Test
    void aCheckpointIsNeverChanged() throws Exception {
        assertThatThrownBy(() -> db.sql("update audit_checkpoint set heads = 1").update())
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> db.sql("delete from audit_checkpoint_head").update())
                .isInstanceOf(DataAccessException.class);
        try (Connection connection = DriverManager.getConnection(url, owner, password);
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate("update audit_checkpoint set heads = 1"))
                    .hasMessageContaining("never changed");
        }
        assertThat(owner).isEqualTo(EmbeddedDatabase.OWNER);
    }

    @Test
    void whatTheSecondPlaceDidNotTakeIsBroughtThereLater(@TempDir Path place) throws Exception {
        Path folder = place.resolve("worm");
        Files.writeString(folder, "a file stands where the folder should be");
        AuditSettings settings = new AuditSettings(null, "", folder, Duration.ofMinutes(15));
        Checkpoints carrying = new Checkpoints(table, key, new SecondPlace(settings), transactions, settings, clock);
        append(guests.get(0), 1);
        carrying.run();
        assertThat(table.notKept()).isNotEmpty();
        long signed = table.last().orElseThrow().number();

        Files.delete(folder);
        while (!table.notKept().isEmpty()) {
            carrying.run();
        }

        List<String> lines = new ArrayList<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        assertThat(lines).anyMatch(line -> line.startsWith("checkpoint " + signed + " "));
        assertThat(carrying.waiting()).isZero();
    }

    @Test
    void everyTamperIsFoundAndTheFirstRowThatDoesNotFitIsNamed() throws Exception {
        // so that the checkpoints of other tests are not checked ten thousand times
        SteppedClock.instance().step(Duration.ofMinutes(2));
        guests.clear();
        threeGuestsWithAHistory();
        Map<String, byte[]> whole = pack();
        List<String> rows = Arrays.asList(text(whole).strip().split("\n\n"));
        Random random = new Random(20261121);
        Set<String> kinds = new TreeSet<>();
        for (int i = 0; i < TAMPERS; i++) {
            int at = random.nextInt(rows.size());
            Map<String, byte[]> forged = new LinkedHashMap<>(whole);
            String kind =
                    List.of("changed", "dropped", "added", "moved", "file").get(random.nextInt(5));
            List<String> other = new ArrayList<>(rows);
            switch (kind) {
                case "changed" -> other.set(at, flipped(rows.get(at), random));
                case "dropped" -> other.remove(at);
                case "added" -> other.add(at, rows.get(random.nextInt(rows.size())));
                case "moved" -> {
                    String taken = other.remove(at);
                    other.add((at + 1 + random.nextInt(other.size() - 1)) % other.size(), taken);
                }
                default -> {
                    String name =
                            List.of("audit/checkpoints.txt", "manifest.txt").get(random.nextInt(2));
                    byte[] bytes = Objects.requireNonNull(whole.get(name)).clone();
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(7));
                    forged.put(name, bytes);
                }
            }
            if (!kind.equals("file")) {
                if (orders(other).equals(orders(rows))) {
                    continue; // chains may stand in any order, as long as each is in its own
                }
                forged.put("audit/chains.txt", (String.join("\n\n", other) + "\n\n").getBytes(StandardCharsets.UTF_8));
            }
            List<String> found = check(forged);
            assertThat(found).as("tamper %d: %s at row %d", i, kind, at).isNotEmpty();
            if (kind.equals("changed") || kind.equals("dropped")) {
                Matcher named = NAMED.matcher(found.get(0));
                assertThat(named.matches()).as(found.get(0)).isTrue();
                assertThat(rows.get(at)).as(found.get(0)).contains("guest=" + named.group(1) + "\n");
                assertThat(Long.parseLong(named.group(2))).as(found.get(0)).isEqualTo(seq(rows.get(at)));
            }
            kinds.add(kind);
        }
        assertThat(kinds).containsExactly("added", "changed", "dropped", "file", "moved");
    }

    @Test
    void aChainForgedAsAWholeDoesNotFitWhatWasSigned() throws Exception {
        Map<String, byte[]> theirs = pack();
        UUID victim = guests.get(0);
        List<UUID> alone = List.of(victim);
        Map<String, byte[]> forged = pack(alone);
        // the forger makes a history of its own that is right in itself, and signs its list with a key of its own
        db.sql("select 1").query(Integer.class).single();
        String chains = new String(forged.get("audit/chains.txt"), StandardCharsets.UTF_8);
        String shorter = chains.substring(0, chains.lastIndexOf("row "));
        forged.put("audit/chains.txt", shorter.getBytes(StandardCharsets.UTF_8));
        forged.put("manifest.txt", manifestOf(forged, victim, 7));
        forged.put("manifest.sig", Base64.getEncoder().encode(key.sign(forged.get("manifest.txt"))));

        assertThat(check(theirs)).isEmpty();
        assertThat(check(forged))
                .as("even with our own key: the checkpoint signed eight rows")
                .anyMatch(line -> line.startsWith("guest " + victim + " row 8: dropped"));
    }

    @Test
    void rowsTakenFromTheEndOfAChainInTheDatabaseAreMissedByWhatHadSignedThem() throws Exception {
        UUID victim = guests.get(0);
        String tail = " from audit_entry where guest_id = '" + victim + "' and seq > 5";
        asOwner("create table taken_rows as select *" + tail, "delete" + tail);
        try {
            assertThat(check(pack()))
                    .singleElement()
                    .satisfies(line -> assertThat(line).startsWith("guest " + victim + " row 6: dropped"));
        } finally {
            asOwner("insert into audit_entry select * from taken_rows", "drop table taken_rows");
        }
    }

    @Test
    void aForgedChainIsFoundThoughWhatHadSignedItsRowsWasTakenFromTheDatabaseToo() throws Exception {
        UUID victim = guests.get(0);
        String heads = " from audit_checkpoint_head where guest_id = '" + victim + "'";
        List<Long> signed = table.naming(List.of(victim));
        asOwner("create table taken_heads as select *" + heads, "delete" + heads);
        try {
            forgeTail(victim);
            checkpoints.run();

            assertThat(check(pack(List.of(victim))))
                    .hasSameSizeAs(signed)
                    .allSatisfy(line -> assertThat(line).endsWith("which rows of guest " + victim + " it signed"))
                    .anySatisfy(line -> assertThat(line).startsWith("checkpoint " + signed.get(0) + ":"));
            assertThat(check(pack(List.of(guests.get(1)))))
                    .as("nor can it be told any more what these checkpoints say of others")
                    .isNotEmpty();
        } finally {
            asOwner("insert into audit_checkpoint_head select * from taken_heads", "drop table taken_heads");
        }
        assertThat(check(pack(List.of(guests.get(1))))).isEmpty();
    }

    @Test
    void neighboursCannotBePutInThePlaceOfAHeadThatWasTakenAway() throws Exception {
        UUID victim = guests.get(0);
        long signing = table.naming(List.of(victim)).get(1);
        Map<String, byte[]> pack = pack(List.of(victim));
        List<String> lines = signed(pack).lines().toList();
        int at = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("checkpoint " + signing + " "))
                .findFirst()
                .orElseThrow());
        List<Checkpoint.Head> heads = table.heads(signing);
        List<byte[]> leaves = heads.stream().map(Checkpoint.Head::leaf).toList();
        BitSet others = new BitSet();
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < heads.size(); i++) {
            Checkpoint.Head head = heads.get(i);
            if (!head.guest().equals(victim)) {
                others.set(i);
                said.append("leaf " + i + " " + head.guest() + " " + head.seq() + " " + Hashes.hex(head.hash()) + "\n");
            }
        }
        said.append("beside");
        new HashTree(leaves).beside(others).forEach(hash -> said.append(' ').append(Hashes.hex(hash)));
        List<String> forged = new ArrayList<>(lines.subList(0, at + 1));
        forged.add(said.toString());
        int after = at + 1;
        while (!lines.get(after).startsWith("beside")) {
            after++;
        }
        forged.addAll(lines.subList(after + 1, lines.size()));
        pack.put("audit/checkpoints.txt", (String.join("\n", forged) + "\n").getBytes(StandardCharsets.UTF_8));

        assertThat(check(pack))
                .contains("checkpoint " + signing + ": the file does not show whether it signed guest " + victim);
    }

    @Test
    void eachCheckpointSaysOfEachChainWhetherItSignedIt() throws Exception {
        UUID idle = guests.get(2);
        for (int i = 0; i < 5; i++) {
            append(guests.get(i % 2), 1);
            append(UUID.randomUUID(), 1);
            append(UUID.randomUUID(), 1);
            checkpoints.run();
        }
        Map<String, byte[]> pack = pack(List.of(idle));
        List<String> lines = new ArrayList<>(signed(pack).lines().toList());
        assertThat(check(pack)).isEmpty();
        assertThat(lines.stream().filter(line -> line.startsWith("leaf ") && line.contains(idle.toString())))
                .hasSize(2);

        // without what the last one says
        int last = lines.size() - 1;
        while (!lines.get(last).startsWith("checkpoint ")) {
            lines.remove(last);
            last--;
        }
        pack.put("audit/checkpoints.txt", (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        long number = table.last().orElseThrow().number();
        assertThat(check(pack))
                .anyMatch(line -> line.startsWith("checkpoint " + number + ": what it signed was removed"));
    }

    @Test
    void rowsThatCheckpointsAreKeptFromSigningAreNamed() throws Exception {
        UUID victim = guests.get(0);
        asOwner("update audit_chain set anchored_seq = 1000 where guest_id = '" + victim + "'");
        append(victim, 2);
        SteppedClock.instance().step(Duration.ofHours(4));
        for (int i = 0; i < 2; i++) {
            assertThat(check(pack(List.of(victim)))).isEmpty();
            append(guests.get(1), 1);
            checkpoints.run();
        }
        assertThat(check(pack(List.of(victim))))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("guest " + victim + " row 9: left out by checkpoints ")
                        .endsWith("signed by none"));

        asOwner("update audit_chain set anchored_seq = 8 where guest_id = '" + victim + "'");
        checkpoints.run();
        assertThat(check(pack(List.of(victim))))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("guest " + victim + " row 9: left out by checkpoints ")
                        .contains("signed only by checkpoint "));
    }

    @Test
    void aChainOfWhichNothingIsLeftIsFound() throws Exception {
        UUID victim = guests.get(0);
        String rows = " from audit_entry where guest_id = '" + victim + "'";
        String heads = " from audit_checkpoint_head where guest_id = '" + victim + "'";
        asOwner(
                "create table taken_rows as select *" + rows,
                "create table taken_heads as select *" + heads,
                "delete" + rows,
                "delete" + heads);
        try {
            assertThat(check(pack(List.of(victim))))
                    .anyMatch(line -> line.endsWith("which rows of guest " + victim + " it signed"));
        } finally {
            asOwner(
                    "insert into audit_entry select * from taken_rows",
                    "insert into audit_checkpoint_head select * from taken_heads",
                    "drop table taken_rows",
                    "drop table taken_heads");
        }
        assertThat(check(pack(List.of(UUID.randomUUID()))))
                .as("nobody ever was")
                .isEmpty();
    }

    @Test
    void evidenceBeginsWithTheCheckpointBeforeTheFirstRow() throws Exception {
        SteppedClock.instance().step(Duration.ofMinutes(2));
        UUID late = UUID.randomUUID();
        append(late, 1);
        checkpoints.run();
        Map<String, byte[]> pack = pack(List.of(late));
        List<String> lines = signed(pack).lines().toList();
        assertThat(lines.stream().filter(line -> line.startsWith("checkpoint ")))
                .hasSize(2);
        int second = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("checkpoint "))
                .skip(1)
                .findFirst()
                .orElseThrow());
        pack.put(
                "audit/checkpoints.txt",
                (String.join("\n", lines.subList(second, lines.size())) + "\n").getBytes(StandardCharsets.UTF_8));

        assertThat(check(pack))
                .anyMatch(line -> line.startsWith("guest " + late + " row 1: the checkpoints of its time"));
    }

    /** What a forger makes of the last three of eight rows, right in itself. */
    private void forgeTail(UUID victim) throws SQLException {
        String tail = " from audit_entry where guest_id = '" + victim + "' and seq > 5";
        asOwner(
                "delete" + tail,
                "delete from audit_unpublished where guest_id = '" + victim + "'",
                "update audit_chain set seq = 5, anchored_seq = 0, hash = (select hash from audit_entry"
                        + " where guest_id = '" + victim + "' and seq = 5) where guest_id = '" + victim + "'");
        append(victim, 3);
    }

    /** Whoever owns the tables can do this; the application cannot. */
    private void asOwner(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection(url, owner, password);
                var sql = connection.createStatement()) {
            sql.execute("alter table audit_entry disable trigger user");
            sql.execute("alter table audit_checkpoint_head disable trigger user");
            for (String statement : statements) {
                sql.execute(statement);
            }
            sql.execute("alter table audit_entry enable trigger user");
            sql.execute("alter table audit_checkpoint_head enable trigger user");
        }
    }

    @Test
    void aFileThatHoldsTwoArchivesIsNotRead(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("evidence.zip");
        Path other = folder.resolve("other.zip");
        try (var out = Files.newOutputStream(file);
                var forged = Files.newOutputStream(other)) {
            evidence.write(out, zip -> evidence.addChains(zip, guests));
            evidence.write(forged, zip -> evidence.addChains(zip, List.of(guests.get(0))));
        }
        Path both = folder.resolve("both.zip");
        Files.write(both, Files.readAllBytes(file));
        Files.write(both, Files.readAllBytes(other), StandardOpenOption.APPEND);
        Process run = new ProcessBuilder("bin/verify-evidence", both.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(run.waitFor()).as(said).isEqualTo(2);
        assertThat(said).contains("Cannot read");
    }

    @Test
    void aLineThatBrokeOffInTheSecondPlaceDoesNoHarm(@TempDir Path place) throws Exception {
        AuditSettings settings = new AuditSettings(null, "", place, Duration.ofMinutes(15));
        SecondPlace second = new SecondPlace(settings);
        long last = table.last().orElseThrow().number();
        List<Checkpoint> all = table.between(1, last);
        all.subList(0, all.size() - 1).forEach(second::keep);
        Path month;
        try (var files = Files.list(place)) {
            month = files.max(Path::compareTo).orElseThrow();
        }
        Checkpoint newest = all.get(all.size() - 1);
        String half = newest.line().substring(0, 60);
        Files.writeString(month, half, StandardOpenOption.APPEND);
        second.keep(newest);
        assertThat(Files.readAllLines(month)).endsWith(half, newest.line());
        Files.writeString(month, "torn\n", StandardOpenOption.APPEND);
        // as it was left behind before the next line began anew
        Files.writeString(month, half + newest.line() + "\n", StandardOpenOption.APPEND);
        Path file = place.resolve("evidence.zip");
        try (var out = Files.newOutputStream(file)) {
            evidence.write(out, zip -> evidence.addChains(zip, guests));
        }

        assertThat(verified(0, file, evidence.fingerprint(), place))
                .contains("broken off")
                .endsWith("WHOLE\n");

        Files.writeString(month, Files.readString(month).replace(newest.line(), half));
        assertThat(verified(1, file, evidence.fingerprint(), place))
                .contains("WRONG  checkpoint " + last + ": not in the second place");
    }

    @Test
    void checkpointsThatOnlyTheSecondPlaceStillHasAreNamed(@TempDir Path place) throws Exception {
        SecondPlace second = new SecondPlace(new AuditSettings(null, "", place, Duration.ofMinutes(15)));
        Path file = place.resolve("evidence.zip");
        long last = table.last().orElseThrow().number();
        append(guests.get(0), 1);
        checkpoints.run();
        SteppedClock.instance().step(Duration.ofHours(2));
        table.between(1, last + 1).forEach(second::keep);
        String heads = " from audit_checkpoint_head where checkpoint = " + (last + 1);
        String kept = " from audit_checkpoint_kept where checkpoint = " + (last + 1);
        String newest = " from audit_checkpoint where number = " + (last + 1);
        asOwner(
                "alter table audit_checkpoint disable trigger user",
                "alter table audit_checkpoint_kept disable trigger user",
                "create table taken_heads as select *" + heads,
                "create table taken_kept as select *" + kept,
                "create table taken_newest as select *" + newest,
                "delete" + heads,
                "delete" + kept,
                "delete" + newest);
        try (var out = Files.newOutputStream(file)) {
            evidence.write(out, zip -> evidence.addChains(zip, guests));
        } finally {
            asOwner(
                    "insert into audit_checkpoint select * from taken_newest",
                    "insert into audit_checkpoint_head select * from taken_heads",
                    "insert into audit_checkpoint_kept select * from taken_kept",
                    "drop table taken_newest",
                    "drop table taken_heads",
                    "drop table taken_kept",
                    "alter table audit_checkpoint enable trigger user",
                    "alter table audit_checkpoint_kept enable trigger user");
        }

        assertThat(verified(1, file, place))
                .contains("WRONG  checkpoint " + (last + 1) + ": in the second place from before this file was made");
    }

    @Test
    void withoutEnoughMemoryNothingIsSaidOfTheFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("evidence.zip");
        try (var out = Files.newOutputStream(file)) {
            evidence.write(
                    out,
                    zip -> zip.add("audit/chains.txt", to -> {
                        byte[] much = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
                        for (int i = 0; i < 256; i++) {
                            to.write(much);
                        }
                    }));
        }
        ProcessBuilder run = new ProcessBuilder("bin/verify-evidence", file.toString()).redirectErrorStream(true);
        run.environment().put("JAVA_TOOL_OPTIONS", "-Xmx128m");
        Process process = run.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isEqualTo(2);
        assertThat(said).contains("not enough memory").doesNotContain("WHOLE");
    }

    private static String verified(int exit, Object... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("bin/verify-evidence"));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(run.waitFor()).as(said).isEqualTo(exit);
        return said;
    }

    @Test
    void theCommandSaysWhetherAFileIsWhole(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("evidence.zip");
        try (var out = Files.newOutputStream(file)) {
            evidence.write(out, zip -> evidence.addChains(zip, guests));
        }
        Process run = new ProcessBuilder("bin/verify-evidence", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(run.waitFor()).as(said).isZero();
        assertThat(said).contains("WHOLE, IF").contains(guests.get(1) + "  10 rows, signed up to row 8");
        Process named = new ProcessBuilder("bin/verify-evidence", file.toString(), evidence.fingerprint())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(named.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .endsWith("WHOLE\n");
    }

    @Test
    void whatBreaksOffMidwayIsNeverSigned() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThatThrownBy(() -> evidence.write(out, file -> {
                    evidence.addChains(file, guests);
                    throw new IllegalStateException("the database is away");
                }))
                .hasMessageContaining("away");

        assertThat(out.toString(StandardCharsets.ISO_8859_1))
                .contains("audit/chains.txt")
                .doesNotContain("manifest.txt")
                .doesNotContain("manifest.sig");
    }

    @Test
    void aDownloadDuringWhichReadingFailsDoesNotPassForTheWhole() throws Exception {
        staff.run();
        UUID unreadable = new UUID(Long.MAX_VALUE, UUID.randomUUID().getLeastSignificantBits());
        db.sql("insert into audit_entry (guest_id, seq, at, actor_kind, actor_id, code, details, prev_hash, hash)"
                        + " values (?, 1, now(), 'SCHEDULE', 'test', 'tested', 'not a detail', ?, ?)")
                .params(unreadable, new byte[32], new byte[32])
                .update();
        try {
            String arrived = arriving("/api/audit/evidence?guest=" + guests.get(0) + "&guest=" + unreadable);

            assertThat(arrived).doesNotContain("manifest.txt").doesNotContain("manifest.sig");
        } finally {
            forget(unreadable);
        }
    }

    /** What comes of a download, however it ends. */
    private String arriving(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString("admin:admin".getBytes(UTF_8)))
                .build();
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        try (InputStream body = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofInputStream())
                .body()) {
            for (int b = body.read(); b >= 0; b = body.read()) {
                arrived.write(b);
            }
        } catch (IOException brokenOff) {
            assertThat(brokenOff).isNotNull();
        }
        return arrived.toString(StandardCharsets.ISO_8859_1);
    }

    /** As only the owner of the tables can, so that other tests can read the whole ledger. */
    private void forget(UUID guest) throws Exception {
        try (Connection connection = DriverManager.getConnection(url, owner, password);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("alter table audit_entry disable trigger audit_entry_append_only");
            statement.executeUpdate("delete from audit_entry where guest_id = '" + guest + "'");
            statement.execute("alter table audit_entry enable trigger audit_entry_append_only");
            connection.commit();
        }
    }

    @Test
    void administratorsReadTheLedgerAndTakeEvidenceAwayAndNobodyElse() throws Exception {
        Hospital hospital = new Hospital(URI.create("http://localhost:" + port), URI.create("http://localhost:1"));
        staff.run();
        String one = "?guest=" + guests.get(0);

        assertThat(hospital.get("admin", "/api/audit" + one + "&size=3")
                        .json()
                        .path("page")
                        .path("totalElements")
                        .asLong())
                .isEqualTo(8);
        assertThat(hospital.get("admin", "/api/audit" + one + "&code=nothing")
                        .json()
                        .path("content"))
                .isEmpty();
        assertThat(hospital.get("admin", "/api/audit?from=yesterday").fields()).containsExactly("from");
        assertThat(hospital.get("admin", "/api/audit?until=%2B1000000000-12-31T23:59:59Z")
                        .fields())
                .containsExactly("until");
        assertThat(hospital.get("admin", "/api/audit?from=-1000000000-01-01T00:00:00Z")
                        .fields())
                .containsExactly("from");
        assertThat(hospital.get("admin", "/api/audit?guest=1").fields()).containsExactly("guest");
        assertThat(hospital.get("admin", "/api/audit/evidence" + one).status()).isEqualTo(200);
        assertThat(hospital.get("amara.singh", "/api/audit" + one).status()).isEqualTo(403);
        assertThat(hospital.get("amara.singh", "/api/audit/evidence" + one).status())
                .isEqualTo(403);
        List<Object> many = new ArrayList<>();
        while (many.size() < 1_000) {
            many.add(many.size() < 3 ? guests.get(many.size()) : UUID.randomUUID());
        }
        String evidence = "/api/audit/evidence";
        assertThat(hospital.as("admin", "POST", evidence, many).status())
                .as("more than an address can name")
                .isEqualTo(200);
        many.add(UUID.randomUUID());
        assertThat(hospital.as("admin", "POST", evidence, many).fields()).containsExactly("guest");
        assertThat(hospital.as("admin", "POST", evidence, List.of()).fields()).containsExactly("guest");
        assertThat(hospital.as("admin", "POST", evidence, "[null]").fields()).containsExactly("guest");
        assertThat(hospital.as("admin", "POST", evidence, "nobody").status()).isEqualTo(400);
        assertThat(hospital.as("amara.singh", "POST", evidence, many).status()).isEqualTo(403);
        assertThat(hospital.anonymous("POST", evidence, many).status()).isEqualTo(401);
        assertThat(hospital.anonymous("GET", "/api/audit" + one, null).status()).isEqualTo(401);
    }

    @Test
    void aKeyStoreThatCannotBeUsedIsNamedAtStart(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("audit.p12"), "not a key store");
        AuditSettings settings = new AuditSettings(file, "secret", null, Duration.ofMinutes(15));

        assertThatThrownBy(() -> new SigningKey(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("guestward.audit.key-store");
        assertThatThrownBy(() -> new AuditSettings(null, "", null, Duration.ofSeconds(1)))
                .hasMessageContaining("guestward.audit.checkpoint-every");
    }

    private static byte[] manifestOf(Map<String, byte[]> files, UUID guest, long rows) {
        StringBuilder manifest = new StringBuilder();
        new String(files.get("manifest.txt"), StandardCharsets.UTF_8)
                .lines()
                .limit(3)
                .forEach(line -> manifest.append(line).append('\n'));
        files.forEach((name, bytes) -> {
            if (name.startsWith("audit/")) {
                manifest.append("sha256 ")
                        .append(Hashes.hex(Hashes.of(bytes)))
                        .append(' ')
                        .append(name)
                        .append('\n');
            }
        });
        String chains = new String(files.get("audit/chains.txt"), StandardCharsets.UTF_8);
        String last =
                chains.substring(chains.lastIndexOf("row ")).lines().findFirst().orElseThrow();
        return manifest.append("chain " + guest + " " + rows + " " + last.split(" ")[2] + "\n")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String flipped(String row, Random random) {
        String[] lines = row.split("\n");
        int line = 3 + random.nextInt(lines.length - 3);
        lines[line] = lines[line] + "x";
        return String.join("\n", lines);
    }

    private static long seq(String row) {
        return Long.parseLong(row.lines().skip(2).findFirst().orElseThrow().substring("seq=".length()));
    }

    /** The rows of each chain in the order in which they stand. */
    private static Map<String, List<String>> orders(List<String> rows) {
        Map<String, List<String>> orders = new LinkedHashMap<>();
        rows.forEach(
                row -> orders.computeIfAbsent(row.lines().skip(1).findFirst().orElseThrow(), g -> new ArrayList<>())
                        .add(row));
        return Map.copyOf(orders);
    }

    private Map<String, byte[]> pack() throws IOException {
        return pack(guests);
    }

    private Map<String, byte[]> pack(List<UUID> scope) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        evidence.write(out, file -> evidence.addChains(file, scope));
        return EvidenceCheck.unpacked(out.toByteArray());
    }

    private static String signed(Map<String, byte[]> files) {
        return new String(Objects.requireNonNull(files.get("audit/checkpoints.txt")), StandardCharsets.UTF_8);
    }

    private static String text(Map<String, byte[]> files) {
        return new String(files.get("audit/chains.txt"), StandardCharsets.UTF_8);
    }

    private void append(UUID guest, int times) {
        for (int i = 0; i < times; i++) {
            Map<String, String> details = i % 2 == 0 ? Map.of() : Map.of("grant", "health-records", "n", "" + i);
            new TransactionTemplate(transactions)
                    .executeWithoutResult(status -> ledger.append(
                            guest, clock.instant(), Actor.schedule("test"), "tested", "INVITED", "ACTIVE", details));
        }
    }

    private @Nullable EvidenceCheck check;

    private List<String> check(Map<String, byte[]> files) throws Exception {
        EvidenceCheck ready = check;
        if (ready == null) {
            ready = new EvidenceCheck(compiled);
            check = ready;
        }
        return ready.of(files);
    }
}
