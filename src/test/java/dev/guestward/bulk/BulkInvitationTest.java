package dev.guestward.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.Pump;
import dev.guestward.directory.effect.Priority;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.invitation.Invitations;
import dev.guestward.people.People;
import dev.guestward.people.StaffReading;
import dev.guestward.platform.HttpSession;
import dev.guestward.platform.SteppedClock;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Many clinicians from a file to their invitations, over HTTP, with a tenant that throttles and shows late what it did. */
@GuestwardTest
class BulkInvitationTest {
    private static final int GUESTS = Integer.getInteger("bulk.guests", 200);
    private static final String API = "/api/invitations/bulk";
    private static final String HEAD = "email;displayName;sponsor;grants;accessUntil;purpose\n";
    private static final AtomicInteger FILE = new AtomicInteger();

    @Autowired
    Pump pump;

    @Autowired
    StaffReading staff;

    @Autowired
    BulkWorker worker;

    @Autowired
    BulkHousekeeping housekeeping;

    @Autowired
    DueRows due;

    @Autowired
    Invitations invitations;

    @Autowired
    People people;

    @Autowired
    BulkSettings settings;

    @Autowired
    MessageSource texts;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    JdbcClient db;

    @Value("${server.port}")
    int port;

    private final SteppedClock clock = SteppedClock.instance();
    private final String mark = "bulk" + FILE.incrementAndGet() + "x" + Long.toString(System.nanoTime(), 36);
    private Hospital hospital = new Hospital(URI.create("http://x"), URI.create("http://x"));

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        calm();
        staff.run();
        pump.run(); // what an earlier test left undone
    }

    @AfterEach
    void calm() {
        hospital.tenant("PUT", "/_sim/faults", List.of());
        hospital.tenant("PUT", "/_sim/lag", Map.of("visibilityMillis", 0));
        hospital.tenant("DELETE", "/_sim/quota", "");
    }

    @Test
    void eachLineEndsAsOneInvitationUnderThrottlingAndLagAndOneThatFailsStopsNoOther() {
        UUID gone = clinicThatWillGo();
        String file = confirmable(lines(GUESTS) + line("late@" + mark + ".example", "amara.singh"));
        db.sql("delete from clinic_domain where clinic_id = ?").param(gone).update();
        hospital.tenant("DELETE", "/_sim/counters", "");
        hospital.tenant(
                "PUT",
                "/_sim/faults",
                List.of(Map.of(
                        "method",
                        "*",
                        "path",
                        "**",
                        "mode",
                        "before",
                        "status",
                        429,
                        "retryAfter",
                        "2",
                        "share",
                        0.1)));
        hospital.tenant("PUT", "/_sim/lag", Map.of("visibilityMillis", 1500));
        long logged = lastLogged();

        confirm(file);
        work();

        JsonNode after =
                hospital.get("amara.singh", API + "/" + file + "?result=FAILED").json();
        assertThat(after.path("state").asText()).isEqualTo("FINISHED");
        assertThat(after.path("results").path("REQUESTED").asInt()).isEqualTo(GUESTS);
        assertThat(after.path("guests").path("INVITED").asInt()).isEqualTo(GUESTS);
        assertThat(after.path("rows").path("content")).hasSize(1);
        assertThat(after.path("rows").path("content").get(0).path("line").asInt())
                .isEqualTo(GUESTS + 2);
        assertThat(after.path("rows").path("content").get(0).path("problem").asText())
                .startsWith("email: ");
        assertThat(hospital.tenant("GET", "/_sim/counters", "")
                        .json()
                        .path("throttled")
                        .asInt())
                .as("the faults did strike")
                .isGreaterThan(GUESTS / 20);
        assertThat(invited(logged))
                .hasSize(GUESTS)
                .allSatisfy((address, times) -> assertThat(times).isEqualTo(1));
        assertThat(db.sql("select count(distinct to_address) = :n and count(*) = :n from mail_message"
                                + " where to_address like :mine")
                        .param("n", GUESTS)
                        .param("mine", mark + "%")
                        .query(Boolean.class)
                        .single())
                .as("one mail each")
                .isTrue();
    }

    @Test
    void guestsFromAFileGiveWayToThoseForWhomAPersonWaits() {
        String file = confirmable(lines(1));
        confirm(file);
        worker.runOnce();
        hospital.invite("amara.singh", Hospital.invitation("person" + mark + "@harbour-clinic.example"));

        assertThat(db.sql("select t.priority_ from act_ru_ext_task t"
                                + " join act_ru_execution e on e.id_ = t.proc_inst_id_ join guest g on g.id::text = e.business_key_"
                                + " where g.email like :mine order by 1")
                        .param("mine", "%" + mark + "%")
                        .query(Integer.class)
                        .list())
                .containsExactly(Priority.REST, Priority.PERSON_WAITS);
    }

    @Test
    void aNodeKilledInTheMiddleOfALineLosesNothingAndDoesNothingTwice() {
        String file = confirmable(lines(30));
        confirm(file);

        assertThatThrownBy(killedAt(24)::runOnce).isInstanceOf(Killed.class);
        assertThat(done(file)).isBetween(1, 29);
        assertThatThrownBy(killedAt(10)::runOnce).isInstanceOf(Killed.class);
        work();

        assertThat(hospital.get("amara.singh", API + "/" + file)
                        .json()
                        .path("results")
                        .path("REQUESTED")
                        .asInt())
                .isEqualTo(30);
        assertThat(guests()).isEqualTo(30);
    }

    @Test
    void severalNodesShareTheLinesAndNeverTheSameOne() {
        String file = confirmable(lines(60));
        confirm(file);

        List<CompletableFuture<Integer>> nodes = IntStream.range(0, 4)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> {
                    int done = 0;
                    for (int more = 1; more > 0; done += more) {
                        more = worker.runOnce();
                    }
                    return done;
                }))
                .toList();

        assertThat(nodes.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(60);
        assertThat(guests()).isEqualTo(60);
        assertThat(state(file)).isEqualTo("FINISHED");
    }

    @Test
    void whatMayPassIsTriedAgainBehindTheOthersAndThenSaid() {
        String file = confirmable(lines(3));
        confirm(file);
        AtomicInteger calls = new AtomicInteger();
        BulkWorker troubled = worker(clock, peopleWho(id -> {
            if (calls.getAndIncrement() == 0) {
                throw new IllegalStateException("x@y.example is not for the log");
            }
        }));

        troubled.runOnce();
        assertThat(done(file)).isEqualTo(2);
        assertThat(state(file)).isEqualTo("RUNNING");
        clock.step(Duration.ofSeconds(3));
        troubled.runOnce();
        assertThat(done(file)).isEqualTo(3);

        String other = confirmable(lines(2, "other"));
        confirm(other);
        BulkWorker broken = worker(clock, peopleWho(id -> {
            throw new IllegalStateException("always");
        }));
        for (int pause = 3; pause < 4000; pause *= 4) {
            broken.runOnce();
            clock.step(Duration.ofSeconds(pause));
        }
        JsonNode after = hospital.get("amara.singh", API + "/" + other).json();
        assertThat(after.path("state").asText()).isEqualTo("FINISHED");
        assertThat(after.path("results").path("FAILED").asInt()).isEqualTo(2);
        assertThat(after.findValuesAsText("problem")).allMatch(text -> text.startsWith("Something unexpected"));
    }

    @Test
    void theSameFileTwiceChangesNothing() {
        String text = HEAD + lines(5);

        Reply first = upload("amara.singh", text, "?confirm=true");
        work();
        Reply second = upload("amara.singh", text, "?confirm=true");
        work();

        assertThat(first.status()).isEqualTo(202);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().path("id")).isEqualTo(first.json().path("id"));
        assertThat(second.json().path("state").asText()).isEqualTo("FINISHED");
        assertThat(guests()).isEqualTo(5);
    }

    @Test
    void theSameFileAtOnceIsOneFile() {
        String text = HEAD + lines(20);

        List<CompletableFuture<Reply>> replies = IntStream.range(0, 4)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> upload("amara.singh", text, "")))
                .toList();

        assertThat(replies.stream()
                        .map(CompletableFuture::join)
                        .map(reply -> reply.json().path("id").asText()))
                .doesNotContain("")
                .satisfies(ids -> assertThat(
                                Map.copyOf(ids.stream().collect(Collectors.toMap(id -> id, id -> 1, Integer::sum))))
                        .hasSize(1));
    }

    @Test
    void aFileWithAnotherHashAsksNobodyTwice() {
        upload("amara.singh", HEAD + lines(3), "?confirm=true");
        work();

        JsonNode again = upload(
                        "amara.singh",
                        HEAD + lines(3).toUpperCase(Locale.ROOT).replace("HEALTH-RECORDS", "health-records"),
                        "?confirm=true")
                .json();
        work();

        assertThat(again.path("foretold").path("ON_LIST").asInt()).isEqualTo(3);
        JsonNode after = hospital.get(
                        "amara.singh", API + "/" + again.path("id").asText())
                .json();
        assertThat(after.path("results").path("ON_LIST").asInt()).isEqualTo(3);
        assertThat(guests()).isEqualTo(3);
    }

    @Test
    void somebodyElsesGuestIsNotRevealedAndIsAskedOnlyOnceTheFileIsConfirmed() {
        upload("amara.singh", HEAD + lines(1), "?confirm=true");
        work();
        String guest = db.sql("select id::text from guest where email like ?")
                .param(mark + "%")
                .query(String.class)
                .single();

        JsonNode bens = upload("ben.ortiz", HEAD + lines(1).replace("amara.singh", ""), "")
                .json();
        JsonNode others = upload("ben.ortiz", HEAD + lines(1, "nobody").replace("amara.singh", ""), "")
                .json();
        assertThat(bens.path("foretold")).as("as of an address nobody has").isEqualTo(others.path("foretold"));
        assertThat(expected(bens)).isEqualTo(expected(others)).containsExactly("REQUESTED");
        assertThat(page("/invitations/bulk/" + bens.path("id").asText()).replaceAll(mark + "\\w*", "…"))
                .contains("Will be asked for")
                .doesNotContain("Known here");
        assertThat(timeline(guest)).doesNotContain("co-sponsorship-asked");

        String file = bens.path("id").asText();
        hospital.as("ben.ortiz", "POST", API + "/" + file + "/confirmation", "");
        work();

        assertThat(timeline(guest)).containsOnlyOnce("co-sponsorship-asked");
        Reply after = hospital.get("ben.ortiz", API + "/" + file);
        assertThat(after.json().path("results").path("KNOWN_HERE").asInt()).isEqualTo(1);
        assertThat(after.text()).doesNotContain(guest);
    }

    @Test
    void aFileIsSeenByItsUploaderAndAdministratorsOnly() {
        String file = confirmable(lines(1));

        assertThat(hospital.get("admin", API + "/" + file).status()).isEqualTo(200);
        for (String other : List.of("ben.ortiz", "owner")) {
            assertThat(hospital.get(other, API + "/" + file).status()).isEqualTo(404);
            assertThat(hospital.get(other, API + "/" + file + "/result").status())
                    .isEqualTo(404);
            assertThat(hospital.as(other, "POST", API + "/" + file + "/confirmation", "")
                            .status())
                    .isEqualTo(404);
            assertThat(hospital.as(other, "DELETE", API + "/" + file, "").status())
                    .isEqualTo(404);
        }
        assertThat(hospital.as("admin", "POST", API + "/" + file + "/confirmation", "")
                        .status())
                .isEqualTo(409);
        assertThat(hospital.get("amara.singh", API + "/not-an-id").status()).isEqualTo(404);
    }

    @Test
    void whatIsNotConfirmedAsksNobodyAndCanBeDiscarded() {
        String file = confirmable(lines(2));
        work();
        assertThat(guests()).isZero();

        assertThat(hospital.as("amara.singh", "DELETE", API + "/" + file, "").status())
                .isEqualTo(204);
        assertThat(hospital.get("amara.singh", API + "/" + file).status()).isEqualTo(404);

        String other = confirmable(lines(2));
        confirm(other);
        assertThat(hospital.as("amara.singh", "DELETE", API + "/" + other, "").status())
                .isEqualTo(409);
    }

    @Test
    void theResultIsAFileWithoutFormulas() {
        String name = "=HYPERLINK(\"\"https://evil.example\"\")";
        String file = confirmable(line(mark + "f@harbour-clinic.example", "amara.singh")
                .replaceAll("Dr Maya Okafor [^;]*", Matcher.quoteReplacement("\"" + name + "\"")));
        confirm(file);
        work();

        Reply result = hospital.get("amara.singh", API + "/" + file + "/result");
        assertThat(result.contentType()).startsWith("text/csv");
        assertThat(result.text()).contains("Asked for").contains("\"'=HYPERLINK(\"\"https://evil.example\"\")\"");
        assertThat(db.sql("select display_name from guest where email like ?")
                        .param(mark + "%")
                        .query(String.class)
                        .single())
                .as("stored as it is")
                .isEqualTo("=HYPERLINK(\"https://evil.example\")");
    }

    @Test
    void aFinishedFileForgetsItsPeopleAndMayComeAgain() {
        String text = HEAD + lines(2);
        String file =
                upload("amara.singh", text, "?confirm=true").json().path("id").asText();
        work();
        String unconfirmed =
                upload("amara.singh", text + "\n", "").json().path("id").asText();

        db.sql("update bulk_invitation set uploaded_at = uploaded_at - interval '31 days',"
                        + " finished_at = finished_at - interval '31 days'")
                .update();
        housekeeping.run();

        Reply after = hospital.get("amara.singh", API + "/" + file);
        assertThat(after.text()).doesNotContain(mark);
        assertThat(after.json().path("results").path("REQUESTED").asInt()).isEqualTo(2);
        assertThat(hospital.get("amara.singh", API + "/" + unconfirmed).status())
                .isEqualTo(404);
        assertThat(upload("amara.singh", text, "").status()).isEqualTo(202);
    }

    @Test
    void whoLeavesManyFilesUnconfirmedIsToldToDealWithThemFirst() {
        String ben = people.named("ben.ortiz").orElseThrow().id().value();
        db.sql("insert into bulk_invitation (id, uploader, sha256, language, state, row_count, uploaded_at)"
                        + " select gen_random_uuid(), ?, ? || n, 'en', 'CHECKED', 0, ?"
                        + " from generate_series(1, ?) n")
                .params(ben, mark, Timestamp.from(clock.instant()), settings.mostUnconfirmed())
                .update();
        try {
            Reply refused = upload("ben.ortiz", HEAD + lines(1).replace("amara.singh", ""), "");

            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.json().path("detail").asText()).contains("wait to be confirmed");
        } finally {
            db.sql("delete from bulk_invitation where sha256 like ?")
                    .param(mark + "%")
                    .update();
        }
        assertThat(upload("ben.ortiz", HEAD + lines(1).replace("amara.singh", ""), "")
                        .status())
                .isEqualTo(202);
    }

    private List<String> expected(JsonNode file) {
        return hospital.get("ben.ortiz", API + "/" + file.path("id").asText())
                .json()
                .findValuesAsText("expected");
    }

    private String page(String path) {
        return HttpSession.of(SeedPeople.BEN, port).get(path).body();
    }

    private UUID clinicThatWillGo() {
        UUID id = UUID.randomUUID();
        db.sql(
                        "insert into clinic (id, key, name, owner_approves, created_at) values (?, ?, 'Gone Clinic', false, now())")
                .params(id, mark)
                .update();
        db.sql("insert into clinic_domain (domain, clinic_id) values (?, ?)")
                .params(mark + ".example", id)
                .update();
        return id;
    }

    private String lines(int number) {
        return lines(number, "");
    }

    private String lines(int number, String more) {
        return IntStream.range(0, number)
                .mapToObj(n -> line(mark + more + n + "@harbour-clinic.example", "amara.singh"))
                .collect(Collectors.joining());
    }

    private String line(String email, String sponsor) {
        return email + ";Dr Maya Okafor " + email.replaceAll("@.*", "") + ";" + sponsor + ";health-records;"
                + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(90) + ";Shared care\n";
    }

    private Reply upload(String user, String text, String query) {
        return hospital.as(user, "POST", API + query, text, "Content-Type", "text/csv");
    }

    private String confirmable(String lines) {
        Reply reply = upload("amara.singh", HEAD + lines, "");
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json().path("id").asText();
    }

    private void confirm(String file) {
        assertThat(hospital.as("amara.singh", "POST", API + "/" + file + "/confirmation", "")
                        .status())
                .isEqualTo(202);
    }

    /** Works until nothing is open any more; time passes only while nothing is due. */
    private void work() {
        for (int idle = 0; idle < 200; idle++) {
            pump.run();
            long open = db.sql("select (select count(*) from effect where state in ('PLANNED', 'SENT', 'UNKNOWN'))"
                            + " + (select count(*) from bulk_invitation where state = 'RUNNING')")
                    .query(Long.class)
                    .single();
            if (open == 0) {
                return;
            }
            clock.step(Duration.ofMillis(500));
        }
    }

    private int done(String file) {
        return hospital.get("amara.singh", API + "/" + file).json().path("done").asInt();
    }

    private String state(String file) {
        return hospital.get("amara.singh", API + "/" + file)
                .json()
                .path("state")
                .asText();
    }

    private long guests() {
        return db.sql("select count(*) from guest where email_key like ?")
                .param(mark + "%")
                .query(Long.class)
                .single();
    }

    private List<String> timeline(String guest) {
        return hospital.get("amara.singh", "/api/guests/" + guest + "/timeline")
                .json()
                .findValuesAsText("code");
    }

    private long lastLogged() {
        JsonNode log = hospital.tenant("GET", "/_sim/log?after=0", "").json();
        return log.isEmpty() ? 0 : log.get(log.size() - 1).path("seq").asLong();
    }

    /** How often the tenant has accepted an invitation of each address, by its own log. */
    private Map<String, Integer> invited(long since) {
        Map<String, Integer> times = new HashMap<>();
        for (JsonNode entry :
                hospital.tenant("GET", "/_sim/log?after=" + since, "").json()) {
            String address = entry.path("body").path("invitedUserEmailAddress").asText();
            if (address.startsWith(mark)) {
                times.merge(address, 1, Integer::sum);
            }
        }
        return times;
    }

    /** As {@code kill -9} looks to the database: whatever was not committed did not happen. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** One more node, which dies when it looks at the clock for the n-th time; each even look comes after a guest was registered and before its line is settled. */
    private BulkWorker killedAt(int look) {
        AtomicInteger looks = new AtomicInteger();
        return worker(
                new Clock() {
                    @Override
                    public Instant instant() {
                        if (looks.incrementAndGet() == look) {
                            throw new Killed();
                        }
                        return clock.instant();
                    }

                    @Override
                    public ZoneId getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        return this;
                    }
                },
                people);
    }

    private BulkWorker worker(Clock itsClock, People itsPeople) {
        return new BulkWorker(due, invitations, itsPeople, texts, transactions, itsClock);
    }

    private People peopleWho(Consumer<Object> first) {
        return (People) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {People.class}, (proxy, method, arguments) -> {
                    first.accept(arguments[0]);
                    return method.invoke(people, arguments);
                });
    }
}
