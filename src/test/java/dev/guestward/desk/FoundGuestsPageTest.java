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
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.Pump;
import dev.guestward.adoption.AdoptionSweep;
import dev.guestward.adoption.Discovery;
import dev.guestward.directory.DeltaPage;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.ObjectId;
import dev.guestward.embedded.Browser;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.people.Person;
import dev.guestward.platform.PlatformTest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.runtime.ProcessInstance;
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

/** The page and the API of guests that were found, and the form in which sponsors claim them. */
class FoundGuestsPageTest extends PlatformTest {
    private static final String PAGE = "/found";
    private static final String API = "/api/adoption";
    private static final String TASKLIST = "/camunda/app/tasklist/default/";

    @Autowired
    WebApplicationContext context;

    @Autowired
    Discovery discovery;

    @Autowired
    AdoptionSweep sweep;

    @Autowired
    DirectoryReads directory;

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
        empty();
    }

    @AfterEach
    void empty() {
        runtime.createProcessInstanceQuery().processDefinitionKey("guest-adoption").list().stream()
                .map(ProcessInstance::getId)
                .forEach(id -> runtime.deleteProcessInstance(id, "test"));
        db.sql("update guest set state = 'DECLINED' where id in (select guest_id from found_guest)")
                .update();
        db.sql("delete from adoption_draft").update();
        db.sql("delete from found_guest").update();
        db.sql("delete from adoption_batch").update();
        db.sql("update adoption_state set adopting = null, round_began_at = null, round_ended_at = null,"
                        + " users_seen = 0")
                .update();
    }

    @Test
    void itIsForAdministrators() throws Exception {
        read(SeedPeople.ADMIN, PAGE)
                .andExpect(status().isOk())
                .andExpect(content()
                        .string(allOf(
                                containsString("Nobody was found"),
                                containsString("has not been looked through yet"),
                                not(containsString("??")))));
        read(SeedPeople.ADMIN, PAGE + "?lang=de")
                .andExpect(content().string(allOf(containsString("Gefundene Gäste"), not(containsString("??")))));
        String id = found("Dr Rosa Lind", "harbour-clinic.example");
        for (Person other : List.of(SeedPeople.AMARA, SeedPeople.OWNER)) {
            read(other, PAGE).andExpect(status().isForbidden());
            send(other, post(PAGE + "/adoption").param("on", "true")).andExpect(status().isForbidden());
            send(other, post(PAGE + "/" + id + "/ignore").param("reason", "x")).andExpect(status().isForbidden());
            read(other, "/").andExpect(content().string(not(containsString("href=\"/found\""))));
            assertThat(hospital.get(other.userName(), API).status()).isEqualTo(403);
            assertThat(hospital.get(other.userName(), API + "/guests").status()).isEqualTo(403);
            assertThat(hospital.as(other.userName(), "POST", API + "/start", "").status())
                    .isEqualTo(403);
        }
    }

    @Test
    void whoIsFoundIsListedAndFilteredAndNothingTypedIsExecuted() throws Exception {
        found("Dr Rosa <b>Lind</b>", "harbour-clinic.example");
        found("Dr Otto Berg", "nowhere.example");

        read(SeedPeople.ADMIN, PAGE)
                .andExpect(content()
                        .string(allOf(
                                containsString("Dr Rosa &lt;b&gt;Lind&lt;/b&gt;"),
                                containsString("Dr Otto Berg"),
                                containsString("No clinic known"),
                                not(containsString("??")))));
        read(SeedPeople.ADMIN, PAGE + "?text=berg")
                .andExpect(content().string(allOf(containsString("Otto Berg"), not(containsString("Rosa")))));
        read(SeedPeople.ADMIN, PAGE + "?standing=IGNORED&clinic=none&page=-4")
                .andExpect(content().string(containsString("Nobody fits this")));
    }

    @Test
    void anAccountIsIgnoredWithAReasonAndLookedAtAgain() throws Exception {
        String id = found("Dr Rosa Lind", "harbour-clinic.example");

        send(SeedPeople.ADMIN, post(PAGE + "/" + id + "/ignore").param("reason", " "))
                .andExpect(status().isUnprocessableEntity());
        send(SeedPeople.ADMIN, post(PAGE + "/" + id + "/ignore").param("reason", "A robot"))
                .andExpect(redirectedUrl(PAGE))
                .andExpect(flash().attribute("doneFor", "Dr Rosa Lind"));
        read(SeedPeople.ADMIN, PAGE).andExpect(content().string(containsString("A robot")));
        send(SeedPeople.ADMIN, post(PAGE + "/" + id + "/look-again")).andExpect(redirectedUrl(PAGE));
        read(SeedPeople.ADMIN, PAGE).andExpect(content().string(not(containsString("A robot"))));
        send(SeedPeople.ADMIN, post(PAGE + "/no-id/look-again"))
                .andExpect(flash().attribute("refused", "adoption.gone"));
    }

    @Test
    void afterAnActTheListIsAsItWasAndNothingTypedIsLost() throws Exception {
        String id = found("Dr Rosa Lind", "harbour-clinic.example");
        found("Dr Otto Berg", "lakeside-practice.example");
        String tooLong = "A robot ".repeat(70);

        send(SeedPeople.ADMIN, narrowed(post(PAGE + "/" + id + "/ignore")).param("reason", tooLong))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content()
                        .string(allOf(
                                containsString("value=\"" + tooLong + "\""),
                                containsString("<details class=\"gw-take-off\" open=\"open\">"),
                                containsString("name=\"clinic\" value=\"harbour\""),
                                containsString("Dr Rosa Lind"),
                                not(containsString("Dr Otto Berg")))));
        send(SeedPeople.ADMIN, narrowed(post(PAGE + "/" + id + "/ignore")).param("reason", "A robot"))
                .andExpect(redirectedUrl(PAGE + "?clinic=harbour&text=Lind&page=1"));
        send(SeedPeople.ADMIN, narrowed(post(PAGE + "/" + id + "/look-again")))
                .andExpect(redirectedUrl(PAGE + "?clinic=harbour&text=Lind&page=1"));
        read(SeedPeople.ADMIN, PAGE + "?clinic=harbour&text=Lind&page=1")
                .andExpect(content().string(containsString("Dr Rosa Lind")));
        send(
                        SeedPeople.ADMIN,
                        narrowed(post(PAGE + "/clinics/harbour/assignment")).param("sponsor", "nobody"))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content()
                        .string(allOf(
                                containsString("name=\"text\" value=\"Lind\""), not(containsString("Dr Otto Berg")))));
    }

    private static MockHttpServletRequestBuilder narrowed(MockHttpServletRequestBuilder form) {
        return form.param("clinic", "harbour").param("text", "Lind").param("page", "1");
    }

    @Test
    void theApiTellsAndDoesTheSame() {
        String id = found("Dr Rosa Lind", "harbour-clinic.example");

        Reply now = hospital.get("admin", API);
        assertThat(now.json().path("mode").asText()).isEqualTo("WATCH");
        assertThat(now.json().path("adopting").asBoolean()).isFalse();
        assertThat(now.json().at("/counts/FOUND").asInt()).isEqualTo(1);
        assertThat(now.json().at("/look/usersSeen").asInt()).isEqualTo(1);
        assertThat(now.json().at("/clinics/0/key").asText()).isEqualTo("harbour");
        assertThat(hospital.get("admin", API + "/guests?standing=FOUND&clinic=harbour")
                        .json()
                        .at("/content/0/id")
                        .asText())
                .isEqualTo(id);
        assertThat(hospital.get("admin", API + "/guests?standing=LOST").status())
                .isEqualTo(422);
        assertThat(hospital.get("admin", API + "/guests?clinic=nowhere").status())
                .isEqualTo(404);
        String ignore = API + "/guests/" + id + "/ignore";
        assertThat(hospital.as("admin", "POST", ignore, Map.of()).fields()).containsExactly("reason");
        assertThat(hospital.as("admin", "POST", ignore, Map.of("reason", "A robot"))
                        .status())
                .isEqualTo(204);
        assertThat(hospital.as("admin", "DELETE", ignore, "").status()).isEqualTo(204);
        assertThat(hospital.as("admin", "DELETE", API + "/guests/1/ignore", "").status())
                .isEqualTo(404);
        String assignment = API + "/clinics/harbour/assignment";
        assertThat(hospital.as("admin", "POST", assignment, Map.of("sponsor", "owner"))
                        .fields())
                .containsExactly("sponsor");
        assertThat(hospital.as("admin", "POST", assignment, Map.of("sponsor", "ben.ortiz"))
                        .json()
                        .path("guests")
                        .asInt())
                .isEqualTo(1);
        assertThat(hospital.as("admin", "POST", API + "/start", "")
                        .json()
                        .path("adopting")
                        .asBoolean())
                .isTrue();
        sweep.run();
        pump.run();
        assertThat(hospital.get("ben.ortiz", "/api/guests/" + id)
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("ACTIVE");
        assertThat(hospital.as("admin", "POST", API + "/stop", "")
                        .json()
                        .path("adopting")
                        .asBoolean())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void administratorsAndSponsorsTakeGuestsOnOnPagesThatFitTheScreen(int width) {
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(width, 900);
            Browser.signIn(page, SeedPeople.ADMIN, PAGE);
            page.waitForURL("**" + PAGE + "*");
            fits(page, "found-empty", width);
            String rosa = found("Dr Rosa Lind", "harbour-clinic.example");
            found("Dr Otto Berg", "harbour-clinic.example");
            found("Dr Pia Sand", "lakeside-practice.example");
            found("Dr Ulla Dorn", "nowhere.example");
            page.navigate(PAGE);
            page.locator("summary:has-text('Start adoption')").click();
            fits(page, "found", width);
            page.click("button:has-text('Adopt those who are found')");
            page.waitForSelector(".gw-flash");
            sweep.run();
            pump.run();

            page.navigate(PAGE);
            page.locator("summary[aria-label='Give to a sponsor: Lakeside Practice']")
                    .click();
            page.selectOption("#sponsor-lakeside", SeedPeople.BEN.id().value());
            fits(page, "found-assign", width);
            page.click("form[action*='lakeside'] button");
            page.waitForSelector(".gw-flash");
            pump.run();
            page.navigate(PAGE + "?lang=de");
            page.locator("summary[aria-label='Ignorieren: Dr Ulla Dorn']").click();
            fits(page, "found-ignore-de", width);
            page.navigate("/guests/" + adopted("Lakeside") + "?lang=en");
            fits(page, "found-adopted-guest", width);

            Page desk = browser.page(width, 900, "en-GB");
            String task = tasks.createTaskQuery()
                    .processDefinitionKey("guest-adoption")
                    .processInstanceBusinessKey(batchOf(rosa))
                    .singleResult()
                    .getId();
            tasks.claim(task, SeedPeople.AMARA.id().value());
            Browser.signIn(desk, SeedPeople.AMARA, TASKLIST);
            desk.waitForSelector("text=My tasks");
            desk.navigate(TASKLIST + "#/?task=" + task);
            desk.waitForSelector("form[role=form] h3");
            desk.locator("button:has-text('I vouch for all')").click();
            desk.selectOption("select[id='answer-" + rosa + "']", "remove");
            desk.fill("#reason", "Left the clinic years ago");
            desk.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Check and keep"))
                    .click();
            desk.waitForSelector("text=Checked and kept");
            Browser.picture(desk, "claim-guests-" + width);
            desk.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Complete"))
                    .click();
            desk.waitForSelector("form[role=form] h3", hidden());
            assertThat(db.sql("select count(*) from removal where guest_id = cast(? as uuid) and ended_at is null")
                            .param(rosa)
                            .query(Long.class)
                            .single())
                    .isEqualTo(1);
            assertThat(browser.complaints).isEmpty();
        }
    }

    private static Page.WaitForSelectorOptions hidden() {
        return new Page.WaitForSelectorOptions().setState(WaitForSelectorState.HIDDEN);
    }

    private String adopted(String clinic) {
        return db.sql("select f.guest_id from found_guest f join clinic c on c.id = f.clinic_id"
                        + " where f.standing = 'ADOPTED' and c.name like ?")
                .param(clinic + "%")
                .query(String.class)
                .single();
    }

    private String batchOf(String guest) {
        return db.sql("select batch_id from found_guest where guest_id = cast(? as uuid)")
                .param(guest)
                .query(String.class)
                .single();
    }

    /** Somebody who came another way, as the feed shows them. */
    private String found(String name, String domain) {
        String mail = "f" + System.nanoTime() + "@" + domain;
        Reply added = hospital.tenant(
                "POST",
                "/_sim/users",
                Map.of(
                        "displayName",
                        name,
                        "mail",
                        mail,
                        "userPrincipalName",
                        mail.replace('@', '_') + "#EXT#@northfield.onmicrosoft.com",
                        "userType",
                        "Guest",
                        "accountEnabled",
                        true,
                        "externalUserState",
                        "Accepted"));
        assertThat(added.status()).as(added.text()).isLessThan(300);
        ObjectId account = new ObjectId(added.json().path("id").asText());
        discovery.shown(
                new DeltaPage(
                        Stream.of(account)
                                .map(id -> new DeltaPage.Entry(
                                        id, null, directory.user(id).orElseThrow()))
                                .toList(),
                        "cursor",
                        true),
                clock.instant());
        return db.sql("select guest_id from found_guest where directory_id = ?")
                .param(account.value())
                .query(String.class)
                .single();
    }

    private static void fits(Page page, String name, int width) {
        page.waitForLoadState();
        Browser.picture(page, name + "-" + width);
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .as(name)
                .isEqualTo(width);
    }

    private ResultActions send(Person person, MockHttpServletRequestBuilder form) throws Exception {
        return pages.perform(form.with(user(person.id().value())).with(csrf()));
    }

    private ResultActions read(Person person, String address) throws Exception {
        return pages.perform(get(URI.create(address)).with(user(person.id().value())));
    }
}
