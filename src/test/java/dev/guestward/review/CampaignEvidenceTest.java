package dev.guestward.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.Hospital;
import dev.guestward.Pump;
import dev.guestward.audit.Checkpoints;
import dev.guestward.audit.EvidenceCheck;
import dev.guestward.clinic.Clinics;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.NewGuest;
import dev.guestward.people.Viewer;
import dev.guestward.platform.PlatformTest;
import dev.guestward.simulatedtenant.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What an auditor is given about a campaign: complete, whole, and readable by spreadsheets without harm. */
class CampaignEvidenceTest extends PlatformTest {
    private static final Viewer ADA = Viewer.of(SeedPeople.ADMIN);

    @TempDir
    Path compiled = Path.of("");

    @Autowired
    Campaigns campaigns;

    @Autowired
    CampaignEvidence evidence;

    @Autowired
    Reviews reviews;

    @Autowired
    Guests guests;

    @Autowired
    Clinics clinics;

    @Autowired
    Checkpoints checkpoints;

    @Autowired
    Pump pump;

    @Autowired
    JdbcClient db;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    @Value("${spring.datasource.url}")
    String url = "";

    @Value("${spring.flyway.user}")
    String owner = "";

    @Value("${spring.flyway.password}")
    String password = "";

    private final List<GuestId> mine = new ArrayList<>();

    @BeforeEach
    void twoGuests() {
        db.sql("update review_item set outcome = 'STOPPED', outcome_at = now() where outcome is null")
                .update();
        db.sql("update review set closed_at = now(), closed_as = 'STOPPED' where closed_at is null")
                .update();
        // nobody has had a letter today
        db.sql("delete from review_notice").update();
        db.sql("delete from mail_message where kind = 'REVIEW_DIGEST'").update();
        mine.add(active("=HYPERLINK(\"https://evil.example\")"));
        mine.add(active("Dr Maya Okafor"));
    }

    @AfterEach
    void leaveNobody() {
        mine.forEach(guest -> db.sql("update guest set state = 'DECLINED' where id = ?")
                .param(guest.value())
                .update());
    }

    @Test
    void everythingThatWasAskedSaidAndDoneIsInItAndATamperIsFound() throws Exception {
        UUID campaign = answered();
        // the account is gone, what is known of it is not
        db.sql("update guest set state = 'DELETED' where id = ?")
                .param(mine.get(1).value())
                .update();
        checkpoints.run();

        Map<String, byte[]> files = pack(campaign);

        assertThat(files).containsKeys("summary.txt", "audit/chains.txt", "audit/checkpoints.txt", "manifest.sig");
        assertThat(text(files, "summary.txt"))
                .contains(
                        "Campaign: Before the move", "Scope: LIST", "Started by: Ada Winter", "Guests in the scope: 2");
        assertThat(text(files, "guests.csv"))
                .contains("'=HYPERLINK", "Dr Maya Okafor", "Amara Singh," + SeedPeople.AMARA.id())
                .doesNotContain(",=HYPERLINK")
                .doesNotContain("\"=HYPERLINK");
        assertThat(text(files, "reviewers.csv")).contains("CAMPAIGN,SPONSOR,Amara Singh");
        assertThat(text(files, "summary.txt"))
                .contains("Amara Singh (" + SeedPeople.AMARA.id() + "), sponsor: 2 decisions; answered in time, at ")
                .contains("Checkpoints that sign these guests' chains: ")
                .contains("  summary.pdf: the same, to be read and printed");
        assertThat(pdf(files)).contains("Before the move", "Amara Singh", "answered in time", "bin/verify-evidence");
        assertThat(text(files, "signals.csv")).contains(",2,1,0,0,,").contains("2 guests in ", ", one kept");
        assertThat(text(files, "second-looks.csv")).contains("kept_by,kept_by_id");
        assertThat(text(files, "mails.csv"))
                .contains("Amara Singh", "OPENED")
                .contains(db.sql("select m.id from mail_message m join review_notice n on n.letter = m.dedup_key"
                                + " join review r on r.id = n.review_id where r.campaign_id = ?")
                        .param(campaign)
                        .query(UUID.class)
                        .single()
                        .toString());
        assertThat(text(files, "access-before.csv")).contains("health-records");
        assertThat(text(files, "decisions.csv")).contains("KEEP", "REMOVE,'-1+1 has moved on,false,Amara Singh");
        assertThat(text(files, "outcomes.csv")).contains("APPLIED", "REVIEW");
        assertThat(text(files, "access-after.csv")).contains("DELETED");
        for (GuestId guest : mine) {
            assertThat(text(files, "audit/chains.txt")).contains("guest=" + guest);
        }
        EvidenceCheck check = new EvidenceCheck(compiled);
        assertThat(check.of(files)).isEmpty();
        files.put(
                "decisions.csv",
                text(files, "decisions.csv").replace("REMOVE", "KEEP").getBytes(StandardCharsets.UTF_8));
        assertThat(check.of(files)).anyMatch(line -> line.contains("decisions.csv"));
        byte[] summary = Objects.requireNonNull(files.get("summary.pdf")).clone();
        summary[summary.length / 2] ^= 1;
        files.put("summary.pdf", summary);
        assertThat(new EvidenceCheck(compiled).of(files)).anyMatch(line -> line.contains("summary.pdf"));
    }

