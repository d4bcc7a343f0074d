package dev.guestward.safety;

import dev.guestward.embedded.EmbeddedDatabase;
import dev.guestward.embedded.EmbeddedServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Runs simulations one after the other, in a virtual machine of its own: time and ids of the machine are theirs. Arguments are
 * {@code seed,guests,days} each. Ends with 0 if no rule was broken and something went wrong in each of them.
 */
public final class SimulatedYears {
    private static final Path TRACES = Path.of("target/simulation");

    private SimulatedYears() {}

    public static void main(String[] arguments) throws IOException {
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("ROOT"))
                .setLevel(ch.qos.logback.classic.Level.valueOf(System.getProperty("simulation.log", "OFF")));
        SeededIds.prepare();
        EmbeddedDatabase server = EmbeddedServices.database();
        // cleaning that comes when it likes would change the order of rows; nothing has to outlive the machine
        server.execute("alter system set autovacuum = off");
        server.execute("alter system set full_page_writes = off");
        server.execute("alter system set checkpoint_timeout = '1d'");
        server.execute("alter system set max_wal_size = '4GB'");
        server.execute("alter system set jit = off");
        // the same thousand statements again and again, on small tables
        server.execute("alter system set plan_cache_mode = force_generic_plan");
        server.execute("select pg_reload_conf()");
        int bad = 0;
        for (String argument : arguments) {
            bad += run(argument.split(","), quick(server.create())) ? 0 : 1;
        }
        server.stop();
        System.out.flush();
        Runtime.getRuntime().exit(bad == 0 ? 0 : 1);
    }

    /** Engine and product have more statements than the driver would keep prepared. */
    private static EmbeddedDatabase.Database quick(EmbeddedDatabase.Database database) {
        return new EmbeddedDatabase.Database(
                database.url()
                        + "?preparedStatementCacheQueries=4096&preparedStatementCacheSizeMiB=64&prepareThreshold=2",
                database.password());
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static boolean run(String[] what, EmbeddedDatabase.Database database) throws IOException {
        Instant began = Instant.now();
        Duration spent = cpu();
        long seed = Long.parseLong(what[0]);
        int guests = Integer.parseInt(what[1]);
        int days = Integer.parseInt(what[2]);
        Simulation.Outcome outcome;
        Instant ready;
        try (Simulation simulation = new Simulation(seed, guests, days, database)) {
            ready = Instant.now();
            outcome = simulation.run(day -> System.err.println("seed " + seed + ": day " + day + " of " + days + ", "
                    + Duration.between(began, Instant.now()).toSeconds() + " s"));
        }
        Files.createDirectories(TRACES);
        Files.write(TRACES.resolve("seed-" + seed + "-" + guests + "x" + days + ".txt"), outcome.trace());
        List<String> wrong = new ArrayList<>(outcome.violations());
        if (outcome.figure("faults") == 0) {
            wrong.add("nothing went wrong, so nothing is proven");
        }
        long seconds = Duration.between(began, Instant.now()).toSeconds();
        System.out.println("ready after " + Duration.between(began, ready).toSeconds() + " s");
        System.out.println("simulation seed=" + seed + " guests=" + guests + " days=" + days + " seconds=" + seconds
                + " cpu=" + cpu().minus(spent).toSeconds()
                + " trace=" + outcome.digest() + " lines=" + outcome.trace().size() + " violations=" + wrong.size());
        outcome.figures().forEach((name, value) -> System.out.println("  " + name + " = " + value));
        wrong.forEach(one -> System.out.println("VIOLATION " + one));
        return wrong.isEmpty();
    }
}
