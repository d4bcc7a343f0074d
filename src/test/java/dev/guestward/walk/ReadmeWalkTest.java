package dev.guestward.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import dev.guestward.embedded.Chromium;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What the README promises to somebody with a browser, step by step, on the embedded run. Screenshots are left in {@code
 * target/walk}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // the browser and the product are started before the first test
class ReadmeWalkTest {
    private static final double SOON = 20_000;
    private static final double WITHIN_A_DELTA_RUN = 120_000;

    private EmbeddedProduct product;
    private Playwright playwright;
    private Browser browser;
    private URI desk;
    private URI tenant;
    private BrowserContext context;
    private Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    @BeforeAll
    void start() {
        playwright = Chromium.playwright();
        browser = Chromium.launch(playwright);
        product = new EmbeddedProduct();
        desk = product.desk();
        tenant = product.tenant();
    }

    @AfterAll
    void stop() {
        if (product != null) {
            product.close();
        }
        if (playwright != null) {
            playwright.close();
        }
    }

    @BeforeEach
    void open() {
        complaints.clear();
        context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900));
        page = watched(context);
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    @Order(1)
    void aClinicianIsInvitedRedeemsAndTurnsActiveWithinSeconds() {
        signIn("amara.singh");
        shot("overview");
        invite("m.okafor@harbour-clinic.example", "Dr Maya Okafor");
        shot("guest-requested");
        assertThat(state()).containsText("Invited", soon());

        redeem("m.okafor@harbour-clinic.example");

        page.bringToFront();
        assertThat(state()).containsText("Active", soon());
        assertThat(page.locator("#guest-live")).containsText("Access given: Health records", soon());
        shot("guest-active");
        page.setViewportSize(390, 844);
        shot("guest-active-phone");
        page.navigate(desk.resolve("/guests").toString());
        shot("guests-phone");
        page.setViewportSize(1280, 900);
        assertThat(page.getByText("Dr Maya Okafor").first()).isVisible();
        shot("guests");
        assertThat(complaints).isEmpty();
    }

    @Test
    @Order(2)
    void withNotificationsSwitchedOffTheGuestTurnsActiveAllTheSame() {
        switchNotifications("drop");
        try {
            signIn("amara.singh");
            invite("j.reyes@harbour-clinic.example", "Dr Julia Reyes");
            assertThat(state()).containsText("Invited", soon());
            redeem("j.reyes@harbour-clinic.example");

            page.bringToFront();
            assertThat(state())
                    .containsText("Active", new LocatorAssertions.ContainsTextOptions().setTimeout(WITHIN_A_DELTA_RUN));
        } finally {
            switchNotifications("deliver");
        }
    }

    @Test
    @Order(3)
    void theOwnerApprovesInTasklist() {
        signIn("amara.singh");
        invite("l.brandt@lakeside-practice.example", "Lena Brandt");
        assertThat(page.locator("#guest-live")).containsText("owner", soon());
        shot("guest-waits-for-owner");

        BrowserContext owners = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900));
        try {
            Page tasklist = watched(owners);
            signIn(tasklist, "owner");
            openTask(tasklist, "Decide on invitation");
            assertThat(tasklist.getByText("Lena Brandt").first()).isVisible(visibleSoon());
            shot(tasklist, "tasklist-decide");
            tasklist.locator("#decision").selectOption("approve");
            complete(tasklist);
            assertThat(tasklist.getByText("Decide on invitation").first()).isHidden(hiddenSoon());
        } finally {
            owners.close();
        }

        page.bringToFront();
        assertThat(state()).containsText("Invited", soon());
        assertThat(complaints).isEmpty();
    }

    @Test
    @Order(4)
    void theOwnerDeclinesAndTheSponsorReadsWhy() {
        signIn("amara.singh");
        invite("p.ahmadi@lakeside-practice.example", "Parisa Ahmadi");
        assertThat(page.locator("#guest-live")).containsText("Approval needed", soon());

        BrowserContext owners = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900));
        try {
            Page tasklist = watched(owners);
            signIn(tasklist, "owner");
            openTask(tasklist, "Decide on invitation");
            assertThat(tasklist.getByText("Parisa Ahmadi").first()).isVisible(visibleSoon());
            Locator complete = tasklist.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Complete"));
            tasklist.locator("#decision").selectOption("approve");
            assertThat(complete).isEnabled(new LocatorAssertions.IsEnabledOptions().setTimeout(SOON));
            tasklist.locator("#decision").selectOption("decline");
            assertThat(complete).isDisabled();
            tasklist.locator("#comment").fill("Please ask for the shared inbox instead.");
            shot(tasklist, "tasklist-decline");
            complete(tasklist);
            assertThat(tasklist.getByText("Decide on invitation").first()).isHidden(hiddenSoon());
        } finally {
            owners.close();
        }

        page.bringToFront();
        assertThat(state()).containsText("Declined", soon());
        assertThat(page.locator("#guest-live"))
                .containsText("Comment: Please ask for the shared inbox instead.", soon());
        shot("guest-declined");
        assertThat(complaints).isEmpty();
    }

    @Test
    @Order(5)
    void whatTheTenantForbidsIsSaidAtOnceAndAnAdministratorSeesWhereItIsAllowed() {
        signIn("amara.singh");
        page.navigate(desk.resolve("/invitations/new").toString());
        page.getByLabel("Mail address").fill("someone@blocked.example");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Sam One");
        page.getByLabel("Purpose").fill("Shared care of cardiology patients");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Ask for this guest"))
                .click();
        assertThat(page.locator("#email-problem"))
                .containsText("does not let anybody from blocked.example be invited", soon());
        shot("invite-refused");

        BrowserContext administrators = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900));
        try {
            Page tenant = watched(administrators);
            signIn(tenant, "admin");
            tenant.navigate(desk.resolve("/directory/readiness").toString());
            assertThat(tenant.locator("#readiness-live"))
                    .containsText("Take blocked.example (Hillcrest Clinic) off the denied domains", soon());
        } finally {
            administrators.close();
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    @Order(6)
    void aWrongFieldIsNamedAndNothingTypedIsLost() {
        signIn("amara.singh");
        page.navigate(desk.resolve("/invitations/new").toString());
        page.getByLabel("Mail address").fill("maya+okafor@harbour-clinic.example");
        page.getByLabel("Purpose").fill("Shared care of cardiology patients");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Ask for this guest"))
                .click();

        assertThat(page.locator("#email-problem")).containsText("plus sign");
        assertThat(page.locator("#displayName-problem")).isVisible();
        assertThat(page.getByLabel("Purpose")).hasValue("Shared care of cardiology patients");
        shot("invite-problems");
        page.setViewportSize(390, 844);
        shot("invite-problems-phone");
        assertThat(complaints).isEmpty();
    }

    @Test
    @Order(7)
    void tasklistOpensForASponsorWithoutAComplaint() {
        signIn("ben.ortiz");
        page.navigate(desk.resolve("/camunda/app/tasklist/").toString());

        assertThat(page.getByText("My tasks").first()).isVisible(visibleSoon());
        page.waitForLoadState(LoadState.NETWORKIDLE);
        shot("tasklist-sponsor");
        assertThat(complaints).isEmpty();
    }

    @Test
    @Order(8)
    void signingInWithTheOrganisationWorksAndSigningOutEndsIt() {
        page.navigate(desk.toString());
        shot("sign-in");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("Sign in with")))
                .click();
        page.getByLabel("User name").fill("chloe.martin");
        page.getByLabel("Password").fill("chloe.martin");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        assertThat(page.getByText("Chloe Martin").first()).isVisible();
        assertThat(page.getByText("Dr Maya Okafor")).hasCount(0);

        page.navigate(desk.resolve("/logout").toString());
        page.locator("form[action$='/logout'] button[type=submit]").last().click();
        page.navigate(desk.resolve("/guests").toString());
        assertThat(page).hasURL(Pattern.compile(".*/login.*"));
    }

    @Test
    @Order(9)
    void theRunEndsCleanlyAndHasLoggedNothingPersonal() {
        assertThat(product.output()).doesNotContain("okafor", "Okafor", "redeem?token");

        int exit = product.end();

        assertThat(exit).as("ended by the signal, not by force").isEqualTo(128 + 15);
        assertThat(product.output()).doesNotContain(" ERROR ");
    }

    private Page watched(BrowserContext in) {
        Page watched = in.newPage();
        watched.onConsoleMessage(message -> {
            // a form that is answered with its problems is no mishap
            if ("error".equals(message.type()) && !message.text().contains("status of 422")) {
                complaints.add(watched.url() + ": " + message.text());
            }
        });
        watched.onPageError(error -> complaints.add(watched.url() + ": " + error));
        return watched;
    }

    private void signIn(String user) {
        signIn(page, user);
    }

    private void signIn(Page on, String user) {
        on.navigate(desk.toString());
        on.getByLabel("User name").fill(user);
        on.getByLabel("Password").fill(user);
        on.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Sign in").setExact(true))
                .click();
        assertThat(on.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .isVisible();
    }

    private void invite(String email, String name) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Invite a clinician"))
                .first()
                .click();
        page.getByLabel("Mail address").fill(email);
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(name);
        page.getByLabel("Purpose").fill("Shared care of cardiology patients");
        if (complaints.isEmpty()) {
            shot("invite-form");
        }
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Ask for this guest"))
                .click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText(name);
    }

    /** In a browser of the clinician's own: mail, sign-in, consent, second factor, apps. */
    private void redeem(String email) {
        BrowserContext clinicians = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900));
        try {
            Page clinician = clinicians.newPage();
            clinician.navigate(tenant + "/mailbox?to=" + email);
            clinician.waitForCondition(
                    () -> {
                        clinician.reload();
                        return clinician.locator(".list-group-item").count() > 0;
                    },
                    new Page.WaitForConditionOptions().setTimeout(SOON));
            clinician.locator(".list-group-item").first().click();
            shot(clinician, "mail");
            clinician.locator("a[href*='redeem']").first().click();
            shot(clinician, "redeem-identity");
            clinician
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Next"))
                    .click();
            shot(clinician, "redeem-consent");
            clinician
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Accept"))
                    .click();
            String code = clinician.locator("#factor-code").textContent().trim();
            clinician.getByLabel("Code").fill(code);
            shot(clinician, "redeem-second-factor");
            clinician
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Verify"))
                    .click();
            clinician.waitForLoadState();
            shot(clinician, "clinician-apps");
        } finally {
            clinicians.close();
        }
    }

    private void switchNotifications(String mode) {
        Page switches = context.newPage();
        switches.navigate(tenant + "/switches");
        switches.locator("#mode-" + mode).check();
        switches.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Set"))
                .first()
                .click();
        shot(switches, "switches");
        switches.close();
    }

    private void openTask(Page tasklist, String name) {
        tasklist.navigate(desk.resolve("/camunda/app/tasklist/").toString());
        Locator task = tasklist.getByText(name).first();
        assertThat(task).isVisible(visibleSoon());
        task.click();
        Locator claim = tasklist.getByText("Claim").first();
        assertThat(claim).isVisible(visibleSoon());
        claim.click();
    }

    private static void complete(Page tasklist) {
        tasklist.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Complete"))
                .click();
    }

    private Locator state() {
        return page.locator(".gw-standing");
    }

    private static LocatorAssertions.ContainsTextOptions soon() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(SOON);
    }

    private static LocatorAssertions.IsVisibleOptions visibleSoon() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(SOON);
    }

    private static LocatorAssertions.IsHiddenOptions hiddenSoon() {
        return new LocatorAssertions.IsHiddenOptions().setTimeout(SOON);
    }

    private void shot(String name) {
        shot(page, name);
    }

    private static void shot(Page of, String name) {
        of.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target/walk", name + ".png"))
                .setFullPage(true));
    }
}