    @Test
    void aTransferThatBreaksOffIsNeverSigned() {
        UUID campaign = answered();
        Campaigns.Progress progress = campaigns.progress(campaign, ADA);
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        OutputStream line = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                if (arrived.size() > 2_000) {
                    throw new IOException("hung up");
                }
                arrived.write(b);
            }
        };

        assertThatThrownBy(() -> evidence.write(progress, ADA, line)).hasMessageContaining("hung up");

        assertThat(arrived.toString(StandardCharsets.ISO_8859_1)).doesNotContain("manifest.sig");
    }

    private static String pdf(Map<String, byte[]> files) throws IOException {
        try (PDDocument document = Loader.loadPDF(Objects.requireNonNull(files.get("summary.pdf")))) {
            return new PDFTextStripper().getText(document);
        }
    }

    @Test
    void howItWasAnsweredAndWhoIsToAnswerIsForAdministratorsOnly() {
        UUID campaign = answered();
        Hospital hospital = new Hospital(URI.create("http://localhost:" + port), URI.create("http://localhost:1"));
        String path = "/api/campaigns/" + campaign;

        JsonNode signal = hospital.get("admin", path + "/signals").json().path(0);
        assertThat(signal.at("/person/displayName").asText()).isEqualTo("Amara Singh");
        assertThat(signal.path("guests").asInt()).isEqualTo(2);
        assertThat(signal.path("text").asText()).startsWith("2 guests in ").endsWith(", one kept");
        assertThat(hospital.get("admin", path + "/second-looks").json()).isEmpty();
        assertThat(hospital.get("admin", path + "/reviews").json())
                .as("nobody waits any more")
                .isEmpty();
        Map<String, Object> wish = Map.of("review", signal.path("review").asText(), "to", "ben.ortiz");
        assertThat(hospital.as("admin", "POST", path + "/reassignments", wish).status())
                .isEqualTo(409);
        for (String part : List.of("/signals", "/second-looks", "/reviews")) {
            assertThat(hospital.get("amara.singh", path + part).status())
                    .as(part)
                    .isEqualTo(403);
            assertThat(hospital.anonymous("GET", path + part, null).status())
                    .as(part)
                    .isEqualTo(401);
        }
        assertThat(hospital.as("amara.singh", "POST", path + "/reassignments", wish)
                        .status())
                .isEqualTo(403);
        String own = "/api/reviews/" + signal.path("review").asText();
        assertThat(hospital.get("amara.singh", own).text())
                .as("never put before the reviewer")
                .doesNotContain("signals", "notable", "seconds");
    }

    @Test
    void administratorsTakeItAwayAndNobodyElse() {
        UUID campaign = answered();
        Hospital hospital = new Hospital(URI.create("http://localhost:" + port), URI.create("http://localhost:1"));
        String path = "/api/campaigns/" + campaign + "/evidence";

        assertThat(hospital.get("admin", path).status()).isEqualTo(200);
        assertThat(hospital.get("amara.singh", path).status()).isEqualTo(403);
        assertThat(hospital.anonymous("GET", path, null).status()).isEqualTo(401);
        assertThat(hospital.get("admin", "/api/campaigns/" + UUID.randomUUID() + "/evidence")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void eachActThatWasMadeBearsTheRequestIdThatTheTenantAnsweredWith() throws Exception {
        Hospital hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        GuestId leaving = mine.get(1);
        String account = hospital.tenant(
                        "POST",
                        "/_sim/users",
                        Map.of(
                                "mail",
                                guests.get(leaving).email(),
                                "memberOf",
                                List.of(Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID)))
                .json()
                .path("id")
                .asText();
        db.sql("update guest set directory_id = ? where id = ?")
                .params(account, leaving.value())
                .update();
        // the brake of all tests is one
        db.sql("update brake_count set counted_at = counted_at - interval '25 hours'")
                .update();

        UUID campaign = answered(Decision.REMOVE_NOW);

        Map<String, byte[]> files = pack(campaign);
        Map<String, String> tenants = new HashMap<>();
        for (JsonNode change : hospital.tenant("GET", "/_sim/log?after=0", "").json()) {
            tenants.put(change.path("requestId").asText(), change.toString());
        }
        List<Map<String, String>> made = CsvLines.of(text(files, "acts.csv")).stream()
                .filter(act -> "CONFIRMED".equals(act.get("state")) && !"0".equals(act.get("attempts")))
                .toList();
        assertThat(made).extracting(act -> act.get("kind")).contains("BLOCK", "REVOKE_SESSIONS", "REMOVE_MEMBER");
        assertThat(made).allSatisfy(act -> {
            assertThat(tenants).as(act.get("kind")).containsKey(act.get("request_id"));
            assertThat(tenants.get(act.get("request_id"))).contains(account);
            assertThat(UUID.fromString(act.get("client_request_id"))).isNotNull();
        });
        assertThat(made).extracting(act -> act.get("request_id")).doesNotHaveDuplicates();
        List<Map<String, String>> calls = CsvLines.of(text(files, "calls.csv"));
        assertThat(made)
                .allSatisfy(act -> assertThat(calls).anySatisfy(call -> {
                    assertThat(call)
                            .containsEntry("act", act.get("act"))
                            .containsEntry("request_id", act.get("request_id"))
                            .containsEntry("client_request_id", act.get("client_request_id"))
                            .containsEntry("came_back", "ANSWERED");
                    assertThat(call.get("status")).startsWith("2");
                }));
        assertThat(text(files, "summary.txt")).contains("  calls.csv: ");
        assertThat(new EvidenceCheck(compiled).of(files)).isEmpty();
    }

    @Test
    void whatWasSaidCannotBeRewrittenAndWhoeverOwnsTheTablesAndDoesIsFound() throws Exception {
        UUID campaign = answered();
        UUID other = db.sql("select id from review_answer where decision = 'KEEP' order by given_at desc limit 1")
                .query(UUID.class)
                .single();
        UUID victim = db.sql("select id from review_answer where reason = '-1+1 has moved on'"
                        + " order by given_at desc limit 1")
                .query(UUID.class)
                .single();
        String rewrite = "update review_answer set reason = 'Access was never needed' where id = '" + victim + "'";
        assertThatThrownBy(() -> db.sql(rewrite).update()).rootCause().hasMessageContaining("permission denied");
        assertThatThrownBy(() -> asOwner(rewrite)).hasMessageContaining("never changed");
        EvidenceCheck check = new EvidenceCheck(compiled);
        assertThat(check.of(pack(campaign))).isEmpty();

        unguarded(rewrite);
        assertThat(check.of(pack(campaign)))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("decisions.csv: decision " + victim + " about guest " + mine.get(1) + ": changed"));

        unguarded("update review_answer set reason = '-1+1 has moved on' where id = '" + victim + "'");
        assertThat(check.of(pack(campaign))).isEmpty();
        unguarded("update review_answer set id = '" + UUID.randomUUID() + "' where id = '" + other + "'");
        assertThat(check.of(pack(campaign)))
                .as("one is gone")
                .anyMatch(line -> line.startsWith("decisions.csv: decision " + other) && line.contains(": dropped"));
    }

    /** As whoever owns the tables can, and the application cannot. */
    private void unguarded(String statement) throws SQLException {
        asOwner(
                "alter table review_answer disable trigger user",
                statement,
                "alter table review_answer enable trigger user");
    }

    private void asOwner(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, owner, password);
                Statement sql = connection.createStatement()) {
            for (String statement : statements) {
                sql.execute(statement);
            }
        }
    }

    /** The web server ends an asynchronous answer after half a minute, however well it comes along. */
    @Test
    void nothingIsAnsweredAsynchronously() {
        assertThat(mappings.getHandlerMethods().values())
                .extracting(
                        handler -> handler.getMethod().getGenericReturnType().getTypeName())
                .isNotEmpty()
                .noneMatch(type -> type.contains("StreamingResponseBody")
                        || type.contains("Callable")
                        || type.contains("DeferredResult")
                        || type.contains("CompletableFuture"));
    }

    private UUID answered() {
        return answered(Decision.REMOVE);
    }

    /** A campaign about both guests, the first of whom is kept and the second removed. */
    private UUID answered(Decision second) {
        UUID campaign = campaigns
                .start(
                        new Campaigns.Wish(
                                "Before the move",
                                "list",
                                null,
                                mine.stream().map(GuestId::toString).toList(),
                                LocalDate.now(clock).plusDays(10).toString()),
                        ADA)
                .id();
        pump.run();
        UUID review = db.sql("select id from review where campaign_id = ?")
                .param(campaign)
                .query(UUID.class)
                .single();
        Viewer amara = Viewer.of(SeedPeople.AMARA);
        List<Reviews.Entry> entries = reviews.open(review, amara).rows().stream()
                .map(row -> entry(row.item(), mine.get(0), second))
                .toList();
        reviews.decide(review, entries, amara);
        pump.run();
        return campaign;
    }

    private static Reviews.Entry entry(ReviewItem item, GuestId kept, Decision second) {
        Decision decision = item.guest().equals(kept) ? Decision.KEEP : second;
        return new Reviews.Entry(
                item.id(), item.version(), decision, decision == Decision.KEEP ? null : "-1+1 has moved on", false);
    }

    private Map<String, byte[]> pack(UUID campaign) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        evidence.write(campaigns.progress(campaign, ADA), ADA, out);
        return new HashMap<>(EvidenceCheck.unpacked(out.toByteArray()));
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(Objects.requireNonNull(files.get(name)), StandardCharsets.UTF_8);
    }

    private GuestId active(String name) {
        GuestId id = guests.register(new NewGuest(
                        "evidence-" + UUID.randomUUID() + "@harbour-clinic.example",
                        name,
                        clinics.byKey("harbour").orElseThrow().id(),
                        SeedPeople.AMARA.id(),
                        SeedPeople.AMARA.id(),
                        Set.of("health-records"),
                        clock.instant().plus(Duration.ofDays(200)),
                        "Shared care of cardiology patients",
                        null,
                        "en"))
                .id();
        db.sql("update guest set state = 'ACTIVE', review_due_at = ?, directory_id = ? where id = ?")
                .params(
                        Timestamp.from(clock.instant().plus(Duration.ofDays(80))),
                        UUID.randomUUID().toString(),
                        id.value())
                .update();
        db.sql("update guest_grant set given_at = now() where guest_id = ?")
                .param(id.value())
                .update();
        return id;
    }
}
