package dev.guestward.signup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.guestward.Hospital;
import dev.guestward.Pump;
import dev.guestward.audit.AuditEntry;
import dev.guestward.audit.AuditLedger;
import dev.guestward.benchmark.CountedStatements;
import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.ClinicRequest;
import dev.guestward.clinic.Clinics;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.mail.MailOutbox;
import dev.guestward.mail.ProductAddress;
import dev.guestward.people.Person;
import dev.guestward.people.Viewer;
import dev.guestward.platform.PlatformTest;
import dev.guestward.sponsorship.LeavingPeople;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.web.context.WebApplicationContext;

/** The public page from the form to the invited guest, and everything that is tried with it. */
class SignUpTest extends PlatformTest {
    private static final Pattern TOKEN = Pattern.compile("/sign-up/confirm\\?token=([A-Za-z0-9_-]+)");
    private static final Pattern FIELD = Pattern.compile("name=\"token\"[^>]*value=\"([^\"]+)\"");
    private static final Pattern CHOICE = Pattern.compile("name=\"sponsor\"[^>]*value=\"([^\"]+)\"");
    private static final AtomicLong SOURCES = new AtomicLong(System.nanoTime());

    @Autowired
    WebApplicationContext context;

    @Autowired
    JdbcClient db;

    @Autowired
    Clinics clinics;

    @Autowired
    Guests guests;

    @Autowired
    AuditLedger audit;

    @Autowired
    Pump pump;

    @Autowired
    SignUpWorker worker;

    @Autowired
    SignUpHousekeeping housekeeping;

    @Autowired
    SignUpSuccession succession;

    @Autowired
    LeavingPeople leaving;

    @Autowired
    SignUpTable table;

    @Autowired
    SignUpSecrets secrets;

    @Autowired
    SignUpRules rules;

    @Autowired
    SignUpSettings settings;

    @Autowired
    DataSource dataSource;

    @Autowired
    SignUpSponsors sponsors;

    @Autowired
    SignUpLetters letters;

    @Autowired
    HospitalSettings hospital;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    MailOutbox outbox;

    @Autowired
    ProductAddress product;

    private final String key = "s" + Long.toString(System.nanoTime(), 36);
    private final String email = "maya.okafor@" + key + ".example";
    private final String source = freshSource();
    private MockMvc pages = MockMvcBuilders.standaloneSetup().build();

    @BeforeEach
    void begin() {
        pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
        work();
    }

    @Test
    void everyAddressIsAnsweredTheSameAndOnlyOneOfAClinicThatTakesSignUpsGetsAMail() throws Exception {
        clinic(key, SeedPeople.AMARA);
        clinic(key + "-none");
        clinic(key + "-over", SeedPeople.AMARA);
        db.sql("update clinic set agreement_end = ? where key = ?")
                .params(today().minusDays(1), key + "-over")
                .update();
        String guest = "known@" + key + ".example";
        assertThat(api().invite("amara.singh", Hospital.invitation(guest)).status())
                .isEqualTo(202);
        String other = "theirs@" + key + ".example";
        Map<String, Object> ofBen = Hospital.invitation(other);
        ofBen.put("sponsor", "ben.ortiz");
        assertThat(api().invite("ben.ortiz", ofBen).status()).isEqualTo(202);
        List<String> unwanted = List.of(
                guest,
                other.toUpperCase(java.util.Locale.ROOT),
                "x@" + key + "-none.example",
                "x@" + key + "-over.example",
                "x@unknown-" + key + ".example",
                "x@throwaway-mail.example",
                "x@northfield.example",
                "amara.singh@northfield.example");

        MockHttpServletResponse good = send(email, source);
        for (String address : unwanted) {
            MockHttpServletResponse answer = send(address, source);
            assertThat(answer.getStatus()).as(address).isEqualTo(good.getStatus());
            assertThat(headers(answer)).as(address).isEqualTo(headers(good));
            assertThat(answer.getContentAsByteArray()).as(address).isEqualTo(good.getContentAsByteArray());
        }
        work();

        assertThat(good.getRedirectedUrl()).isEqualTo("/sign-up/sent");
        assertThat(mails(email)).isEqualTo(1);
        for (String address : unwanted) {
            assertThat(mails(address)).as(address).isZero();
        }
        assertThat(db.sql("select count(*) from sign_up where state = 'DROPPED' and"
                                + " num_nonnulls(email, display_name, purpose, grants, access_until, token_hash) > 0")
                        .query(Long.class)
                        .single())
                .as("what is not used is forgotten at once")
                .isZero();
    }

    @Test
    void everyAddressCostsTheSameWork() {
        clinic(key, SeedPeople.AMARA);
        String guest = "known@" + key + ".example";
        assertThat(api().invite("amara.singh", Hospital.invitation(guest)).status())
                .isEqualTo(202);
        CountedStatements counted = new CountedStatements();
        JdbcClient watched =
                JdbcClient.create((DataSource) counted.postProcessAfterInitialization(dataSource, "dataSource"));
        SignUpSecrets keys = new SignUpSecrets(watched);
        SignUps page = new SignUps(
                rules, new SignUpProof(keys, settings, clock), new SignUpTable(watched), keys, settings, clock);

        Map<String, Long> good = counted.during(() -> receive(page, email));

        assertThat(good.keySet()).anyMatch(sql -> sql.startsWith("insert into sign_up"));
        for (String address :
                List.of(guest, email, "x@unknown-" + key + ".example", "amara.singh@northfield.example")) {
            assertThat(counted.during(() -> receive(page, address))).as(address).isEqualTo(good);
        }
        assertThat(mails(email)).as("nothing is mailed while somebody waits").isZero();
    }

    private void receive(SignUps page, String address) {
        page.receive(
                new SignUpForm(
                        address,
                        "Dr Maya Okafor",
                        "Shared care",
                        null,
                        today().plusDays(90).toString(),
                        openedBefore(Duration.ofSeconds(3)),
                        ""),
                source,
                Locale.ENGLISH);
    }

