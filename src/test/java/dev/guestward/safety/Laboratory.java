package dev.guestward.safety;

import dev.guestward.embedded.EmbeddedDatabase;
import dev.guestward.embedded.EmbeddedServices;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Makes mutants and has their witnesses look at them, each in a virtual machine of its own, two at a time. */
final class Laboratory {
    private static final Path PLACE = Path.of("target/mutants");
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Path MIGRATIONS = RESOURCES.resolve("db/migration");
    private static final Duration MOST = Duration.ofMinutes(5);
    private static final int AT_ONCE = 2;

    /** The words of a test whose context did not even start: that is no notice of anything. */
    private static final String DID_NOT_START = "ApplicationContext";

    /** @param said why the witness failed; or why there is nothing to say */
    record Verdict(Mutant mutant, boolean noticed, String said, Duration took) {
        String row() {
            return "| " + mutant.rule() + " | " + mutant.file().getFileName() + " | "
                    + mutant.witness().replaceAll(".*[.]", "") + " | " + (noticed ? "noticed" : "SURVIVED: " + said)
                    + " | " + String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0) + " |";
        }
    }

    private Laboratory() {}

    /** All verdicts, in the order of the mutants. */
    static List<Verdict> examine(List<Mutant> mutants) {
        EmbeddedDatabase server = EmbeddedServices.database();
        ExecutorService hands = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Verdict>> verdicts = mutants.stream()
                    .map(mutant -> hands.submit(() -> examined(mutant, server)))
                    .toList();
            return verdicts.stream().map(Laboratory::done).toList();
        } finally {
            hands.shutdownNow();
        }
    }

    /** Whether all witnesses pass where nothing is taken out; what they said otherwise. */
    static String withoutMutants(List<Mutant> mutants) {
        List<String> witnesses =
                mutants.stream().map(Mutant::witness).distinct().toList();
        ChildJvm.Ended ended = jvm(EmbeddedServices.database()).run(Witnesses.class, witnesses, MOST.multipliedBy(2));
        return ended.code() == Witnesses.PASSED ? "" : ended.output();
    }

    static String table(List<Verdict> verdicts) {
        return verdicts.stream()
                .map(Verdict::row)
                .collect(Collectors.joining(
                        "\n",
                        "| rule taken out of | file | witness | verdict | time |\n"
                                + "| --- | --- | --- | --- | --- |\n",
                        "\n"));
    }

    private static Verdict done(Future<Verdict> verdict) {
        try {
            return verdict.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Which mutants can no longer be made, with the reason. */
    static List<String> unfit(List<Mutant> mutants) {
        return mutants.stream()
                .flatMap(mutant -> {
                    try {
                        made(mutant);
                        return Stream.empty();
                    } catch (IOException | RuntimeException e) {
                        return Stream.of(String.valueOf(e.getMessage()));
                    }
                })
                .toList();
    }

    /** @return the folder with what is different about the product */
    private static Path made(Mutant mutant) throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(PLACE), "m");
        String changed = mutant.in(Files.readString(mutant.file(), StandardCharsets.UTF_8));
        if (mutant.file().toString().endsWith(".java")) {
            compile(mutant, changed, folder);
        } else {
            Path resource = folder.resolve(RESOURCES.relativize(mutant.file()));
            Files.createDirectories(resource.getParent());
            if (mutant.file().startsWith(MIGRATIONS)) {
                copyAll(MIGRATIONS, resource.getParent());
            }
            Files.writeString(resource, changed);
        }
        return folder;
    }

    private static void copyAll(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static Verdict examined(Mutant mutant, EmbeddedDatabase server) throws IOException {
        Instant began = Instant.now();
        Path folder = made(mutant);
        ChildJvm child = jvm(server).before(folder);
        if (mutant.file().startsWith(MIGRATIONS)) {
            // from one place only: the same version in two is refused
            child.with("-Dspring.flyway.locations=filesystem:" + folder.resolve(RESOURCES.relativize(MIGRATIONS)));
        }
        ChildJvm.Ended ended = child.run(Witnesses.class, List.of(mutant.witness()), MOST);
        String said = ended.output()
                .lines()
                .filter(line -> line.startsWith("NOTICED"))
                .findFirst()
                .orElse("ended with " + ended.code());
        boolean noticed = ended.code() == Witnesses.NOTICED && !said.contains(DID_NOT_START);
        return new Verdict(mutant, noticed, said, Duration.between(began, Instant.now()));
    }

    private static ChildJvm jvm(EmbeddedDatabase server) {
        return new ChildJvm()
                .with("-Xmx600m")
                .with("-XX:TieredStopAtLevel=1")
                .with("-D" + EmbeddedDatabase.SERVER + "=" + server.port());
    }

    private static void compile(Mutant mutant, String changed, Path folder) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavaFileObject source =
                    new SimpleJavaFileObject(
                            URI.create("string:///" + mutant.file().getFileName()), JavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                            return changed;
                        }
                    };
            List<String> options = List.of(
                    "-cp",
                    ChildJvm.classPath(),
                    "-d",
                    folder.toString(),
                    "-proc:none",
                    "-nowarn",
                    "-parameters",
                    "--release",
                    "17");
            if (!compiler.getTask(said, files, null, options, null, List.of(source))
                    .call()) {
                throw new IllegalStateException("The mutant of \"" + mutant.rule() + "\" does not compile: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
