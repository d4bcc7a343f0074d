package dev.guestward.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guestward.embedded.EmbeddedDatabase;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.people.Viewer;
import dev.guestward.review.CampaignSteering;
import dev.guestward.review.Campaigns;
import dev.guestward.review.Campaigns.Campaign;
import dev.guestward.review.ManyGuests;
import dev.guestward.review.ReviewPlanner;
import dev.guestward.schedule.FleetJob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.ProcessInstanceQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What reviews cost when there are a hundred thousand guests: planning with few of them due, and a campaign over all. */
@Benchmark
class ReviewsBenchmark {
    private static final int SPONSORS = Integer.getInteger("benchmark.sponsors", 5000);
    private static final int EACH = 20;
    private static final int GUESTS = SPONSORS * EACH;
    private static final int SMALL = SPONSORS / 10;
    /** Of each sponsor whose guests are due. */
    private static final int DUE_EACH = 2;

    private static final int DUE = SMALL * DUE_EACH;
    private static final int FIRST = 1_000_001;
    private static final int TIMES = 5;
    private static final double LONGEST_TRANSACTION = 30;
    private static final Viewer ADA = Viewer.of(SeedPeople.ADMIN);

    /** The looks at the whole fleet that do not begin with a call to the directory. */
    private static final Set<String> LOOKS = Set.of(
            "expiry-sweep",
            "expiry-planner",
            "expected-ends",
            "succession-sweep",
            "redeemed-and-waiting",
            "account-looks",
            "adoption",
            "review-planner");

    static {
        System.setProperty(EmbeddedDatabase.DURABLE, "true");
    }

    @Autowired
    Surroundings around;

    @Autowired
    Loops loops;

    @Autowired
    Campaigns campaigns;

    @Autowired
    CampaignSteering steering;

    @Autowired
    ReviewPlanner planner;

    @Autowired
    List<FleetJob> jobs;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    @Value("${spring.datasource.url}")
    String url;

    @Value("${spring.flyway.user}")
    String owner;

    @Value("${spring.flyway.password}")
    String password;

    private double longest;

    @BeforeEach
    void nobodyElseIsAskedAbout() {
        around.begin();
        around.nobodyIsAskedAbout();
    }

    @AfterEach
    void leaveNobody() {
        around.nobodyIsAskedAbout();
        db.sql("delete from person_role where person_id like '5eed0000-0000-4000-9000-%'")
                .update();
        db.sql("delete from person where id like '5eed0000-0000-4000-9000-%'").update();
    }

    /** How long the fleet's looks take while nothing is due, and the planner with the same number due. */
    private record Planned(Map<String, Double> idle, double busy, long reviews) {}

    @Test
    void aCampaignOverEverybodyAndThePlannerWithFewDue() {
        Report report = new Report("reviews");
        // somebody else's guests, so that what runs for the first time does so before it is measured
        fleet(FIRST - SMALL, SMALL, DUE_EACH);
        planned(FIRST - SMALL);
        fleet(FIRST, SMALL, EACH);
        Planned small = planned(FIRST);
        fleet(FIRST + SMALL, SPONSORS - SMALL, EACH);
        Planned large = planned(FIRST + SMALL);
        report.head(
                "milliseconds",
                GUESTS / 10 + " guests of " + SMALL + " sponsors",
                GUESTS + " of " + SPONSORS,
                "longer by");
        compare(
                report,
                "**review planner, " + DUE + " guests of " + SMALL + " sponsors due**",
                small.busy(),
                large.busy());
        small.idle()
                .forEach((job, took) -> compare(
                        report, job + ", nothing due", took, large.idle().get(job)));
        assertThat(large.reviews()).as("as many are asked").isEqualTo(small.reviews());

        campaign(report);
        report.write();
    }

    private static void compare(Report report, String what, double small, double large) {
        report.row(what, whole(small), whole(large), String.format(Locale.ROOT, "%.1f", large / small));
    }

    private static String whole(double millis) {
        return String.format(Locale.ROOT, "%.0f", millis);
    }

    private Planned planned(int firstDue) {
        Map<String, Double> idle = new LinkedHashMap<>();
        jobs.stream()
                .filter(job -> LOOKS.contains(job.name()))
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .forEach(job -> idle.put(job.name(), median(job)));
        assertThat(idle).containsOnlyKeys(LOOKS);
        db.sql("""
                        update guest set review_due_at = ? where id in (
                            select id from (select id, row_number() over (partition by sponsor_id order by id) as n from guest
                                            where sponsor_id between ? and ?) one where n <= ?)""")
                .params(
                        Timestamp.from(clock.instant()),
                        ManyGuests.sponsor(firstDue).value(),
                        ManyGuests.sponsor(firstDue + SMALL - 1).value(),
                        DUE_EACH)
                .update();
        long before = opened();
        double busy = millis(planner::run);
        long reviews = opened() - before;
        assertThat(reviews).isEqualTo(SMALL);
        return new Planned(idle, busy, reviews);
    }

    private double median(FleetJob job) {
        job.run();
        Latencies times = new Latencies();
        for (int n = 0; n < TIMES; n++) {
            times.add(millis(job::run));
        }
        return times.within(0.5);
    }

