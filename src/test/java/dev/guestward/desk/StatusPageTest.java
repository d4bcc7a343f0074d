package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.guestward.Hospital;
import dev.guestward.directory.changes.DeltaRun;
import dev.guestward.directory.effect.Effect;
import dev.guestward.embedded.Browser;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.platform.HttpSession;
import dev.guestward.platform.PlatformTest;
import dev.guestward.simulatedtenant.Seeds;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How the feed of changes and the acts stand, for administrators. */
class StatusPageTest extends PlatformTest {
    @Autowired
    DeltaRun delta;

    @Autowired
    JdbcClient db;

    @Autowired
    MessageSource texts;

    @Test
    void whatIsOffIsToldWithWhatToDo() {
        Hospital hospital = new Hospital(URI.create("http://localhost:" + port), URI.create("http://localhost"));
        delta.run();
        var fine = hospital.get("admin", "/api/directory/status").json();
        assertThat(signal(fine, "delta")).isEqualTo("OK");
        assertThat(fine.path("deltaCompletedAt").asText()).isNotEmpty();
        assertThat(fine.path("backlog").isNumber()).isTrue();

        db.sql("update delta_cursor set completed_at = completed_at - interval '20 minutes' where resource = 'users'")
                .update();
        var late = hospital.get("admin", "/api/directory/status").json();
        assertThat(signal(late, "delta.late")).isEqualTo("WARNING");
        assertThat(late.toString()).contains("whatToDo");

        db.sql("update delta_cursor set completed_at = completed_at - interval '2 hours' where resource = 'users'")
                .update();
        var standing = hospital.get("admin", "/api/directory/status").json();
        assertThat(standing.path("overall").asText()).isEqualTo("BLOCKED");
        delta.run();

        assertThat(hospital.get("amara.singh", "/api/directory/status").status())
                .isEqualTo(403);
        assertThat(sessionOf(SeedPeople.AMARA).get("/directory/status").statusCode())
                .isEqualTo(403);
    }

    @Test
    void aPageThatShowsEverythingAlreadyGetsNothingNewAndKeepsItsFocus() {
        delta.run();
        HttpSession admin = sessionOf(SeedPeople.ADMIN);
        String page = admin.get("/directory/status").body();
        Matcher live = Pattern.compile("hx-get=\"(/directory/status/live\\?seen=[0-9a-f]+)\"")
                .matcher(page);
        assertThat(live.find()).as(page).isTrue();
        assertThat(page).contains("<a id=\"dead-letters\"");

        // what is told by the minute may turn between two looks, and then once more hardly
        assertThat(Stream.generate(() -> again(admin)).limit(2)).contains(204);
        canary(Duration.ofMinutes(25), 3, 200);
        assertThat(admin.get(live.group(1)).statusCode()).isEqualTo(200);
        assertThat(admin.get("/directory/status/live").statusCode()).isEqualTo(200);
    }

    private static int again(HttpSession admin) {
        Matcher live = Pattern.compile("hx-get=\"([^\"]+)\"")
                .matcher(admin.get("/directory/status").body());
        assertThat(live.find()).isTrue();
        return admin.get(live.group(1)).statusCode();
    }

    @Test
    void everyKindOfActHasAName() {
        for (Locale locale : new Locale[] {Locale.ENGLISH, Locale.GERMAN}) {
            assertThat(Arrays.stream(Effect.Kind.values()))
                    .allSatisfy(kind -> assertThat(texts.getMessage("status.act." + kind, null, locale))
                            .isNotBlank());
        }
    }

    @AfterEach
    void forgetTheCanary() {
        db.sql("delete from canary_try").update();
        db.sql("delete from effect where kind = 'TOUCH'").update();
    }

    /** Its change left so long ago, and came back after so many seconds, or not at all. */
    private void canary(Duration ago, @Nullable Integer notifiedAfter, @Nullable Integer foundAfter) {
        forgetTheCanary();
        Instant sent = clock.instant().minus(ago);
        long number = db.sql("insert into canary_try (account, begun_at, enabled, notified_at, found_at)"
                        + " values (:account, :sent, true, cast(:sent as timestamptz) + make_interval(secs => :notified),"
                        + " cast(:sent as timestamptz) + make_interval(secs => :found)) returning number")
                .param("account", Seeds.CANARY_ID)
                .param("sent", Timestamp.from(sent))
                .param("notified", notifiedAfter)
                .param("found", foundAfter)
                .query(Long.class)
                .single();
        db.sql("insert into effect (id, effect_key, guest_id, kind, state, object_id, planned_at, sent_at, settled_at)"
                        + " values (?, ?, ?, 'TOUCH', 'CONFIRMED', ?, ?, ?, ?)")
                .params(
                        UUID.randomUUID(),
                        "canary:" + number,
                        UUID.randomUUID(),
                        Seeds.CANARY_ID,
                        Timestamp.from(sent),
                        Timestamp.from(sent),
                        Timestamp.from(sent))
                .update();
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void thePageFitsTheScreen(int width) {
        delta.run();
        canary(Duration.ofMinutes(25), 3, 200);
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(width, 900);
            Browser.signIn(page, SeedPeople.ADMIN, "/directory/status");
            page.waitForSelector("#status-live table");
            PlaywrightAssertions.assertThat(page.locator("#status-live"))
                    .containsText("by notification after 3 s, by looking after 3 min");
            Browser.picture(page, "status-" + width);
            canary(Duration.ofMinutes(25), null, null);
            page.reload();
            page.waitForSelector("#status-live table");
            Browser.picture(page, "status-lost-" + width);
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                    .isEqualTo(width);
            assertThat(browser.complaints).isEmpty();
        }
    }

    private static String signal(JsonNode status, String code) {
        for (var one : status.path("signals")) {
            if (one.path("code").asText().equals(code)) {
                return one.path("result").asText();
            }
        }
        return "";
    }
}
