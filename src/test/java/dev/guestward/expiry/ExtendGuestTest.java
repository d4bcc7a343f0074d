package dev.guestward.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.Pump;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.people.Person;
import dev.guestward.people.StaffReading;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** Extending access and closing a clinic, over the API, on the desk and in Tasklist's forms. */
@GuestwardTest
class ExtendGuestTest {
    private static final String AMARA = "amara.singh";

    @Autowired
    WebApplicationContext context;

    @Autowired
    StaffReading staff;

    @Autowired
    ExpiryPlanner planner;

    @Autowired
    TaskService tasks;

    @Autowired
    Clock clock;

    @Autowired
    Pump pump;

    @Autowired
    JdbcClient db;

    @Value("${server.port}")
    int port;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));
    private MockMvc pages = MockMvcBuilders.standaloneSetup(new Object()).build();
    private String guest = "";

    @BeforeEach
    void begin() {
        staff.run();
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        hospital.tenant("DELETE", "/_sim/quota", "");
        pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
    }

    @AfterEach
    void nobodyEndsLater() {
        db.sql("update guest set access_until = access_until + interval '90 days' where id = ?::uuid")
                .param(guest)
                .update();
    }

    @Test
    void aSponsorExtendsOverTheApi() {
        guest = guest("harbour-clinic.example", 5);

        Reply reply = extend(AMARA, day(60), "The trial runs longer", false);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().path("accessUntil").asText()).startsWith(day(60));
        assertThat(reply.json().path("waitsForApproval").asBoolean()).isFalse();
        assertThat(reply.json().has("reviewForcedAt")).isFalse();
        assertThat(hospital.get(AMARA, "/api/guests/" + guest + "/timeline").text())
                .contains("Access extended: end of access (")
                .doesNotContain("trial");
    }

    @Test
    void whatIsNotAcceptableIsRefusedByField() {
        guest = guest("harbour-clinic.example", 5);

        assertThat(extend(AMARA, day(3), "Sooner", false).fields()).containsExactly("until");
        assertThat(extend(AMARA, day(60), "", false).fields()).containsExactly("reason");
        assertThat(extend(AMARA, day(9), "Now", true).fields()).containsExactly("until");
        assertThat(extend("ben.ortiz", day(60), "Mine", false).status()).isEqualTo(404);
        assertThat(extend("owner", day(60), "Mine", false).status()).isEqualTo(403);
    }

    @Test
    void whereThePolicyWantsAnOwnerTheOwnerIsAskedInTasklist() throws Exception {
        guest = guest("lakeside-practice.example", 5);

        Reply reply = extend(AMARA, day(60), "The trial runs longer", false);
        pump.run();

        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        assertThat(reply.json().path("waitsForApproval").asBoolean()).isTrue();
        String data = "/tasklist-data/tasks/" + task("extension-approval") + "/extension";
        pages.perform(as(SeedPeople.OWNER, get(data)))
                .andExpect(status().isOk())
                .andExpect(content().string(allOf(containsString("The trial runs longer"), containsString("true"))));
        pages.perform(as(SeedPeople.BEN, get(data))).andExpect(status().isNotFound());
    }

    @Test
    void theFormInTasklistChecksAndKeepsWhatTheSponsorEnters() throws Exception {
        guest = guest("harbour-clinic.example", 5);
        planner.run();
        pump.run();
        String data = "/tasklist-data/tasks/" + task("guest-expiry") + "/end";

        pages.perform(as(SeedPeople.AMARA, get(data)))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("\"soonest\":\"" + day(5) + "\"")));
        pages.perform(as(SeedPeople.BEN, get(data))).andExpect(status().isNotFound());
        pages.perform(as(SeedPeople.AMARA, put(data))
                        .with(csrf())
                        .contentType("application/json")
                        .content("{\"until\":\"" + day(3) + "\",\"reason\":\"Sooner\"}"))
                .andExpect(status().isUnprocessableEntity());
        pages.perform(as(SeedPeople.AMARA, put(data))
                        .with(csrf())
                        .contentType("application/json")
                        .content("{\"until\":\"" + day(60) + "\",\"reason\":\"The trial runs longer\"}"))
                .andExpect(status().isNoContent());
        pages.perform(as(SeedPeople.AMARA, get(data)))
                .andExpect(content().string(containsString("\"until\":\"" + day(60) + "\"")));
    }

    @Test
    void theFormInTasklistTellsARefusalInTheLanguageOfTheBrowser() throws Exception {
        guest = guest("harbour-clinic.example", 5);
        planner.run();
        pump.run();
        String data = "/tasklist-data/tasks/" + task("guest-expiry") + "/end";
        db.sql("update guest set state = 'BLOCKED' where id = cast(? as uuid)")
                .param(guest)
                .update();

        pages.perform(as(SeedPeople.AMARA, put(data))
                        .with(csrf())
                        .header("Accept-Language", "de")
                        .contentType("application/json")
                        .content("{\"until\":\"" + day(60) + "\",\"reason\":\"The trial runs longer\"}"))
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("lässt sich verlängern")));
        db.sql("update guest set state = 'INVITED' where id = cast(? as uuid)")
                .param(guest)
                .update();
    }

    @Test
    void theDeskOffersItInTheLastThirtyDaysAndSaysWhatHappensOtherwise() throws Exception {
        guest = guest("harbour-clinic.example", 60);
        String page = "/guests/" + guest;
        pages.perform(as(SeedPeople.AMARA, get(page)))
                .andExpect(content().string(not(containsString(page + "/extend"))));
        endsIn(5);

        pages.perform(as(SeedPeople.AMARA, get(page))).andExpect(content().string(containsString(page + "/extend")));
        pages.perform(as(SeedPeople.OWNER, get(page)))
                .andExpect(content().string(not(containsString(page + "/extend"))));
        for (String language : List.of("en", "de")) {
            pages.perform(as(SeedPeople.AMARA, get(page + "/extend?lang=" + language)))
                    .andExpect(status().isOk())
                    .andExpect(content().string(not(containsString("??"))));
        }
        pages.perform(as(SeedPeople.AMARA, form(day(3), "As typed")))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(allOf(containsString("As typed"), containsString("id=\"until-problem\""))));
        pages.perform(as(SeedPeople.AMARA, form(day(60), "The trial runs longer")))
                .andExpect(redirectedUrl(page))
                .andExpect(flash().attribute("done", "extend.done"));
        pages.perform(as(SeedPeople.OWNER, get(page + "/extend"))).andExpect(redirectedUrl(page));
    }

    @Test
    void aClinicIsClosedAfterALookAtWhoIsAffected() {
        String key = "c" + Long.toString(System.nanoTime(), 36);
        assertThat(hospital.as(
                                "admin",
                                "POST",
                                "/api/clinics",
                                Map.of(
                                        "key",
                                        key,
                                        "name",
                                        "Elm Practice",
                                        "domains",
                                        List.of(key + ".example"),
                                        "ownerApproves",
                                        false))
                        .status())
                .isEqualTo(201);
        guest = guest(key + ".example", 60);
        String path = "/api/clinics/" + key + "/closure";

        Reply preview = hospital.get("admin", path + "?on=" + day(20));
        assertThat(preview.json().path("changed").asLong()).isEqualTo(1);
        assertThat(preview.text()).contains(guest);
        assertThat(hospital.as("admin", "POST", path, closure("other")).fields())
                .containsExactly("confirm");
        assertThat(hospital.as(AMARA, "POST", path, closure(key)).status()).isEqualTo(403);

        Reply closed = hospital.as("admin", "POST", path, closure(key));
        assertThat(closed.status()).as(closed.text()).isEqualTo(200);
        assertThat(hospital.get(AMARA, "/api/guests/" + guest)
                        .json()
                        .path("accessUntil")
                        .asText())
                .startsWith(day(20));
        assertThat(hospital.get(AMARA, "/api/clinics/" + key)
                        .json()
                        .path("agreementEnd")
                        .asText())
                .isEqualTo(day(20));
    }

    private Map<String, Object> closure(String confirm) {
        return Map.of("on", day(20), "reason", "The practice closes", "confirm", confirm);
    }

    private Reply extend(String person, String until, String reason, boolean emergency) {
        return hospital.as(
                person,
                "POST",
                "/api/guests/" + guest + "/extension",
                Map.of("until", until, "reason", reason, "emergency", emergency));
    }

    private MockHttpServletRequestBuilder form(String until, String reason) {
        return post("/guests/" + guest + "/extend")
                .with(csrf())
                .param("until", until)
                .param("reason", reason);
    }

    private static MockHttpServletRequestBuilder as(Person person, MockHttpServletRequestBuilder request) {
        return request.with(user(person.id().value()));
    }

    private String task(String process) {
        return tasks.createTaskQuery()
                .processDefinitionKey(process)
                .processInstanceBusinessKey(guest)
                .singleResult()
                .getId();
    }

    /** A guest of Amara's with access, as far as the register knows. */
    private String guest(String domain, int days) {
        Map<String, Object> body = new HashMap<>(Hospital.invitation("x" + System.nanoTime() + "@" + domain));
        body.put("accessUntil", day(90));
        Reply reply = hospital.invite(AMARA, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        pump.run();
        guest = hospital.get(AMARA, reply.json().path("links").path("self").asText())
                .json()
                .path("id")
                .asText();
        db.sql("update guest set state = 'ACTIVE', attention = null,"
                        + " directory_id = coalesce(directory_id, gen_random_uuid()::text) where id = ?::uuid")
                .param(guest)
                .update();
        endsIn(days);
        return guest;
    }

    private void endsIn(int days) {
        db.sql("update guest set access_until = ?::timestamptz, version = version + 1 where id = ?::uuid")
                .params(day(days) + "T12:00:00Z", guest)
                .update();
    }

    private String day(int ahead) {
        return LocalDate.now(clock).plusDays(ahead).toString();
    }
}