    private void campaign(Report report) {
        List<Object[]> rows = new ArrayList<>();
        long in = around.active();
        int before = Math.toIntExact(around.count("select count(*) from mail_message where kind = 'REVIEW_DIGEST'"));
        UUID id;
        try (Loops.Running running = loops.everything();
                TransactionWatch transactions = new TransactionWatch(db)) {
            await().atMost(Duration.ofMinutes(5)).until(this::allHaveTasks);
            transactions.longest();
            long began = System.nanoTime();
            Campaign campaign = campaigns.start(everybody(), ADA);
            id = campaign.id();
            rows.add(row("started, all guests collected", began, transactions));
            await().atMost(Duration.ofMinutes(30))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> isOpened(campaign.id()) && allHaveTasks());
            rows.add(row("**opened: every sponsor has the task**, the goal is 300 s", began, transactions));
            long tasksOpen = tasks.createTaskQuery()
                    .processDefinitionKey("sponsor-review")
                    .count();
            long items = inTasks(id);
            rows.add(new Object[] {"guests in the scope, in tasks, tasks", in + ", " + items + ", " + tasksOpen, ""});
            assertThat(items).as("in = in tasks").isEqualTo(in);
            assertThat(campaigns.progress(id, ADA).counts()).isEqualTo(Map.of("OPEN", Math.toIntExact(in)));

            began = System.nanoTime();
            planner.run();
            rows.add(row("the planner's look while all are being asked about", began, transactions));
            began = System.nanoTime();
            campaigns.progress(id, ADA);
            rows.add(row("figures of the campaign's page", began, transactions));
            began = System.nanoTime();
            steering.pause(id, ADA);
            rows.add(row("paused: the page answers", began, transactions));
            planner.run();
            rows.add(row("every clock stands still", began, transactions));
            assertThat(running().count()).isZero();
            began = System.nanoTime();
            steering.resume(id, ADA);
            rows.add(row("goes on: the page answers", began, transactions));
            planner.run();
            rows.add(row("every clock goes on, later by the pause", began, transactions));
            assertThat(running().count()).isEqualTo(tasksOpen);
            began = System.nanoTime();
            steering.stop(id, "The benchmark is over", ADA);
            await().atMost(Duration.ofMinutes(20))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> tasks.createTaskQuery()
                                    .processDefinitionKey("sponsor-review")
                                    .count()
                            == 0);
            rows.add(row("stopped, every task is gone", began, transactions));
        }
        report.head("campaign over everybody", "took", "longest transaction");
        rows.forEach(report::row);
        report.row(
                "letters about it",
                around.count("select count(*) from mail_message where kind = 'REVIEW_DIGEST'") - before,
                "");
        report.row("heap in use at the end", usedHeap() + " MiB", "");
        assertThat(around.count("select count(*) from review_item where outcome is null"))
                .isZero();
        assertThat(longest).as("longest transaction").isLessThan(LONGEST_TRANSACTION);
    }

    private Object[] row(String what, long began, TransactionWatch transactions) {
        double seconds = (System.nanoTime() - began) / 1e9;
        TransactionWatch.Longest open = transactions.longest();
        longest = Math.max(longest, open.seconds());
        return new Object[] {what, String.format(Locale.ROOT, "%.1f s", seconds), open};
    }

    private boolean isOpened(UUID campaign) {
        return around.count(
                        "select count(*) from review_campaign where opened_at is not null and id = '" + campaign + "'")
                == 1;
    }

    /** Each open review is somebody's task. */
    private boolean allHaveTasks() {
        return tasks.createTaskQuery().processDefinitionKey("sponsor-review").count()
                == around.count("select count(*) from review where closed_at is null");
    }

    /** Guests about whom somebody is asked in a task. */
    private long inTasks(UUID campaign) {
        return db.sql("""
                        select count(*) from review_item i where i.campaign_id = ? and i.outcome is null and i.review_id in (
                            select e.business_key_::uuid from act_ru_execution e join act_ru_task t on t.proc_inst_id_ = e.id_
                            where t.task_def_key_ = 'UserTask_DecideOnAccess')""").param(campaign).query(Long.class).single();
    }

    private ProcessInstanceQuery running() {
        return runtime.createProcessInstanceQuery()
                .processDefinitionKey("sponsor-review")
                .active();
    }

    private Campaigns.Wish everybody() {
        return new Campaigns.Wish(
                "Everybody",
                "all",
                null,
                null,
                LocalDate.now(clock).plusDays(20).toString());
    }

    private long opened() {
        return around.count("select count(*) from review where kind = 'ROLLING' and closed_at is null");
    }

    /** Guests who are to be asked about in months, their sponsors, and statistics as an old table has them. */
    private void fleet(int first, int sponsors, int each) {
        db.sql("""
                        insert into person (id, user_name, principal_name, display_name, mail, enabled, changed_at)
                        select '5eed0000-0000-4000-9000-' || lpad(s::text, 12, '0'), 'sponsor.' || s,
                               'sponsor.' || s || '@northfield.onmicrosoft.com', 'Sponsor ' || s,
                               'sponsor.' || s || '@northfield.example', true, now()
                        from generate_series(:first, :last) s""").param("first", first).param("last", first + sponsors - 1).update();
        db.sql(
                        "insert into person_role (person_id, role) select id, 'SPONSOR' from person where id between :first and :last")
                .param("first", ManyGuests.sponsor(first).value())
                .param("last", ManyGuests.sponsor(first + sponsors - 1).value())
                .update();
        ManyGuests.insert(
                db, first, sponsors, each, clock.instant(), clock.instant().plus(Duration.ofDays(80)));
        try (Connection connection = DriverManager.getConnection(url, owner, password);
                Statement statement = connection.createStatement()) {
            statement.execute("analyze guest, guest_grant, sign_in_seen, person, person_role");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double millis(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e6;
    }

    private static long usedHeap() {
        System.gc();
        return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20;
    }
}
