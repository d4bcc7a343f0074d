package dev.guestward.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL of our own, set up the way an operator would: one role owns the tables, another one works on them. */
public final class EmbeddedDatabase {
    public static final String OWNER = "guestward_owner";
    public static final String APPLICATION = "guestward_app";

    private final EmbeddedPostgres server;
    private final AtomicInteger databases = new AtomicInteger();

    /** @param password the same for both roles; the server listens on this machine only */
    public record Database(String url, String password) {}

    /** System property: {@code true} makes the server keep its promises through a crash, at the price of its speed. */
    public static final String DURABLE = "guestward.embedded.durable";

    private static final String PASSWORD = "embedded";

    private EmbeddedDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    static EmbeddedDatabase start() {
        try {
            EmbeddedPostgres.Builder server =
                    EmbeddedPostgres.builder().setRegisterShutdownHook(false).setServerConfig("max_connections", "300");
            if (Boolean.getBoolean(DURABLE)) {
                server.setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on");
            }
            EmbeddedDatabase started = new EmbeddedDatabase(server.start());
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
        String name = number == 0 ? "guestward" : "guestward_" + number;
        execute("create database " + name + " owner " + OWNER);
        return new Database("jdbc:postgresql://localhost:" + server.getPort() + "/" + name, PASSWORD);
    }

    public void execute(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not stop", e);
        }
    }
}
