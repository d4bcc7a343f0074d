package dev.guestward.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One run's section of {@code docs/benchmarks.md}. It replaces the section of the run before. */
final class Report {
    private static final Path PAGE = Path.of("docs/benchmarks.md");
    private static final String SIZE = "benchmark.";

    /** Of every random choice; {@code -Dbenchmark.seed=} sets another one. */
    static final long SEED = Long.getLong(SIZE + "seed", 20);

    private final String section;
    private final Instant began = Instant.now();
    private final double loadBefore = load();
    private final List<String> lines = new ArrayList<>();

    Report(String section) {
        this.section = section;
    }

    void figure(String what, Object value) {
        row(what, String.valueOf(value));
    }

    void figure(String what, double value, String format) {
        row(what, String.format(Locale.ROOT, format, value));
    }

    /** A row of the table; the first one of a table is its head. */
    void row(Object... cells) {
        lines.add(
                "| " + String.join(" | ", Stream.of(cells).map(String::valueOf).toList()) + " |");
    }

    void head(String... cells) {
        lines.add("");
        row((Object[]) cells);
        lines.add("|" + " --- |".repeat(cells.length));
    }

    /** Adds where and when it was measured, prints the section and puts it into the page. */
    void write() {
        head("measured", "");
        figure("command", "`" + command() + "`");
        figure("commit, seed", commit() + ", " + SEED);
        figure("machine", machine());
        figure(
                "load of the machine (1 min), before and after",
                String.format(Locale.ROOT, "%.1f and %.1f", loadBefore, load()));
        figure("began, took", began.truncatedTo(ChronoUnit.SECONDS) + ", " + took());
        String text = String.join("\n", lines) + "\n";
        System.out.println("== benchmark " + section + text);
        try {
            Files.writeString(PAGE, replaced(Files.readString(PAGE, StandardCharsets.UTF_8), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String replaced(String page, String text) {
        String begin = "<!-- begin " + section + " -->\n";
        String end = "<!-- end " + section + " -->";
        int from = page.indexOf(begin);
        int until = page.indexOf(end);
        if (from < 0 || until < from) {
            throw new IllegalStateException(PAGE + " has no place for " + section);
        }
        return page.substring(0, from) + begin + text + "\n" + page.substring(until);
    }

    private static String command() {
        return System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(SIZE))
                .sorted()
                .map(name -> " -D" + name + "=" + System.getProperty(name))
                .collect(Collectors.joining("", "./mvnw -Pbenchmark verify", ""));
    }

    private String took() {
        Duration took = Duration.between(began, Instant.now());
        return took.toMinutes() + " min " + took.toSecondsPart() + " s";
    }

    private static String commit() {
        String changed = git("status", "--porcelain", "--", "src", "bpmn", "pom.xml");
        return git("rev-parse", "--short=10", "HEAD")
                + (changed.isEmpty() ? "" : " and changes that are not committed");
    }

    private static String git(String... arguments) {
        try {
            List<String> command = new ArrayList<>(List.of("git"));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "unknown (" + e.getMessage() + ")";
        }
    }

    private static String machine() {
        return processor() + ", " + Runtime.getRuntime().availableProcessors() + " processors, heap "
                + Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB, " + System.getProperty("os.name") + ", Java "
                + Runtime.version() + "; product, database, broker and tenant all on it";
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> Objects.requireNonNull(line.substring(line.indexOf(':') + 1))
                            .strip())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException | UncheckedIOException e) {
            return "unknown processor";
        }
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
