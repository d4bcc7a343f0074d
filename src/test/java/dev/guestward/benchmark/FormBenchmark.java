package dev.guestward.benchmark;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.guestward.Pump;
import dev.guestward.embedded.Browser;
import dev.guestward.embedded.EmbeddedDatabase;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.review.ManyGuests;
import dev.guestward.review.ReviewPlanner;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How a review of the largest size feels to the sponsor who decides on it, in a real browser. */
@Benchmark
class FormBenchmark {
    private static final int ROWS = Integer.getInteger("benchmark.rows", 300);
    private static final int LOADS = 5;
    private static final int SAVED_EVERY = 25;
    private static final int SPONSOR = 990_001;
    private static final double PATIENCE = 60_000;

    /**
     * Notes when all rows could be used, and how long each decision took from the key or the button to the picture that shows it:
     * a message that is sent in a frame's turn comes after that frame was painted.
     */
    private static final String WATCH = """
            (() => {
              const seen = window.benchmark = {decisions: [], items: new Set(), again: []};
              const painted = then => requestAnimationFrame(() => {
                const after = new MessageChannel();
                after.port1.onmessage = () => then(performance.now());
                after.port2.postMessage(0);
              });
              seen.usable = new Promise(usable => {
                const look = () => document.querySelectorAll('tr[data-item] fieldset').length < ROWS
                  ? requestAnimationFrame(look) : painted(usable);
                requestAnimationFrame(look);
              });
              const decision = event => {
                if (!event.target.matches?.('tr[data-item] input[type=radio]') || event.type !== 'click' && event.key !== 'k') {
                  return;
                }
                const item = event.target.closest('tr').dataset.item;
                if (seen.items.has(item)) {
                  seen.again.push(event.type + (event.isTrusted ? '' : ' by a script'));
                  return;
                }
                seen.items.add(item);
                painted(at => seen.decisions.push(at - event.timeStamp));
              };
              window.addEventListener('keydown', decision, true);
              window.addEventListener('click', decision, true);
            })()""".replace("ROWS", String.valueOf(ROWS));

    private static final String DATA =
            "performance.getEntriesByType('resource').find(one => one.name.includes('/review-data/'))";

    static {
        System.setProperty(EmbeddedDatabase.DURABLE, "true");
    }

    @Autowired
    Surroundings around;

    @Autowired
    ReviewPlanner planner;

    @Autowired
    Pump pump;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    @Value("${server.port}")
    int port;

    @BeforeEach
    void nobodyElseIsAskedAbout() {
        around.begin();
        around.nobodyIsAskedAbout();
    }

    @AfterEach
    void leaveNobody() {
        around.nobodyIsAskedAbout();
    }

    @Test
    void aReviewOfTheLargestSizeIsDecidedInABrowser() {
        Report report = new Report("form");
        UUID review = asked();
        Latencies server = new Latencies();
        Latencies usable = new Latencies();
        Latencies decisions = new Latencies();
        List<?> again;
        double handedIn;
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(1280, 900);
            page.addInitScript(WATCH);
            Browser.signIn(page, SeedPeople.AMARA, "/reviews/" + review);
            page.waitForSelector("tr[data-item]");
            for (int load = 0; load < LOADS; load++) {
                page.navigate("/reviews/" + review);
                usable.add(number(page, "window.benchmark.usable.then(at => at - " + DATA + ".responseEnd)"));
                server.add(number(page, DATA + ".responseEnd - " + DATA + ".requestStart"));
            }
            decide(page);
            ((List<?>) page.evaluate("window.benchmark.decisions"))
                    .forEach(one -> decisions.add(((Number) one).doubleValue()));
            again = (List<?>) page.evaluate("window.benchmark.again");
            handedIn = handIn(page);
            assertThat(browser.complaints).isEmpty();
        }

        report.head("a review of " + ROWS + " guests", "p50", "p95", "p99", "longest");
        report.row(server.cells(LOADS + " loads: the server answers with the rows"));
        report.row(usable.cells("**from the rows' arrival until all can be used**, the goal is 1000 ms"));
        report.row(decisions.cells("**each of " + decisions.count()
                + " decisions until it is painted**, every other by key and by button, the goal is 100 ms"));
        report.head("what", "figure");
        report.figure("handed in: from the last key until the page shows all as decided, ms", handedIn, "%.0f");
        report.figure("clicks and keys on guests who were decided already", again);
        report.write();

        assertThat(decisions.count()).isEqualTo(ROWS);
        assertThat(around.count("select count(*) from review_item where review_id = '" + review
                        + "' and outcome = 'APPLIED' and decision = 'KEEP'"))
                .isEqualTo(ROWS);
    }

    private UUID asked() {
        ManyGuests.insert(db, SPONSOR, 1, ROWS, clock.instant(), clock.instant());
        db.sql("update guest set sponsor_id = ? where sponsor_id = ?")
                .params(
                        SeedPeople.AMARA.id().value(),
                        ManyGuests.sponsor(SPONSOR).value())
                .update();
        planner.run();
        pump.run();
        return db.sql("select id from review where reviewer_id = ? and closed_at is null")
                .param(SeedPeople.AMARA.id().value())
                .query(UUID.class)
                .single();
    }

    /** By key, which goes on to the next guest by itself, and by button in turn; what was entered is kept again and again. */
    private static void decide(Page page) {
        Locator guests = page.locator("tr[data-item]");
        for (int row = 0; row < ROWS; row++) {
            Locator keep = guests.nth(row).locator("input[value=KEEP]");
            boolean byKey = row % 2 == 0;
            Runnable choose = () -> {
                if (byKey) {
                    keep.focus();
                    page.keyboard().press("k");
                } else {
                    keep.check();
                }
            };
            if (row % SAVED_EVERY == SAVED_EVERY - 1) {
                page.waitForResponse(answer -> answer.url().endsWith("/draft"), choose);
            } else {
                choose.run();
            }
        }
        assertThat(page.locator(".gwr-foot > .gwr-main")).hasText("Hand in " + ROWS);
        assertThat(page.locator(".gwr-status")).containsText("What you entered is kept");
    }

    private static double handIn(Page page) {
        page.keyboard().press("Control+Enter");
        long began = System.nanoTime();
        page.keyboard().press("Enter");
        assertThat(page.locator(".gwr-status"))
                .hasText(
                        ROWS + " decisions are handed in.",
                        new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE));
        return (System.nanoTime() - began) / 1e6;
    }

    private static double number(Page page, String expression) {
        return ((Number) page.evaluate(expression)).doubleValue();
    }
}
