package dev.guestward.faults;

import dev.guestward.embedded.EmbeddedDatabase;
import dev.guestward.embedded.EmbeddedServices;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.simulatedtenant.SimulatedTenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The product in a virtual machine of its own, so that it can be killed. */
final class Node implements AutoCloseable {
    private final Process process;
    private final URI url;
    private final HttpClient http = HttpClient.newHttpClient();

    private Node(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    static Node start(String name, EmbeddedDatabase.Database database, SimulatedTenant tenant, String... settings) {
        int port = EmbeddedTenant.freePort();
        Map<String, Object> all = new LinkedHashMap<>();
        EmbeddedServices.point(all, database);
        EmbeddedTenant.point(all, tenant, port);
        all.put("spring.kafka.bootstrap-servers", EmbeddedServices.broker().getBrokersAsString());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx700m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CrashingGuestward.class.getName()));
        all.forEach((key, value) -> command.add("--" + key + "=" + value));
        for (String setting : settings) {
            command.add("--" + setting);
        }
        try {
            Path log = Files.createDirectories(Path.of("target/nodes")).resolve(name + ".log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new Node(process, URI.create("http://localhost:" + port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return url;
    }

    boolean isReady() {
        try {
            return http.send(
                                    HttpRequest.newBuilder(url.resolve("/actuator/health/readiness"))
                                            .timeout(Duration.ofSeconds(5))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
