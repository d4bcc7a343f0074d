package dev.guestward.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import dev.guestward.Pump;
import dev.guestward.clinic.Clinics;
import dev.guestward.embedded.Browser;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.Guest;
import dev.guestward.guest.Guests;
import dev.guestward.guest.NewGuest;
import dev.guestward.people.Person;
import dev.guestward.people.Viewer;
import dev.guestward.platform.HttpSession;
import dev.guestward.platform.PlatformTest;
import dev.guestward.review.CampaignSteering;
import dev.guestward.review.Campaigns;
import dev.guestward.review.Decision;
import dev.guestward.review.OnReviews;
import dev.guestward.review.ReviewPlanner;
import dev.guestward.review.Reviews;
import java.net.http.HttpResponse;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Campaigns from their start to their end, on the desk. */
class CampaignLookTest extends PlatformTest {
    private static final Viewer ADA = Viewer.of(SeedPeople.ADMIN);
    private static final Pattern LIVE = Pattern.compile("hx-get=\"([^\"]+/live\\?seen=[^\"]+)\"");

    @Autowired
    Campaigns campaigns;

    @Autowired
    CampaignSteering steering;

    @Autowired
    Reviews reviews;

    @Autowired
    ReviewPlanner planner;

    @Autowired
    Guests guests;

    @Autowired
    Clinics clinics;

    @Autowired
    Pump pump;

    @Autowired
    JdbcClient db;

    private final List<Guest> mine = new ArrayList<>();

    @BeforeEach
    void nothingIsAsked() {
        stopAll();
        db.sql("delete from review_notice").update();
        db.sql("delete from mail_message where kind = 'REVIEW_DIGEST'").update();
        mine.add(active("Dr Maya Okafor", SeedPeople.AMARA));
        mine.add(active("Dr Luis <Romero>", SeedPeople.AMARA));
        mine.add(active("Dr Hana Ito", SeedPeople.BEN));
    }

    @AfterEach
    void leaveNobody() {
        stopAll();
        mine.forEach(guest -> db.sql("update guest set state = 'DECLINED' where id = ?")
                .param(guest.id().value())
                .update());
        OnReviews.endProcesses(runtime);
    }

