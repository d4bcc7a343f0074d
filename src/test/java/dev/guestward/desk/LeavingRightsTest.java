package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.guestward.GuestwardTest;
import dev.guestward.Pump;
import dev.guestward.people.People;
import dev.guestward.people.StaffReading;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Who may post what about removal, restoration, extension, brake, protection and closing. */
@GuestwardTest
class LeavingRightsTest {
    private static final String AMARA = "amara.singh";
    private static final String BEN = "ben.ortiz";
    private static final Set<Class<?>> PAGES = Set.of(
            RemovalPageController.class,
            ExtendController.class,
            EndsController.class,
            BrakePageController.class,
            ProtectedPageController.class,
            ClosurePageController.class);

    /** What is posted, and who beside the guest's own sponsor and administrators is told what. */
    enum Post {
        REMOVAL("/guests/{id}/removal", Whose.ONES_OWN),
        UNDO("/guests/{id}/removal/undo", Whose.ONES_OWN),
        RESTORATION("/guests/{id}/restoration", Whose.ONES_OWN),
        EXTENSION("/guests/{id}/extend", Whose.ONES_OWN),
        EXTENSIONS("/ends/extension", Whose.ROW_BY_ROW),
        REMOVALS("/ends/removal", Whose.ROW_BY_ROW),
        RELEASE("/brake/release", Whose.ADMINISTRATORS),
        DROP("/brake/drop", Whose.ADMINISTRATORS),
        CAP("/brake/caps/{name}", Whose.ADMINISTRATORS),
        CONFIRMATION("/brake/caps/{name}/changes/{change}/confirmation", Whose.ADMINISTRATORS),
        WITHDRAWAL("/brake/caps/{name}/changes/{change}/withdrawal", Whose.ADMINISTRATORS),
        PROTECTION("/protected", Whose.ADMINISTRATORS),
        PROTECTION_ENDED("/protected/{id}/end", Whose.ADMINISTRATORS),
        CLOSURE("/clinics/{key}/closure", Whose.ADMINISTRATORS),
        CLOSURE_STOPPED("/clinics/{key}/closure/stop", Whose.ADMINISTRATORS);

        final String pattern;
        final Whose whose;

        Post(String pattern, Whose whose) {
            this.pattern = pattern;
            this.whose = whose;
        }
    }

    private enum Whose {
        /** Nobody else learns that there is such a guest. */
        ONES_OWN,
        /** The same, told line by line. */
        ROW_BY_ROW,
        ADMINISTRATORS
    }

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

    private MockMvc pages;

    @BeforeEach
    void begin() {
        staff.run();
        pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
    }

    @Test
    void everyPostOfThesePagesIsInTheTable() {
        Set<String> posts = new TreeSet<>();
        context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, method) -> {
                    if (PAGES.contains(method.getBeanType())
                            && mapping.getMethodsCondition().getMethods().contains(RequestMethod.POST)) {
                        posts.addAll(mapping.getPatternValues());
                    }
                });
        Set<String> table = new TreeSet<>();
        for (Post one : Post.values()) {
            table.add(one.pattern);
        }

        assertThat(table).isEqualTo(posts);
    }

    @ParameterizedTest
    @EnumSource
    void nobodyElseGetsThrough(Post what) throws Exception {
        String guest = invited();
        String before = standing(guest);

        pages.perform(request(what, guest).with(csrf())).andExpect(redirectedUrl("/login"));
        var answer = pages.perform(
                request(what, guest).with(csrf()).with(user(id(what.whose == Whose.ADMINISTRATORS ? AMARA : BEN))));
        switch (what.whose) {
            case ONES_OWN -> answer.andExpect(status().isNotFound());
            case ADMINISTRATORS -> answer.andExpect(status().isForbidden());
            case ROW_BY_ROW ->
                answer.andExpect(status().isOk())
                        .andExpect(content().string(Matchers.containsString("Not done")))
                        .andExpect(content().string(Matchers.not(Matchers.containsString("/guests/" + guest))));
        }
        pages.perform(request(what, guest).with(user(id(AMARA)))).andExpect(status().isForbidden());

        assertThat(standing(guest)).isEqualTo(before);
    }

    @Test
    void severalGuestsAreExtendedAndRemovedAndEachIsAnsweredFor() throws Exception {
        String one = invited();
        String other = invited();
        String until = LocalDate.now(clock).plusDays(100).toString();

        pages.perform(post("/ends/extension")
                        .param("guests", one, UUID.randomUUID().toString())
                        .param("until", until)
                        .param("reason", "The trial runs longer")
                        .with(csrf())
                        .with(user(id(AMARA))))
                .andExpect(status().isOk())
                .andExpect(content().string(Matchers.containsString("Extended")))
                .andExpect(content().string(Matchers.containsString("Not done")));
        assertThat(standing(one)).contains(until);

        pages.perform(removal(one, other).param("count", "3")).andExpect(status().isUnprocessableEntity());
        assertThat(standing(other)).endsWith(" 0");
        pages.perform(removal(one, other).param("count", "2")).andExpect(status().isOk());
        assertThat(standing(one)).endsWith(" 1");
        assertThat(standing(other)).endsWith(" 1");
    }

    private MockHttpServletRequestBuilder removal(String one, String other) {
        return post("/ends/removal")
                .param("guests", one, other)
                .param("reason", "Left the clinic")
                .with(csrf())
                .with(user(id(AMARA)));
    }

    private MockHttpServletRequestBuilder request(Post what, String guest) {
        String address = what.pattern;
        Map<String, String> values =
                Map.of("{name}", "blocks", "{change}", UUID.randomUUID().toString(), "{key}", "harbour", "{id}", guest);
        for (Map.Entry<String, String> value : values.entrySet()) {
            address = address.replace(value.getKey(), value.getValue());
        }
        return post(address)
                .param("guests", guest)
                .param("guest", guest)
                .param("count", "1")
                .param("reason", "Because")
                .param("until", LocalDate.now(clock).plusDays(100).toString())
                .param("on", LocalDate.now(clock).plusDays(20).toString())
                .param("confirm", "Harbour Clinic");
    }

    private String standing(String guest) {
        return db.sql("select g.state || ' ' || g.access_until || ' ' || g.version || ' ' ||"
                        + " (select count(*) from removal r where r.guest_id = g.id and r.ended_at is null)"
                        + " from guest g where g.id = cast(? as uuid)")
                .param(guest)
                .query(String.class)
                .single();
    }

    private String invited() throws Exception {
        String page = String.valueOf(pages.perform(post("/invitations")
                        .param("email", "r" + System.nanoTime() + "@harbour-clinic.example")
                        .param("displayName", "Dr Maya " + System.nanoTime()) // a namesake would be asked about
                        .param("grants", "health-records")
                        .param("accessUntil", LocalDate.now(clock).plusDays(90).toString())
                        .param("language", "en")
                        .param("purpose", "Shared care")
                        .param("message", "")
                        .with(csrf())
                        .with(user(id(AMARA))))
                .andReturn()
                .getResponse()
                .getRedirectedUrl());
        pump.run();
        return page.substring(page.lastIndexOf('/') + 1);
    }

    private String id(String userName) {
        return people.named(userName).orElseThrow().id().value();
    }
}