    @Test
    void whatComesWithoutThePageOrFasterThanAPersonWritesHasToBeSentAgain() throws Exception {
        clinic(key, SeedPeople.AMARA);
        String good = openedBefore(Duration.ofSeconds(3));
        for (String opened : List.of(
                "",
                openedBefore(Duration.ofSeconds(2)),
                openedBefore(Duration.ofHours(13)),
                good.substring(0, good.length() - 1),
                "1" + good,
                "1." + good.substring(good.indexOf('.') + 1))) {
            MockHttpServletResponse answer = send(email, source, Map.of("opened", opened));

            assertThat(answer.getStatus()).as(opened).isEqualTo(422);
            assertThat(text(answer)).as(opened).contains("send it once more", "Dr Maya Okafor", email);
        }
        work();
        assertThat(mails(email)).isZero();

        assertThat(send(email, source).getRedirectedUrl()).isEqualTo("/sign-up/sent");
        work();
        assertThat(mails(email)).isEqualTo(1);
    }

    @Test
    void whatFillsInTheFieldThatNobodySeesIsAnsweredTheSameAndDropped() throws Exception {
        clinic(key, SeedPeople.AMARA);
        MockHttpServletResponse plain = send("y" + email, source);

        MockHttpServletResponse script = send(email, source, Map.of("website", "https://elsewhere.example"));
        work();

        assertThat(script.getStatus()).isEqualTo(plain.getStatus());
        assertThat(headers(script)).isEqualTo(headers(plain));
        assertThat(mails(email)).isZero();
        assertThat(mails("y" + email)).isEqualTo(1);
    }

