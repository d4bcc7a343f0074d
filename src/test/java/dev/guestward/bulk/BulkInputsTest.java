package dev.guestward.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.people.People;
import dev.guestward.people.StaffReading;
import dev.guestward.people.Viewer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
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

/** Bad lines: each gets its answer with line and column, and leaves nothing behind. */
@GuestwardTest
class BulkInputsTest {
    private static final String API = "/api/invitations/bulk";
    private static final String HEAD =
            "email,displayName,clinic,sponsor,grants,accessUntil,purpose,message,language,continue\n";
    private static final String GOOD = "fine@harbour-clinic.example,Dr A,,,health-records,UNTIL,Care,,,\n";
    private static final List<String> FIELDS = List.of(HEAD.strip().split(","));

    @Autowired
    StaffReading staff;

    @Autowired
    BulkInvitations files;

    @Autowired
    People people;

    @Autowired
    Clock clock;

    @Autowired
    JdbcClient db;

    @Value("${server.port}")
    int port;

    private Hospital hospital = new Hospital(URI.create("http://x"), URI.create("http://x"));

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        staff.run();
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource
    void aBadCellIsNamedByLineAndColumnAndTheWholeFileRefused(String field, String value, String words) {
        long before = everything();
        String bad = cells(field, value);

        Reply reply = upload("amara.singh", HEAD + GOOD + bad);

        assertThat(reply.status()).as(reply.text()).isEqualTo(422);
        assertThat(reply.contentType()).startsWith("application/problem+json");
        assertThat(reply.json().path("totalErrors").asInt()).isEqualTo(1);
        JsonNode error = reply.json().path("errors").get(0);
        assertThat(error.path("line").asInt()).isEqualTo(3);
        assertThat(error.path("field").asText()).isEqualTo(field);
        assertThat(error.path("column").asInt()).isEqualTo(FIELDS.indexOf(field) + 1);
        assertThat(error.path("message").asText()).contains(words);
        assertThat(everything()).isEqualTo(before);
    }

    static Stream<Arguments> aBadCellIsNamedByLineAndColumnAndTheWholeFileRefused() {
        return Stream.of(
                arguments("email", "", "Enter the clinician"),
                arguments("email", "a@", "not a mail domain"),
                arguments("email", "@harbour-clinic.example", "not a mail address"),
                arguments("email", "a@b@harbour-clinic.example", "not a mail address"),
                arguments("email", "\"\"\"a b\"\"@harbour-clinic.example\"", "plain letters"),
                arguments("email", "a".repeat(300) + "@harbour-clinic.example", "at most 254"),
                arguments("email", "a+tag@harbour-clinic.example", "plus sign"),
                arguments("email", "\"a@harbour-clinic.example\r\nBcc: b@evil.example\"", "plain letters"),
                arguments("email", "a@hаrbour-clinic.example", "plain letters"),
                arguments("email", "a@xn--hrbour-clinic-vsj.example", "No partner clinic"),
                arguments("email", "a@northfield.example", "employees are not guests"),
                arguments("email", "a@nowhere.example", "No partner clinic"),
                arguments("email", "fine@lakeside-practice.example\u200b", "plain letters"),
                arguments("displayName", "", "must not be empty"),
                arguments("displayName", "x".repeat(121), "At most 120"),
                arguments("displayName", "x".repeat(1_000_000), "At most 120"),
                arguments("displayName", "Z" + "\u0301".repeat(1000), "At most 120"),
                arguments("displayName", "Dr \u202eA", "invisible"),
                arguments("displayName", "Dr\u200b A", "invisible"),
                arguments("displayName", "\"Dr\nA\"", "invisible"),
                arguments("clinic", "nowhere", "no clinic of this name"),
                arguments("sponsor", "nobody", "Nobody of this name"),
                arguments("sponsor", "owner", "Nobody of this name"),
                arguments("sponsor", "ben.ortiz", "guests of your own only"),
                arguments("grants", "", "Name at least one"),
                arguments("grants", "nothing", "Not known here"),
                arguments("grants", "health-records|nothing", "Not known here"),
                arguments("accessUntil", "", "until when"),
                arguments("accessUntil", "2026-13-01", "not a date"),
                arguments("accessUntil", "2027-02-29", "not a date"),
                arguments("accessUntil", "31.03.2027", "not a date"),
                arguments("accessUntil", "1970-01-01", "in the future"),
                arguments("accessUntil", "2099-01-01", "at most"),
                arguments("purpose", "", "must not be empty"),
                arguments("purpose", "Care of 078-05-1120", "numbers of patients"),
                arguments("purpose", "Second opinion (MRN: 00482913)", "numbers of patients"),
                arguments("purpose", "x".repeat(501), "At most 500"),
                arguments("message", "x".repeat(1001), "At most 1000"),
                arguments("language", "fr", "en and de"),
                arguments("continue", "go-on", "restore, invite-anew"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"=HYPERLINK(\"\"https://evil.example\"\")\"",
                "+cmd|' /C calc'!A0",
                "-2+3",
                "@SUM(1)",
                "＝1+1",
                "<img src=x onerror=alert(1)>",
                "{{7*7}}",
                "${7*7}",
                "#{7*7}",
                "<%= 7*7 %>",
                "*{T(java.lang.Runtime)}",
                "Dr 😀",
                "../../etc/passwd"
            })
    void anOddNameIsANameAndShownAsItWasTyped(String name) {
        Reply reply = upload("amara.singh", HEAD + cells("displayName", name));

        assertThat(reply.status()).as(reply.text()).isIn(200, 202);
        String shown = hospital.get(
                        "amara.singh", API + "/" + reply.json().path("id").asText())
                .json()
                .path("rows")
                .path("content")
                .get(0)
                .path("displayName")
                .asText();
        assertThat(shown)
                .isEqualTo(
                        name.startsWith("\"")
                                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                                : name);
        hospital.as("amara.singh", "DELETE", API + "/" + reply.json().path("id").asText(), "");
    }

    @Test
    void theSameAddressTwiceMakesBothLinesBad() {
        Reply reply = upload(
                "owner",
                HEAD
                        + "x@harbour-clinic.example,Dr A,,amara.singh,health-records,UNTIL,Care,,,\n"
                        + "y@harbour-clinic.example,Dr A,,amara.singh,health-records,UNTIL,Care,,,\n"
                        + "X@Harbour-Clinic.example,Dr A,,ben.ortiz,health-records,UNTIL,Care,,,\n");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("errors").findValuesAsText("line")).containsExactly("2", "4");
        assertThat(reply.json().path("errors").get(0).path("message").asText()).contains("line 4");
        assertThat(reply.json().path("errors").get(1).path("message").asText()).contains("line 2");
    }

