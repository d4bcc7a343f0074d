package dev.guestward.desk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.guestward.Pump;
import dev.guestward.clinic.Clinics;
import dev.guestward.embedded.Browser;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.NewGuest;
import dev.guestward.invitation.GuestEdit;
import dev.guestward.invitation.GuestEdits;
import dev.guestward.people.Person;
import dev.guestward.people.Viewer;
import dev.guestward.platform.HttpSession;
import dev.guestward.platform.PlatformTest;
import dev.guestward.review.OnReviews;
import dev.guestward.review.ReviewPlanner;
import dev.guestward.review.SponsorChanges;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A review answered in a real browser: on its page and in Tasklist, by keyboard, on a telephone, in two tabs. */
class ReviewLookTest extends PlatformTest {
    private static final String DECIDED = ".gwr-progress";
    private static final String HAND_IN = ".gwr-foot > .gwr-main";

    @Autowired
    Guests guests;

    @Autowired
    Clinics clinics;

    @Autowired
    GuestEdits edits;

    @Autowired
    SponsorChanges changes;

    @Autowired
    ReviewPlanner planner;

    @Autowired
    Pump pump;

    @Autowired
    JdbcClient db;

    private final List<GuestId> asked = new ArrayList<>();

    @BeforeEach
    void nobodyElseIsAskedAbout() {
        db.sql("update review_item set outcome = 'STOPPED', outcome_at = now() where outcome is null")
                .update();
        db.sql("update review set closed_at = now(), closed_as = 'STOPPED' where closed_at is null")
                .update();
        db.sql("update review set opened_at = opened_at - interval '30 days'").update();
        db.sql("update guest set review_due_at = now() + interval '80 days' where state = 'ACTIVE'")
                .update();
        db.sql("update brake_count set counted_at = counted_at - interval '25 hours'")
                .update();
    }

    @AfterEach
    void leaveNobody() {
        asked.forEach(guest -> db.sql("update guest set state = 'DECLINED' where id = ? and state = 'ACTIVE'")
                .param(guest.value())
                .update());
        OnReviews.endProcesses(runtime);
    }

    @Test
    void twentyFiveGuestsAreDecidedOnByKeyboardAlone() {
        due(25);
        db.sql("update sign_in_seen set last_successful = last_successful - interval '200 days' where account ="
                        + " (select directory_id from guest where id = ?)")
                .param(asked.get(0).value())
                .update();
        UUID review = open(SeedPeople.AMARA);
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(1280, 900);
            Browser.signIn(page, SeedPeople.AMARA, "/reviews");
            assertThat(page.locator("table")).containsText("25 of 25 to decide");
            Browser.picture(page, "reviews-1280");
            press(page, "Tab", "a[href$='" + review + "']");
            page.keyboard().press("Enter");
            page.waitForSelector("tr[data-item]");
            press(page, "Tab", "tr[data-item] input[type=radio]");
            // to keep somebody against the recommendation needs a reason
            page.keyboard().press("k");
            page.keyboard().type("Back from leave in March");
            page.keyboard().press("Enter");
            page.keyboard().press("d");
            page.keyboard().press("r");
            for (int i = 0; i < 22; i++) {
                page.keyboard().press("k");
            }
            assertThat(page.locator(HAND_IN)).hasText("Hand in 25");
            assertThat(page.locator(".gwr-status")).containsText("kept");
            Browser.picture(page, "review-marked-1280");
            page.keyboard().press("Control+Enter");
            assertThat(page.locator(".gwr-confirm")).containsText("1 removed");
            assertThat(page.locator(".gwr-confirm")).containsText("23 kept");
            Browser.picture(page, "review-sure-1280");
            page.keyboard().press("Enter");
            assertThat(page.locator(".gwr-status")).hasText("25 decisions are handed in.");
            Browser.picture(page, "review-done-1280");

            assertThat(count("decision = 'KEEP' and outcome = 'APPLIED'")).isEqualTo(23);
            assertThat(count("decision = 'REMOVE' and outcome = 'APPLIED'")).isEqualTo(1);
            assertThat(db.sql("select count(*) from removal where guest_id in (:ids) and ended_at is null")
                            .param("ids", ids())
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);
            assertThat(browser.complaints).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void whatIsEnteredIsKeptAndThePageFitsTheScreen(int width) {
        due(4);
        usual(asked.get(0));
        usual(asked.get(1));
        UUID review = open(SeedPeople.AMARA);
        edits.edit(
                asked.get(2),
                new GuestEdit(
                        null,
                        "Second opinions in oncology",
                        null,
                        guests.get(asked.get(2)).version()),
                Viewer.of(SeedPeople.ADMIN));
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(width, 900);
            Browser.signIn(page, SeedPeople.AMARA, "/reviews/" + review);
            page.waitForSelector("tr[data-item]");
            assertThat(page.locator(".gwr-because")).hasText("Asked because the purpose changed");
            fits(page, "review", width);
            page.check(".gwr-bulk input[type=checkbox]");
            page.click("[data-bulk=Keep]");
            assertThat(page.locator(".gwr-problem")).containsText("2 guests were left out");
            assertThat(page.locator(HAND_IN)).hasText("Hand in 2");
            assertThat(page.locator(".gwr-status")).containsText("It counts once you hand it in");

            page.reload();
            page.waitForSelector("tr[data-item]");
            assertThat(page.locator("tr[data-choice=KEEP]")).hasCount(2);
            page.selectOption(".gwr-filters select >> nth=1", "open");
            page.check(".gwr-filters input[type=checkbox]");
            assertThat(page.locator(".gwr-group")).hasCount(1);
            fits(page, "review-filtered", width);
            page.fill(".gwr-filters input[type=search]", "nobody of this name");
            assertThat(page.locator("text=Nobody fits")).isVisible();
            assertThat(count("decision is not null")).isZero();

            page.navigate("/reviews/" + review + "?lang=de");
            page.waitForSelector("tr[data-item]");
            fits(page, "review-de", width);
            assertThat(browser.complaints).isEmpty();
        }
    }

