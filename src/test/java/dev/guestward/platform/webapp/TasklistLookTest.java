package dev.guestward.platform.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.guestward.embedded.Browser;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.platform.PlatformTest;
import java.util.Map;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The web applications in a real browser. */
class TasklistLookTest extends PlatformTest {
    private static final String TASKLIST = "/camunda/app/tasklist/";
    private static final String COCKPIT = "/camunda/app/cockpit/";

    private Browser browser;

    @BeforeEach
    void open() {
        browser = Browser.open(port);
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void aSponsorAnswersATaskAndSignsOut() {
        Task task = start(SeedPeople.AMARA.id().value(), "owner", Map.of("shown", "as it is"));
        Page page = browser.page(1280, 800);
        Browser.signIn(page, SeedPeople.AMARA, TASKLIST);

        page.click("text=My tasks");
        page.click(".tasks-list h4 >> text=Answer");
        page.fill("[name=answer]", "yes");
        assertThat(page.title()).isEqualTo("Guestward Tasklist");
        assertThat(page.isVisible(".ce-eol-banner")).isFalse();
        assertThat(page.locator(".nav-tabs li").allInnerTexts()).containsExactly("Form", "Description");
        for (String refused : new String[] {
            ".createCommentLink",
            ".create-task-action",
            ".followup-date",
            ".reset-due-date",
            ".groups",
            ".unclaim",
            ".task-filter .actions"
        }) {
            assertThat(page.locator(refused).all()).as(refused).noneMatch(element -> element.isVisible());
        }
        Browser.picture(page, "tasklist-sponsor");
        page.click("button:has-text('Complete')");
        page.waitForSelector("text=No task matching filters found");
        assertThat(tasks.createTaskQuery().taskId(task.getId()).count()).isZero();

        assertThat(page.getAttribute("a.guestward-desk", "href")).isEqualTo("/");
        page.click(".account a");
        page.click("li.logout a");
        page.waitForURL("**/login?goodbye*");
        Browser.picture(page, "signed-out");
        page.navigate(TASKLIST);
        assertThat(page.url()).endsWith("/login");
        assertThat(browser.complaints).isEmpty();
    }

    @Test
    void whoseSessionHasEndedIsTakenToTheSignInPage() {
        Page page = browser.page(1280, 800);
        Browser.signIn(page, SeedPeople.AMARA, TASKLIST);
        page.waitForSelector("a.guestward-desk");

        page.context().clearCookies();

        // it asks for its tasks every few seconds
        page.waitForURL("**/login");
    }

    @Test
    void anAdministratorLooksAtCockpit() {
        Page page = browser.page(1280, 800);
        Browser.signIn(page, SeedPeople.ADMIN, COCKPIT);

        page.waitForSelector("text=Running Process Instances");
        page.waitForSelector("a.guestward-desk");
        Browser.picture(page, "cockpit");

        assertThat(page.title()).startsWith("Guestward Cockpit");
        assertThat(browser.complaints).isEmpty();
    }

    @Test
    void theSignInPageFitsASmallScreen() {
        Page page = browser.page(390, 800);
        page.navigate(TASKLIST);
        page.fill("#username", "amara.singh");
        page.fill("#password", "wrong");
        page.click("button[type=submit]");
        page.waitForSelector("[role=alert]");
        Browser.picture(page, "sign-in-small");

        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .isEqualTo(390);
        assertThat(browser.complaints).isEmpty();
    }

    /** The cure is {@link PluginGuard}: without it each of these leaves an empty page. */
    @ParameterizedTest
    @CsvSource({"404,", "200,this is no script(", "200,throw new Error('broken')", "500,"})
    void aBrokenPluginStopsNothing(int status, String script) {
        Page page = browser.page(1280, 800);
        String broken = script == null ? "" : script;
        page.route("**/tasklist/scripts/guestward.js?**", route -> breakScript(route, status, broken));
        Browser.signIn(page, SeedPeople.AMARA, TASKLIST);

        page.waitForSelector("text=My tasks");

        assertThat(page.locator("a.guestward-desk").count()).isZero();
        assertThat(browser.complaints).anyMatch(text -> text.startsWith("warning: This plugin is left out"));
    }

    /** Breaks what the applications would run, be it the guarded script or the guard's absence. */
    private static void breakScript(Route route, int status, String script) {
        if (!route.request().url().contains("guarded")) {
            var real = route.fetch();
            if (real.text().contains("guarded")) {
                route.fulfill(new Route.FulfillOptions().setResponse(real));
                return;
            }
        }
        route.fulfill(new Route.FulfillOptions()
                .setStatus(status)
                .setContentType("text/javascript")
                .setBody(script));
    }
}