    private void stopAll() {
        db.sql("update review_item set outcome = 'STOPPED', outcome_at = now() where outcome is null")
                .update();
        db.sql("update review set closed_at = now(), closed_as = 'STOPPED' where closed_at is null")
                .update();
        db.sql("update review_campaign set ended_at = now(), ended_as = 'STOPPED' where ended_at is null"
                        + " and not standing")
                .update();
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void aCampaignIsLookedAtStartedWatchedAndStopped(int width) {
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(width, 900);
            Browser.signIn(page, SeedPeople.ADMIN, "/campaigns/new");
            page.waitForURL("**/campaigns/new*");
            assertThat(page.locator("#clinic")).isVisible();
            page.selectOption("#scope", "list");
            assertThat(page.locator("#clinic")).isHidden();
            page.click("text=Show who would be asked");
            page.waitForSelector("#title-problem");
            assertThat(page.locator("#due-problem")).isVisible();
            page.fill("#title", "Before the move");
            page.fill("#guests", lines() + "\nnobody@nowhere.example");
            page.fill("#due", LocalDate.now(clock).plusDays(10).toString());
            page.click("text=Show who would be asked");
            assertThat(page.locator("#guests-problem")).containsText("nobody@nowhere.example");
            fits(page, "campaign-wrong", width);
            assertThat(browser.complaints).allMatch(complaint -> complaint.contains("422"));
            browser.complaints.clear();

            page.fill("#guests", lines());
            page.selectOption("#secondStage", "owner");
            page.fill("#secondDays", "2");
            page.click("text=Show who would be asked");
            assertThat(page.locator("#secondDays-problem")).containsText("between 3 and 60");
            browser.complaints.removeIf(complaint -> complaint.contains("422"));
            page.fill("#secondDays", "7");
            page.click("text=Show who would be asked");
            assertThat(page.locator("section:has(#would-second)")).containsText("at most 3 guests");
            assertThat(page.locator("section:has(#would-second)")).containsText("Oscar Lindqvist");
            assertThat(page.locator("#would")).hasText("3 guests; 2 people would be asked");
            page.click("summary:has-text('2 guests')");
            assertThat(page.locator("tr:has-text('Amara Singh') li").nth(0)).hasText("Dr Luis <Romero>");
            fits(page, "campaign-preview", width);
            assertThat(db.sql("select count(*) from review_campaign where ended_at is null and not standing")
                            .query(Long.class)
                            .single())
                    .as("nothing has begun")
                    .isZero();
            page.fill("#confirm", "2");
            page.click("button:has-text('Start')");
            assertThat(page.locator("#confirm-problem")).isVisible();
            browser.complaints.removeIf(complaint -> complaint.contains("422"));
            page.fill("#confirm", "3");
            page.click("button:has-text('Start')");
            page.waitForSelector("text=It is about 3 guests");
            pump.run();
            assertThat(page.locator("#campaign-live")).containsText("Amara Singh");
            assertThat(page.locator("#campaign-live")).containsText("Running");
            assertThat(page.locator("#campaign-live")).containsText("0 of 3 guests are settled");
            assertThat(page.locator("section:has(#second)")).containsText("Begins once all sponsors have answered");
            fits(page, "campaign", width);
            secondStage(browser, page, width);

            page.click("button:has-text('Pause')");
            assertThat(page.locator("#campaign-live")).containsText("Paused");
            fits(page, "campaign-paused", width);
            page.click("button:has-text('Let it run on')");
            page.waitForSelector("text=The campaign runs on.");
            page.click("summary:has-text('Stop the campaign')");
            page.fill("#reason", "Postponed");
            page.fill("#confirm", "another one");
            page.click("button:has-text('Stop the campaign')");
            assertThat(page.locator("#confirm-problem")).containsText("Before the move");
            browser.complaints.removeIf(complaint -> complaint.contains("422"));
            page.fill("#confirm", "before the MOVE");
            fits(page, "campaign-stop", width);
            page.click("button:has-text('Stop the campaign')");
            assertThat(page.locator("#campaign-live")).containsText("Stopped");
            pump.run();

            page.click(".gw-crumbs a");
            assertThat(page.locator("tbody tr").first()).containsText("Before the move");
            fits(page, "campaigns", width);
            page.navigate("/campaigns?lang=de");
            fits(page, "campaigns-de", width);
            assertThat(page.content()).doesNotContain("??");
            assertThat(browser.complaints).isEmpty();
        }
    }

