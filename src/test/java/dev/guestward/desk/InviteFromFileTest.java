package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import dev.guestward.Pump;
import dev.guestward.embedded.Browser;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.people.Person;
import dev.guestward.platform.HttpSession;
import dev.guestward.platform.PlatformTest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Inviting from a file as each kind of person gets it, and what it looks like. */
class InviteFromFileTest extends PlatformTest {
    private static final String PAGE = "/invitations/bulk";
    private static final String HEAD = "email,displayName,grants,accessUntil,purpose\n";
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    @Autowired
    Pump pump;

    @Autowired
    JdbcClient db;

    private final String mark = "d" + Long.toString(System.nanoTime(), 36);

    @BeforeEach
    void begin() {
        pump.run();
    }

    @Test
    void aGoodFileIsShownConfirmedAndFollowedToItsEnd() {
        HttpSession amara = sessionOf(SeedPeople.AMARA);
        String file = path(upload(amara, HEAD + rows(3)));
        assertThat(file).startsWith(PAGE + "/");

        assertThat(amara.get(file).body())
                .contains("3 new guests are in this file", "Ask for 3 guests", "Will be asked for", "guests of one.csv")
                .doesNotContain("hx-get=\"" + file);
        assertThat(submit(amara, file, "/confirmation").statusCode()).isEqualTo(302);
        String running = amara.get(file).body();
        assertThat(running).contains("0 of 3 lines done", "hx-trigger=\"every 2s\"");
        assertThat(amara.get(live(running)).statusCode()).isEqualTo(204);

        pump.run();
        HttpResponse<String> news = amara.get(live(running));
        assertThat(news.body())
                .startsWith("<div id=\"bulk-live\"")
                .contains("3 of 3 lines done", "Show the guest")
                .doesNotContain("hx-trigger");
        assertThat(amara.get(PAGE).body()).contains("guests of one.csv", "Finished");
        assertThat(amara.get(file + "/result.csv").body()).contains("Asked for", mark);
    }

    @Test
    void aBadFileIsAnsweredByWhatIsWrongWithLineAndColumn() {
        HttpSession amara = sessionOf(SeedPeople.AMARA);

        HttpResponse<String> answer = upload(amara, HEAD + rows(1) + "a@,<b>Dr A</b>,health-records,1999-01-01,Care\n");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("The file was not taken: 2 things need another look")
                .contains("1 email", "4 accessUntil", "not a mail domain")
                .doesNotContain("<b>");
        assertThat(upload(amara, "").statusCode()).isEqualTo(422);
        assertThat(sessionOf(SeedPeople.CHLOE).get(PAGE).body()).doesNotContain(mark);
    }

    @Test
    void linesThatFailCanBeShownAlone() {
        HttpSession amara = sessionOf(SeedPeople.AMARA);
        String file = path(upload(amara, HEAD + rows(2)));
        submit(amara, file, "/confirmation");
        db.sql(
                        "update bulk_invitation_row set access_until = '1999-01-01' where line = 3 and bulk_id = cast(? as uuid)")
                .param(file.substring(PAGE.length() + 1))
                .update();
        pump.run();

        assertThat(amara.get(file).body()).contains("Only failed (1)", mark + "0@");
        assertThat(amara.get(file + "?only=failed").body())
                .contains(mark + "1@", "accessUntil: The end of access must lie in the future.")
                .doesNotContain(mark + "0@");
    }

    @Test
    void theSameFileLeadsToWhatBecameOfIt() {
        HttpSession amara = sessionOf(SeedPeople.AMARA);
        String first = path(upload(amara, HEAD + rows(1)));

        String second = path(upload(amara, HEAD + rows(1)));

        assertThat(second).isEqualTo(first);
        assertThat(amara.get(second).body()).contains("You have brought this very file before");
        assertThat(submit(amara, first, "/discard").statusCode()).isEqualTo(302);
        assertThat(amara.get(first).statusCode()).isEqualTo(404);
    }

