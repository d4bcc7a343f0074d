package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.Pump;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.StaffReading;
import dev.guestward.platform.HttpSession;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.util.HtmlUtils;

/** What people type by mistake or on purpose, over the API and in the form: each gets its answer and leaves nothing behind. */
@GuestwardTest
class OddInvitationsTest {
    private static final String FORM = "/invitations/new";

    @Autowired
    Pump pump;

    @Autowired
    StaffReading staff;

    @Autowired
    People people;

    @Autowired
    Clock clock;

    @Autowired
    JdbcClient db;

    @Value("${server.port}")
    int port;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));
    private final String email = "odd" + UUID.randomUUID().toString().substring(0, 8) + "@harbour-clinic.example";

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        hospital.tenant("DELETE", "/_sim/quota", "");
        staff.run();
        pump.run();
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource
    void whatCannotBeInvitedIsNamedAndLeavesNothingBehind(String field, String value) {
        Map<String, Long> before = everything();

        Reply reply = hospital.invite("amara.singh", with(field, value));

        assertThat(reply.status()).as(reply.text()).isEqualTo(422);
        assertThat(reply.contentType()).startsWith("application/problem+json");
        assertThat(reply.fields()).containsOnly(field);
        assertThat(reply.text().length())
                .as("nothing of that size is sent back")
                .isLessThan(2_000);

        HttpResponse<String> page = form(with(field, value));

        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body()).contains("href=\"#" + field + "\"", "id=\"" + field + "-problem\"");
        assertThat(everything()).isEqualTo(before);
    }

    static Stream<Arguments> whatCannotBeInvitedIsNamedAndLeavesNothingBehind() {
        return Stream.of(
                arguments("email", ""),
                arguments("email", "a@"),
                arguments("email", "@harbour-clinic.example"),
                arguments("email", "a@b@harbour-clinic.example"),
                arguments("email", "\"a b\"@harbour-clinic.example"),
                arguments("email", "a".repeat(298) + "@harbour-clinic.example"),
                arguments("email", ".a@harbour-clinic.example"),
                arguments("email", "a..b@harbour-clinic.example"),
                arguments("email", "a@harbour-clinic.example."),
                arguments("email", "a@[127.0.0.1]"),
                arguments("email", "a@harbour-clinic.example\r\nBcc: b@evil.example"),
                arguments("email", "a@harbour-clinic.example%0d%0aBcc:b@evil.example"),
                arguments("email", "a+tag@harbour-clinic.example"),
                arguments("email", "a@h\u0430rbour-clinic.example"),
                arguments("email", "a@xn--hrbour-clinic-vsj.example"),
                arguments("email", "a\u200b@harbour-clinic.example"),
                arguments("email", "a@northfield.example"),
                arguments("email", "a@NORTHFIELD.onmicrosoft.com"),
                arguments("email", "a@nowhere.example"),
                arguments("email", "a@evilharbour-clinic.example"),
                arguments("displayName", "Dr A\r\nBcc: b@evil.example"),
                arguments("displayName", "Dr \u202eayaM"),
                arguments("displayName", "Dr\u200b A"),
                arguments("displayName", "Dr\u2028A"),
                arguments("displayName", "Z" + "\u0301".repeat(1000)),
                arguments("displayName", "Dr\u0000A"),
                arguments("displayName", "x".repeat(500_000)),
                arguments("displayName", "Patient number 00482913"),
                arguments("purpose", "Care of 078-05-1120"),
                arguments("purpose", "Second opinion (MRN: 00482913)"),
                arguments("purpose", "Zweitmeinung, Patientennummer 4711-00482913"),
                arguments("purpose", "Care\u0000"),
                arguments("message", "About SSN 078-05-1120"),
                arguments("message", "x".repeat(1_001)),
                arguments("sponsor", "nobody.here"),
                arguments("sponsor", "owner"),
                arguments("sponsor", "m.okafor@harbour-clinic.example"),
                arguments("sponsor", "ben.ortiz"),
                arguments("sponsor", "amara.singh\u0000"),
                arguments("accessUntil", ""),
                arguments("accessUntil", "1970-01-01"),
                arguments("accessUntil", "0"),
                arguments("accessUntil", "2020-02-29"),
                arguments("accessUntil", "2027-02-29"),
                arguments("accessUntil", "2026-13-01"),
                arguments("accessUntil", "2031-11-21"),
                arguments("accessUntil", "+999999999-12-31"),
                arguments("accessUntil", "+999999999-12-31T23:59:59-18:00"),
                arguments("accessUntil", "-999999999-01-01T00:00:00+18:00"),
                arguments("accessUntil", "2027-03-31T00:00"),
                arguments("language", "fr"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=HYPERLINK(\"https://evil.example\")",
                "+cmd|' /C calc'!A0",
                "-2+3",
                "@SUM(1)",
                "\t=1+1",
                "\uff1d1+1",
                "<img src=x onerror=alert(1)>",
                "<script>alert(1)</script>",
                "{{7*7}}",
                "{{redeemUrl}}",
                "${7*7}",
                "#{7*7}",
                "<%= 7*7 %>",
                "*{T(java.lang.Runtime)}",
                "__${7*7}__::x",
                "%s {0} '{1}'",
                "Dr \ud83d\ude00",
                "../../etc/passwd"
            })
    void anOddNameIsANameOnEveryPageAndInTheMail(String typed) {
        String name = typed.strip();
        Map<String, Object> body = with("displayName", typed);
        body.put("message", "Dear " + typed + ",\nBcc: b@evil.example");
        body.put("purpose", typed + " for heart failure");

        String again = form(with(body, "email", "a@")).body();
        assertThat(HtmlUtils.htmlUnescape(again)).contains("value=\"" + typed + "\"", typed + " for heart failure");
        assertThat(again).doesNotContain("<img src=x", "<script>alert");
        Reply reply = hospital.invite("amara.singh", body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        String guest = reply.json().path("guestId").asText();
        pump.run();

        JsonNode stored = hospital.get("amara.singh", "/api/guests/" + guest).json();
        assertThat(stored.path("displayName").asText()).isEqualTo(name);
        HttpSession amara = HttpSession.of(SeedPeople.AMARA, port);
        for (String path : List.of("/guests/" + guest, "/guests/" + guest + "/live", "/guests?q=" + email)) {
            String page = amara.get(path).body();
            assertThat(page).as(path).doesNotContain("<img src=x", "<script>alert");
            if (!path.endsWith("/live")) {
                assertThat(HtmlUtils.htmlUnescape(page)).as(path).contains(name);
            }
        }
        JsonNode mail =
                hospital.tenant("GET", "/_sim/mails?to=" + email, "").json().get(0);
        assertThat(mail.path("text").asText()).contains(name);
        assertThat(HtmlUtils.htmlUnescape(mail.path("html").asText())).contains("Dear " + name + ",");
        assertThat(mail.path("html").asText()).doesNotContain("<img src=x", "<script>alert");
        assertThat(mail.path("subject").asText()).doesNotContain("\n");
        assertThat(hospital.mailsTo("b@evil.example")).isZero();
    }

    @Test
    void theSameAddressInAnotherCaseIsTheSameGuest() {
        assertThat(hospital.invite("amara.singh", with("purpose", "Care")).status())
                .isEqualTo(202);
        Map<String, Long> before = everything();

        HttpResponse<String> page = form(with("email", email.toUpperCase(java.util.Locale.ROOT)));

        assertThat(page.statusCode()).isEqualTo(409);
        assertThat(page.body()).contains("Dr Maya Okafor");
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aSponsorWhoHasLeftIsNoSponsor() {
        Person ben = people.named("ben.ortiz").orElseThrow();
        String account = "/_sim/users/" + ben.id().value();
        hospital.tenant("PATCH", account, Map.of("accountEnabled", false));
        try {
            staff.run();
            assertThat(people.byId(ben.id()).orElseThrow().enabled()).isFalse();
            Map<String, Long> before = everything();

            assertThat(hospital.invite("owner", with("sponsor", "ben.ortiz")).fields())
                    .containsExactly("sponsor");
            assertThat(everything()).isEqualTo(before);
        } finally {
            hospital.tenant("PATCH", account, Map.of("accountEnabled", true));
            staff.run();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"redirectUrl\": \"javascript:alert(1)\"}",
                "{\"email\": {\"a\": 1}}",
                "{\"email\": \"a@x\", \"email\": \"b@x\"}",
                "{\"displayName\": \"\\ud800\"",
                "[]",
                "null",
                "\"x\"",
                "{",
                ""
            })
    void whatIsNoRequestAtAllIsSaidSo(String body) {
        Map<String, Long> before = everything();

        Reply reply = hospital.as("amara.singh", "POST", "/api/invitations", body, "Content-Type", "application/json");

        assertThat(reply.status()).as(reply.text()).isIn(400, 422);
        assertThat(reply.contentType()).startsWith("application/problem+json");
        assertThat(everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/guests?q=a%00b",
                "/api/guests?sponsor=a%00b",
                "/api/guests?clinic=a%00b",
                "/api/clinics?q=a%00b"
            })
    void whatNoTextCanHoldIsNoMishapOfOurs(String path) {
        assertThat(hospital.get("amara.singh", path).status()).isIn(200, 400, 422);
        assertThat(hospital.invite("amara.singh", with("clinic", "a\u0000b")).status())
                .isIn(400, 422);
        HttpSession amara = HttpSession.of(SeedPeople.AMARA, port);
        assertThat(amara.get("/guests?q=a%00b&clinic=a%00b").statusCode()).isEqualTo(200);
        assertThat(amara.get("/clinics?q=a%00b").statusCode()).isEqualTo(200);
    }

    @Test
    void tenMegabytesAreAnsweredToo() {
        Map<String, Long> before = everything();

        Reply reply = hospital.invite("amara.singh", with("displayName", "x".repeat(10 * 1024 * 1024)));

        assertThat(reply.status()).isIn(413, 422);
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void twoClicksAtOnceInviteOnce() {
        HttpSession amara = HttpSession.of(SeedPeople.AMARA, port);
        Map<String, String> fields = fields(with("purpose", "Care"));
        fields.put("key", "desk-" + UUID.randomUUID());

        List<HttpResponse<String>> answers = atOnce(() -> amara.postForm(FORM, "/invitations", fields));

        assertThat(answers).allMatch(answer -> answer.statusCode() == 302);
        assertThat(answers.stream().map(HttpSession::location).distinct()).hasSize(1);
        onlyOne();
    }

    @Test
    void twoPagesSentAtOnceInviteOnce() {
        HttpSession amara = HttpSession.of(SeedPeople.AMARA, port);
        Map<String, String> fields = fields(with("purpose", "Care"));

        List<HttpResponse<String>> answers = atOnce(() -> amara.postForm(FORM, "/invitations", fields));

        assertThat(answers.stream().map(HttpResponse::statusCode).sorted())
                .startsWith(302)
                .filteredOn(status -> status != 409)
                .hasSize(1);
        onlyOne();
    }

    @Test
    void twoCallsAtOnceInviteOnce() {
        Map<String, Object> body = with("purpose", "Care");
        String key = UUID.randomUUID().toString();

        List<Reply> same = atOnce(() -> hospital.invite("amara.singh", body, "Idempotency-Key", key));
        List<Reply> others = atOnce(() -> hospital.invite("amara.singh", body));

        assertThat(same).allMatch(reply -> reply.status() == 202);
        assertThat(same.stream()
                        .map(reply -> reply.json().path("guestId").asText())
                        .distinct())
                .hasSize(1);
        assertThat(others).allMatch(reply -> reply.status() == 409);
        onlyOne();
    }

    private void onlyOne() {
        pump.run();
        assertThat(db.sql("select count(*) from guest where email = ?")
                        .param(email)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(db.sql("select count(*) from act_ru_execution e join guest g on g.id::text = e.business_key_"
                                + " where g.email = ? and e.super_exec_ is null and e.parent_id_ is null")
                        .param(email)
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(hospital.mailsTo(email)).isEqualTo(1);
        assertThat(hospital.usersWithMail(email)).hasSize(1);
    }

    private static <T> List<T> atOnce(Supplier<T> act) {
        return IntStream.range(0, 4).mapToObj(n -> CompletableFuture.supplyAsync(act)).toList().stream()
                .map(CompletableFuture::join)
                .toList();
    }

    /** A good request with one field that is not. */
    private Map<String, Object> with(String field, String value) {
        Map<String, Object> body = Hospital.invitation(email);
        body.put(
                "accessUntil",
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                        .plusDays(90)
                        .toString());
        return with(body, field, value);
    }

    private static Map<String, Object> with(Map<String, Object> body, String field, String value) {
        Map<String, Object> changed = new HashMap<>(body);
        changed.put(field, value);
        return changed;
    }

    private HttpResponse<String> form(Map<String, Object> body) {
        return HttpSession.of(SeedPeople.AMARA, port).postForm(FORM, "/invitations", fields(body));
    }

    private static Map<String, String> fields(Map<String, Object> body) {
        Map<String, String> fields = new HashMap<>(Map.of("continueAs", "other-person"));
        body.forEach((name, value) ->
                fields.put(name, value instanceof List<?> several ? (String) several.get(0) : (String) value));
        return fields;
    }

    private Map<String, Long> everything() {
        Map<String, Long> rows = new HashMap<>();
        for (String table : List.of(
                "guest",
                "guest_grant",
                "effect",
                "mail_message",
                "audit_entry",
                "invitation_request",
                "act_ru_execution",
                "act_hi_procinst",
                "act_ru_job",
                "act_ru_ext_task")) {
            rows.put(
                    table,
                    db.sql("select count(*) from " + table).query(Long.class).single());
        }
        return rows;
    }
}