    @Test
    void everyErrorIsFoundAndSaidInTheCallersLanguage() {
        Reply reply = hospital.as(
                "amara.singh",
                "POST",
                API,
                dated(HEAD + ",,,,,,,,x,\n" + GOOD + "a@,Dr A,,,health-records,UNTIL,Care,,,\n"),
                "Content-Type",
                "text/csv",
                "Accept-Language",
                "de");

        assertThat(reply.json().path("errors").findValuesAsText("line"))
                .containsExactly("2", "2", "2", "2", "2", "2", "4");
        assertThat(reply.json().path("errors").findValuesAsText("field"))
                .containsExactly("email", "displayName", "grants", "accessUntil", "purpose", "language", "email");
        assertThat(reply.text()).contains("Das darf nicht leer sein.");
    }

    @Test
    void ownersNameAnySponsorAndSponsorsAreTheirOwn() {
        assertThat(upload("owner", HEAD + GOOD)
                        .json()
                        .path("errors")
                        .get(0)
                        .path("message")
                        .asText())
                .contains("Name the sponsor");
        Reply named = upload("owner", HEAD + GOOD.replace("Dr A,,,", "Dr A,,Amara.Singh@northfield.example,"));
        assertThat(named.status()).as(named.text()).isIn(200, 202);
        hospital.as("owner", "DELETE", API + "/" + named.json().path("id").asText(), "");
    }

