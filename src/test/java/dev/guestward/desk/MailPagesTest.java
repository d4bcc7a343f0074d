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
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.guestward.GuestwardTest;
import dev.guestward.people.People;
import dev.guestward.people.StaffReading;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** The pages on which administrators put mails into their own words. */
@GuestwardTest
class MailPagesTest {
    private static final String LETTER = "/settings/mails/request-declined/en";

    @Autowired
    WebApplicationContext context;

    @Autowired
    StaffReading staff;

    @Autowired
    People people;

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
    void everyMailIsListedWithALinkToEachLanguage() throws Exception {
        read("admin", "/settings/mails")
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("Reminder of the invitation")))
                .andExpect(content().string(containsString("href=\"/settings/mails/sign-up-confirmation/de\"")))
                .andExpect(content().string(not(containsString("??"))));
        read("admin", "/settings/mails?lang=de").andExpect(content().string(containsString("Was unsere Mails sagen")));
        read("amara.singh", "/settings/mails").andExpect(status().isForbidden());
        read("owner", LETTER).andExpect(status().isForbidden());
        read("owner", LETTER + "/preview").andExpect(status().isForbidden());
        read("admin", "/settings/mails/nothing/en").andExpect(status().isNotFound());
        read("amara.singh", "/").andExpect(content().string(not(containsString("/settings/mails"))));
    }

    @Test
    void anAdministratorChangesAMailAndGoesBackToTheDeliveredWords() throws Exception {
        send(LETTER, "A no for {{guestName}}", "The owner said no.\n\n> {{reason}}", version())
                .andExpect(redirectedUrl(LETTER))
                .andExpect(flash().attribute("done", "mails.changed"));
        read("admin", LETTER)
                .andExpect(content().string(containsString("value=\"A no for {{guestName}}\"")))
                .andExpect(content().string(containsString("Changed by")));
        read("admin", LETTER + "/preview")
                .andExpect(content().string(containsString("The owner said no.")))
                .andExpect(header().string("Content-Security-Policy", containsString("sandbox")));

        pages.perform(post(LETTER + "/original").with(user(id("admin"))).with(csrf()))
                .andExpect(redirectedUrl(LETTER));

        read("admin", LETTER).andExpect(content().string(containsString("These are the original words.")));
    }

    @Test
    void whatIsWrongIsShownAtItsFieldAndNothingTypedIsLost() throws Exception {
        int version = version();

        send(LETTER, "A no", "Because of {{budget}}", version)
                .andExpect(status().isUnprocessableEntity())
                .andExpect(content().string(containsString("id=\"text-problem\"")))
                .andExpect(content().string(containsString("{{budget}} cannot be used here.")))
                .andExpect(content().string(containsString("Because of {{budget}}")));

        assertThat(version()).isEqualTo(version);
    }

    @Test
    void whoComesSecondKeepsWhatTheyTyped() throws Exception {
        send(LETTER, "First", "First words", version());

        send(LETTER, "Second", "Second words", version() - 1)
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("Second words")))
                .andExpect(content().string(containsString("Show what is there now")));

        pages.perform(post(LETTER + "/original").with(user(id("admin"))).with(csrf()));
    }

    @Test
    void wordsWithAPlaceholderThatIsGoneStillShowWithoutItsParagraph() throws Exception {
        db.sql("insert into mail_wording (kind, language, version, subject, body, changed_by, changed_at)"
                        + " values ('REQUEST_DECLINED', 'en', ?, 'A no', ?, ?, now())")
                .params(version() + 1, "Of an older version: {{gone}}\n\nThis stays.", id("admin"))
                .update();

        read("admin", LETTER).andExpect(status().isOk());
        read("admin", LETTER + "/preview")
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("This stays.")))
                .andExpect(content().string(not(containsString("older version"))));

        pages.perform(post(LETTER + "/original").with(user(id("admin"))).with(csrf()));
    }

    @Test
    void aPreviewShowsWhatIsInTheFormAndKeepsNothing() throws Exception {
        int version = version();

        pages.perform(post(LETTER + "/preview")
                        .param("subject", "A no")
                        .param("text", "Dear <b>{{guestName}}</b>")
                        .param("version", "0")
                        .with(user(id("admin")))
                        .with(csrf()))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("Dear &lt;b&gt;Dr Maya Okafor&lt;/b&gt;")));

        assertThat(version()).isEqualTo(version);
    }

    private ResultActions send(String address, String subject, String text, int version) throws Exception {
        return pages.perform(post(address)
                .param("subject", subject)
                .param("text", text)
                .param("version", String.valueOf(version))
                .with(user(id("admin")))
                .with(csrf()));
    }

    private ResultActions read(String userName, String address) throws Exception {
        return pages.perform(get(address).with(user(id(userName))));
    }

    private int version() {
        return db.sql(
                        "select coalesce(max(version), 0) from mail_wording where kind = 'REQUEST_DECLINED' and language ="
                                + " 'en'")
                .query(Integer.class)
                .single();
    }

    private String id(String userName) {
        return people.named(userName).orElseThrow().id().value();
    }
}
