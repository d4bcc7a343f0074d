package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.microsoft.playwright.Page;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.Pump;
import dev.guestward.embedded.Browser;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.people.Person;
import dev.guestward.platform.PlatformTest;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** The page on which administrators say from which accounts nothing is taken. */
class ProtectedPageTest extends PlatformTest {
    private static final String PAGE = "/protected";
    private static final String ACCOUNT = "0d1f7c52-6a3e-4b0e-9c55-5a1d2f3e4b60";

    @Autowired
    WebApplicationContext context;

    @Autowired
    Pump pump;

    @Autowired
    JdbcClient db;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));
    private MockMvc pages = MockMvcBuilders.standaloneSetup(new Object()).build();

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        hospital.tenant("DELETE", "/_sim/quota", "");
        pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
    }

    @AfterEach
    void empty() {
        db.sql("delete from protected_account").update();
    }

    @Test
    void itIsForAdministrators() throws Exception {
        read(SeedPeople.ADMIN, PAGE)
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("No account is protected")))
                .andExpect(content().string(not(containsString("??"))));
        read(SeedPeople.ADMIN, PAGE + "?lang=de")
                .andExpect(content().string(containsString("Geschützte Konten")))
                .andExpect(content().string(not(containsString("??"))));
        for (Person other : new Person[] {SeedPeople.AMARA, SeedPeople.OWNER}) {
            read(other, PAGE).andExpect(status().isForbidden());
            send(other, form(ACCOUNT, "Emergency access", day(12))).andExpect(status().isForbidden());
            read(other, "/").andExpect(content().string(not(containsString("href=\"/protected\""))));
        }
    }

    @Test
    void anAccountIsListedAndTakenOff() throws Exception {
        send(SeedPeople.ADMIN, form(ACCOUNT, "Emergency <b>access</b>", day(12)))
                .andExpect(redirectedUrl(PAGE))
                .andExpect(flash().attribute("done", "protected.added"))
                .andExpect(flash().attribute("doneFor", ACCOUNT));

        read(SeedPeople.ADMIN, PAGE)
                .andExpect(content()
                        .string(allOf(
                                containsString("Not one of our guests"),
                                containsString(ACCOUNT),
                                containsString("Emergency &lt;b&gt;access&lt;/b&gt;"),
                                containsString("in 12 days"),
                                containsString("by Ada Winter"))));

        send(SeedPeople.ADMIN, post(PAGE + "/" + listed() + "/end"))
                .andExpect(redirectedUrl(PAGE))
                .andExpect(flash().attribute("done", "protected.ended"));
        read(SeedPeople.ADMIN, PAGE).andExpect(content().string(containsString("No account is protected")));
    }

    @Test
    void whoTakesOffWhatIsOffIsToldSo() throws Exception {
        send(SeedPeople.ADMIN, post(PAGE + "/" + UUID.randomUUID() + "/end"))
                .andExpect(redirectedUrl(PAGE))
                .andExpect(flash().attribute("refused", "protected.gone"));
    }

    @Test
    void whatIsWrongIsShownAtItsFieldAndNothingTypedIsLost() throws Exception {
        send(SeedPeople.ADMIN, form("nobody@nowhere.example", "Emergency", day(-1)))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content()
                        .string(allOf(
                                containsString("id=\"who-problem\""),
                                not(containsString("id=\"reason-problem\"")),
                                containsString("id=\"until-problem\""),
                                containsString("value=\"nobody@nowhere.example\""),
                                containsString(">Emergency</textarea>"))));
        assertThat(db.sql("select count(*) from protected_account")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void anAccountThatIsListedIsNotListedAgain() throws Exception {
        send(SeedPeople.ADMIN, form(ACCOUNT, "Emergency access", day(12))).andExpect(redirectedUrl(PAGE));

        send(SeedPeople.ADMIN, form(ACCOUNT, "Another reason", day(20)))
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("This account is protected already.")))
                .andExpect(content().string(containsString("Another reason</textarea>")));
    }

    @Test
    void theGuestsPageSaysSoToTheSponsorAndToAdministrators() throws Exception {
        String guest = guest();
        String said = "by Ada Winter: nothing is taken from this account.";
        read(SeedPeople.AMARA, "/guests/" + guest).andExpect(content().string(not(containsString("nothing is taken"))));

        send(SeedPeople.ADMIN, form(guest, "On call", day(12)))
                .andExpect(redirectedUrl(PAGE))
                .andExpect(flash().attribute("doneFor", "Dr Maya Okafor"));

        read(SeedPeople.ADMIN, "/guests/" + guest)
                .andExpect(content()
                        .string(allOf(
                                containsString(said),
                                containsString("(in 12 days)"),
                                containsString("Protected accounts"))));
        read(SeedPeople.AMARA, "/guests/" + guest)
                .andExpect(content().string(allOf(containsString(said), not(containsString("href=\"/protected\"")))));
        read(SeedPeople.OWNER, "/guests/" + guest).andExpect(content().string(not(containsString(said))));
        read(SeedPeople.ADMIN, PAGE)
                .andExpect(content()
                        .string(allOf(
                                containsString("href=\"/guests/" + guest + "\""), containsString("Dr Maya Okafor"))));
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void thePageFitsTheScreenAndAsksBeforeAProtectionIsTakenOff(int width) {
        String guest = guest();
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(width, 900);
            Browser.signIn(page, SeedPeople.ADMIN, PAGE);
            page.waitForURL("**" + PAGE + "*");
            fits(page, "protected-empty", width);
            page.fill("#who", ACCOUNT);
            page.fill("#reason", "Guest account of the emergency team; looked after by the security office");
            page.fill("#until", day(300));
            page.click("#add button[type=submit]");
            page.waitForSelector(".gw-flash");
            page.fill("#who", guest);
            page.fill("#reason", "On call for the transplant unit");
            page.fill("#until", day(12));
            page.click("#add button[type=submit]");
            page.waitForSelector("text=in 12 days");
            fits(page, "protected", width);
            page.navigate("/guests/" + guest);
            assertThat(page.locator(".gw-protected").innerText()).contains("Protected until");
            fits(page, "guest-protected", width);
            page.click(".gw-protected a");

            assertThat(page.locator("button:has-text('Take the protection off')")
                            .first()
                            .isVisible())
                    .isFalse();
            page.locator("summary[aria-label='Take off: Dr Maya Okafor']").click();
            fits(page, "protected-take-off", width);
            page.locator("button:has-text('Take the protection off')").first().click();
            page.waitForSelector(".gw-flash");

            assertThat(page.locator(".gw-table tbody tr").count()).isEqualTo(1);
            assertThat(browser.complaints).isEmpty();
        }
    }

    private static void fits(Page page, String name, int width) {
        Browser.picture(page, name + "-" + width);
        assertThat(page.evaluate("document.documentElement.scrollWidth"))
                .as(name)
                .isEqualTo(width);
    }

    private String listed() {
        return db.sql("select id from protected_account where listed")
                .query(UUID.class)
                .single()
                .toString();
    }

    /** Somebody who has an account, as sponsors invite them. */
    private String guest() {
        Map<String, Object> body = Hospital.invitation("p" + System.nanoTime() + "@harbour-clinic.example");
        body.put("accessUntil", day(90));
        Reply reply = hospital.invite("amara.singh", body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        String id = reply.json().path("guestId").asText();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        pump.then(() -> hospital.get("amara.singh", "/api/guests/" + id)
                                .json()
                                .path("state")
                                .asText()),
                        "INVITED"::equals);
        return id;
    }

    private String day(int ahead) {
        return LocalDate.now(clock).plusDays(ahead).toString();
    }

    private static MockHttpServletRequestBuilder form(String who, String reason, String until) {
        return post(PAGE).param("who", who).param("reason", reason).param("until", until);
    }

    private ResultActions send(Person person, MockHttpServletRequestBuilder form) throws Exception {
        return pages.perform(form.with(user(person.id().value())).with(csrf()));
    }

    private ResultActions read(Person person, String address) throws Exception {
        return pages.perform(get(URI.create(address)).with(user(person.id().value())));
    }
}
