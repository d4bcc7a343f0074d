package dev.guestward.safety;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A virtual machine of its own for a main class of the tests, where time, ids or the product itself may be different. */
final class ChildJvm {
    private final List<String> options = new ArrayList<>();
    private String classPath = classPath();

    /** What it said, and how it ended. */
    record Ended(int code, String output) {}

    ChildJvm with(String option) {
        options.add(option);
        return this;
    }

    /** Has what is in this folder instead of what is on the class path. */
    ChildJvm before(Path folder) {
        classPath = folder + System.getProperty("path.separator") + classPath;
        return this;
    }

    /** The class path of the tests; the runner of the tests may have hidden it in a manifest. */
    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    Ended run(Class<?> main, List<String> arguments, Duration most) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-Duser.timezone=UTC",
                "-Dfile.encoding=UTF-8"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(arguments);
        try {
            Path output = Files.createTempFile("child", ".txt");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(most.toSeconds(), TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            String said = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            return new Ended(ended ? process.exitValue() : -1, said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