    /** Sponsors keep everybody, with a word about one of them; the owner sees it. */
    private void secondStage(Browser browser, Page page, int width) {
        for (Person sponsor : List.of(SeedPeople.AMARA, SeedPeople.BEN)) {
            Viewer viewer = Viewer.of(sponsor);
            UUID review = db.sql("select id from review where reviewer_id = ? and closed_at is null")
                    .param(sponsor.id().value())
                    .query(UUID.class)
                    .single();
            reviews.decide(
                    review,
                    reviews.open(review, viewer).rows().stream()
                            .map(row -> new Reviews.Entry(
                                    row.item().id(), row.item().version(), Decision.KEEP, "On call until May", false))
                            .toList(),
                    viewer);
        }
        planner.run();
        pump.run();
        page.reload();
        assertThat(page.locator("section:has(#second)")).containsText("0 of 3 guests whom sponsors keep are looked at");
        fits(page, "campaign-second", width);

        Page owner = browser.page(width, 900);
        Browser.signIn(owner, SeedPeople.OWNER, "/reviews");
        owner.click("tbody a");
        owner.waitForSelector("tr[data-item]");
        assertThat(owner.locator(".gw-lead")).containsText("Sponsors want to keep these guests");
        assertThat(owner.locator(".gwr-first").first()).containsText("answered: Keep (On call until May)");
        fits(owner, "review-second", width);
        owner.context().close();
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void somebodyElseIsAskedAndHowItWasAnsweredIsShown(int width) {
        UUID id = started();
        pump.run();
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(width, 900);
            Browser.signIn(page, SeedPeople.ADMIN, "/campaigns/" + id);
            page.waitForURL("**/campaigns/" + id + "*");
            page.locator("tr:has-text('Amara Singh') a:has-text('Have somebody else answer')")
                    .click();
            page.waitForURL("**/reassign*");
            assertThat(page.locator("#what option")).hasCount(3);
            page.selectOption("#what", new SelectOption().setLabel("Only Dr Maya Okafor"));
            page.fill("#to", "nobody.of.this.name");
            page.click("text=Show what would happen");
            assertThat(page.locator("#to-problem")).containsText("nobody of this name");
            browser.complaints.removeIf(complaint -> complaint.contains("422"));
            page.fill("#to", "ben.ortiz");
            fits(page, "reassign", width);
            page.click("text=Show what would happen");
            assertThat(page.locator("#would")).hasText("Ben Ortiz is asked instead of Amara Singh about one guest");
            fits(page, "reassign-would", width);
            page.click("button:has-text('Have Ben Ortiz answer')");
            page.waitForSelector("text=Ben Ortiz is asked from now on.");
            pump.run();
            assertThat(db.sql("select count(*) from review_item i join review r on r.id = i.review_id"
                                    + " where i.guest_id = ? and i.outcome is null and r.reviewer_id = ?")
                            .params(
                                    mine.get(0).id().value(),
                                    SeedPeople.BEN.id().value())
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);

            answeredQuickly(id);
            page.navigate("/campaigns/" + id);
            assertThat(page.locator("#campaign-live")).containsText("25 guests in 40 seconds, all kept");
            assertThat(page.locator("#campaign-live")).containsText("Quick");
            assertThat(page.locator("#campaign-live")).containsText("One guest: 0 confirmed, 0 removed, 1 waiting");
            fits(page, "campaign-trust", width);
            page.navigate("/campaigns/" + id + "?lang=de");
            assertThat(page.locator("#campaign-live")).containsText("25 Gäste in 40 Sekunden, alle behalten");
            assertThat(page.content()).doesNotContain("??");
            assertThat(browser.complaints).isEmpty();
        }
    }

    /** As it would be after a review of many guests, one of whom somebody looks at again. */
    private void answeredQuickly(UUID campaign) {
        UUID review = db.sql(
                        "select r.id from review r where r.campaign_id = ? and r.reviewer_id = ? and r.closed_at is null")
                .params(campaign, SeedPeople.AMARA.id().value())
                .query((rs, n) -> rs.getObject(1, UUID.class))
                .single();
        UUID second = UUID.randomUUID();
        db.sql(
                        "insert into review_signal (review_id, person_id, first_shown_at, last_at, looked_ms, decided_at, guests, kept)"
                                + " values (?, ?, now(), now(), 40000, now(), 25, 25)")
                .params(review, SeedPeople.AMARA.id().value())
                .update();
        db.sql("update review_item set decision = 'KEEP', decided_by = ?, decided_at = now(), outcome = 'APPLIED',"
                        + " outcome_at = now() where review_id = ?")
                .params(SeedPeople.AMARA.id().value(), review)
                .update();
        db.sql(
                        "insert into review (id, kind, stage, reviewer_id, sponsor_id, campaign_id, parent_id, opened_at, due_at)"
                                + " values (?, 'SECOND_LOOK', 'FALLBACK', ?, ?, ?, ?, now(), ?)")
                .params(
                        second,
                        SeedPeople.BEN.id().value(),
                        SeedPeople.AMARA.id().value(),
                        campaign,
                        review,
                        Timestamp.from(clock.instant().plus(Duration.ofDays(14))))
                .update();
        db.sql(
                        "insert into review_item (id, review_id, asked_at, guest_id, grants, changed, advice, advice_reason, low_risk,"
                                + " second_look_of) select gen_random_uuid(), ?, now(), guest_id, '', '', 'LOOK', 'unknown', false, id"
                                + " from review_item where review_id = ?")
                .params(second, review)
                .update();
    }

    @Test
    void whoHasNotAnsweredIsWrittenToAgainOnceADay() {
        UUID id = started();
        pump.run();
        assertThat(letters("OPENED")).isEqualTo(2);

        assertThat(steering.nudge(id, ADA)).isEqualTo(2);
        assertThat(steering.nudge(id, ADA)).isEqualTo(2);
        planner.run();
        assertThat(letters("NUDGED")).as("they had their letter today").isZero();

        db.sql("update mail_message set dedup_key = dedup_key || '-yesterday', sent_at = sent_at - interval '1 day'"
                        + " where kind = 'REVIEW_DIGEST'")
                .update();
        db.sql("update review_notice set letter = letter || '-yesterday'").update();
        planner.run();
        assertThat(letters("NUDGED")).isEqualTo(2);
        assertThat(steering.nudge(id, ADA)).as("and again for tomorrow").isEqualTo(2);
    }

