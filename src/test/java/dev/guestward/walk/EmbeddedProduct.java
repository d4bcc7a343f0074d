package dev.guestward.walk;

import static org.awaitility.Awaitility.await;

import dev.guestward.embedded.EmbeddedGuestward;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The embedded run in a virtual machine of its own, as the README's command starts it, on free ports. */
final class EmbeddedProduct implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(4);

    private final Process process;
    private final Path log;

    private EmbeddedProduct(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static EmbeddedProduct start() {
        try {
            Path log = Files.createDirectories(Path.of("target/walk")).resolve("product.log");
            Process process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx900m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            EmbeddedGuestward.class.getName(),
                            "--guestward.embedded.free-ports=true"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            EmbeddedProduct product = new EmbeddedProduct(process, log);
            await().atMost(START).pollInterval(Duration.ofMillis(500)).until(() -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("The embedded run ended by itself, see " + log);
                }
                return product.log().contains("Ctrl-C ends it");
            });
            return product;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String log() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the run says the desk is. */
    URI desk() {
        return address("Desk +(http://\\S+)");
    }

    /** Where the run says the simulated tenant is. */
    URI tenant() {
        return address("Directory +(http://\\S+)/directory");
    }

    private URI address(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(log());
        if (!matcher.find()) {
            throw new IllegalStateException("The run does not say where to go");
        }
        return URI.create(matcher.group(1));
    }

    /** Ends it as Ctrl-C would. */
    boolean endsCleanly(Duration within) throws InterruptedException {
        process.destroy();
        return process.waitFor(within.toSeconds(), TimeUnit.SECONDS);
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