    @Test
    void nobodyIsMailedWhomTheFormNames() throws Exception {
        clinic(key, SeedPeople.CHLOE);
        long before = waitingMails(SeedPeople.BEN);

        MockHttpServletResponse plain = send("y" + email, source);
        MockHttpServletResponse naming = send(
                email, source, Map.of("sponsor", SeedPeople.BEN.mail(), "sponsorEmail", "stranger@elsewhere.example"));
        work();
        confirm(token(email));

        assertThat(naming.getStatus()).isEqualTo(plain.getStatus());
        assertThat(headers(naming)).isEqualTo(headers(plain));
        assertThat(waitingMails(SeedPeople.BEN)).isEqualTo(before);
        assertThat(db.sql("select count(*) from mail_message where to_address = 'stranger@elsewhere.example'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void theAnswerPageIsTheSameForEverybody() throws Exception {
        MockHttpServletResponse first = read("/sign-up/sent");
        MockHttpServletResponse second = read("/sign-up/sent");

        assertThat(first.getStatus()).isEqualTo(200);
        assertThat(first.getContentAsByteArray()).isEqualTo(second.getContentAsByteArray());
        assertThat(text(first)).contains("If the address can be used here").doesNotContain("??");
        assertThat(first.getHeader("Content-Security-Policy")).contains("default-src 'self'");
        assertThat(text(perform(get("/sign-up/sent").header("Accept-Language", "de-AT"))))
                .contains("Wenn die Adresse hier verwendet werden kann");
    }

    @Test
    void theMailHoldsNothingThatWasTypedAndTheSponsorHearsNothingBeforeTheConfirmation() throws Exception {
        clinic(key, SeedPeople.CHLOE);
        long before = waitingMails(SeedPeople.CHLOE);

        send(email, source, Map.of("displayName", "Evil Trickster", "purpose", "Visit trick.example now"));
        work();

        String mail = mail(email);
        assertThat(mail).doesNotContain("Trickster").doesNotContain("trick.example");
        assertThat(waitingMails(SeedPeople.CHLOE)).isEqualTo(before);
        assertThat(db.sql("select token_hash from sign_up where email = ?")
                        .param(email)
                        .query(String.class)
                        .single())
                .matches("[0-9a-f]{64}")
                .isNotEqualTo(token(email));

        confirm(token(email));

        assertThat(waitingMails(SeedPeople.CHLOE)).isEqualTo(before + 1);
        assertThat(db.sql("select subject || text_body from mail_message where kind = 'SIGN_UP_WAITING'"
                                + " and to_address = ? order by created_at desc limit 1")
                        .param(SeedPeople.CHLOE.mail())
                        .query(String.class)
                        .single())
                .contains("/sign-ups/" + id(email))
                .doesNotContain("Trickster")
                .doesNotContain("trick.example")
                .doesNotContain(email);
    }

    @Test
    void readingTheLinkConfirmsNothing() throws Exception {
        clinic(key, SeedPeople.AMARA);
        send(email, source);
        work();

        MockHttpServletResponse first = read("/sign-up/confirm?token=" + token(email));
        MockHttpServletResponse second = read("/sign-up/confirm?token=" + token(email));

        assertThat(first.getStatus()).isEqualTo(200);
        assertThat(second.getStatus()).isEqualTo(200);
        assertThat(text(first)).contains("Yes, it was me").doesNotContain("Singh");
        assertThat(state(email)).isEqualTo("MAILED");
    }

    @Test
    void everyTokenThatIsNotGoodGetsTheSamePage() throws Exception {
        clinic(key, SeedPeople.AMARA);
        send(email, source);
        work();
        String token = token(email);
        byte[] wrong = refused("A".repeat(43));

        assertThat(refused(token.substring(0, 42))).as("truncated").isEqualTo(wrong);
        assertThat(refused(token + "A")).as("too long").isEqualTo(wrong);
        assertThat(refused("")).as("empty").isEqualTo(wrong);
        assertThat(refused("../" + token)).as("odd").isEqualTo(wrong);
        assertThat(refused(secrets.ofToken(token))).as("what the table holds").isEqualTo(wrong);
        assertThat(perform(post("/sign-up/confirm").with(csrf())).getContentAsByteArray())
                .isEqualTo(wrong);
        assertThat(confirm(token).getStatus()).isEqualTo(200);
        assertThat(refused(token)).as("used").isEqualTo(wrong);
        assertThat(read("/sign-up/confirm?token=" + token).getContentAsByteArray())
                .isEqualTo(wrong);
    }

    @Test
    void anExpiredTokenIsNotGood() throws Exception {
        clinic(key, SeedPeople.AMARA);
        send(email, source);
        work();
        db.sql("update sign_up set expires_at = now() - interval '1 second' where email = ?")
                .param(email)
                .update();

        assertThat(refused(token(email))).isEqualTo(refused("A".repeat(43)));
        assertThat(state(email)).isEqualTo("MAILED");
    }

    @Test
    void twoConfirmationsAtOnceAreOne() throws Exception {
        clinic(key, SeedPeople.AMARA);
        send(email, source);
        work();
        String token = token(email);

        List<CompletableFuture<Integer>> both = Stream.of(1, 2)
                .map(n -> CompletableFuture.supplyAsync(() -> status(token)))
                .toList();

        assertThat(both.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(200, 400);
        assertThat(db.sql("select count(*) from mail_message where dedup_key = ?")
                        .param("SIGN_UP_WAITING:" + id(email) + ":" + SeedPeople.AMARA.id())
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void oneConfirmationEndsTheOtherLinksToTheSameAddress() throws Exception {
        clinic(key, SeedPeople.AMARA);
        send(email, source);
        work();
        String first = token(email);
        send(email, source);
        work();
        String second = token(email);

        assertThat(confirm(second).getStatus()).isEqualTo(200);

        assertThat(second).isNotEqualTo(first);
        assertThat(confirm(first).getStatus()).isEqualTo(400);
        send(email, source);
        work();
        assertThat(mails(email)).as("none while a request waits").isEqualTo(2);
    }

    @Test
    void oneOfSeveralSponsorsIsChosenAfterTheConfirmationAndOnlyFromTheList() throws Exception {
        clinic(key, SeedPeople.AMARA, SeedPeople.BEN);
        send(email, source);
        work();
        MockHttpServletResponse page = confirm(token(email));
        assertThat(text(page)).contains("Amara Singh", "Ben Ortiz").doesNotContain("Chloe");
        assertThat(text(page)).doesNotContain(SeedPeople.BEN.id().value());
        String toChoose = first(FIELD, text(page));
        List<String> choices =
                CHOICE.matcher(text(page)).results().map(m -> m.group(1)).toList();

        for (String invented : List.of(
                SeedPeople.CHLOE.id().value(),
                "chloe.martin",
                "",
                SeedPeople.BEN.id().value())) {
            MockHttpServletResponse again = choose(toChoose, invented);
            assertThat(again.getStatus()).isEqualTo(422);
            assertThat(text(again)).contains("Choose one of these people.");
        }
        assertThat(state(email)).isEqualTo("CONFIRMED");
        assertThat(choose("A".repeat(43), choices.get(1)).getStatus()).isEqualTo(400);

        assertThat(choose(toChoose, choices.get(1)).getStatus()).isEqualTo(200);
        assertThat(choose(toChoose, choices.get(0)).getStatus()).isEqualTo(400);

        assertThat(db.sql("select sponsor from sign_up where email = ?")
                        .param(email)
                        .query(String.class)
                        .single())
                .isEqualTo(SeedPeople.BEN.id().value());
    }

    @Test
    void aSponsorSeesAndAnswersOnlyTheirOwn() throws Exception {
        UUID id = waiting();
        String page = "/sign-ups/" + id;

        assertThat(text(as(SeedPeople.AMARA, get("/sign-ups")))).contains(page);
        assertThat(text(as(SeedPeople.AMARA, get("/")))).contains("href=\"/sign-ups\"");
        for (Person other : List.of(SeedPeople.BEN, SeedPeople.OWNER)) {
            String user = other.userName();
            assertThat(text(as(other, get("/sign-ups")))).doesNotContain(id.toString());
            assertThat(as(other, get(page)).getStatus()).isEqualTo(404);
            assertThat(as(other, post(page + "/acceptance").with(csrf())).getStatus())
                    .isEqualTo(404);
            assertThat(as(other, post(page + "/decline").param("reason", "no").with(csrf()))
                            .getStatus())
                    .isEqualTo(404);
            assertThat(api().get(user, "/api/sign-ups").text()).doesNotContain(id.toString());
            assertThat(api().as(user, "POST", "/api/sign-ups/" + id + "/acceptance", "")
                            .status())
                    .isEqualTo(404);
            assertThat(api().as(user, "POST", "/api/sign-ups/" + id + "/decline", Map.of("reason", "no"))
                            .status())
                    .isEqualTo(404);
            assertThat(api().as(user, "POST", "/api/sign-ups/" + id + "/sponsor", Map.of("sponsor", user))
                            .status())
                    .isEqualTo(404);
        }
        assertThat(api().as("amara.singh", "POST", "/api/sign-ups/x/acceptance", "")
                        .status())
                .isEqualTo(404);
        assertThat(api().anonymous("GET", "/api/sign-ups", "").status()).isEqualTo(401);
        assertThat(perform(get(page)).getStatus()).isEqualTo(302);
        assertThat(state(email)).isEqualTo("WAITING");
    }

    @Test
    void anAdministratorHandsItToAnotherSponsorOfTheClinicButNeverVouchesForAnybody() throws Exception {
        clinic(key, SeedPeople.AMARA, SeedPeople.BEN);
        send(email, source);
        work();
        MockHttpServletResponse toChoose = confirm(token(email));
        choose(
                first(FIELD, text(toChoose)),
                CHOICE.matcher(text(toChoose))
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group(1));
        UUID id = id(email);
        String page = "/sign-ups/" + id;
        long mailsToBen = waitingMails(SeedPeople.BEN);

        assertThat(text(as(SeedPeople.ADMIN, get("/")))).contains("href=\"/sign-ups\"");
        assertThat(text(as(SeedPeople.ADMIN, get("/sign-ups")))).contains(page, "Amara Singh");
        assertThat(text(as(SeedPeople.ADMIN, get(page))))
                .contains("Ben Ortiz", "/sponsor\"", "/decline\"")
                .doesNotContain("/acceptance\"", "??");
        assertThat(as(SeedPeople.ADMIN, post(page + "/acceptance").with(csrf())).getStatus())
                .isEqualTo(403);
        assertThat(api().as("admin", "POST", "/api" + page + "/acceptance", "").status())
                .isEqualTo(403);
        assertThat(api().as("amara.singh", "POST", "/api" + page + "/sponsor", Map.of("sponsor", "ben.ortiz"))
                        .status())
                .isEqualTo(403);
        for (String wrong : List.of("chloe.martin", "nobody", "", "admin")) {
            Hospital.Reply reply = api().as("admin", "POST", "/api" + page + "/sponsor", Map.of("sponsor", wrong));
            assertThat(reply.fields()).as(wrong).containsExactly("sponsor");
            MockHttpServletResponse form = as(
                    SeedPeople.ADMIN,
                    post(page + "/sponsor").param("sponsor", wrong).with(csrf()));
            assertThat(form.getStatus()).isEqualTo(422);
            assertThat(text(form)).contains("id=\"sponsor-problem\"");
        }

        MockHttpServletResponse handed = as(
                SeedPeople.ADMIN,
                post(page + "/sponsor")
                        .param("sponsor", SeedPeople.BEN.id().value())
                        .with(csrf()));

        assertThat(handed.getRedirectedUrl()).isEqualTo("/sign-ups");
        assertThat(waitingMails(SeedPeople.BEN)).isEqualTo(mailsToBen + 1);
        assertThat(codes(id)).containsExactly("sign-up-confirmed", "sign-up-assigned", "sign-up-assigned");
        assertThat(as(SeedPeople.AMARA, get(page)).getStatus()).isEqualTo(404);
        assertThat(text(as(SeedPeople.BEN, get(page))))
                .contains("/acceptance\"")
                .doesNotContain("/sponsor\"");
        assertThat(api().as("ben.ortiz", "POST", "/api" + page + "/acceptance", "")
                        .status())
                .isEqualTo(202);
        assertThat(api().as("admin", "POST", "/api" + page + "/sponsor", Map.of("sponsor", "amara.singh"))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void anAdministratorAsksSomebodyForWhoHasChosenNobodyOrDeclines() throws Exception {
        clinic(key, SeedPeople.AMARA, SeedPeople.BEN);
        send(email, source);
        work();
        String toChoose = first(FIELD, text(confirm(token(email))));
        String page = "/sign-ups/" + id(email);
        assertThat(text(as(SeedPeople.ADMIN, get("/sign-ups")))).contains(page, "Not chosen yet");

        assertThat(api().as("admin", "POST", "/api" + page + "/sponsor", Map.of("sponsor", "ben.ortiz"))
                        .status())
                .isEqualTo(204);

        assertThat(state(email)).isEqualTo("WAITING");
        assertThat(choose(toChoose, "x").getStatus()).as("the choice is over").isEqualTo(400);
        assertThat(api().get("admin", "/api/sign-ups").text()).contains(email, "Ben Ortiz");
        long before = allMails();
        MockHttpServletResponse declined = as(
                SeedPeople.ADMIN,
                post(page + "/decline").param("reason", "Nobody knows them").with(csrf()));
        assertThat(declined.getRedirectedUrl()).isEqualTo("/sign-ups");
        assertThat(state(email)).isEqualTo("DECLINED");
        assertThat(allMails()).isEqualTo(before);
        assertThat(as(SeedPeople.BEN, post(page + "/acceptance").with(csrf())).getStatus())
                .isEqualTo(409);
    }

    @Test
    void whatIsAcceptedBecomesTheSponsorsRequestAndAnInvitedGuest() throws Exception {
        UUID id = waiting();
        pump.run();

        Hospital.Reply bad = api().as(
                        "amara.singh",
                        "POST",
                        "/api/sign-ups/" + id + "/acceptance",
                        Map.of("accessUntil", "1999-01-01"));
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.fields()).containsExactly("accessUntil");
        assertThat(state(email)).isEqualTo("WAITING");

        Hospital.Reply reply = api().as(
                        "amara.singh",
                        "POST",
                        "/api/sign-ups/" + id + "/acceptance",
                        Map.of("purpose", "Shared care, as agreed"));
        assertThat(reply.status()).isEqualTo(202);
        pump.run();

        Guest guest = guests.openWithAddress(email).orElseThrow();
        assertThat(reply.json().path("guestId").asText()).isEqualTo(guest.id().toString());
        assertThat(guest.state()).isEqualTo(GuestState.INVITED);
        assertThat(guest.sponsor()).isEqualTo(SeedPeople.AMARA.id());
        assertThat(guest.displayName()).isEqualTo("Dr Maya Okafor");
        assertThat(guest.purpose()).isEqualTo("Shared care, as agreed");
        assertThat(api().redeemLink(email)).isNotEmpty();
        assertThat(codes(guest.id().value())).contains("signed-up");
        assertThat(codes(id)).containsExactly("sign-up-confirmed", "sign-up-assigned", "sign-up-accepted");
        assertThat(text(as(SeedPeople.AMARA, get("/guests/" + guest.id()))))
                .contains("Asked for access on the sign-up page");
        assertThat(api().as("amara.singh", "POST", "/api/sign-ups/" + id + "/acceptance", "")
                        .status())
                .isEqualTo(409);
        assertThat(api().as("amara.singh", "POST", "/api/sign-ups/" + id + "/decline", Map.of("reason", "no"))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void theSponsorAcceptsOnThePageAndMayTakeSomethingBack() throws Exception {
        UUID id = waiting();
        String page = "/sign-ups/" + id;
        assertThat(text(as(SeedPeople.AMARA, get(page))))
                .contains(email, "Shared care")
                .doesNotContain("??");

        MockHttpServletResponse none = as(
                SeedPeople.AMARA,
                post(page + "/acceptance")
                        .param("purpose", "")
                        .param("accessUntil", "soon")
                        .with(csrf()));
        assertThat(none.getStatus()).isEqualTo(422);
        assertThat(text(none))
                .contains("id=\"purpose-problem\"", "id=\"accessUntil-problem\"", "id=\"grants-problem\"");

        MockHttpServletResponse done = as(
                SeedPeople.AMARA,
                post(page + "/acceptance")
                        .param("purpose", "Shared care")
                        .param("accessUntil", today().plusDays(30).toString())
                        .param("grants", "health-records")
                        .with(csrf()));

        Guest guest = guests.openWithAddress(email).orElseThrow();
        assertThat(done.getRedirectedUrl()).isEqualTo("/guests/" + guest.id());
        MockHttpServletResponse again = as(
                SeedPeople.AMARA, post(page + "/decline").param("reason", "no").with(csrf()));
        assertThat(again.getStatus()).isEqualTo(409);
        assertThat(text(again)).contains("This request has been answered");
    }

    @Test
    void whatIsDeclinedKeepsItsReasonAndMailsNobody() throws Exception {
        UUID id = waiting();
        long before = allMails();

        assertThat(as(SeedPeople.AMARA, post("/sign-ups/" + id + "/decline").with(csrf()))
                        .getStatus())
                .isEqualTo(422);
        assertThat(as(
                                SeedPeople.AMARA,
                                post("/sign-ups/" + id + "/decline")
                                        .param("reason", "Nobody I know")
                                        .with(csrf()))
                        .getRedirectedUrl())
                .isEqualTo("/sign-ups");

        assertThat(state(email)).isEqualTo("DECLINED");
        assertThat(db.sql("select reason from sign_up where id = ?")
                        .param(id)
                        .query(String.class)
                        .single())
                .isEqualTo("Nobody I know");
        assertThat(codes(id)).endsWith("sign-up-declined");
        assertThat(allMails()).isEqualTo(before);
        assertThat(guests.openWithAddress(email)).isEmpty();
    }

    @Test
    void somebodyWhoIsTheSponsorsGuestMeanwhileIsNotAskedForTwice() throws Exception {
        UUID id = waiting();
        assertThat(api().invite("amara.singh", Hospital.invitation(email)).status())
                .isEqualTo(202);

        MockHttpServletResponse answer = as(
                SeedPeople.AMARA,
                post("/sign-ups/" + id + "/acceptance")
                        .param("purpose", "Shared care")
                        .param("accessUntil", today().plusDays(30).toString())
                        .param("grants", "health-records")
                        .with(csrf()));

        assertThat(answer.getStatus()).isEqualTo(409);
        assertThat(text(answer)).contains("You have a guest with this address already.");
        assertThat(state(email)).isEqualTo("WAITING");
    }

    @Test
    void ofSomebodyWhoWasHereBeforeTheSponsorChoosesWhatIsDone() throws Exception {
        clinic(key, SeedPeople.AMARA);
        Hospital.Reply invited = api().invite("amara.singh", Hospital.invitation(email));
        assertThat(invited.status()).as(invited.text()).isEqualTo(202);
        db.sql("update guest set state = 'PURGED' where email_key = ?")
                .param(email)
                .update();
        UUID id = asking();
        MockHttpServletRequestBuilder accept = post("/sign-ups/" + id + "/acceptance")
                .param("purpose", "Shared care")
                .param("accessUntil", today().plusDays(30).toString())
                .param("grants", "health-records")
                .with(csrf());

        MockHttpServletResponse asked = as(SeedPeople.AMARA, accept);
        assertThat(asked.getStatus()).isEqualTo(409);
        assertThat(text(asked))
                .contains("This person was here before", "value=\"invite-anew\"", "value=\"restore\"")
                .doesNotContain("Decline this request", "??");
        assertThat(guests.openWithAddress(email)).isEmpty();

        MockHttpServletResponse done = as(SeedPeople.AMARA, accept.param("continueAs", "invite-anew"));
        assertThat(done.getRedirectedUrl())
                .isEqualTo(
                        "/guests/" + guests.openWithAddress(email).orElseThrow().id());
        assertThat(state(email)).isEqualTo("ACCEPTED");
    }

    static List<Arguments> formsThatAreRefused() {
        return List.of(
                Arguments.of("email", ""),
                Arguments.of("email", "a@"),
                Arguments.of("email", "@b.example"),
                Arguments.of("email", "a@b@c.example"),
                Arguments.of("email", "\"a b\"@c.example"),
                Arguments.of("email", "a".repeat(310) + "@c.example"),
                Arguments.of("email", "a@c.example\r\nBcc: b@c.example"),
                Arguments.of("email", "maya@p\u0430ypal.example"),
                Arguments.of("email", "ma\u200Bya@c.example"),
                Arguments.of("email", "maya+x@c.example"),
                Arguments.of("displayName", " "),
                Arguments.of("displayName", "Maya\r\nBcc: b@c.example"),
                Arguments.of("displayName", "Maya \u202Erofako"),
                Arguments.of("displayName", "Ma\u200Bya"),
                Arguments.of("displayName", "Maya\u0000"),
                Arguments.of("displayName", "x".repeat(121)),
                Arguments.of("purpose", ""),
                Arguments.of("purpose", "x".repeat(501)),
                Arguments.of("purpose", "z\u0300".repeat(1000)),
                Arguments.of("purpose", "Patient no 4711234"),
                Arguments.of("purpose", "123-45-6789"),
                Arguments.of("accessUntil", ""),
                Arguments.of("accessUntil", "2027-02-29"),
                Arguments.of("accessUntil", "2026-13-01"),
                Arguments.of("accessUntil", "0"),
                Arguments.of("accessUntil", "1970-01-01"),
                Arguments.of("accessUntil", "2126-01-01"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("formsThatAreRefused")
    void whatIsWrongWithTheFormIsSaidAtItsFieldAndLeavesNothing(String field, String value) throws Exception {
        long before = rows();

        MockHttpServletResponse answer = send(email, source, Map.of(field, value));

        assertThat(answer.getStatus()).isEqualTo(422);
        assertThat(text(answer)).contains("id=\"" + field + "-problem\"").doesNotContain("??");
        assertThat(Pattern.compile("id=\"\\w+-problem\"").matcher(text(answer)).results())
                .hasSize(1);
        assertThat(rows()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=HYPERLINK(\"http://evil.example\")",
                "<img src=x onerror=alert(1)>",
                "{{7*7}} ${7*7} #{7*7} *{T(java.lang.Runtime)} <%= 7*7 %>",
                "@SUM(1,1) \uFF1D1+1"
            })
    void whatLooksLikeAProgramIsShownAsItWasTyped(String text) throws Exception {
        clinic(key, SeedPeople.AMARA);
        send(email, source, Map.of("displayName", text, "purpose", text));
        work();
        confirm(token(email));

        String shown = text(as(SeedPeople.AMARA, get("/sign-ups/" + id(email))));

        assertThat(shown).doesNotContain("<img src=x").doesNotContain(">49<");
        assertThat(org.springframework.web.util.HtmlUtils.htmlUnescape(shown)).contains(text);
    }

    @Test
    void aFormWithoutTheTokenAgainstForgeryIsNotTaken() throws Exception {
        long before = rows();

        assertThat(perform(form(email, source, Map.of())).getStatus()).isEqualTo(403);

        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void oneSourceMaySendTwentyAnHourAndIsToldWhenToComeBack() throws Exception {
        String network = "2001:db8:" + Long.toHexString(SOURCES.incrementAndGet() & 0xffff) + ":"
                + Long.toHexString(SOURCES.get() >> 16 & 0xffff);
        for (int n = 0; n < 20; n++) {
            assertThat(send("m" + n + "@unknown-" + key + ".example", network + "::" + n)
                            .getStatus())
                    .isEqualTo(302);
        }

        MockHttpServletResponse above = send(email, network + "::77");

        assertThat(above.getStatus()).isEqualTo(429);
        assertThat(Integer.parseInt(above.getHeader("Retry-After"))).isBetween(1, 3600);
        assertThat(text(above)).contains("Too many requests").doesNotContain("??");
        assertThat(send(email, freshSource()).getStatus()).as("somebody else").isEqualTo(302);
        db.sql("update sign_up set created_at = created_at - interval '1 hour' where source_hash = ?")
                .param(secrets.ofSource(network + "::1"))
                .update();
        assertThat(send(email, network + "::1").getStatus()).as("an hour later").isEqualTo(302);
    }

    @Test
    void oneAddressGetsThreeMailsADayWhateverIsSent() throws Exception {
        clinic(key, SeedPeople.AMARA);
        for (int n = 0; n < 40; n++) {
            String written = n % 2 == 0 ? email : email.toUpperCase(java.util.Locale.ROOT);
            assertThat(send(written, freshSource()).getStatus()).isEqualTo(302);
        }
        work();

        assertThat(mails(email)).isEqualTo(3);

        db.sql("update sign_up set mailed_at = mailed_at - interval '1 day' where address_hash = ?")
                .param(secrets.ofAddress(email))
                .update();
        send(email, freshSource());
        work();
        assertThat(mails(email)).isEqualTo(4);
    }

    @Test
    void aboveTheInstallationsShareMailsWaitAndAreNotLost() throws Exception {
        clinic(key, SeedPeople.AMARA);
        send(email, source);
        work();
        send("second@" + key + ".example", source);
        SignUpSettings narrow = settings(1, 1000);
        SignUpWorker limited = new SignUpWorker(
                table, secrets, sponsors, letters, narrow, clinics, guests, hospital, clock, transactions);

        assertThat(limited.runOnce()).isZero();
        assertThat(mails("second@" + key + ".example")).isZero();

        work();
        assertThat(mails("second@" + key + ".example")).isEqualTo(1);
    }

    @Test
    void whatNobodyConfirmsIsForgottenADayAfterTheLinkEnds() throws Exception {
        clinic(key, SeedPeople.AMARA);
        send(email, source);
        send("x@unknown-" + key + ".example", source);
        work();
        back(email, "25 hours");
        housekeeping.run();
        assertThat(rowsOf(email)).isEqualTo(1);

        back(email, "23 hours 1 minute");
        db.sql("update sign_up set created_at = created_at - interval '25 hours' where address_hash = ?")
                .param(secrets.ofAddress("x@unknown-" + key + ".example"))
                .update();
        housekeeping.run();

        assertThat(rowsOf(email)).isZero();
        assertThat(rowsOf("x@unknown-" + key + ".example")).isZero();
    }

    @Test
    void whatNobodyAnswersLapsesAfterAFortnightAndIsForgottenAMonthLater() throws Exception {
        UUID id = waiting();
        db.sql("update sign_up set confirmed_at = confirmed_at - interval '13 days 23 hours' where id = ?")
                .param(id)
                .update();
        housekeeping.run();
        assertThat(state(email)).isEqualTo("WAITING");

        db.sql("update sign_up set confirmed_at = confirmed_at - interval '2 hours' where id = ?")
                .param(id)
                .update();
        housekeeping.run();
        assertThat(state(email)).isEqualTo("LAPSED");
        assertThat(codes(id)).endsWith("sign-up-lapsed");
        assertThat(api().as("amara.singh", "POST", "/api/sign-ups/" + id + "/acceptance", "")
                        .status())
                .isEqualTo(409);

        db.sql("update sign_up set decided_at = decided_at - interval '31 days' where id = ?")
                .param(id)
                .update();
        housekeeping.run();
        assertThat(rowsOf(email)).isZero();
    }

    @Test
    void whatWaitsForASponsorWhoLeavesIsHandedToAnotherOfTheClinic() throws Exception {
        UUID id = waiting();
        takingOn(SeedPeople.BEN);
        succession.run();
        assertThat(sponsorOf(id)).isEqualTo(SeedPeople.AMARA.id().value());

        leaving.mark("amara.singh", Viewer.of(SeedPeople.AMARA));
        try {
            succession.run();
            succession.run();
        } finally {
            leaving.unmark("amara.singh", Viewer.of(SeedPeople.AMARA));
        }

        assertThat(sponsorOf(id)).isEqualTo(SeedPeople.BEN.id().value());
        assertThat(waitingMails(SeedPeople.BEN, id)).isEqualTo(1);
        assertThat(codes(id)).containsExactly("sign-up-confirmed", "sign-up-assigned", "sign-up-assigned");
    }

    @Test
    void whatWaitsForASponsorWhoLeftStaysInSightOfAdministratorsWhereNobodyElseIsOnTheList() throws Exception {
        UUID id = waiting();
        people.replaceAll(
                SeedPeople.ALL.stream()
                        .filter(one -> !one.equals(SeedPeople.AMARA))
                        .toList(),
                clock.instant());

        succession.run();

        assertThat(sponsorOf(id)).isEqualTo(SeedPeople.AMARA.id().value());
        assertThat(text(as(SeedPeople.ADMIN, get("/sign-ups")))).contains("/sign-ups/" + id);
    }

    @Test
    void whatWasConfirmedAndNobodyChosenForIsGivenToTheSponsorWithTheLeastToAnswerAfterADay() throws Exception {
        UUID id = confirmedWithoutAChoice(email);
        succession.run();
        assertThat(state(email)).as("there is time to choose").isEqualTo("CONFIRMED");

        ago(id, "25 hours");
        boolean isBen = table.countWaitingFor(SeedPeople.BEN.id()) < table.countWaitingFor(SeedPeople.AMARA.id());
        succession.run();
        succession.run();

        assertThat(state(email)).isEqualTo("WAITING");
        assertThat(sponsorOf(id))
                .isEqualTo((isBen ? SeedPeople.BEN : SeedPeople.AMARA).id().value());
        assertThat(waitingMails(SeedPeople.AMARA, id) + waitingMails(SeedPeople.BEN, id))
                .isEqualTo(1);
        assertThat(codes(id)).containsExactly("sign-up-confirmed", "sign-up-assigned");
    }

    @Test
    void whereOnlyOneSponsorIsLeftToChooseNobodyWaitsForTheChoice() throws Exception {
        UUID id = confirmedWithoutAChoice(email);
        people.replaceAll(
                SeedPeople.ALL.stream()
                        .filter(one -> !one.equals(SeedPeople.AMARA))
                        .toList(),
                clock.instant());

        succession.run();

        assertThat(state(email)).isEqualTo("WAITING");
        assertThat(sponsorOf(id)).isEqualTo(SeedPeople.BEN.id().value());
    }

    @Test
    void oneRequestThatCannotBeHandedOnKeepsNoOtherWaiting() throws Exception {
        UUID broken = confirmedWithoutAChoice(email);
        String later = "sam.reed@" + key + ".example";
        send(later, source);
        work();
        confirm(token(later));
        ago(broken, "26 hours");
        ago(id(later), "25 hours");
        SignUpLetters failing = new SignUpLetters(outbox, product) {
            @Override
            void tellSponsor(UUID signUp, Clinic clinic, Person sponsor) {
                if (signUp.equals(broken)) {
                    throw new IllegalStateException("broken");
                }
                super.tellSponsor(signUp, clinic, sponsor);
            }
        };

        new SignUpSuccession(table, sponsors, failing, clinics, audit, transactions, clock).run();

        assertThat(state(email)).isEqualTo("CONFIRMED");
        assertThat(state(later)).isEqualTo("WAITING");
        succession.run();
        assertThat(state(email)).as("the next run tries again").isEqualTo("WAITING");
    }

    /** The clinician has closed the page on which to choose. */
    private UUID confirmedWithoutAChoice(String address) throws Exception {
        clinic(key, SeedPeople.AMARA, SeedPeople.BEN);
        send(address, source);
        work();
        confirm(token(address));
        return id(address);
    }

    private void ago(UUID id, String interval) {
        db.sql("update sign_up set confirmed_at = confirmed_at - cast(? as interval) where id = ?")
                .params(interval, id)
                .update();
    }

    /** Who takes on clinicians of the clinic, too. */
    private void takingOn(Person... persons) {
        for (Person one : persons) {
            db.sql("insert into clinic_sponsor (clinic_id, person_id) select id, ? from clinic where key = ?")
                    .params(one.id().value(), key)
                    .update();
        }
    }

    private String sponsorOf(UUID id) {
        return db.sql("select sponsor from sign_up where id = ?")
                .param(id)
                .query(String.class)
                .single();
    }

    @Test
    void aSponsorWhoHasLeftIsNotOffered() throws Exception {
        clinic(key, SeedPeople.AMARA, SeedPeople.BEN);
        people.replaceAll(
                SeedPeople.ALL.stream()
                        .filter(one -> !one.equals(SeedPeople.BEN))
                        .toList(),
                clock.instant());
        send(email, source);
        work();

        confirm(token(email));

        assertThat(db.sql("select sponsor from sign_up where email = ?")
                        .param(email)
                        .query(String.class)
                        .single())
                .isEqualTo(SeedPeople.AMARA.id().value());
    }

    @Test
    void aDatabaseThatHoldsHashesTellsNoNetwork() {
        assertThat(secrets.ofSource("192.0.2.7"))
                .matches("[0-9a-f]{64}")
                .isEqualTo(secrets.ofSource("192.0.2.7"))
                .isNotEqualTo(secrets.ofSource("192.0.2.8"))
                .isNotEqualTo(secrets.ofToken("source:192.0.2.7"));
        assertThat(secrets.ofSource("2001:db8:1:2::3")).isEqualTo(secrets.ofSource("2001:db8:1:2:ffff::9%eth0"));
        assertThat(secrets.ofSource("2001:db8:1:2::3")).isNotEqualTo(secrets.ofSource("2001:db8:1:3::3"));
    }

    private SignUpSettings settings(int mailsPerHour, int postsPerHour) {
        return new SignUpSettings(
                true,
                true,
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofHours(24),
                Duration.ofDays(14),
                Duration.ofDays(30),
                3,
                mailsPerHour,
                20,
                postsPerHour);
    }

    private UUID waiting() throws Exception {
        clinic(key, SeedPeople.AMARA);
        return asking();
    }

    private UUID asking() throws Exception {
        send(email, source);
        work();
        confirm(token(email));
        return id(email);
    }

    private Clinic clinic(String name, Person... takingOn) {
        return clinics.create(
                new ClinicRequest(
                        name,
                        "Elm Street Practice",
                        List.of(name + ".example"),
                        false,
                        null,
                        List.of(),
                        List.of(),
                        null,
                        "ANY",
                        Arrays.stream(takingOn).map(Person::userName).toList(),
                        null),
                Viewer.of(SeedPeople.ADMIN));
    }

    private MockHttpServletResponse send(String address, String from) throws Exception {
        return send(address, from, Map.of());
    }

    private MockHttpServletResponse send(String address, String from, Map<String, String> instead) throws Exception {
        return perform(form(address, from, instead).with(csrf()));
    }

    private MockHttpServletRequestBuilder form(String address, String from, Map<String, String> instead) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("email", address);
        fields.put("displayName", "Dr Maya Okafor");
        fields.put("purpose", "Shared care");
        fields.put("accessUntil", today().plusDays(90).toString());
        fields.put("opened", openedBefore(Duration.ofSeconds(3)));
        fields.put("website", "");
        fields.putAll(instead);
        MockHttpServletRequestBuilder post = post("/sign-up").with(request -> {
            request.setRemoteAddr(from);
            return request;
        });
        fields.forEach(post::param);
        return post;
    }

    private String openedBefore(Duration ago) {
        return new SignUpProof(secrets, settings, Clock.offset(clock, ago.negated())).opened();
    }

    private MockHttpServletResponse read(String address) throws Exception {
        return perform(get(URI.create(address)));
    }

    private MockHttpServletResponse confirm(String token) throws Exception {
        return perform(post("/sign-up/confirm").param("token", token).with(csrf()));
    }

    private int status(String token) {
        try {
            return confirm(token).getStatus();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private MockHttpServletResponse choose(String token, String choice) throws Exception {
        return perform(post("/sign-up/sponsor")
                .param("token", token)
                .param("sponsor", choice)
                .with(csrf()));
    }

    private byte[] refused(String token) throws Exception {
        MockHttpServletResponse answer = confirm(token);
        assertThat(answer.getStatus()).isEqualTo(400);
        return answer.getContentAsByteArray();
    }

    private MockHttpServletResponse as(Person person, MockHttpServletRequestBuilder request) throws Exception {
        return perform(request.with(user(person.id().value())));
    }

    private MockHttpServletResponse perform(MockHttpServletRequestBuilder request) throws Exception {
        return pages.perform(request).andReturn().getResponse();
    }

    private static Map<String, List<String>> headers(MockHttpServletResponse answer) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        answer.getHeaderNames()
                .forEach(name -> all.put(
                        name,
                        answer.getHeaders(name).stream().map(String::valueOf).toList()));
        return all;
    }

    private static String text(MockHttpServletResponse answer) throws Exception {
        return answer.getContentAsString(StandardCharsets.UTF_8);
    }

    private Hospital api() {
        return new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
    }

    private void work() {
        while (worker.runOnce() > 0) {
            assertThat(worker).isNotNull();
        }
    }

    private long mails(String address) {
        return db.sql("select count(*) from mail_message where lower(to_address) = lower(?)"
                        + " and kind = 'SIGN_UP_CONFIRMATION'")
                .param(address)
                .query(Long.class)
                .single();
    }

    private long allMails() {
        return db.sql("select count(*) from mail_message").query(Long.class).single();
    }

    private long waitingMails(Person sponsor) {
        return db.sql("select count(*) from mail_message where to_address = ? and kind = 'SIGN_UP_WAITING'")
                .param(sponsor.mail())
                .query(Long.class)
                .single();
    }

    private long waitingMails(Person sponsor, UUID signUp) {
        return db.sql("select count(*) from mail_message where to_address = ? and dedup_key like ?")
                .params(sponsor.mail(), "SIGN_UP_WAITING:" + signUp + ":%")
                .query(Long.class)
                .single();
    }

    private String mail(String address) {
        return db.sql("select subject || text_body || html_body from mail_message where to_address = ?"
                        + " and kind = 'SIGN_UP_CONFIRMATION' order by created_at desc limit 1")
                .param(address)
                .query(String.class)
                .single();
    }

    private String token(String address) {
        return first(TOKEN, mail(address));
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertThat(found.find()).as(pattern.pattern()).isTrue();
        return found.group(1);
    }

    private UUID id(String address) {
        return db.sql("select id from sign_up where email = ? order by created_at desc limit 1")
                .param(address)
                .query(UUID.class)
                .single();
    }

    private String state(String address) {
        return db.sql("select state from sign_up where email = ? order by created_at desc limit 1")
                .param(address)
                .query(String.class)
                .single();
    }

    private long rows() {
        return db.sql("select count(*) from sign_up").query(Long.class).single();
    }

    private long rowsOf(String address) {
        return db.sql("select count(*) from sign_up where address_hash = ?")
                .param(secrets.ofAddress(address))
                .query(Long.class)
                .single();
    }

    private void back(String address, String interval) {
        db.sql("update sign_up set expires_at = expires_at - cast(? as interval) where email = ?")
                .params(interval, address)
                .update();
    }

    private List<String> codes(UUID chain) {
        return audit.of(chain).stream().map(AuditEntry::code).toList();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), hospital.timeZone());
    }

    private static String freshSource() {
        long n = SOURCES.incrementAndGet();
        return "10." + (n >> 16 & 0xff) + "." + (n >> 8 & 0xff) + "." + (n & 0xff);
    }
}