    @Test
    void aPageThatShowsEverythingAlreadyGetsNothingNewAndOneOfAFormLeadsBackToIt() {
        UUID id = started();
        pump.run();
        HttpSession ada = sessionOf(SeedPeople.ADMIN);
        String path = "/campaigns/" + id;
        assertThat(Stream.generate(() -> again(ada, path)).limit(2).toList()).contains(204);

        HttpResponse<String> wrong = ada.postForm(path, path + "/stop", Map.of("reason", "Postponed", "confirm", "x"));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("href=\"" + path + "?lang=de\"").doesNotContain("stop?lang");
        Matcher live = LIVE.matcher(ada.get(path).body());
        assertThat(live.find()).isTrue();
        steering.pause(id, ADA);
        assertThat(ada.get(live.group(1)).statusCode()).isEqualTo(200);
    }

    /** What is told by the minute may turn between two looks. */
    private static int again(HttpSession ada, String path) {
        Matcher live = LIVE.matcher(ada.get(path).body());
        assertThat(live.find()).isTrue();
        return ada.get(live.group(1)).statusCode();
    }

    @Test
    void theyAreForAdministratorsOnly() {
        UUID id = started();
        var ada = sessionOf(SeedPeople.ADMIN);
        String own = ada.get("/campaigns/" + id).body();
        assertThat(own)
                .contains("Before the audit", "/campaigns/" + id + "/evidence")
                .doesNotContain("??");
        assertThat(ada.get("/campaigns/" + id + "/evidence").statusCode()).isEqualTo(200);
        assertThat(ada.get("/campaigns/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
        assertThat(ada.get("/campaigns/1").statusCode()).isEqualTo(404);
        for (Person other : List.of(SeedPeople.AMARA, SeedPeople.OWNER)) {
            var session = sessionOf(other);
            String reassign = "/" + id + "/reassign?from=" + SeedPeople.AMARA.id();
            for (String path : List.of("", "/new", "/" + id, "/" + id + "/live", "/" + id + "/evidence", reassign)) {
                assertThat(session.get("/campaigns" + path).statusCode())
                        .as(path)
                        .isEqualTo(403);
            }
            assertThat(session.get("/").body()).doesNotContain("href=\"/campaigns\"");
        }
    }

    private UUID started() {
        return campaigns
                .start(
                        new Campaigns.Wish(
                                "Before the audit",
                                "list",
                                null,
                                mine.stream()
                                        .map(guest -> guest.id().toString())
                                        .toList(),
                                LocalDate.now(clock).plusDays(10).toString()),
                        ADA)
                .id();
    }

    private int letters(String occasion) {
        return db.sql("select count(*) from review_notice where occasion = ? and letter is not null")
                .param(occasion)
                .query(Integer.class)
                .single();
    }

    private String lines() {
        return mine.get(0).email() + "\n  " + mine.get(1).email() + "\n\n"
                + mine.get(2).id();
    }

    private static void fits(Page page, String name, int width) {
        Browser.picture(page, name + "-" + width);
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .as(name)
                .isEqualTo(width);
    }

    private Guest active(String name, Person sponsor) {
        Guest guest = guests.register(new NewGuest(
                "campaign-" + UUID.randomUUID() + "@harbour-clinic.example",
                name,
                clinics.byKey("harbour").orElseThrow().id(),
                sponsor.id(),
                sponsor.id(),
                Set.of("health-records"),
                clock.instant().plus(Duration.ofDays(200)),
                "Shared care of cardiology patients",
                null,
                "en"));
        db.sql("update guest set state = 'ACTIVE', review_due_at = ?, directory_id = ? where id = ?")
                .params(
                        Timestamp.from(clock.instant().plus(Duration.ofDays(80))),
                        UUID.randomUUID().toString(),
                        guest.id().value())
                .update();
        return guest;
    }
}
