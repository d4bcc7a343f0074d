package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.guestward.Hospital;
import dev.guestward.Pump;
import dev.guestward.embedded.Browser;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.platform.HttpSession;
import dev.guestward.platform.PlatformTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What ends soon, what would have happened, settings and closing, in a real browser, with the administrators' menu. */
class AdministrationLookTest extends PlatformTest {
    @Autowired
    Pump pump;

    @Autowired
    JdbcClient db;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));

    private String agreed = "";

    @BeforeEach
    void reach() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        agreed = db.sql("select agreement_end::text from clinic where key = 'harbour'")
                .query(String.class)
                .single();
    }

    @AfterEach
    void openAgain() {
        db.sql("update clinic set agreement_end = cast(? as date) where key = 'harbour'")
                .param(agreed)
                .update();
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void thePagesFitTheScreenAndTheMenuIsOneLine(int width) {
        String guest = invited(20);
        invited(25);
        db.sql("insert into effect (id, effect_key, guest_id, kind, state, priority, planned_at, due_at, settled_at,"
                        + " workflow) values (?, ?, cast(? as uuid), 'BLOCK', 'SUPPRESSED', 1000, ?, ?, ?,"
                        + " 'REMOVAL')")
                .params(
                        UUID.randomUUID(),
                        "look:" + UUID.randomUUID(),
                        guest,
                        Timestamp.from(clock.instant()),
                        Timestamp.from(clock.instant()),
                        Timestamp.from(clock.instant()))
                .update();
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(width, 900);
            Browser.signIn(page, SeedPeople.ADMIN, "/ends?days=30&clinic=harbour");
            hasOneLine(page, width);
            page.focus(".gw-admin summary");
            page.keyboard().press("Enter");
            page.waitForSelector(".gw-admin a:has-text('Protected')");
            fits(page, "administration-menu", width);
            page.keyboard().press("Escape");
            assertThat(page.locator(".gw-admin[open]").count()).isZero();
            fits(page, "ends", width);
            page.click("button:has-text('Extend')");
            page.waitForSelector("#summary-title");
            fits(page, "ends-problem", width);
            page.check("input[value='" + guest + "']");
            page.fill("#reason", "The trial runs longer");
            page.fill("#until", LocalDate.now(clock).plusDays(60).toString());
            page.click("button:has-text('Extend')");
            page.waitForSelector("#results");
            assertThat(page.locator(".gw-results").innerText()).contains("Extended");
            fits(page, "ends-results", width);

            page.navigate("/report-only");
            assertThat(page.locator("main").innerText()).contains("Block sign-in");
            hasOneLine(page, width);
            fits(page, "report-only", width);
            page.navigate("/report-only?from=2001-01-01&to=2001-01-02");
            assertThat(page.locator(".gw-empty").count()).isEqualTo(1);
            page.navigate("/settings");
            assertThat(page.locator("main").innerText()).contains("guestward.removal.grace");
            fits(page, "settings", width);
            page.navigate("/settings/preview?grace=1d");
            page.waitForSelector("#grace-problem");
            page.fill("#grace", "7d");
            page.click("button:has-text('Show what')");
            page.waitForSelector("#outcome");
            fits(page, "settings-preview", width);

            page.navigate("/clinics/harbour/closure?lang=de");
            hasOneLine(page, width);
            fits(page, "closure-empty-de", width);
            page.navigate("/clinics/harbour/closure?lang=en");
            page.fill("#on", LocalDate.now(clock).plusDays(10).toString());
            page.click("button:has-text('Show who')");
            page.waitForSelector("#exceptions");
            fits(page, "closure-preview", width);
            page.fill("#reason", "Merged with another one");
            page.fill("#confirm", "yes");
            page.click("button.btn-danger");
            page.waitForSelector("#confirm-problem");
            page.fill("#confirm", "Harbour Clinic");
            page.click("button.btn-danger");
            page.waitForSelector(".gw-flash");
            fits(page, "closure-progress", width);
            page.click("button:has-text('Stop the closing')");
            page.waitForSelector(".gw-flash");
            assertThat(page.locator("main").innerText()).contains("This closing was stopped");
            browser.complaints.removeIf(complaint -> complaint.contains("422"));
            assertThat(browser.complaints).isEmpty();
        }
    }

    @Test
    void everyPageThatBelongsToTheMenuIsInIt() {
        HttpSession admin = sessionOf(SeedPeople.ADMIN);
        String layout = text("/templates/desk/layout.html");
        Matcher listed = Pattern.compile("listSplit\\('([^']+)'").matcher(layout);
        assertThat(listed.find()).isTrue();
        String body = admin.get("/").body();
        String menu = body.substring(body.indexOf("gw-admin"), body.indexOf("</details>"));
        Set<String> words = new TreeSet<>();
        for (String path : Pattern.compile("href=\"(/[^\"]*)\"")
                .matcher(menu)
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.startsWith("/camunda"))
                .toList()) {
            String page = admin.get(path).body();
            assertThat(page).as(path).contains("href=\"" + path + "\" aria-current=\"page\"", "gw-inside");
            words.add(path);
        }

        assertThat(words)
                .as("a link for each of %s", listed.group(1))
                .hasSize(listed.group(1).split(",").length)
                .contains("/found", "/successions", "/directory/status");
        assertThat(admin.get("/directory/readiness").body())
                .contains("class=\"gw-lead\"><a href=\"/directory/status\"");
    }

    private static String text(String resource) {
        try (InputStream in = Objects.requireNonNull(AdministrationLookTest.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String invited(int days) {
        Map<String, Object> body = Hospital.invitation("m" + System.nanoTime() + "@harbour-clinic.example");
        body.put("accessUntil", LocalDate.now(clock).plusDays(days).toString());
        String guest =
                hospital.invite("amara.singh", body).json().path("guestId").asText();
        pump.run();
        return guest;
    }

    /** On a wide screen; a narrow one wraps. */
    private static void hasOneLine(Page page, int width) {
        if (width == 1280) {
            assertThat(page.locator(".gw-nav").boundingBox().height)
                    .as("height of the menu")
                    .isLessThan(45);
        }
    }

    private static void fits(Page page, String name, int width) {
        page.waitForLoadState();
        Browser.picture(page, name + "-" + width);
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .as(name)
                .isEqualTo(width);
    }
}
