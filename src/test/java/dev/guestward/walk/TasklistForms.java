package dev.guestward.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.Pump;
import dev.guestward.embedded.Browser;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.guest.GuestId;
import dev.guestward.people.People;
import dev.guestward.people.StaffReading;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What tests of Tasklist's forms need: a guest, a browser, and the ways of people with a task. */
@GuestwardTest
@SuppressWarnings("NullAway.Init") // the browser is opened before each test
abstract class TasklistForms {
    static final String TASKLIST = "/camunda/app/tasklist/default/";
    static final String FORM = "form[role=form]";
    static final int DESK = 1280;
    static final int TELEPHONE = 390;
    static final int HEIGHT = 900;

    @Autowired
    Pump pump;

    @Autowired
    StaffReading staff;

    @Autowired
    People people;

    @Autowired
    ProcessEngine engine;

    @Autowired
    JdbcClient db;

    @Value("${server.port}")
    int port;

    Browser browser;
    Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));
    String email = "";
    String guest = "";

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "drop"));
        hospital.tenant("DELETE", "/_sim/quota", "");
        staff.run();
        pump.run();
        browser = Browser.open(port);
    }

    @AfterEach
    void close() {
        browser.close();
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "deliver"));
    }

    void invite(String domain) {
        email = address(domain);
        Reply reply = hospital.invite("amara.singh", Hospital.invitation(email));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        guest = reply.json().path("guestId").asText();
        pump.run();
    }

    static String address(String domain) {
        return "m.okafor" + UUID.randomUUID().toString().substring(0, 8) + "@" + domain;
    }

    GuestId id() {
        return GuestId.parse(guest).orElseThrow();
    }

    String state() {
        return view().path("state").asText();
    }

    JsonNode view() {
        return hospital.get("amara.singh", "/api/guests/" + guest).json();
    }

    /** The guest's newest task in Tasklist, its form filled with what belongs to it. */
    Page open(String userName, String language) {
        String task = engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(guest)
                .orderByTaskCreateTime()
                .desc()
                .listPage(0, 1)
                .get(0)
                .getId();
        Page page = browser.page(DESK, HEIGHT, language);
        Browser.signIn(page, people.named(userName).orElseThrow(), TASKLIST);
        page.waitForSelector("text=My tasks");
        page.navigate(TASKLIST + "#/?task=" + task);
        page.waitForSelector(FORM + " h3");
        return page;
    }

    static void claim(Page page) {
        page.locator(".actors .claim").click();
        assertThat(page.locator(".actors .claim")).isHidden();
        assertThat(page.locator("#decision")).isEnabled();
    }

    static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    static void complete(Page page) {
        button(page, "Complete").click();
        assertThat(page.locator("#decision")).isHidden();
    }

    /** On a desk and on a telephone, where nothing may stick out. */
    static void shots(Page page, String name) {
        assertThat(page.getByText("Communication Error")).isHidden();
        Browser.picture(page, name + "-" + DESK);
        page.setViewportSize(TELEPHONE, HEIGHT);
        page.locator(FORM + ", #readiness-live").last().scrollIntoViewIfNeeded();
        Browser.picture(page, name + "-" + TELEPHONE);
        assertThat(page.evaluate("document.documentElement.scrollWidth"))
                .as(name)
                .isEqualTo(TELEPHONE);
        page.setViewportSize(DESK, HEIGHT);
        page.evaluate("document.querySelectorAll('*').forEach(element => element.scrollLeft = 0)");
    }
}
