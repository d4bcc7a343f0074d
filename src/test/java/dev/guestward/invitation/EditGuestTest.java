package dev.guestward.invitation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.Pump;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.people.People;
import dev.guestward.people.StaffReading;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** Changing a guest, over the API and on the desk. */
@GuestwardTest
class EditGuestTest {
    private static final String AMARA = "amara.singh";

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
    JdbcClient db;

    @Value("${server.port}")
    int port;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));
    private MockMvc pages = MockMvcBuilders.standaloneSetup(new Object()).build();

    @BeforeEach
    void begin() {
        staff.run();
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
    }

    @Test
    void aSponsorChangesNameAndPurposeAndTheLedgerNamesTheFieldsOnly() {
        JsonNode guest = guest("harbour-clinic.example");

        Reply reply = patch(AMARA, guest, Map.of("displayName", "Dr Maya Okafor-Lind", "purpose", "Shared clinic"));

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().path("version").asLong())
                .isGreaterThan(guest.path("version").asLong());
        JsonNode now = read(guest);
        assertThat(now.path("displayName").asText()).isEqualTo("Dr Maya Okafor-Lind");
        assertThat(now.path("purpose").asText()).isEqualTo("Shared clinic");
        assertThat(now.path("accessUntil")).isEqualTo(guest.path("accessUntil"));
        assertThat(edits(guest))
                .hasSize(1)
                .allSatisfy(row -> assertThat(row)
                        .contains("display-name+purpose")
                        .doesNotContain("Okafor")
                        .doesNotContain("Shared"));
        assertThat(timeline(guest)).contains("Changed: name, purpose");
    }

    @Test
    void whatChangesNothingLeavesNoTrace() {
        JsonNode guest = guest("harbour-clinic.example");

        Reply reply = patch(AMARA, guest, Map.of("displayName", "Dr Maya Okafor", "accessUntil", day(90)));

        assertThat(reply.json().path("version")).isEqualTo(guest.path("version"));
        assertThat(edits(guest)).isEmpty();
    }

    @Test
    void anEndMayComeSoonerAndTheHistorySaysFromWhenToWhen() {
        JsonNode guest = guest("lakeside-practice.example");

        assertThat(patch(AMARA, guest, Map.of("accessUntil", day(30))).status()).isEqualTo(200);

        assertThat(edits(guest)).singleElement().asString().contains(day(30)).contains(day(90));
        assertThat(timeline(guest)).contains("Changed: end of access (");
    }

    @Test
    void anEndMayComeLaterOnlyWhereThePolicyAsksNobody() {
        JsonNode free = guest("harbour-clinic.example");
        JsonNode approved = guest("lakeside-practice.example");

        assertThat(patch(AMARA, free, Map.of("accessUntil", day(120))).status()).isEqualTo(200);

        Reply refused = patch(AMARA, approved, Map.of("accessUntil", day(120)));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.fields()).containsExactly("accessUntil");
        assertThat(refused.text()).contains("approval of an owner");
        assertThat(edits(approved)).isEmpty();
    }

    @Test
    void anEndIsNotPutBehindTheAgreementWithTheClinic() {
        String key = "a" + Long.toString(System.nanoTime(), 36);
        Map<String, Object> clinic = Map.of(
                "key",
                key,
                "name",
                "Elm Practice",
                "domains",
                List.of(key + ".example"),
                "agreementEnd",
                day(100),
                "ownerApproves",
                false);
        assertThat(hospital.as("admin", "POST", "/api/clinics", clinic).status())
                .isEqualTo(201);
        JsonNode guest = guest(key + ".example");

        assertThat(patch(AMARA, guest, Map.of("accessUntil", day(101))).fields())
                .containsExactly("accessUntil");
        assertThat(patch(AMARA, guest, Map.of("accessUntil", day(100))).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "accessUntil,2020-01-01",
        "accessUntil,2099-01-01",
        "accessUntil,soon",
        "purpose,''",
        "purpose,about MRN 1234567",
        "displayName,' '"
    })
    void whatIsNoUseInARequestIsNoneHere(String field, String value) {
        JsonNode guest = guest("harbour-clinic.example");

        Reply reply = patch(AMARA, guest, Map.of(field, value));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.fields()).containsExactly(field);
        assertThat(read(guest)).isEqualTo(guest);
    }

    @Test
    void onlyTheSponsorAndAdministratorsChangeAGuest() {
        JsonNode guest = guest("harbour-clinic.example");
        Map<String, Object> change = Map.of("purpose", "Something else");

        assertThat(patch("ben.ortiz", guest, change).status()).isEqualTo(404);
        assertThat(patch("owner", guest, change).status()).isEqualTo(403);
        assertThat(read(guest)).isEqualTo(guest);
        assertThat(patch("admin", guest, change).status()).isEqualTo(200);
    }

    @Test
    void whoHasReadAnEarlierGuestIsToldSo() {
        JsonNode guest = guest("harbour-clinic.example");
        patch("admin", guest, Map.of("purpose", "Something else"));

        assertThat(patch(AMARA, guest, Map.of("purpose", "Mine")).status()).isEqualTo(409);
        assertThat(hospital.as(AMARA, "PATCH", self(guest), Map.of("purpose", "Mine"))
                        .fields())
                .containsExactly("version");
        assertThat(read(guest).path("purpose").asText()).isEqualTo("Something else");
    }

    @Test
    void whoIsDeclinedStaysAsTheyAre() {
        JsonNode guest = guest("lakeside-practice.example");
        pump.run();
        assertThat(hospital.as(
                                "owner",
                                "POST",
                                "/api/invitations/" + guest.path("id").asText() + "/decision",
                                Map.of("decision", "decline", "comment", "Not now"))
                        .status())
                .isEqualTo(204);

        assertThat(patch(AMARA, read(guest), Map.of("purpose", "Mine")).status())
                .isEqualTo(409);
    }

    @Test
    void anEndWithinAWeekIsConfirmedFirst() throws Exception {
        JsonNode guest = guest("harbour-clinic.example");
        String address = "/guests/" + guest.path("id").asText();

        pages.perform(form(guest, day(5)).with(user(id(AMARA))).with(csrf()))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("name=\"confirmed\"")));
        pages.perform(form(guest, day(5))
                        .param("confirmed", day(4))
                        .with(user(id(AMARA)))
                        .with(csrf()))
                .andExpect(content().string(containsString("name=\"confirmed\"")));
        assertThat(edits(guest)).isEmpty();

        pages.perform(form(guest, day(5))
                        .param("confirmed", day(5))
                        .with(user(id(AMARA)))
                        .with(csrf()))
                .andExpect(redirectedUrl(address))
                .andExpect(flash().attribute("done", "guest-edit.saved"));
        assertThat(edits(guest)).hasSize(1);
    }

    @Test
    void nothingTypedIsLostWhenSomebodyElseWasFaster() throws Exception {
        JsonNode guest = guest("harbour-clinic.example");
        patch("admin", guest, Map.of("purpose", "What the administrator wrote"));

        pages.perform(form(guest, day(60)).with(user(id(AMARA))).with(csrf()))
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("What the administrator wrote")))
                .andExpect(content().string(containsString("As typed")))
                .andExpect(content().string(containsString("value=\"" + day(60) + "\"")))
                .andExpect(content()
                        .string(containsString("name=\"version\" value=\""
                                + read(guest).path("version").asLong() + "\"")));
    }

    @Test
    void theFormIsNotForThoseWhoMayOnlyLook() throws Exception {
        JsonNode guest = guest("harbour-clinic.example");
        String address = "/guests/" + guest.path("id").asText();

        pages.perform(get(address + "/edit").with(user(id("owner")))).andExpect(redirectedUrl(address));
        pages.perform(get(address + "/edit").with(user(id("ben.ortiz")))).andExpect(status().isNotFound());
        pages.perform(form(guest, day(60)).with(user(id("owner"))).with(csrf())).andExpect(status().isForbidden());
    }

    @Test
    void theListIsNarrowedByWhatWaitsAndByWhatEndsSoon() {
        JsonNode waiting = guest("lakeside-practice.example");
        JsonNode other = guest("harbour-clinic.example");
        patch(AMARA, other, Map.of("accessUntil", day(10)));

        assertThat(found("attention=WAITS_FOR_OWNER&q=" + waiting.path("email").asText()))
                .isEqualTo(1);
        assertThat(found("attention=WAITS_FOR_OWNER&q=" + other.path("email").asText()))
                .isZero();
        assertThat(found("endsWithin=14&q=" + other.path("email").asText())).isEqualTo(1);
        assertThat(found("endsWithin=7&q=" + other.path("email").asText())).isZero();
        assertThat(hospital.get(AMARA, "/api/guests?attention=HUNGRY").fields()).containsExactly("attention");
        assertThat(hospital.get(AMARA, "/api/guests?endsWithin=0").fields()).containsExactly("endsWithin");
    }

    private long found(String query) {
        return hospital.get(AMARA, "/api/guests?" + query)
                .json()
                .path("page")
                .path("totalElements")
                .asLong();
    }

    private MockHttpServletRequestBuilder form(JsonNode guest, String until) {
        return post("/guests/" + guest.path("id").asText() + "/edit")
                .param("displayName", "Dr Maya Okafor")
                .param("purpose", "As typed")
                .param("accessUntil", until)
                .param("version", guest.path("version").asText());
    }

    private JsonNode guest(String domain) {
        Map<String, Object> body = Hospital.invitation("e" + System.nanoTime() + "@" + domain);
        body.put("accessUntil", day(90));
        Reply reply = hospital.invite(AMARA, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return hospital.get(AMARA, reply.json().path("links").path("self").asText())
                .json();
    }

    private JsonNode read(JsonNode guest) {
        return hospital.get(AMARA, self(guest)).json();
    }

    private Reply patch(String person, JsonNode guest, Map<String, ?> change) {
        Map<String, Object> body = new HashMap<>(change);
        body.put("version", guest.path("version").asLong());
        return hospital.as(person, "PATCH", self(guest), body);
    }

    private List<String> edits(JsonNode guest) {
        return db.sql("select details from audit_entry where guest_id = ?::uuid and code = 'guest-edited'")
                .param(guest.path("id").asText())
                .query(String.class)
                .list();
    }

    private String timeline(JsonNode guest) {
        return hospital.get(AMARA, self(guest) + "/timeline").text();
    }

    private static String self(JsonNode guest) {
        return guest.path("links").path("self").asText();
    }

    private String day(int ahead) {
        return LocalDate.now(clock).plusDays(ahead).toString();
    }

    private String id(String userName) {
        return people.named(userName).orElseThrow().id().value();
    }
}
