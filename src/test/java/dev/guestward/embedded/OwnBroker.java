package dev.guestward.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker in a virtual machine of its own, which can be killed and started again on the same files. Clients come in
 * at {@link #address()}, in the way the settings say; at {@link #inside()} without signing in.
 */
public final class OwnBroker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path home;
    private final int client = EmbeddedTenant.freePort();
    private final int internal = EmbeddedTenant.freePort();
    private @Nullable Process process;

    /** @param protocol of Kafka, {@code PLAINTEXT} or {@code SASL_SSL} */
    public OwnBroker(Path home, String protocol, Map<String, String> more) {
        this.home = home;
        int controller = EmbeddedTenant.freePort();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@localhost:" + controller);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put(
                "listeners",
                "CLIENT://localhost:" + client + ",INTERNAL://localhost:" + internal + ",CONTROLLER://localhost:"
                        + controller);
        settings.put("advertised.listeners", "CLIENT://localhost:" + client + ",INTERNAL://localhost:" + internal);
        settings.put(
                "listener.security.protocol.map", "CLIENT:" + protocol + ",INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "INTERNAL");
        settings.put("log.dirs", home.resolve("data").toString());
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("num.partitions", "4");
        settings.putAll(more);
        try {
            Files.createDirectories(home.resolve("data"));
            Files.writeString(
                    home.resolve("data").resolve("meta.properties"),
                    "version=1\ncluster.id=" + Uuid.randomUuid() + "\nnode.id=1\ndirectory.id=" + Uuid.randomUuid()
                            + "\n");
            Files.writeString(home.resolve("logback.xml"), """
                    <configuration>
                      <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                        <encoder><pattern>%d %level %logger{0} %msg%n</pattern></encoder>
                      </appender>
                      <root level="WARN"><appender-ref ref="out"/></root>
                    </configuration>
                    """);
            Files.writeString(
                    home.resolve("server.properties"),
                    settings.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                            .collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String address() {
        return "localhost:" + client;
    }

    public String inside() {
        return "localhost:" + internal;
    }

    /** Starts it, also after it was killed, and waits until it answers. */
    public OwnBroker start() {
        try {
            process = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/java",
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-Dlogback.configurationFile=" + home.resolve("logback.xml"),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "kafka.Kafka",
                            home.resolve("server.properties").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (Admin admin = admin()) {
            admin.describeCluster().nodes().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the broker did not start, see " + output(), e);
        }
        return this;
    }

    public OwnBroker topic(String name) {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(name, 4, (short) 1)))
                    .all()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the topic was not made, see " + output(), e);
        }
        return this;
    }

    private Admin admin() {
        return Admin.create(Map.of(
                "bootstrap.servers",
                inside(),
                "default.api.timeout.ms",
                (int) PATIENCE.toMillis(),
                "request.timeout.ms",
                5_000));
    }

    private File output() {
        return home.resolve("output.txt").toFile();
    }

    /** The way a power cut stops it. */
    public void kill() {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroyForcibly();
        try {
            running.waitFor(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    @Override
    public void close() {
        kill();
    }
}
