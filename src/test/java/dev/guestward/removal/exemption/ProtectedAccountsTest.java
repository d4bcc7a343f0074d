package dev.guestward.removal.exemption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.Pump;
import dev.guestward.audit.AuditEntry;
import dev.guestward.audit.AuditLedger;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.people.StaffReading;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nothing is taken from an account while it is listed, and everything can be once its day is over. */
@GuestwardTest
class ProtectedAccountsTest {
    private static final String LIST = "/api/protected";
    private static final String REASON = "On call for the transplant unit";

    @Autowired
    StaffReading staff;

    @Autowired
    Pump pump;

    @Autowired
    Effects effects;

    @Autowired
    AuditLedger audit;

    @Autowired
    HospitalSettings settings;

    @Autowired
    Clock clock;

    @Autowired
    JdbcClient db;

    @Value("${server.port}")
    int port;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        hospital.tenant("DELETE", "/_sim/quota", "");
        staff.run();
        db.sql("update brake_count set counted_at = counted_at - interval '25 hours'")
                .update();
        pump.run();
    }

    @AfterEach
    void empty() {
        db.sql("delete from protected_account").update();
    }

    @Test
    void aProtectedGuestIsNotBlockedAndTheHistorySaysByWhomTheyAreProtected() {
        JsonNode guest = guest();
        ObjectId account = new ObjectId(guest.path("directoryId").asText());
        String id = guest.path("id").asText();

        Reply reply = add("guest", id);

        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        assertThat(reply.json().path("account").asText()).isEqualTo(account.value());
        assertThat(reply.json().path("guest").path("displayName").asText()).isEqualTo("Dr Maya Okafor");
        Effect block = blocked(UUID.fromString(id), account);
        assertThat(block.state()).isEqualTo(Effect.State.REFUSED);
        assertThat(block.code()).isEqualTo("protected");
        assertThat(user(account).path("accountEnabled").asBoolean()).isTrue();
        JsonNode line = line(id, "protected");
        assertThat(line.path("actor").asText()).isEqualTo("Ada Winter");
        assertThat(line.path("text").asText()).startsWith("Protected until ").doesNotContain("transplant");
    }

    @Test
    void anAccountThatIsNoGuestOfOursIsProtectedToo() {
        ObjectId account = somebodyElses();

        Reply reply = add("account", account.value().toUpperCase(Locale.ROOT));

        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        assertThat(reply.json().path("account").asText()).isEqualTo(account.value());
        assertThat(reply.json().hasNonNull("guest")).isFalse();
        assertThat(blocked(UUID.randomUUID(), account).code()).isEqualTo("protected");
        assertThat(user(account).path("accountEnabled").asBoolean()).isTrue();
        assertThat(settingsOf(account)).singleElement().satisfies(entry -> {
            assertThat(entry.code()).isEqualTo("protected");
            assertThat(entry.details()).containsEntry("until", day(30)).doesNotContainKey("reason");
        });
    }

    @Test
    void theDayAfterTheLastOneTheAccountIsLikeAnyOther() {
        ObjectId account = somebodyElses();
        UUID ours = UUID.fromString(guest().path("id").asText());
        db.sql("insert into protected_account (id, account, reason, listed_by, listed_at, ends_on)"
                        + " values (?, ?, ?, ?, now(), ?)")
                .params(
                        UUID.randomUUID(),
                        account.value(),
                        REASON,
                        UUID.randomUUID().toString(),
                        today())
                .update();
        assertThat(blocked(ours, account).code()).isEqualTo("protected");

        db.sql("update protected_account set ends_on = ? where account = ?")
                .params(today().minusDays(1), account.value())
                .update();

        assertThat(content()).isEmpty();
        assertThat(blocked(ours, account).state()).isEqualTo(Effect.State.CONFIRMED);
        assertThat(user(account).path("accountEnabled").asBoolean()).isFalse();
    }

    @Test
    void whatIsTakenOffProtectsNoMore() {
        ObjectId account = somebodyElses();
        UUID ours = UUID.fromString(guest().path("id").asText());
        String entry =
                LIST + "/" + add("account", account.value()).json().path("id").asText();

        assertThat(hospital.as("admin", "DELETE", entry, "").status()).isEqualTo(204);

        assertThat(blocked(ours, account).state()).isEqualTo(Effect.State.CONFIRMED);
        assertThat(hospital.as("admin", "DELETE", entry, "").status()).isEqualTo(404);
        assertThat(settingsOf(account))
                .extracting(AuditEntry::code)
                .containsExactly("protected", "protection-ended-early");
    }

    @Test
    void takingAGuestOffIsALineOfTheirHistory() {
        JsonNode guest = guest();
        String entry =
                add("guest", guest.path("email").asText()).json().path("id").asText();

        assertThat(hospital.as("admin", "DELETE", LIST + "/" + entry, "").status())
                .isEqualTo(204);

        assertThat(line(guest.path("id").asText(), "protection-ended-early")
                        .path("actor")
                        .asText())
                .isEqualTo("Ada Winter");
    }

    @Test
    void anAccountIsListedOnceAtATimeAndAnewWhenThatIsOver() {
        String account = UUID.randomUUID().toString();
        assertThat(add("account", account).status()).isEqualTo(201);

        Reply again = add("account", account);

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.contentType()).startsWith("application/problem+json");
        assertThat(content()).hasSize(1);
        db.sql("update protected_account set ends_on = ?")
                .param(today().minusDays(1))
                .update();
        assertThat(add("account", account).status()).isEqualTo(201);
        assertThat(content()).hasSize(1);
    }

    @Test
    void whatEndsFirstComesFirstInPages() {
        for (int ahead : List.of(20, 0, 10)) {
            assertThat(add(with("account", UUID.randomUUID().toString(), "until", day(ahead)))
                            .status())
                    .isEqualTo(201);
        }

        JsonNode first = hospital.get("admin", LIST + "?size=2").json();
        JsonNode second = hospital.get("admin", LIST + "?size=2&page=1").json();

        assertThat(first.path("content").findValuesAsText("until")).containsExactly(day(0), day(10));
        assertThat(second.path("content").findValuesAsText("until")).containsExactly(day(20));
        assertThat(second.path("page").path("totalElements").asLong()).isEqualTo(3);
        assertThat(second.path("content").get(0).path("reason").asText()).isEqualTo(REASON);
        assertThat(second.path("content").get(0).path("listedBy").asText()).isEqualTo("admin");
        assertThat(hospital.get("admin", LIST + "?size=0").fields()).containsExactly("size");
        assertThat(hospital.get("admin", LIST + "?page=-1").fields()).containsExactly("page");
    }

    @ParameterizedTest
    @ValueSource(strings = {"amara.singh", "owner"})
    void onlyAdministratorsSeeAndChangeTheList(String user) {
        String entry = LIST + "/"
                + add("account", UUID.randomUUID().toString()).json().path("id").asText();

        assertThat(hospital.get(user, LIST).status()).isEqualTo(403);
        assertThat(hospital.as(user, "POST", LIST, with("reason", REASON)).status())
                .isEqualTo(403);
        assertThat(hospital.as(user, "DELETE", entry, "").status()).isEqualTo(403);
        assertThat(hospital.anonymous("GET", LIST, "").status()).isEqualTo(401);
        assertThat(content()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "account, null, guest",
                "account, amara, account",
                "account, ../../users, account",
                "guest, nobody@nowhere.example, guest",
                "guest, amara.singh, guest",
                "guest, 00000000-0000-4000-8000-000000000000, guest",
                "reason, '  ', reason",
                "reason, 'MRN 1234567 needs her', reason",
                "reason, null, reason",
                "until, null, until",
                "until, soon, until",
                "until, 2027-02-29, until",
                "until, +99999-01-01, until",
                "until, 1970-01-01, until",
                "until, 2027-03-31T00:00:00Z, until"
            })
    void whatIsWrongIsNamed(String field, @Nullable String value, String named) {
        refused(with(field, value), named);
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnceInTheCallersLanguage() {
        Reply reply = hospital.as("admin", "POST", LIST, Map.of(), "Accept-Language", "de");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.contentType()).startsWith("application/problem+json");
        assertThat(reply.fields()).containsExactly("guest", "reason", "until");
        assertThat(reply.text()).contains("Sagen Sie, welches Konto");
    }

    @Test
    void aProtectionEndsTodayAtTheEarliestAndInAYearAtTheLatest() {
        refused(with("until", day(-1)), "until");
        refused(with("until", day(366)), "until");
        for (int ahead : List.of(0, 365)) {
            assertThat(add(with("until", day(ahead))).status()).isEqualTo(201);
        }
    }

    @Test
    void oddTextIsRefusedWhereItStands() {
        refused(with("reason", "x".repeat(501)), "reason");
        refused(with("reason", "on\u0000call"), "reason");
        refused(with("reason", "on\u202ecall"), "reason");
        refused(with("guest", "m\u0000@harbour-clinic.example"), "guest");
        refused(with("guest", "m".repeat(10_000) + "@harbour-clinic.example"), "guest");
        Map<String, @Nullable Object> both = with("guest", "m@harbour-clinic.example");
        both.put("account", UUID.randomUUID().toString());
        refused(both, "account");
    }

    @Test
    void anIdOfOursIsNotTakenForAnAccount() {
        String id = guest().path("id").asText();

        Reply reply = add("account", id);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.fields()).containsExactly("account");
        assertThat(reply.text()).contains("Send it as guest");
    }

    @Test
    void aGuestWithoutAnAccountCannotBeProtected() {
        Reply waiting = hospital.invite("amara.singh", request("lakeside-practice.example"));
        assertThat(waiting.status()).as(waiting.text()).isEqualTo(202);

        Reply reply = add("guest", waiting.json().path("guestId").asText());

        assertThat(reply.fields()).containsExactly("guest");
        assertThat(reply.text()).contains("has no account");
    }

    @Test
    void aMisspeltFieldIsRefused() {
        Map<String, @Nullable Object> body = with("reason", REASON);
        body.put("endsOn", day(30));

        assertThat(hospital.as("admin", "POST", LIST, body).status()).isEqualTo(400);
        assertThat(content()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000-0000-4000-8000-000000000000", "x", "1-1-1-1-1"})
    void whatIsNotListedCannotBeTakenOff(String id) {
        assertThat(hospital.as("admin", "DELETE", LIST + "/" + id, "").status()).isEqualTo(404);
    }

    private void refused(Map<String, @Nullable Object> body, String field) {
        Reply reply = hospital.as("admin", "POST", LIST, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(422);
        assertThat(reply.fields()).containsExactly(field);
        assertThat(content()).isEmpty();
    }

    /** Plans to block somebody and works until nothing is due. */
    private Effect blocked(UUID guest, ObjectId account) {
        String key = "protected:" + UUID.randomUUID();
        effects.plan(Wish.block(key, guest, account));
        pump.run();
        return effects.of(guest).stream()
                .filter(effect -> effect.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode guest() {
        Reply asked = hospital.invite("amara.singh", request("harbour-clinic.example"));
        assertThat(asked.status()).as(asked.text()).isEqualTo(202);
        String self = asked.json().path("links").path("self").asText();
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        pump.then(() -> hospital.get("amara.singh", self).json()),
                        guest -> guest.path("state").asText().equals("INVITED"));
    }

    private Map<String, Object> request(String domain) {
        Map<String, Object> body = Hospital.invitation("p" + System.nanoTime() + "@" + domain);
        body.put("accessUntil", day(90));
        return body;
    }

    /** A guest user of the tenant whom somebody else has invited. */
    private ObjectId somebodyElses() {
        Reply reply = hospital.tenant(
                "POST",
                "/_sim/users",
                Map.of(
                        "mail",
                        "glass" + System.nanoTime() + "@harbour-clinic.example",
                        "userType",
                        "Guest",
                        "externalUserState",
                        "Accepted"));
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return new ObjectId(reply.json().path("id").asText());
    }

    private JsonNode user(ObjectId account) {
        for (JsonNode user : hospital.tenant("GET", "/_sim/users", "").json()) {
            if (account.value().equals(user.path("id").asText())) {
                return user;
            }
        }
        throw new AssertionError("Not in the tenant");
    }

    private JsonNode line(String guest, String code) {
        for (JsonNode line : hospital.get("amara.singh", "/api/guests/" + guest + "/timeline")
                .json()) {
            if (line.path("code").asText().equals(code)) {
                return line;
            }
        }
        throw new AssertionError("No line " + code);
    }

    private List<AuditEntry> settingsOf(ObjectId account) {
        return audit.of(AuditLedger.SETTINGS).stream()
                .filter(entry -> account.value().equals(entry.details().get("account")))
                .toList();
    }

    private JsonNode content() {
        return hospital.get("admin", LIST).json().path("content");
    }

    private Reply add(String field, String value) {
        return add(with(field, value));
    }

    private Reply add(Map<String, @Nullable Object> body) {
        return hospital.as("admin", "POST", LIST, body);
    }

    /** A request that is acceptable, but for what is given. */
    private Map<String, @Nullable Object> with(@Nullable String... fields) {
        Map<String, @Nullable Object> body = new HashMap<>();
        body.put("account", UUID.randomUUID().toString());
        body.put("reason", REASON);
        body.put("until", day(30));
        for (int i = 0; i < fields.length; i += 2) {
            if ("guest".equals(fields[i])) {
                body.remove("account");
            }
            body.put(String.valueOf(fields[i]), fields[i + 1]);
        }
        return body;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), settings.timeZone());
    }

    private String day(int ahead) {
        return today().plusDays(ahead).toString();
    }
}
