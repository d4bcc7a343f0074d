package dev.guestward.platform.security;

import static dev.guestward.platform.HttpSession.ENGINE;
import static dev.guestward.platform.HttpSession.location;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.people.Person;
import dev.guestward.people.Role;
import dev.guestward.platform.HttpSession;
import dev.guestward.platform.PlatformTest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in, and rights as they are now. The cure for rights that live on in sessions is {@link RightsFilter}. */
class RightsTest extends PlatformTest {
    @Test
    void theSignInPageTakesPeopleToWhereTheyWanted() {
        HttpSession session = anonymous();
        HttpResponse<String> refused = session.get("/camunda/app/tasklist/default/");
        assertThat(refused.statusCode()).isEqualTo(302);
        assertThat(location(refused)).endsWith("/login");

        HttpResponse<String> answer = session.signIn("amara.singh", "amara.singh");

        assertThat(location(answer)).contains("/camunda/app/tasklist/default/");
        assertThat(answer.headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(cookie -> assertThat(cookie).contains("HttpOnly", "SameSite=Lax"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/guests", "/no/such/page", "/forms/review.html", "/camunda", "/graph"})
    void nobodyUnknownLearnsWhatIsThere(String path) {
        HttpResponse<String> answer = anonymous().get(path);

        assertThat(answer.statusCode()).isIn(302, 401);
        assertThat(answer.body()).doesNotContain("process", "Guestward");
        assertThat(sessionOf(SeedPeople.AMARA).get("/no/such/page").statusCode())
                .isEqualTo(404);
    }

    /** The browser reads the page it is on anew, which leads to the sign-in page and back. */
    @Test
    void aPartOfAPageAskedForTooLateLeadsToTheSignInPage() {
        HttpSession session = anonymous();

        HttpResponse<String> answer = session.send(session.request("/guests").header("HX-Request", "true"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("HX-Refresh")).hasValue("true");
        assertThat(location(session.get("/guests?state=ACTIVE"))).endsWith("/login");
        assertThat(location(session.signIn("amara.singh", "amara.singh"))).contains("/guests?state=ACTIVE");
    }

    @ParameterizedTest
    @CsvSource({
        "HX-Request, true",
        "Sec-Fetch-Mode, cors",
        "Accept, application/json",
        "X-Requested-With, XMLHttpRequest"
    })
    void nobodyIsTakenToAPartOfAPageAfterSigningIn(String header, String value) {
        HttpSession session = anonymous();
        assertThat(session.get("/guests?state=ACTIVE").statusCode()).isEqualTo(302);

        session.send(session.request("/directory/status/live").header(header, value));

        assertThat(location(session.signIn("admin", "admin"))).contains("/guests?state=ACTIVE");
    }

    @Test
    void theDoorSpeaksTheLanguageOfTheBrowser() {
        know(with(SeedPeople.AMARA, true, Set.of()));
        HttpSession session = anonymous();
        session.signIn("amara.singh", "amara.singh");

        assertThat(german(session, "/login?problem=credentials"))
                .contains(
                        "<html lang=\"de\"",
                        "Anmelden · Guestward",
                        "Benutzername oder Kennwort ist falsch",
                        "Kennwort")
                .doesNotContain("Sign in", "Password", "??");
        assertThat(german(session, "/login?goodbye")).contains("Sie sind abgemeldet");
        assertThat(german(session, "/logout")).contains("Abmelden?", "Bleiben").doesNotContain("Sign out", "??");
        assertThat(german(session, "/login/refused"))
                .contains("Kein Zugang", "haben aber keinen Zugang", "kümmert sich: der Service-Desk.")
                .doesNotContain("You are", "To get access", "??");
        assertThat(session.get("/login").body()).contains("<html lang=\"en\"", "Sign in · Guestward", "Password");
    }

    private static String german(HttpSession session, String path) {
        return session.send(session.request(path).header("Accept-Language", "de-DE,de;q=0.9,en;q=0.5"))
                .body();
    }

    @Test
    void aWrongPasswordAndAnUnknownNameGetTheSameAnswer() {
        assertThat(location(anonymous().signIn("amara.singh", "wrong"))).endsWith("/login?problem=credentials");
        assertThat(location(anonymous().signIn("nobody", "nobody"))).endsWith("/login?problem=credentials");
        assertThat(location(anonymous().signIn("amara.singh", ""))).endsWith("/login?problem=credentials");
    }

    @Test
    void somebodyWithoutARoleIsToldWhomToAsk() {
        know(with(SeedPeople.AMARA, true, Set.of()));

        HttpSession session = anonymous();

        assertThat(location(session.signIn("amara.singh", "amara.singh"))).endsWith("/login/refused");
        assertThat(session.get("/login/refused").body()).contains("the service desk");
    }

    @Test
    void aRoleTakenAwayIsGoneInARunningSession() {
        know(with(SeedPeople.AMARA, true, Set.of(Role.ADMINISTRATOR)));
        HttpSession amara = sessionOf(SeedPeople.AMARA);
        assertThat(amara.get("/camunda/app/cockpit/default/").statusCode()).isEqualTo(200);
        assertThat(amara.get(ENGINE + "/user").statusCode()).isEqualTo(200);

        know(SeedPeople.AMARA);

        assertThat(amara.get("/camunda/app/cockpit/default/").statusCode()).isEqualTo(403);
        assertThat(amara.get(ENGINE + "/user").statusCode()).isEqualTo(403);
    }

    @Test
    void somebodyWhoHasLeftLosesTheSession() {
        HttpSession amara = sessionOf(SeedPeople.AMARA);

        know(with(SeedPeople.AMARA, false, Set.of(Role.SPONSOR)));

        assertThat(amara.get("/camunda/app/tasklist/default/").statusCode()).isEqualTo(302);
        assertThat(amara.get(ENGINE + "/task").statusCode()).isEqualTo(401);

        know(SeedPeople.AMARA);
        assertThat(amara.get(ENGINE + "/task").statusCode()).isEqualTo(401);
    }

    @Test
    void signingOutEndsTheSession() {
        HttpSession amara = sessionOf(SeedPeople.AMARA);

        assertThat(location(amara.postForm("/logout", Map.of()))).endsWith("/login?goodbye");

        assertThat(amara.get(ENGINE + "/task").statusCode()).isEqualTo(401);
    }

    @Test
    void aLinkFromElsewhereSignsNobodyOut() {
        HttpSession amara = sessionOf(SeedPeople.AMARA);

        amara.send(amara.request("/logout").header("Sec-Fetch-Site", "cross-site"));
        amara.get("/logout");
        assertThat(amara.get(ENGINE + "/task").statusCode()).isEqualTo(200);

        amara.send(amara.request("/logout").header("Sec-Fetch-Site", "same-origin"));
        assertThat(amara.get(ENGINE + "/task").statusCode()).isEqualTo(401);
    }

    @Test
    void aFormWithoutItsTokenIsRefused() {
        HttpSession amara = sessionOf(SeedPeople.AMARA);

        assertThat(amara.post("/logout", "{}").statusCode()).isEqualTo(403);
        assertThat(amara.get(ENGINE + "/task").statusCode()).isEqualTo(200);
    }

    @Test
    void theApiTakesLocalUsersByBasicAndNoSession() {
        HttpSession session = sessionOf(SeedPeople.AMARA);

        assertThat(session.get("/v3/api-docs").statusCode()).isEqualTo(401);
        assertThat(basic("amara.singh", "amara.singh", "/v3/api-docs").statusCode())
                .isEqualTo(200);
        HttpResponse<String> wrong = basic("amara.singh", "wrong", "/v3/api-docs");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(wrong.body()).contains("Sign in first.");
    }

    @Test
    void operationIsForAdministratorsAndHealthForEverybody() {
        assertThat(anonymous().get("/actuator/health").statusCode()).isEqualTo(200);
        assertThat(anonymous().get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(anonymous().get("/actuator/prometheus").statusCode()).isEqualTo(401);
        assertThat(basic("amara.singh", "amara.singh", "/actuator/prometheus").statusCode())
                .isEqualTo(403);
        assertThat(basic("admin", "admin", "/actuator/prometheus").statusCode()).isEqualTo(200);
        assertThat(basic("admin", "admin", "/actuator/heapdump").statusCode()).isEqualTo(404);
        assertThat(basic("admin", "admin", "/actuator/env").statusCode()).isEqualTo(404);
    }

    @Test
    void pagesComeWithTheirHeaders() {
        HttpResponse<String> page = anonymous().get("/login");

        assertThat(page.headers().map())
                .containsKeys(
                        "content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    private void know(Person changed) {
        List<Person> all = Stream.concat(
                        SeedPeople.ALL.stream().filter(p -> !p.id().equals(changed.id())), Stream.of(changed))
                .toList();
        people.replaceAll(all, clock.instant());
    }

    private static Person with(Person person, boolean enabled, Set<Role> roles) {
        return new Person(
                person.id(),
                person.userName(),
                person.principalName(),
                person.displayName(),
                person.mail(),
                enabled,
                roles,
                person.manager());
    }

    private HttpResponse<String> basic(String userName, String password, String path) {
        HttpSession caller = anonymous();
        String credentials =
                Base64.getEncoder().encodeToString((userName + ":" + password).getBytes(StandardCharsets.UTF_8));
        return caller.send(caller.request(path).header("Authorization", "Basic " + credentials));
    }
}
