package dev.guestward.removal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.Pump;
import dev.guestward.directory.AppRole;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.changes.DeltaRun;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.GuestId;
import dev.guestward.people.Person;
import dev.guestward.people.StaffReading;
import dev.guestward.platform.HttpSession;
import dev.guestward.redemption.PassingDays;
import dev.guestward.simulatedtenant.Seeds;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Removed guests come back over HTTP, against the simulated tenant. */
@GuestwardTest
class RestorationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String AMARA = "amara.singh";

    /** Ten in every build; {@code -Drestoration.guests=100} for the drill. */
    private static final int GUESTS = Integer.getInteger("restoration.guests", 10);

    @Autowired
    Pump pump;

    @Autowired
    StaffReading staff;

    @Autowired
    DeltaRun delta;

    @Autowired
    ProcessEngine engine;

    @Autowired
    GuestDirectory directory;

    @Autowired
    JdbcClient db;

    @Value("${server.port}")
    int port;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "drop"));
        staff.run();
        hospital.tenant("DELETE", "/_sim/quota", "");
        delta.run();
        pump.run();
    }

    @AfterEach
    void deliverAgain() {
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "deliver"));
        makeRoom();
    }

    @Test
    void allRemovedGuestsComeBackWithExactlyWhatTheyHeldAlsoFromTheRecycleBin() {
        List<GuestId> guests = active(GUESTS);
        String ward = group("Ward round");
        String studies = group("Studies");
        AppRole role = new AppRole(new ObjectId(Seeds.HEALTH_RECORDS_SP_ID), new ObjectId(Seeds.CLINICIAN_ROLE_ID));
        List<Set<String>> before = new ArrayList<>();
        for (GuestId guest : guests) {
            hospital.tenant("PUT", "/_sim/groups/" + ward + "/members/" + account(guest), "");
            hospital.tenant("PUT", "/_sim/groups/" + studies + "/members/" + account(guest), "");
            directory.assignAppRole(role, account(guest));
            before.add(held(guest));
        }
        assertThat(before).allSatisfy(held -> assertThat(held).hasSizeGreaterThanOrEqualTo(5));

        guests.forEach(this::remove);
        guests.forEach(guest -> {
            assertThat(state(guest)).isEqualTo("BLOCKED");
            assertThat(held(guest)).as("only the sponsor is left").allMatch(one -> one.startsWith("sponsor"));
        });
        GuestId deleted = guests.get(GUESTS - 1);
        graceOver(deleted);
        assertThat(state(deleted)).isEqualTo("DELETED");
        assertThat(directory.user(account(deleted))).isEmpty();

        guests.forEach(guest -> assertThat(restore(guest, AMARA).status()).isEqualTo(202));
        pump.run();

        for (int i = 0; i < guests.size(); i++) {
            GuestId guest = guests.get(i);
            assertThat(state(guest)).isEqualTo("ACTIVE");
            assertThat(held(guest)).isEqualTo(before.get(i));
            assertThat(directory.user(account(guest)).orElseThrow().enabled()).isTrue();
            JsonNode told = restoration(guest);
            assertThat(told.path("state").asText()).isEqualTo("RESTORED");
            assertThat(told.path("things").findValuesAsText("where")).doesNotContain("LOST", "TAKEN");
        }
    }

    @Test
    void aGroupThatIsGoneIsListedAsLostAndTheRestComesBack() {
        GuestId guest = active(1).get(0);
        remove(guest);
        db.sql("insert into access_snapshot (removal_id, kind, target_id, name, taken_at)"
                        + " select id, 'GROUP', ?, 'Old ward', now() from removal where guest_id = ?")
                .params(UUID.randomUUID().toString(), guest.value())
                .update();

        restore(guest, AMARA);
        pump.run();

        assertThat(state(guest)).isEqualTo("ACTIVE");
        JsonNode things = restoration(guest).path("things");
        assertThat(things.findValuesAsText("where")).containsOnlyOnce("LOST").contains("GIVEN_BACK");
        things.forEach(thing -> assertThat("LOST".equals(thing.path("where").asText()))
                .isEqualTo("Old ward".equals(thing.path("name").asText())));
        String page = page(SeedPeople.AMARA, "/guests/" + guest);
        assertThat(page).contains("Could not be put back", "Old ward");
    }

    @Test
    void whoMayNotDecideLearnsNothingAndChangesNothing() {
        GuestId guest = active(1).get(0);
        assertThat(restore(guest, AMARA).status()).as("nothing to restore").isEqualTo(409);
        remove(guest);

        assertThat(restore(guest, "ben.ortiz").status()).isEqualTo(404);
        assertThat(restore(guest, "owner").status()).isEqualTo(403);
        assertThat(hospital.get("ben.ortiz", "/api/guests/" + guest + "/restoration")
                        .status())
                .isEqualTo(404);
        assertThat(page(SeedPeople.OWNER, "/guests/" + guest)).doesNotContain("/guests/" + guest + "/restoration");
        assertThat(page(SeedPeople.BEN, "/removals")).doesNotContain(guest.toString());
        assertThat(page(SeedPeople.OWNER, "/removals?stage=GRACE")).contains(guest.toString());
        assertThat(page(SeedPeople.AMARA, "/removals")).contains(guest.toString());
        Reply noReason = hospital.as(AMARA, "POST", path(guest), Map.of());
        assertThat(noReason.status()).isEqualTo(422);
        assertThat(noReason.fields()).containsExactly("reason");
        assertThat(state(guest)).isEqualTo("BLOCKED");
    }

    @Test
    void whatAnAdministratorRemovedForSecurityIsNotTheSponsorsToBringBack() {
        GuestId guest = active(1).get(0);
        removeAs("admin", guest, true);
        assertThat(state(guest)).isEqualTo("BLOCKED");
        long planned = effects(guest);

        Reply refused = restore(guest, AMARA);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("detail").asText()).contains("Only an administrator");
        pump.run();
        assertThat(state(guest)).isEqualTo("BLOCKED");
        assertThat(effects(guest)).isEqualTo(planned);
        assertThat(restoration(guest).path("obstacle").asText()).isEqualTo("RESERVED");
        assertThat(hospital.get("admin", path(guest)).json().hasNonNull("obstacle"))
                .isFalse();
        assertThat(page(SeedPeople.AMARA, "/guests/" + guest))
                .contains("Only an administrator, or whoever asked for it, can take it back")
                .doesNotContain("/guests/" + guest + "/restoration");
        assertThat(page(SeedPeople.ADMIN, "/guests/" + guest)).contains("/guests/" + guest + "/restoration");

        assertThat(restore(guest, "admin").status()).isEqualTo(202);
        pump.run();
        assertThat(state(guest)).isEqualTo("ACTIVE");
    }

    @Test
    void whatAnAdministratorRemovesIsUndoneByAnAdministrator() {
        GuestId guest = active(1).get(0);
        removeAs("admin", guest, false);
        String removal = "/api/guests/" + guest + "/removal";

        assertThat(page(SeedPeople.AMARA, "/guests/" + guest))
                .contains("Only an administrator, or whoever asked for it, can take it back")
                .doesNotContain("/removal/undo");
        assertThat(hospital.as(AMARA, "DELETE", removal, "").status()).isEqualTo(409);
        assertThat(hospital.get(AMARA, removal).json().path("stage").asText()).isEqualTo("UNDO_WINDOW");
        assertThat(page(SeedPeople.ADMIN, "/guests/" + guest)).contains("/removal/undo");
        assertThat(hospital.as("admin", "DELETE", removal, "").status()).isEqualTo(204);

        removeAs(AMARA, guest, false);
        assertThat(page(SeedPeople.AMARA, "/guests/" + guest)).contains("/removal/undo");
        assertThat(hospital.as(AMARA, "DELETE", removal, "").status()).isEqualTo(204);
    }

    private List<GuestId> active(int many) {
        List<String> mails = IntStream.range(0, many)
                .mapToObj(i -> "back" + System.nanoTime() + "@harbour-clinic.example")
                .toList();
        List<GuestId> guests = mails.stream()
                .map(mail -> hospital.invite(AMARA, Hospital.invitation(mail))
                        .json()
                        .path("guestId")
                        .asText())
                .map(id -> GuestId.parse(id).orElseThrow())
                .toList();
        pump.run();
        mails.forEach(mail -> hospital.redeem(hospital.redeemLink(mail)));
        await().atMost(PATIENCE).until(pump.then(() -> {
            delta.run();
            return guests.stream().allMatch(guest -> "ACTIVE".equals(state(guest)));
        }));
        // else "not there" would mean "too new" for five minutes
        db.sql("update effect set sent_at = sent_at - interval '10 minutes' where kind = 'INVITE'")
                .update();
        return guests;
    }

    private void remove(GuestId guest) {
        removeAs(AMARA, guest, true);
    }

    private void removeAs(String user, GuestId guest, boolean urgent) {
        makeRoom();
        Reply reply = hospital.as(
                user,
                "POST",
                "/api/guests/" + guest + "/removal",
                Map.of("reason", "Left the clinic", "urgent", urgent));
        assertThat(reply.status()).isEqualTo(202);
        pump.run();
    }

    private long effects(GuestId guest) {
        return db.sql("select count(*) from effect where guest_id = ?")
                .param(guest.value())
                .query(Long.class)
                .single();
    }

    /** The brake of all tests is one. */
    private void makeRoom() {
        db.sql("update brake_count set counted_at = counted_at - interval '25 hours'")
                .update();
    }

    private void graceOver(GuestId guest) {
        db.sql("update removal set delete_after = delete_after - interval '31 days' where guest_id = ?")
                .param(guest.value())
                .update();
        new PassingDays(engine, db).pass(guest, Duration.ofDays(31));
        pump.run();
    }

    private Reply restore(GuestId guest, String user) {
        return hospital.as(user, "POST", path(guest), Map.of("reason", "It was a mistake"));
    }

    private JsonNode restoration(GuestId guest) {
        return hospital.get(AMARA, path(guest)).json();
    }

    private String page(Person person, String path) {
        HttpResponse<String> answer = HttpSession.of(person, port).get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static String path(GuestId guest) {
        return "/api/guests/" + guest + "/restoration";
    }

    private String group(String name) {
        return hospital.tenant("POST", "/_sim/groups", Map.of("displayName", name))
                .json()
                .path("id")
                .asText();
    }

    private ObjectId account(GuestId guest) {
        return new ObjectId(db.sql("select directory_id from guest where id = ?")
                .param(guest.value())
                .query(String.class)
                .single());
    }

    private Set<String> held(GuestId guest) {
        ObjectId account = account(guest);
        Set<String> all = new TreeSet<>();
        directory.memberships(account).forEach(one -> all.add("group " + one.id()));
        directory.appRoles(account).forEach(one -> all.add("role " + one.role()));
        directory.sponsors(account).forEach(one -> all.add("sponsor " + one.id()));
        return all;
    }

    private String state(GuestId guest) {
        return hospital.get(AMARA, "/api/guests/" + guest).json().path("state").asText();
    }
}
