package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.guestward.GuestwardTest;
import dev.guestward.Pump;
import dev.guestward.people.People;
import dev.guestward.people.StaffReading;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** The pages as each kind of person gets them. */
@GuestwardTest
class DeskTest {
    private static final String AMARA = "amara.singh";
    private static final String BEN = "ben.ortiz";

    @Autowired
    WebApplicationContext context;

    @Autowired
    StaffReading staff;

    @Autowired
    People people;

    @Autowired
    Clock clock;

    @Autowired
    Pump pump;

    @Autowired
    TaskService tasks;

    @Autowired
    JdbcClient db;

    private MockMvc pages;

    @BeforeEach
    void begin() {
        staff.run();
        pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
    }

    @Test
    void aSponsorMeetsNobodyElsesGuestOnAnyPage() throws Exception {
        String email = address("harbour-clinic.example");
        String page = invited(AMARA, email, "Dr Maya Okafor");

        read(AMARA, page).andExpect(status().isOk()).andExpect(content().string(containsString(email)));
        read(AMARA, "/guests?q=" + email).andExpect(content().string(containsString("Dr Maya Okafor")));

        read(BEN, page)
                .andExpect(status().isNotFound())
                .andExpect(content().string(containsString("This guest is not here")))
                .andExpect(content().string(not(containsString(email))));
        read(BEN, page + "/live").andExpect(status().isNotFound());
        read(BEN, "/tasklist-data" + page).andExpect(status().isNotFound());
        read(BEN, "/guests?size=200").andExpect(content().string(not(containsString(email))));
        read(BEN, "/guests?q=" + email).andExpect(content().string(not(containsString("Dr Maya Okafor"))));
    }

    @Test
    void countsAreOfOnesOwnGuests() throws Exception {
        invited(AMARA, address("harbour-clinic.example"), "Dr Maya Okafor");
        long bens = db.sql("select count(*) from guest where sponsor_id = ?")
                .param(id(BEN))
                .query(Long.class)
                .single();

        read(BEN, "/").andExpect(content().string(containsString(lead(bens))));
        invited(BEN, address("harbour-clinic.example"), "Tom Reyes");
        read(BEN, "/").andExpect(content().string(containsString(lead(bens + 1))));
    }

    @Test
    void somebodyWithoutASessionIsTakenToTheSignIn() throws Exception {
        pages.perform(get("/guests")).andExpect(redirectedUrl("/login"));
        pages.perform(get("/desk/desk.css")).andExpect(status().isOk());
    }

