package dev.guestward.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The product in a virtual machine of its own, where two engines of one name do not meet. */
public final class Node implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Pattern STARTED = Pattern.compile("Started \\w+ in ");

    private final Process process;
    private final CompletableFuture<Integer> ready = new CompletableFuture<>();
    private final StringBuffer output = new StringBuffer();

    private Node(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "output of node " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * @param main usually {@code GuestwardApplication}; or a configuration of a test with more beans
     * @param settings where its database and broker are, and whatever differs
     */
    public static Node start(Class<?> main, Map<String, ?> settings) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("server.port", 0);
        all.put("spring.profiles.active", "embedded");
        all.put("spring.main.banner-mode", "off");
        all.putAll(settings);
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-BytecodeVerificationRemote",
                "-Xmx700m",
                "-Duser.timezone=UTC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        all.forEach((name, value) -> command.add("--" + name + "=" + value));
        try {
            return new Node(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        int port = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                Matcher started = PORT.matcher(line);
                if (started.find()) {
                    port = Integer.parseInt(started.group(1));
                }
                if (STARTED.matcher(line).find()) {
                    ready.complete(port);
                }
            }
        } catch (IOException e) {
            output.append(e);
        }
        ready.completeExceptionally(new IllegalStateException("ended before it was ready:\n" + output));
    }

    /** Waits until it has started. */
    public int port() {
        try {
            return ready.get(Duration.ofMinutes(2).toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("node did not start:\n" + output, e);
        }
    }

    public String output() {
        return output.toString();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it ended with; it has to have ended. */
    public int exitCode() {
        return process.exitValue();
    }

    /** The way an operator stops it. */
    public void stop() {
        process.destroy();
        await();
    }

    /** The way a power cut stops it. */
    public void kill() {
        process.destroyForcibly();
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
