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
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.clinic.Contact;
import dev.guestward.clinic.IdentityKind;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.people.Person;
import dev.guestward.platform.PlatformTest;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** The pages about clinics as each kind of person gets them. */
class ClinicPagesTest extends PlatformTest {
    @Autowired
    WebApplicationContext context;

    @Autowired
    Clinics clinics;

    @Autowired
    JdbcClient db;

    private final String key = "d" + Long.toString(System.nanoTime(), 36);
    private final String domain = key + ".example";
    private MockMvc pages;

    @BeforeEach
    void begin() {
        pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
    }

    @Test
    void anAdministratorRegistersAClinicWithItsContacts() throws Exception {
        send(
                        SeedPeople.ADMIN,
                        form("/clinics")
                                .param("key", key)
                                .param("domains", domain + ",\r\n elm." + domain + "\r\n")
                                .param("agreementEnd", day(30))
                                .param("allowedGrants", "health-records")
                                .param("identityKind", "WORK_ACCOUNT")
                                .param("contacts[0].name", "Amundsen, Ruth")
                                .param("contacts[0].mail", "office@" + domain)
                                .param("contacts[0].role", "")
                                .param("contacts[1].name", "")
                                .param("contacts[1].mail", " ")
                                .param("contacts[2].name", "Night desk")
                                .param("contacts[2].mail", "night@" + domain)
                                .param("signUpSponsors", "amara.singh\r\nben.ortiz"))
                .andExpect(redirectedUrl("/clinics/" + key))
                .andExpect(flash().attribute("done", "clinic.created"))
                .andExpect(flash().attribute("doneFor", "Elm Street Practice"));

        Clinic saved = clinics.get(key);
        assertThat(saved.domains()).containsExactly(domain, "elm." + domain);
        assertThat(saved.contacts())
                .containsExactly(
                        new Contact("Amundsen, Ruth", "office@" + domain, ""),
                        new Contact("Night desk", "night@" + domain, ""));
        assertThat(saved.ownerApproves()).as("the box had no tick").isFalse();
        assertThat(saved.identityKind()).isEqualTo(IdentityKind.WORK_ACCOUNT);
        assertThat(saved.signUpSponsors()).containsOnly(SeedPeople.AMARA.id(), SeedPeople.BEN.id());

        read(SeedPeople.AMARA, "/clinics/" + key)
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("mailto:office@" + domain)))
                .andExpect(content().string(containsString("Work accounts of the clinic")))
                .andExpect(content().string(containsString("in 30 days")))
                .andExpect(content().string(containsString("Ends soon")))
                .andExpect(content().string(containsString("You look after no guests of this clinic")));
    }

    @Test
    void whatIsWrongIsShownAtItsInputAndNothingTypedIsLost() throws Exception {
        send(
                        SeedPeople.ADMIN,
                        form("/clinics")
                                .param("key", key)
                                .param("domains", "harbour-clinic.example\n" + domain)
                                .param("ownerApproves", "yes")
                                .param("homeTenant", "elm")
                                .param("contacts[1].name", "Night desk")
                                .param("contacts[1].mail", "night"))
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("id=\"domains-problem\"")))
                .andExpect(content().string(containsString("id=\"homeTenant-problem\"")))
                .andExpect(content().string(containsString("id=\"contacts-1-mail-problem\"")))
                .andExpect(content().string(containsString("href=\"#contacts-1-mail\"")))
                .andExpect(content().string(containsString("Contact 1, Mail address")))
                .andExpect(content().string(not(containsString("id=\"key-problem\""))))
                .andExpect(content().string(containsString("harbour-clinic.example belongs to Harbour Clinic")))
                .andExpect(content().string(containsString("harbour-clinic.example\n" + domain)))
                .andExpect(content().string(containsString("value=\"night\"")));

        assertThat(clinics.byKey(key)).isEmpty();
    }

    @Test
    void theFormOfAClinicBeginsWithWhatIsKnown() throws Exception {
        read(SeedPeople.ADMIN, "/clinics/harbour/edit")
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("value=\"2035-12-31\"")))
                .andExpect(content().string(containsString("value=\"ruth.amundsen@harbour-clinic.example\"")))
                .andExpect(content().string(containsString("name=\"contacts[3].name\"")))
                .andExpect(content().string(containsString("4c7e9b10-3d2f-4a86-9e15-7b0d6c2f8a31")));
    }

    @Test
    void whoeverSavesAnOlderVersionIsToldAndLosesNothing() throws Exception {
        register();
        send(SeedPeople.ADMIN, change("0").param("agreementEnd", day(200))).andExpect(redirectedUrl("/clinics/" + key));

        send(SeedPeople.ADMIN, change("0").param("agreementEnd", day(300)))
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("Saving again replaces what they did")))
                .andExpect(content().string(containsString("value=\"" + day(300) + "\"")))
                .andExpect(content().string(containsString("name=\"version\" value=\"1\"")));
        assertThat(clinics.get(key).agreementEnd()).hasToString(day(200));

        send(SeedPeople.ADMIN, change("1").param("agreementEnd", day(300)))
                .andExpect(redirectedUrl("/clinics/" + key))
                .andExpect(flash().attribute("done", "clinic.saved"));
        assertThat(clinics.get(key).agreementEnd()).hasToString(day(300));
    }

    @Test
    void onlyAdministratorsAreOfferedAndGetTheForms() throws Exception {
        register();
        for (Person person : List.of(SeedPeople.AMARA, SeedPeople.OWNER)) {
            read(person, "/clinics/new").andExpect(status().isForbidden());
            read(person, "/clinics/harbour/edit").andExpect(status().isForbidden());
            send(person, form("/clinics").param("key", key + "x").param("domains", "x" + domain))
                    .andExpect(status().isForbidden());
            send(person, change("0")).andExpect(status().isForbidden());
            read(person, "/clinics").andExpect(content().string(not(containsString("/clinics/new"))));
            read(person, "/clinics/" + key).andExpect(content().string(not(containsString("/edit"))));
        }
        read(SeedPeople.ADMIN, "/clinics").andExpect(content().string(containsString("href=\"/clinics/new\"")));
        assertThat(clinics.get(key).version()).isZero();
    }

    @Test
    void aClinicShowsItsGuestsAndASponsorOnlyTheirOwn() throws Exception {
        register();
        String page = invited(SeedPeople.AMARA, "Dr Maya Okafor");
        invited(SeedPeople.BEN, "Tom Reyes");

        read(SeedPeople.OWNER, "/clinics/" + key)
                .andExpect(content().string(containsString("2 guests")))
                .andExpect(content().string(containsString("Dr Maya Okafor")))
                .andExpect(content().string(containsString("Tom Reyes")));
        read(SeedPeople.AMARA, "/clinics/" + key)
                .andExpect(content().string(containsString("1 guest<")))
                .andExpect(content().string(containsString("Dr Maya Okafor")))
                .andExpect(content().string(not(containsString("Tom Reyes"))))
                .andExpect(content().string(containsString("href=\"/clinics/" + key + "?sort=name\"")));
        read(SeedPeople.OWNER, "/clinics/" + key + "?q=reyes&state=REQUESTED")
                .andExpect(content().string(containsString("Tom Reyes")))
                .andExpect(content().string(not(containsString("Dr Maya Okafor"))));
        read(SeedPeople.OWNER, "/clinics/" + key + "?state=ACTIVE")
                .andExpect(content().string(containsString("No guest is like that")))
                .andExpect(content().string(containsString("href=\"/clinics/" + key + "\"")));
        read(SeedPeople.AMARA, "/clinics?q=" + key)
                .andExpect(content().string(containsString("<strong>1</strong>")))
                .andExpect(content().string(containsString("/clinics/" + key + "?state=REQUESTED")));
        read(SeedPeople.CHLOE, "/clinics?q=" + key).andExpect(content().string(not(containsString("<strong>1<"))));
        read(SeedPeople.AMARA, page)
                .andExpect(
                        content().string(containsString("<a href=\"/clinics/" + key + "\">Elm Street Practice</a>")));
    }

    @Test
    void theListCanBeNarrowedAndSortedByTheEndOfTheAgreement() throws Exception {
        register();
        db.sql("update clinic set agreement_end = ? where key = ?")
                .params(LocalDate.now(clock).minusDays(3), key)
                .update();

        read(SeedPeople.AMARA, "/clinics?q=" + key)
                .andExpect(content().string(containsString("1 clinic<")))
                .andExpect(content().string(containsString("Over")))
                .andExpect(content().string(containsString("3 days ago")))
                .andExpect(content().string(not(containsString("Harbour Clinic"))));
        String byEnd = read(SeedPeople.AMARA, "/clinics?sort=agreementEnd")
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(byEnd.indexOf("/clinics/" + key)).isBetween(1, byEnd.indexOf("/clinics/harbour"));
        assertThat(byEnd.indexOf("/clinics/harbour")).isLessThan(byEnd.indexOf("/clinics/lakeside"));
        read(SeedPeople.AMARA, "/clinics?q=nothing-like-it")
                .andExpect(content().string(containsString("No clinic is like that")));
    }

    @Test
    void theAddressTellsThatAnAgreementIsOver() throws Exception {
        register();
        db.sql("update clinic set agreement_end = ? where key = ?")
                .params(LocalDate.now(clock).minusDays(1), key)
                .update();

        read(SeedPeople.AMARA, "/invitations/clinic?email=x@" + domain)
                .andExpect(content().string(containsString("The agreement with this clinic is over")));
    }

    @Test
    void aClinicThatIsNotThereIsSaidToBeMissing() throws Exception {
        read(SeedPeople.AMARA, "/clinics/nowhere")
                .andExpect(status().isNotFound())
                .andExpect(content().string(containsString("This clinic is not here")));
    }

    @Test
    void hostileTextIsShownAsItWasTyped() throws Exception {
        String hostile = "<img src=x onerror=alert(1)>${7*7}";
        send(
                        SeedPeople.ADMIN,
                        post("/clinics")
                                .param("key", key)
                                .param("name", hostile)
                                .param("domains", domain)
                                .param("contacts[0].name", hostile)
                                .param("contacts[0].mail", "office@" + domain))
                .andExpect(redirectedUrl("/clinics/" + key));

        for (String address : List.of("/clinics/" + key, "/clinics?q=" + key, "/clinics/" + key + "/edit")) {
            String text =
                    read(SeedPeople.ADMIN, address).andReturn().getResponse().getContentAsString();
            assertThat(text).as(address).contains("&lt;img src=x onerror=alert(1)&gt;${7*7}");
            assertThat(text).as(address).doesNotContain("<img src=x");
        }
    }

    private void register() throws Exception {
        send(SeedPeople.ADMIN, form("/clinics").param("key", key).param("domains", domain))
                .andExpect(redirectedUrl("/clinics/" + key));
    }

    private MockHttpServletRequestBuilder change(String version) {
        return form("/clinics/" + key).param("domains", domain).param("version", version);
    }

    private static MockHttpServletRequestBuilder form(String address) {
        return post(address).param("name", "Elm Street Practice");
    }

    private String invited(Person sponsor, String name) throws Exception {
        return String.valueOf(send(
                        sponsor,
                        post("/invitations")
                                .param("email", "x" + System.nanoTime() + "@" + domain)
                                .param("displayName", name)
                                .param("continueAs", "other-person")
                                .param("grants", "health-records")
                                .param("accessUntil", day(90))
                                .param("purpose", "Shared care")
                                .param("language", "en"))
                .andReturn()
                .getResponse()
                .getRedirectedUrl());
    }

    private String day(int ahead) {
        return LocalDate.now(clock).plusDays(ahead).toString();
    }

    private ResultActions send(Person person, MockHttpServletRequestBuilder form) throws Exception {
        return pages.perform(form.with(user(person.id().value())).with(csrf()));
    }

    private ResultActions read(Person person, String address) throws Exception {
        return pages.perform(get(URI.create(address)).with(user(person.id().value())));
    }
}