    @Test
    void aFileTooLargeOrOfAnotherKindIsRefused() {
        assertThat(upload("amara.singh", HEAD + "x".repeat(10 * 1024 * 1024))
                        .json()
                        .path("errors")
                        .get(0)
                        .path("message")
                        .asText())
                .contains("larger than 10 MB");
        for (String type : List.of("application/json", "application/zip", "text/plain", "text/xml")) {
            assertThat(hospital.as("amara.singh", "POST", API, HEAD + GOOD, "Content-Type", type)
                            .status())
                    .isEqualTo(415);
        }
        assertThat(hospital.anonymous("POST", API, HEAD + GOOD, "Content-Type", "text/csv")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aFormOfABrowserIsTakenTooAndOfAPathOnlyTheLastPartIsKept() {
        String body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../etc/guests.csv\"\r\n"
                + "Content-Type: text/csv\r\n\r\n" + dated(HEAD + cells("purpose", "Form " + System.nanoTime()))
                + "\r\n--x--\r\n";

        Reply reply = hospital.as("amara.singh", "POST", API, body, "Content-Type", "multipart/form-data; boundary=x");

        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        assertThat(reply.json().path("fileName").asText()).isEqualTo("guests.csv");
        assertThat(hospital.as(
                                "amara.singh",
                                "POST",
                                API,
                                "--x--\r\n",
                                "Content-Type",
                                "multipart/form-data; boundary=x")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void tenThousandRowsAreAFileAndOneMoreIsNone() {
        String rows = IntStream.range(0, 10_000)
                .mapToObj(n -> GOOD.replace("fine@", "many" + n + "@"))
                .collect(Collectors.joining());

        Reply most = upload("amara.singh", HEAD + rows);
        Reply tooMany = upload("amara.singh", HEAD + rows + GOOD);

        assertThat(most.status()).as(most.text()).isEqualTo(202);
        assertThat(most.json().path("rowCount").asInt()).isEqualTo(10_000);
        assertThat(tooMany.json().path("errors").get(0).path("line").asInt()).isEqualTo(10_002);
        hospital.as("amara.singh", "DELETE", API + "/" + most.json().path("id").asText(), "");
    }

    @Test
    void whateverStandsInTheCellsTheFileIsCheckedOrRefusedAndNobodyIsAskedFor() {
        Viewer amara = Viewer.of(people.named("amara.singh").orElseThrow());
        long guests = guests();
        Random random = new Random(20261121);
        List<String> pieces = List.of(
                "a@harbour-clinic.example",
                "a@lakeside-practice.example",
                "Dr A",
                "",
                " ",
                "harbour",
                "amara.singh",
                "health-records",
                "health-records|",
                "UNTIL",
                "2027-03-31T00:00:00Z",
                "9999999999-01-01",
                "Care",
                "de",
                "\u0000",
                "\ud83d\ude00",
                "\u202e",
                "=1+1",
                "\"\"",
                "'",
                "%s{0}",
                "é",
                "\ud800");
        int checked = 0;
        for (int n = 0; n < 1_500; n++) {
            StringBuilder text = new StringBuilder(HEAD);
            for (int row = random.nextInt(3); row >= 0; row--) {
                boolean mostlyGood = random.nextBoolean();
                String good = GOOD.strip().replace("fine", "f" + n + "r" + row);
                String[] cells = good.split(",", -1);
                for (int cell = 0; cell < cells.length; cell++) {
                    if (random.nextInt(mostlyGood ? 20 : 3) == 0) {
                        cells[cell] = pieces.get(random.nextInt(pieces.size()));
                    }
                }
                text.append(String.join(",", cells)).append('\n');
            }
            try {
                BulkInvitation file = files.upload(
                                dated(text.toString()).getBytes(StandardCharsets.UTF_8), null, amara, Locale.ENGLISH)
                        .file();
                files.discard(file.id(), amara);
                checked++;
            } catch (FileRefused e) {
                assertThat(e.problems()).isNotEmpty();
            }
        }
        assertThat(checked).as("both kinds did occur").isBetween(100, 1_400);
        assertThat(guests()).isEqualTo(guests);
    }

    private String cells(String field, String value) {
        String[] cells = GOOD.strip().replace("fine", "other").split(",", -1);
        cells[FIELDS.indexOf(field)] = value;
        return String.join(",", cells) + "\n";
    }

    private String dated(String text) {
        return text.replace(
                "UNTIL",
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                        .plusDays(90)
                        .toString());
    }

    private Reply upload(String user, String text) {
        return hospital.as(user, "POST", API, dated(text), "Content-Type", "text/csv");
    }

    private long guests() {
        return db.sql("select count(*) from guest").query(Long.class).single();
    }

    private long everything() {
        return db.sql("select (select count(*) from guest) + (select count(*) from bulk_invitation)"
                        + " + (select count(*) from bulk_invitation_row) + (select count(*) from audit_entry)"
                        + " + (select count(*) from effect) + (select count(*) from mail_message)")
                .query(Long.class)
                .single();
    }
}
