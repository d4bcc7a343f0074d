package dev.guestward.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of our own, set up the way an operator would: one role owns the tables, another one works on them. */
public final class EmbeddedDatabase {
    public static final String OWNER = "guestward_owner";
    public static final String APPLICATION = "guestward_app";

    private final @Nullable EmbeddedPostgres server;
    private final int port;
    private final Path files;
    private final AtomicInteger databases = new AtomicInteger();

    /** @param password the same for both roles; the server listens on this machine only */
    public record Database(String url, String password) {}

    /** System property: {@code true} makes the server keep its promises through a crash, at the price of its speed. */
    public static final String DURABLE = "guestward.embedded.durable";

    /** System property: the port of a server that another virtual machine has started, and stops. */
    public static final String SERVER = "guestward.embedded.server";

    private static final String PASSWORD = "embedded";

    private EmbeddedDatabase(@Nullable EmbeddedPostgres server, int port, Path files) {
        this.server = server;
        this.port = port;
        this.files = files;
    }

    static EmbeddedDatabase start() {
        Integer theirs = Integer.getInteger(SERVER);
        return theirs == null
                ? start(Boolean.getBoolean(DURABLE))
                : new EmbeddedDatabase(null, theirs, Path.of("somebody-elses"));
    }

    /** One of a test's own that may be brought down and has to be closed: it keeps its promises through a crash. */
    public static EmbeddedDatabase startDurable() {
        return start(true);
    }

    private static EmbeddedDatabase start(boolean durable) {
        try {
            Path files = Files.createTempDirectory("guestward-pg");
            EmbeddedPostgres.Builder server = EmbeddedPostgres.builder()
                    .setDataDirectory(files)
                    .setRegisterShutdownHook(false)
                    .setServerConfig("max_connections", "300");
            if (durable) {
                server.setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on");
            }
            EmbeddedPostgres running = server.start();
            EmbeddedDatabase started = new EmbeddedDatabase(running, running.getPort(), files);
            started.execute("create role " + OWNER + " login password '" + PASSWORD + "'");
            started.execute("create role " + APPLICATION + " login password '" + PASSWORD + "'");
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start", e);
        }
    }

    /** An empty database; the first one is called {@code guestward}. */
    public Database create() {
        int number = databases.getAndIncrement();
        String mine = server == null ? "guestward_of_" + ProcessHandle.current().pid() : "guestward";
        String name = number == 0 ? mine : mine + "_" + number;
        execute("create database " + name + " owner " + OWNER);
        return new Database("jdbc:postgresql://localhost:" + port + "/" + name, PASSWORD);
    }

    public void execute(String sql) {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres&password=postgres");
    }

    /** What the server says to {@code SHOW}. */
    public String show(String setting) {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("show " + setting)) {
            answer.next();
            return answer.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(setting, e);
        }
    }

    /** {@code kill -9} of the server, and a start on the same files, as a machine does after a power cut. */
    public void crash() {
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(files.resolve("postmaster.pid")).get(0).strip());
            ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
            server.destroyForcibly();
            server.onExit().get(30, TimeUnit.SECONDS);
            Instant latest = Instant.now().plusSeconds(60);
            while (!isUp()) {
                if (Instant.now().isAfter(latest)) {
                    throw new IllegalStateException("PostgreSQL does not come back");
                }
                startAgain().waitFor(5, TimeUnit.SECONDS); // refused while something of the dead one is left
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("PostgreSQL outlives a kill", e);
        }
    }

    private Process startAgain() throws IOException {
        // the command with which it was started, each argument in quotes
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U")); // it refuses to run as root
        }
        Matcher words =
                Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(Files.readString(files.resolve("postmaster.opts")));
        while (words.find()) {
            command.add(words.group(1) == null ? words.group(2) : words.group(1));
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private boolean isUp() {
        try {
            show("port");
            return true;
        } catch (IllegalStateException down) {
            return false;
        }
    }

    /** Where another virtual machine finds it. */
    public int port() {
        return port;
    }

    public void stop() {
        if (server == null) {
            return;
        }
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not stop", e);
        }
    }
}