    @Test
    void aGuestWhoChangesWhileTheListIsOpenHasToBeReadAgain() {
        due(1);
        UUID review = open(SeedPeople.AMARA);
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(1280, 900);
            Browser.signIn(page, SeedPeople.AMARA, "/reviews/" + review);
            page.waitForSelector("tr[data-item]");
            choose(page, 0, "KEEP");
            assertThat(page.locator(".gwr-status")).containsText("It counts once");

            GuestId guest = asked.get(0);
            edits.edit(
                    guest,
                    new GuestEdit(
                            null,
                            "Care of quite other patients",
                            null,
                            guests.get(guest).version()),
                    Viewer.of(SeedPeople.ADMIN));
            choose(page, 0, "REMOVE");

            assertThat(page.locator(".gwr-wrong").first()).containsText("Look again and choose anew");
            assertThat(page.locator("tr[data-item]")).containsText("Care of quite other patients");
            assertThat(page.locator("tr[data-item] input:checked")).hasCount(0);
            Browser.picture(page, "review-changed-1280");

            choose(page, 0, "KEEP");
            handIn(page);
            assertThat(count("decision = 'KEEP' and outcome = 'APPLIED'")).isEqualTo(1);
            assertThat(browser.complaints).isEmpty();
        }
    }

    @Test
    void aSecondLookSaysWhatItIs() {
        due(1);
        UUID review = open(SeedPeople.AMARA);
        db.sql("update review set kind = 'SECOND_LOOK' where id = ?")
                .param(review)
                .update();
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(390, 900);
            Browser.signIn(page, SeedPeople.AMARA, "/reviews/" + review);
            page.waitForSelector("tr[data-item]");

            assertThat(page.locator(".gwr-note").first()).containsText("Somebody else has kept these guests");
            fits(page, "review-second-look", 390);
            assertThat(browser.complaints).isEmpty();
        }
    }

    @Test
    void ofTwoTabsOneWinsAndTheOtherIsTold() {
        due(2);
        UUID review = open(SeedPeople.AMARA);
        try (Browser browser = Browser.open(port)) {
            Page one = browser.page(1280, 900);
            Browser.signIn(one, SeedPeople.AMARA, "/reviews/" + review);
            one.waitForSelector("tr[data-item]");
            Page other = one.context().newPage();
            other.navigate("/reviews/" + review);
            other.waitForSelector("tr[data-item]");

            choose(one, 0, "KEEP");
            assertThat(one.locator(".gwr-status")).containsText("It counts once");
            choose(other, 0, "REMOVE");
            assertThat(other.locator(".gwr-wrong").first()).containsText("has entered “Keep” meanwhile");
            Browser.picture(other, "review-conflict-1280");

            handIn(one);
            assertThat(one.locator(DECIDED)).hasText("1 of 2 decided");
            choose(other, 0, "REMOVE");
            assertThat(other.locator(".gwr-wrong").first()).containsText("has entered “Keep” meanwhile");

            assertThat(count("decision = 'KEEP' and outcome = 'APPLIED'")).isEqualTo(1);
            assertThat(count("decision = 'REMOVE'")).isZero();
        }
    }

    @Test
    void aDecisionIsChangedUntilTheDeadlineWhileTheReviewIsOpen() {
        due(2);
        UUID review = open(SeedPeople.AMARA);
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(1280, 900);
            Browser.signIn(page, SeedPeople.AMARA, "/reviews/" + review);
            page.waitForSelector("tr[data-item]");
            choose(page, 0, "REMOVE");
            handIn(page);
            assertThat(openRemovals()).isEqualTo(1);

            change(page, 0);
            assertThat(page.locator(HAND_IN)).hasText("Hand in");
            assertThat(page.locator("tr[data-item]").first().locator("input[value=DONT_KNOW]"))
                    .hasCount(0);
            choose(page, 0, "KEEP");
            assertThat(page.locator(HAND_IN)).hasText("Hand in 1");
            assertThat(page.locator(".gwr-status"))
                    .hasText("A decision that you change is not kept in between." + " It counts once you hand it in.");
            // nothing but the other guest is kept as a draft
            choose(page, 1, "KEEP");
            assertThat(page.locator(".gwr-status"))
                    .hasText("What you entered is kept, except for decisions that you change."
                            + " Everything counts once you hand it in.");
            assertThat(count("draft_decision is not null")).isEqualTo(1);
            assertThat(page.locator(".gwr-wrong:not(:empty)")).hasCount(0);
            assertThat(page.locator(DECIDED)).hasText("1 of 2 decided");
            Browser.picture(page, "review-change-1280");
            page.locator("tr[data-item]")
                    .first()
                    .locator("button:has-text('Leave it')")
                    .click();
            assertThat(page.locator("tr[data-item]").first()).containsText("Remove");
            assertThat(page.locator(HAND_IN)).hasText("Hand in 1");
            change(page, 0);
            choose(page, 0, "KEEP");
            page.click(HAND_IN);
            assertThat(page.locator(".gwr-confirm")).containsText("2 kept");
            page.click(".gwr-confirm .gwr-main");
            assertThat(page.locator(".gwr-status")).hasText("2 decisions are handed in.");

            assertThat(count("decision = 'KEEP' and outcome = 'APPLIED'")).isEqualTo(2);
            assertThat(openRemovals()).isZero();
            assertThat(browser.complaints).isEmpty();
        }
    }

    @Test
    void aDecisionIsChangedUntilTheDeadlineAlsoWhenTheReviewIsClosed() {
        due(1);
        UUID review = open(SeedPeople.AMARA);
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(390, 900);
            Browser.signIn(page, SeedPeople.AMARA, "/reviews/" + review);
            page.waitForSelector("tr[data-item]");
            choose(page, 0, "REMOVE");
            handIn(page);
            assertThat(page.locator(".gwr-done")).containsText("Thank you");
            assertThat(openRemovals()).isEqualTo(1);

            change(page, 0);
            fits(page, "review-closed-change", 390);
            // the same as before is said already
            choose(page, 0, "REMOVE");
            handIn(page);
            assertThat(openRemovals()).isEqualTo(1);
            change(page, 0);
            choose(page, 0, "KEEP");
            handIn(page);

            assertThat(page.locator(DECIDED)).hasText("1 of 1 decided");
            assertThat(count("decision = 'KEEP' and outcome = 'APPLIED'")).isEqualTo(1);
            assertThat(openRemovals()).isZero();
            assertThat(browser.complaints).isEmpty();
        }
    }

    @Test
    void ofTwoTabsThatChangeADecisionOneWinsAndTheOtherIsTold() {
        due(1);
        UUID review = open(SeedPeople.AMARA);
        try (Browser browser = Browser.open(port)) {
            Page one = browser.page(1280, 900);
            Browser.signIn(one, SeedPeople.AMARA, "/reviews/" + review);
            one.waitForSelector("tr[data-item]");
            choose(one, 0, "KEEP");
            handIn(one);
            Page other = one.context().newPage();
            other.navigate("/reviews/" + review);
            other.waitForSelector("tr[data-item]");
            change(one, 0);
            choose(one, 0, "REMOVE");
            change(other, 0);
            choose(other, 0, "REMOVE_NOW");

            handIn(one);
            other.locator(HAND_IN).click();
            other.locator(".gwr-confirm .gwr-main").click();

            assertThat(other.locator(".gwr-wrong").first()).containsText("has entered “Remove” meanwhile");
            assertThat(other.locator(".gwr-problem")).containsText("Nothing is handed in yet.");
            assertThat(other.locator(HAND_IN)).hasText("Hand in");
            Browser.picture(other, "review-change-conflict-1280");
            assertThat(count("decision = 'REMOVE' and outcome = 'APPLIED'")).isEqualTo(1);
        }
    }

    @Test
    void aGuestWhoIsHandedOverMeanwhileTakesNothingOfTheOthersAlong() {
        due(4);
        UUID review = open(SeedPeople.AMARA);
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(1280, 900);
            Browser.signIn(page, SeedPeople.AMARA, "/reviews/" + review);
            page.waitForSelector("tr[data-item]");
            toBen(review, 0);

            // all four in one draft, the one who has gone among them
            page.check(".gwr-bulk input[type=checkbox]");
            page.click("[data-bulk=Remove]");
            assertThat(page.locator(".gwr-problem")).hasText("Dr Maya Okafor 1 is not in your list any more.");
            assertThat(page.locator(".gwr-status")).containsText("It counts once you hand it in");
            assertThat(page.locator("tr[data-item]")).hasCount(3);
            assertThat(page.locator(DECIDED)).hasText("0 of 3 decided");
            Browser.picture(page, "review-gone-1280");
            assertThat(count("draft_decision = 'REMOVE'")).isEqualTo(3);

            // a second one goes after everything is kept: handing in finds out
            toBen(review, 1);
            page.click(HAND_IN);
            page.click(".gwr-confirm .gwr-main");
            assertThat(page.locator(".gwr-problem"))
                    .hasText("Dr Maya Okafor 2 is not in your list any more. Nothing is handed in yet.");
            assertThat(page.locator(HAND_IN)).hasText("Hand in 2");
            assertThat(count("outcome is not null")).isZero();

            // what is entered later is still kept
            page.waitForResponse("**/draft", () -> choose(page, 1, "KEEP"));
            assertThat(count("draft_decision = 'KEEP'")).isEqualTo(1);
            handIn(page);
            assertThat(page.locator(".gwr-done")).isVisible();
            assertThat(count("decision = 'REMOVE' and outcome = 'APPLIED'")).isEqualTo(1);
            assertThat(count("decision = 'KEEP' and outcome = 'APPLIED'")).isEqualTo(1);
            assertThat(browser.complaints).allMatch(complaint -> complaint.contains("409"));
        }
    }

    @Test
    void aListThatIsTakenAwaySaysThatNothingIsKeptAnyMore() {
        due(2);
        UUID review = open(SeedPeople.AMARA);
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(1280, 900);
            Browser.signIn(page, SeedPeople.AMARA, "/reviews/" + review);
            page.waitForSelector("tr[data-item]");
            page.navigate("/reviews/" + review + "?lang=de");
            page.waitForSelector("tr[data-item]");
            db.sql("update review set due_at = ? where id = ?")
                    .params(Timestamp.from(clock.instant().minusSeconds(1)), review)
                    .update();

            choose(page, 0, "KEEP");
            assertThat(page.locator(".gwr-problem"))
                    .containsText(
                            "Antworten werden nicht mehr angenommen. Was Sie hier eingeben, wird nicht mehr gemerkt.");
            assertThat(page.locator(".gwr-status")).isEmpty();
            page.evaluate("document.querySelector('.gwr-problem').hidden = true");
            page.click(HAND_IN);
            page.click(".gwr-confirm .gwr-main");
            assertThat(page.locator(".gwr-problem")).containsText("wird nicht mehr gemerkt");
            Browser.picture(page, "review-ended-de-1280");
            assertThat(count("coalesce(draft_decision, decision) is not null")).isZero();

            page.click(".gwr-problem button");
            assertThat(page.locator(HAND_IN)).hasCount(0);
            assertThat(browser.complaints).allMatch(complaint -> complaint.contains("409"));
        }
    }

    @Test
    void whoHasSignedInAgainInAnotherTabLosesNothing() {
        due(2);
        UUID review = open(SeedPeople.AMARA);
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(1280, 900);
            Browser.signIn(page, SeedPeople.AMARA, "/reviews/" + review);
            page.waitForSelector("tr[data-item]");
            page.context().clearCookies();

            choose(page, 0, "KEEP");
            assertThat(page.locator(".gwr-problem")).containsText("You are signed out. Sign in again in another tab");
            Page other = page.context().newPage();
            Browser.signIn(other, SeedPeople.AMARA, "/reviews");
            assertThat(other.locator("table")).containsText("to decide");
            page.bringToFront();

            assertThat(page.locator(".gwr-status")).containsText("It counts once you hand it in");
            assertThat(page.locator(".gwr-problem")).isHidden();
            assertThat(count("draft_decision = 'KEEP'")).isEqualTo(1);
            handIn(page);
            assertThat(count("decision = 'KEEP' and outcome = 'APPLIED'")).isEqualTo(1);
        }
    }

    @Test
    void nothingIsEnteredForWhoeverElseSignsIn() {
        due(2);
        UUID review = open(SeedPeople.AMARA);
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(1280, 900);
            Browser.signIn(page, SeedPeople.AMARA, "/reviews/" + review);
            page.waitForSelector("tr[data-item]");
            page.context().clearCookies();
            Page other = page.context().newPage();
            Browser.signIn(other, SeedPeople.ADMIN, "/reviews");
            assertThat(other.locator("h1")).isVisible();
            page.bringToFront();

            choose(page, 0, "KEEP");
            assertThat(page.locator(".gwr-problem")).containsText("Somebody else is signed in by now");
            page.click(HAND_IN);
            page.click(".gwr-confirm .gwr-main");
            assertThat(page.locator(".gwr-problem")).containsText("not kept any more");

            assertThat(count("coalesce(draft_decision, decision) is not null")).isZero();
        }
    }

    @Test
    void whatIsHandedInIsSaidAlsoWhenTheListCannotBeReadAnew() {
        due(2);
        UUID review = open(SeedPeople.AMARA);
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(1280, 900);
            Browser.signIn(page, SeedPeople.AMARA, "/reviews/" + review);
            page.waitForSelector("tr[data-item]");
            choose(page, 0, "KEEP");
            assertThat(page.locator(".gwr-status")).containsText("It counts once");
            String list = "**/review-data/" + review;
            page.route(list, route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));

            page.click(HAND_IN);
            page.click(".gwr-confirm .gwr-main");

            assertThat(page.locator(".gwr-problem"))
                    .containsText("One decision is handed in. The list could not be loaded.");
            assertThat(page.locator("tr[data-item]")).hasCount(2);
            assertThat(page.locator(DECIDED)).hasText("1 of 2 decided");
            assertThat(page.locator(HAND_IN)).hasText("Hand in");
            assertThat(count("decision = 'KEEP' and outcome = 'APPLIED'")).isEqualTo(1);
            page.unroute(list);
            page.click(".gwr-problem button");
            assertThat(page.locator(".gwr-problem")).isHidden();
            assertThat(page.locator(DECIDED)).hasText("1 of 2 decided");
        }
    }

    /** Wherever the browser is and whatever its clock says. */
    @Test
    void timesAreThoseOfTheHospitalAndDistancesThoseOfItsCalendar() {
        due(1);
        UUID review = open(SeedPeople.AMARA);
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(1280, 900, "en-GB", "Pacific/Auckland");
            page.route("**/review-data/" + review, route -> {
                String told = route.fetch()
                        .text()
                        .replaceAll("\"now\":\"[^\"]*", "\"now\":\"2031-03-10T07:00:00Z")
                        .replaceAll("\"timeZone\":\"[^\"]*", "\"timeZone\":\"Europe/Berlin")
                        .replaceAll("\"dueAt\":\"[^\"]*", "\"dueAt\":\"2031-03-10T22:59:59Z")
                        .replaceAll("\"accessUntil\":\"[^\"]*", "\"accessUntil\":\"2031-03-11T22:59:59Z");
                route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(told));
            });
            Browser.signIn(page, SeedPeople.AMARA, "/reviews/" + review);
            page.waitForSelector("tr[data-item]");

            assertThat(page.locator(".gwr-head").last()).containsText("10 Mar 2031, 23:59 (in 15 hours)");
            assertThat(page.locator("tr[data-item]")).containsText("until 11 Mar 2031 (tomorrow)");
            assertThat(browser.complaints).isEmpty();
        }
    }

    @Test
    void aDraftThatNeedsAReasonSaysSoAtOnce() {
        due(1);
        db.sql("update sign_in_seen set last_successful = last_successful - interval '200 days' where account ="
                        + " (select directory_id from guest where id = ?)")
                .param(asked.get(0).value())
                .update();
        UUID review = open(SeedPeople.AMARA);
        db.sql("update review_item set draft_decision = 'KEEP', draft_by = ?, draft_at = ? where guest_id = ?")
                .params(
                        SeedPeople.AMARA.id().value(),
                        Timestamp.from(clock.instant()),
                        asked.get(0).value())
                .update();
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(1280, 900);
            Browser.signIn(page, SeedPeople.AMARA, "/reviews/" + review);
            page.waitForSelector("tr[data-item]");

            assertThat(page.locator(".gwr-reason")).isVisible();
            assertThat(page.locator(".gwr-reason")).containsText("Reason (needed)");
            assertThat(page.locator(".gwr-reason input[required]")).hasCount(1);
            assertThat(browser.complaints).isEmpty();
        }
    }

    @Test
    void whatSomebodyDecidedIsShownWithoutTheGuestWhoIsAnothersByNow() {
        due(2);
        UUID review = open(SeedPeople.AMARA);
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(390, 900);
            Browser.signIn(page, SeedPeople.AMARA, "/reviews/" + review);
            page.waitForSelector("tr[data-item]");
            choose(page, 0, "KEEP");
            handIn(page);
            db.sql("update guest set sponsor_id = ? where id = ?")
                    .params(SeedPeople.BEN.id().value(), asked.get(0).value())
                    .update();

            page.reload();
            assertThat(page.locator(".gwr-own"))
                    .containsText("One of your decisions is about a guest who is not shown");
            assertThat(page.locator(".gwr-own li")).containsText("Keep, ");
            assertThat(page.locator("body")).not().containsText("Dr Maya Okafor 1");
            assertThat(page.locator(DECIDED)).hasText("1 of 2 decided");
            fits(page, "review-own", 390);
            assertThat(browser.complaints).isEmpty();
        }
    }

    /** Tasklist speaks the browser's language, and the desk the one that was chosen on it. */
    @Test
    void aFormInTasklistIsInOneLanguageWhateverWasChosenOnTheDesk() {
        due(1);
        UUID review = open(SeedPeople.AMARA);
        String task = tasks.createTaskQuery()
                .processInstanceBusinessKey(review.toString())
                .singleResult()
                .getId();
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(1280, 900, "en-GB");
            Browser.signIn(page, SeedPeople.AMARA, "/reviews");
            page.waitForSelector("table");
            page.navigate("/reviews/" + review + "?lang=de");
            assertThat(page.locator("tr[data-item]")).containsText("zum ersten Mal gefragt");
            assertThat(page.locator(".gwr thead")).containsText("Letzte Anmeldung");

            page.navigate("/camunda/app/tasklist/default/#/?task=" + task);
            page.waitForSelector("tr[data-item]");
            assertThat(page.locator("tr[data-item]")).containsText("asked about for the first time");
            assertThat(page.locator("tr[data-item]")).not().containsText("zum ersten Mal");
            Object told = page.evaluate(
                    "id => fetch('/tasklist-data/guests/' + id).then(answer => answer.json())"
                            + ".then(guest => guest.accessUntil.distance)",
                    asked.get(0).toString());
            assertThat(String.valueOf(told)).contains("months");
        }
    }

    @Test
    void theSameListIsAnsweredInTasklist() {
        due(3);
        open(SeedPeople.AMARA);
        String task = tasks.createTaskQuery()
                .processDefinitionKey("sponsor-review")
                .taskAssignee(SeedPeople.AMARA.id().value())
                .orderByTaskCreateTime()
                .desc()
                .list()
                .get(0)
                .getId();
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(1280, 900);
            Browser.signIn(page, SeedPeople.AMARA, "/camunda/app/tasklist/default/");
            page.waitForSelector("text=My tasks");
            page.navigate("/camunda/app/tasklist/default/#/?task=" + task);
            page.waitForSelector("tr[data-item]");
            Browser.picture(page, "review-tasklist-1280");
            choose(page, 0, "KEEP");
            choose(page, 1, "REMOVE_NOW");
            page.locator("tr[data-item] .gwr-reason input >> nth=1").fill("A matter of security");
            choose(page, 2, "KEEP");
            handIn(page);
            pump.run();
            assertThat(page.locator(".gwr-status")).hasText("3 decisions are handed in.");
            page.setViewportSize(390, 900);
            Browser.picture(page, "review-tasklist-390");

            assertThat(count("outcome = 'APPLIED'")).isEqualTo(3);
            assertThat(tasks.createTaskQuery().taskId(task).count()).isZero();
            // Tasklist itself may look for a task that is over by then
            assertThat(browser.complaints)
                    .allMatch(complaint -> complaint.contains("404") && complaint.contains("/task/" + task));
        }
    }

    @Test
    void anotherSponsorSeesNothingOfIt() {
        due(1);
        var ben = sessionOf(SeedPeople.BEN);
        String tasksBefore = ben.get(HttpSession.ENGINE + "/task/count").body();
        UUID review = open(SeedPeople.AMARA);

        Task task = tasks.createTaskQuery()
                .processInstanceBusinessKey(review.toString())
                .singleResult();
        String guest = asked.get(asked.size() - 1).toString();
        String mail = db.sql("select email from guest where id = ?::uuid")
                .param(guest)
                .query(String.class)
                .single();
        String engineTask = HttpSession.ENGINE + "/task/" + task.getId();
        String instance = HttpSession.ENGINE + "/process-instance/" + task.getProcessInstanceId();

        for (String door : List.of(
                "/reviews",
                "/guests",
                "/guests.csv",
                "/guests/" + guest,
                "/guests/" + guest + "/live",
                "/campaigns",
                "/tasklist-data/tasks/" + task.getId() + "/review",
                "/camunda/api/tasklist/plugin/guestward/default/reviews/" + review,
                HttpSession.ENGINE + "/task",
                HttpSession.ENGINE + "/task/count",
                HttpSession.ENGINE + "/history/task?taskId=" + task.getId(),
                HttpSession.ENGINE + "/history/variable-instance?processInstanceId=" + task.getProcessInstanceId(),
                engineTask,
                engineTask + "/form",
                engineTask + "/deployed-form",
                engineTask + "/form-variables",
                engineTask + "/variables",
                engineTask + "/identity-links",
                engineTask + "/comment",
                instance,
                instance + "/variables")) {
            String body = ben.get(door).body();
            // a page may hold its own address
            Stream.of(guest, mail, review.toString())
                    .filter(told -> !door.contains(told))
                    .forEach(told -> assertThat(body).as(door).doesNotContain(told));
        }
        assertThat(ben.get(HttpSession.ENGINE + "/task/count").body()).isEqualTo(tasksBefore);
        assertThat(ben.get("/reviews/" + review).statusCode()).isEqualTo(404);
        assertThat(ben.get("/review-data/" + review).statusCode()).isEqualTo(404);
        assertThat(ben.get("/reviews").body()).doesNotContain(review.toString());
        assertThat(anonymous().get("/review-data/" + review).statusCode()).isNotEqualTo(200);
    }

    /** Goes on pressing until the focus is there. */
    private static void press(Page page, String key, String wanted) {
        for (int i = 0; i < 60; i++) {
            page.keyboard().press(key);
            if ((Boolean) page.evaluate("wanted => document.activeElement.matches(wanted)", wanted)) {
                return;
            }
        }
        throw new AssertionError("The keyboard does not reach " + wanted);
    }

    private static void choose(Page page, int row, String decision) {
        Locator radio = page.locator("tr[data-item]").nth(row).locator("input[value=" + decision + "]");
        radio.check();
    }

    private static void handIn(Page page) {
        page.locator(HAND_IN).click();
        page.locator(".gwr-confirm .gwr-main").click();
        assertThat(page.locator(".gwr-status")).containsText("handed in");
    }

    private static void change(Page page, int row) {
        page.locator("tr[data-item]")
                .nth(row)
                .locator("button:has-text('Change')")
                .click();
    }

    /** Amara gives this guest, and the question, to Ben. */
    private void toBen(UUID review, int guest) {
        UUID item = db.sql("select id from review_item where guest_id = ?")
                .param(asked.get(guest).value())
                .query(UUID.class)
                .single();
        changes.handOver(review, item, SeedPeople.BEN.userName(), Viewer.of(SeedPeople.AMARA));
    }

    private long openRemovals() {
        return db.sql("select count(*) from removal where guest_id in (:ids) and ended_at is null")
                .param("ids", ids())
                .query(Long.class)
                .single();
    }

    private static void fits(Page page, String name, int width) {
        Browser.picture(page, name + "-" + width);
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .as(name)
                .isEqualTo(width);
    }

    /** Active guests of Amara's whose day has come. */
    private void due(int number) {
        for (int i = 0; i < number; i++) {
            GuestId id = guests.register(new NewGuest(
                            "review-" + UUID.randomUUID() + "@harbour-clinic.example",
                            "Dr Maya Okafor " + (i + 1),
                            clinics.byKey("harbour").orElseThrow().id(),
                            SeedPeople.AMARA.id(),
                            SeedPeople.AMARA.id(),
                            Set.of("health-records"),
                            clock.instant().plus(Duration.ofDays(200)),
                            "Shared care of cardiology patients",
                            null,
                            "en"))
                    .id();
            UUID account = UUID.randomUUID();
            db.sql("update guest set state = 'ACTIVE', review_due_at = ?, directory_id = ? where id = ?")
                    .params(Timestamp.from(clock.instant()), account.toString(), id.value())
                    .update();
            db.sql("update guest_grant set given_at = now() where guest_id = ?")
                    .param(id.value())
                    .update();
            db.sql("insert into sign_in_seen (account, last_successful, read_at) values (?, ?, ?)")
                    .params(
                            account.toString(),
                            Timestamp.from(clock.instant().minus(Duration.ofDays(3))),
                            Timestamp.from(clock.instant()))
                    .update();
            asked.add(id);
        }
    }

    /** Somebody has said before that this guest is still needed. */
    private void usual(GuestId guest) {
        db.sql("update guest set attested_at = ? where id = ?")
                .params(Timestamp.from(clock.instant().minus(Duration.ofDays(90))), guest.value())
                .update();
    }

    private UUID open(Person reviewer) {
        planner.run();
        pump.run();
        return db.sql("select id from review where reviewer_id = ? and closed_at is null")
                .param(reviewer.id().value())
                .query(UUID.class)
                .single();
    }

    private long count(String what) {
        return db.sql("select count(*) from review_item where guest_id in (:ids) and " + what)
                .params(Map.of("ids", ids()))
                .query(Long.class)
                .single();
    }

    private List<UUID> ids() {
        return asked.stream().map(GuestId::value).toList();
    }
}