    @Test
    void somebodyElsesFileIsNotThereAndAdministratorsOnlyLook() {
        String file = path(upload(sessionOf(SeedPeople.AMARA), HEAD + rows(1)));

        for (Person other : new Person[] {SeedPeople.BEN, SeedPeople.OWNER}) {
            HttpSession session = sessionOf(other);
            for (String address : new String[] {file, file + "/live", file + "/result.csv"}) {
                assertThat(session.get(address).statusCode()).as(address).isEqualTo(404);
            }
            assertThat(session.get(PAGE).body()).doesNotContain(file);
        }
        HttpSession admin = sessionOf(SeedPeople.ADMIN);
        assertThat(admin.get(PAGE).body()).contains(file, "Amara Singh");
        assertThat(admin.get(file).body())
                .contains("Only who has uploaded a file can confirm")
                .doesNotContain("/confirmation");
    }

    @Test
    void aFileToFillInIsThere() {
        HttpResponse<String> template = sessionOf(SeedPeople.AMARA).get(PAGE + "/guests.csv");

        assertThat(template.headers().firstValue("Content-Disposition").orElse(""))
                .contains("guests.csv");
        assertThat(template.body()).startsWith("\uFEFFemail,displayName,").contains("health-records");
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280})
    void itCanBeDoneInABrowser(int width) {
        try (Browser browser = Browser.open(port)) {
            Page page = browser.page(width, 900);
            Browser.signIn(page, SeedPeople.CHLOE, PAGE);
            page.click("summary:has-text('Which columns')");
            picture(page, "bulk-form-" + width, width);

            choose(page, "mistakes.csv", HEAD + rows(1) + "a@nowhere.example,,health-records,2027-02-29,Care\n");
            page.waitForSelector(".gw-problems");
            assertThat(page.locator(".gw-problems tbody tr").count()).isEqualTo(3);
            picture(page, "bulk-problems-" + width, width);
            assertThat(browser.complaints).hasSize(2).allMatch(complaint -> complaint.contains("422"));
            browser.complaints.clear();

            choose(page, "partner clinicians.csv", HEAD + rows(4));
            page.waitForSelector("text=4 new guests are in this file");
            picture(page, "bulk-preview-" + width, width);
            page.click("text=Ask for 4 guests");
            page.waitForSelector("text=0 of 4 lines done");
            picture(page, "bulk-running-" + width, width);
            pump.run();
            page.waitForSelector("text=4 of 4 lines done");
            picture(page, "bulk-finished-" + width, width);
            page.navigate(PAGE + "?lang=de");
            assertThat(page.locator("h1").innerText()).isEqualTo("Aus einer Datei einladen");
            picture(page, "bulk-files-" + width, width);
            assertThat(browser.complaints).isEmpty();
        }
    }

    private static void choose(Page page, String name, String text) {
        page.setInputFiles("#file", new FilePayload(name, "text/csv", text.getBytes(StandardCharsets.UTF_8)));
        page.click("main button[type=submit]");
    }

    private static void picture(Page page, String name, int width) {
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .as(name)
                .isEqualTo(width);
        Browser.picture(page, name);
    }

    private String rows(int number) {
        String until = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                .plusDays(90)
                .toString();
        return IntStream.range(0, number)
                .mapToObj(n -> mark + n + "@harbour-clinic.example,Dr Maya Okafor " + mark + n + ",health-records,"
                        + until + ",Shared care of cardiology patients\n")
                .collect(Collectors.joining());
    }

    private static HttpResponse<String> upload(HttpSession session, String text) {
        String body = "--x\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n" + token(session, PAGE)
                + "\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"guests of one.csv\"\r\n"
                + "Content-Type: text/csv\r\n\r\n" + text + "\r\n--x--\r\n";
        return session.send(session.request(PAGE)
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofString(body)));
    }

    private static String path(HttpResponse<String> answer) {
        return URI.create(HttpSession.location(answer)).getPath();
    }

    private static HttpResponse<String> submit(HttpSession session, String file, String act) {
        return session.send(session.request(file + act)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("_csrf=" + token(session, file))));
    }

    private static String token(HttpSession session, String page) {
        return TOKEN.matcher(session.get(page).body())
                .results()
                .findFirst()
                .map(found -> found.group(1))
                .orElseThrow();
    }

    /** The address from which the page takes what is new. */
    private static String live(String page) {
        return page.replaceAll("(?s).*hx-get=\"(/invitations/bulk/[^\"]*)\".*", "$1")
                .replace("&amp;", "&");
    }
}
