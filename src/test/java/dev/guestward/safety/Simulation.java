package dev.guestward.safety;

import dev.guestward.audit.AuditEntry;
import dev.guestward.directory.InMemoryDirectory;
import dev.guestward.embedded.EmbeddedDatabase;
import dev.guestward.guest.Guest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Years in the life of the product, in minutes. Time stands still while anything is worked on, and moves to the next moment at
 * which something is due, for the product or for the people around it. Everything follows from the seed.
 */
final class Simulation implements AutoCloseable {
    private static final Instant START = Instant.parse("2027-01-04T00:00:00Z");
    private static final Duration LOOK_EVERY = Duration.ofHours(12);
    private static final Duration SWEEP = Duration.ofMinutes(5);
    private static final Duration TELL_EVERY = Duration.ofDays(30);
    private static final Duration AT_LEAST = Duration.ofSeconds(1);

    private final SimulatedClock clock = new SimulatedClock(START);
    private final Trace trace = new Trace(clock);
    private final Oracle oracle = new Oracle(clock);
    private final Agenda agenda = new Agenda();
    private final InMemoryDirectory inner = new InMemoryDirectory(clock);
    private final MoodyTenant tenant;
    private final Machinery machinery;
    private final PeopleOfTheStory people;
    private final int guests;
    private final int days;
    private long steps;

    /** What came of it. */
    record Outcome(String digest, List<String> violations, Map<String, Integer> figures, List<String> trace) {
        int figure(String name) {
            return figures.getOrDefault(name, 0);
        }
    }

    Simulation(long seed, int guests, int days, EmbeddedDatabase.Database database) {
        this.guests = guests;
        this.days = days;
        SeededIds.begin(seed);
        Random random = new Random(seed);
        this.tenant = new MoodyTenant(inner, new Random(random.nextLong()), oracle, trace::line);
        this.machinery = new Machinery(clock, tenant.face, tenant::isDown, database);
        this.people = new PeopleOfTheStory(
                random, clock, agenda, machinery, tenant, oracle, trace::line, START.plus(Duration.ofDays(days)));
    }

    /** @param progress is told now and then how many days are behind us */
    Outcome run(LongConsumer progress) {
        people.begin(guests);
        Instant end = START.plus(Duration.ofDays(days));
        Instant told = START;
        while (clock.instant().isBefore(end) && !oracle.hasHadEnough()) {
            clock.to(next(end, moment()));
            if (clock.instant().isAfter(told.plus(TELL_EVERY))) {
                told = clock.instant();
                progress.accept(Duration.between(START, told).toDays());
            }
        }
        people.calmDown();
        Instant settled = clock.instant().plus(Duration.ofHours(2));
        while (clock.instant().isBefore(settled) && !oracle.hasHadEnough()) {
            clock.to(next(settled, moment()));
        }
        ledger();
        standstill();
        return new Outcome(trace.digest(), oracle.violations(), figures(), trace.lines());
    }

    /** @return when something is due next for the product */
    private Optional<Instant> moment() {
        steps++;
        agenda.runUntil(clock.instant());
        Optional<Instant> due = machinery.work();
        if (!tenant.isDown()) {
            oracle.look(inner, people::shown);
        }
        return due;
    }

    private Instant next(Instant end, Optional<Instant> due) {
        Instant now = clock.instant();
        Instant earliest = now.plus(AT_LEAST);
        Optional<Instant> promise = oracle.nextPromise();
        Instant next = Stream.of(
                        agenda.next(),
                        due,
                        promise,
                        promise.map(at -> at.minus(SWEEP)),
                        promise.map(at -> at.minus(SWEEP.multipliedBy(2))))
                .flatMap(Optional::stream)
                .filter(at -> at.isAfter(now))
                .min(Instant::compareTo)
                .filter(at -> at.isBefore(now.plus(LOOK_EVERY)))
                .orElse(now.plus(LOOK_EVERY));
        boolean stillDue = due.filter(at -> !at.isAfter(now)).isPresent();
        Instant then = stillDue || next.isBefore(earliest) ? earliest : next.plusMillis(1);
        return then.isAfter(end) ? end : then;
    }

    /** Every change of state has its row, and the rows are whole. */
    private void ledger() {
        people.everybody().forEach((id, number) -> {
            if (!machinery.product().audit.isIntact(id.value())) {
                oracle.wrong(number, "the chain of the ledger is broken");
            }
            String state = null;
            for (AuditEntry entry : machinery.product().audit.of(id.value())) {
                if (entry.fromState() != null && !Objects.equals(entry.fromState(), state)) {
                    oracle.wrong(number, entry.code() + " begins at " + entry.fromState() + ", not at " + state);
                }
                state = entry.toState() == null ? state : entry.toState();
            }
            Guest guest = machinery.product().guests.get(id);
            if (!guest.state().name().equals(state)) {
                oracle.wrong(number, "is " + guest.state() + ", the ledger says " + state);
            }
        });
    }

    /** No workflow has given up, and nobody is asked about somebody who is gone for good. */
    private void standstill() {
        Map<String, Integer> numbers = new HashMap<>();
        people.everybody().forEach((id, number) -> numbers.put(id.toString(), number));
        standsStill(
                numbers, "select execution_id_ as at, activity_id_ || ' has given up' as what from act_ru_incident");
        standsStill(
                numbers,
                "select execution_id_ as at, task_def_key_ || ' waits for people, and the guest is purged' as what"
                        + " from act_ru_task where suspension_state_ = 1"
                        + " and exists (select 1 from guest where id::text = p.business_key_ and state = 'PURGED')");
    }

    private void standsStill(Map<String, Integer> numbers, String which) {
        machinery
                .product()
                .db
                .sql("select p.business_key_, found.what from act_ru_execution p join act_ru_execution e"
                        + " on e.root_proc_inst_id_ = p.id_ cross join lateral (" + which
                        + ") found where found.at = e.id_")
                .query((rs, row) -> Map.entry(rs.getString(1), rs.getString(2)))
                .list()
                .forEach(one -> oracle.wrong(numbers.get(one.getKey()), one.getValue()));
    }

    private Map<String, Integer> figures() {
        Map<String, Integer> figures = new TreeMap<>();
        tenant.faults.forEach((fault, times) -> figures.put("fault: " + fault, times));
        oracle.seen().forEach((act, times) -> figures.put("act: " + act, times));
        people.said().forEach((what, times) -> figures.put("people: " + what, times));
        figures.put("calls", (int) tenant.calls());
        figures.put("steps", (int) steps);
        figures.put("rounds", (int) machinery.rounds());
        figures.put("nodes killed", machinery.kills());
        figures.put("restarts", machinery.restarts());
        figures.put("jobs that failed", machinery.failedJobs());
        figures.put("guests", people.everybody().size());
        figures.put("held by the brake", count("select count(*) from brake_hold"));
        figures.put(
                "effects still open",
                count("select count(*) from effect where state in ('PLANNED', 'SENT', 'UNKNOWN')"));
        figures.put("incidents", count("select count(*) from act_ru_incident"));
        figures.put(
                "faults",
                tenant.faults.values().stream().mapToInt(Integer::intValue).sum() + machinery.restarts());
        return figures;
    }

    private int count(String sql) {
        return machinery.product().db.sql(sql).query(Integer.class).single();
    }

    @Override
    public void close() {
        machinery.close();
    }
}