    @Test
    void whatIsWrongIsShownAtItsFieldAndNothingTypedIsLost() throws Exception {
        long before = guests();

        ask(
                        AMARA,
                        form("nobody@nowhere.example", "Dr Maya Okafor")
                                .param("key", "k-" + UUID.randomUUID())
                                .param("purpose", "")
                                .param("message", "See you on Monday"))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("id=\"email-problem\"")))
                .andExpect(content().string(containsString("id=\"purpose-problem\"")))
                .andExpect(content().string(not(containsString("id=\"displayName-problem\""))))
                .andExpect(content().string(containsString("value=\"nobody@nowhere.example\"")))
                .andExpect(content().string(containsString("value=\"Dr Maya Okafor\"")))
                .andExpect(content().string(containsString("See you on Monday")))
                .andExpect(content().string(containsString("checked=\"checked\"")));

        assertThat(guests()).isEqualTo(before);
    }

    @Test
    void aFormFromElsewhereIsRefused() throws Exception {
        pages.perform(complete(address("harbour-clinic.example"), "Dr Maya Okafor")
                        .with(user(id(AMARA))))
                .andExpect(status().isForbidden());
    }

    @Test
    void whatIsWrongIsSaidInThePersonsLanguage() throws Exception {
        ask(AMARA, form("x", "Dr Maya Okafor").param("purpose", "").header("Accept-Language", "de-AT"))
                .andExpect(content().string(containsString("Das darf nicht leer sein.")))
                .andExpect(content().string(containsString("<html lang=\"de\"")));
    }

    @Test
    void sendingTheSameFormTwiceAsksOnce() throws Exception {
        String email = address("harbour-clinic.example");
        String key = "k-" + UUID.randomUUID();
        long before = guests();

        String first = location(ask(AMARA, complete(email, "Dr Maya Okafor").param("key", key)));
        String second = location(ask(AMARA, complete(email, "Dr Maya Okafor").param("key", key)));

        assertThat(second).isEqualTo(first).startsWith("/guests/");
        assertThat(guests()).isEqualTo(before + 1);
    }

    @Test
    void aFormChangedAfterItWasSentGetsAKeyOfItsOwn() throws Exception {
        String key = "k-" + UUID.randomUUID();
        ask(AMARA, complete(address("harbour-clinic.example"), "Dr Maya Okafor").param("key", key));

        ask(AMARA, complete(address("harbour-clinic.example"), "Tom Reyes").param("key", key))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("This form had been sent before")))
                .andExpect(content().string(not(containsString(key))));
    }

    @Test
    void anAddressOfOnesOwnLeadsToItsGuest() throws Exception {
        String email = address("harbour-clinic.example");
        String page = invited(AMARA, email, "Dr Maya Okafor");

        ask(AMARA, complete(email, "Dr M. Okafor"))
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("href=\"" + page + "\"")));
    }

    @Test
    void anAddressOfSomebodyElsesGuestTellsNothing() throws Exception {
        String email = address("harbour-clinic.example");
        String page = invited(AMARA, email, "Dr Maya Okafor");

        ask(BEN, complete(email, "Dr Maya Okafor"))
                .andExpect(redirectedUrl("/guests"))
                .andExpect(flash().attribute("done", "invite.known-here"))
                .andExpect(flash().attributeCount(1))
                .andExpect(header().string("Location", not(containsString(page))));
    }

    @Test
    void hostileTextIsShownAsItWasTyped() throws Exception {
        String name = "<img src=x onerror=alert(1)>{{7*7}}${7*7}";
        String page = invited(AMARA, address("harbour-clinic.example"), name);
        String shown = "&lt;img src=x onerror=alert(1)&gt;{{7*7}}${7*7}";

        for (String address : new String[] {page, "/guests?q=onerror", page + "/live"}) {
            String text = read(AMARA, address).andReturn().getResponse().getContentAsString();
            assertThat(text).as(address).doesNotContain("<img src=x");
            if (!address.endsWith("/live")) {
                assertThat(text).as(address).contains(shown);
            }
        }
        read(AMARA, "/guests?q=%22%3E%3Cimg%20src=x%3E&clinic=%3Cb%3E&sort=%22x%22")
                .andExpect(status().isOk())
                .andExpect(content().string(not(containsString("<img src=x"))));
    }

    @Test
    void aPageThatShowsEverythingAlreadyGetsNothingNew() throws Exception {
        String page = invited(AMARA, address("harbour-clinic.example"), "Dr Maya Okafor");
        String text = read(AMARA, page).andReturn().getResponse().getContentAsString();
        String live = text.replaceAll("(?s).*hx-get=\"(/guests/[^\"]*/live[^\"]*)\".*", "$1")
                .replace("&amp;", "&");

        read(AMARA, live).andExpect(status().isNoContent());
        pump.run();
        read(AMARA, live)
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("id=\"guest-live\"")))
                .andExpect(content().string(containsString("Invitation mailed")));
    }

    @Test
    void theAddressTellsTheClinic() throws Exception {
        read(AMARA, "/invitations/clinic?email=x@lakeside-practice.example")
                .andExpect(content()
                        .string(containsString("Lakeside Practice. As a rule, an owner of the application approves")));
        read(AMARA, "/invitations/clinic?email=x@northfield.example")
                .andExpect(content().string(containsString("Employees are not guests")));
        read(AMARA, "/invitations/clinic?email=x").andExpect(content().string(not(containsString("bi-"))));
    }

    @Test
    void aTaskTellsItsGuestOnlyToThoseWhoMayWorkOnIt() throws Exception {
        String page = invited(AMARA, address("lakeside-practice.example"), "Lena Brandt");
        pump.run();
        String task = tasks.createTaskQuery()
                .processInstanceBusinessKey(page.substring("/guests/".length()))
                .singleResult()
                .getId();

        read("owner", "/tasklist-data/tasks/" + task)
                .andExpect(status().isOk())
                .andExpect(header().string("Cache-Control", containsString("no-store")))
                .andExpect(jsonPath("$.displayName").value("Lena Brandt"))
                .andExpect(jsonPath("$.clinic").value("Lakeside Practice"))
                .andExpect(jsonPath("$.ownRequest").value(false))
                .andExpect(jsonPath("$.link").value(page));
        read(AMARA, "/tasklist-data/tasks/" + task).andExpect(status().isNotFound());
        read("owner", "/tasklist-data/tasks/nothing").andExpect(status().isNotFound());
        read("owner", "/").andExpect(content().string(containsString("It is your turn.")));
    }

    private static String lead(long guests) {
        return guests == 0
                ? "You look after no guests yet."
                : guests == 1 ? "You look after 1 guest." : "You look after " + guests + " guests.";
    }

    private String invited(String sponsor, String email, String name) throws Exception {
        String page = location(ask(sponsor, complete(email, name)));
        assertThat(page).startsWith("/guests/");
        return page;
    }

    private MockHttpServletRequestBuilder form(String email, String name) {
        return post("/invitations")
                .param("email", email)
                .param("displayName", name)
                .param("continueAs", "other-person")
                .param("grants", "health-records")
                .param("accessUntil", LocalDate.now(clock).plusDays(90).toString())
                .param("language", "en");
    }

    private MockHttpServletRequestBuilder complete(String email, String name) {
        return form(email, name).param("purpose", "Shared care").param("message", "");
    }

    private ResultActions ask(String userName, MockHttpServletRequestBuilder form) throws Exception {
        return pages.perform(form.with(user(id(userName))).with(csrf()));
    }

    private ResultActions read(String userName, String address) throws Exception {
        return pages.perform(get(URI.create(address)).with(user(id(userName))));
    }

    private static String location(ResultActions answer) {
        return String.valueOf(answer.andReturn().getResponse().getRedirectedUrl());
    }

    private String id(String userName) {
        return people.named(userName).orElseThrow().id().value();
    }

    private long guests() {
        return db.sql("select count(*) from guest").query(Long.class).single();
    }

    private static String address(String domain) {
        return "x" + System.nanoTime() + "@" + domain;
    }
}
