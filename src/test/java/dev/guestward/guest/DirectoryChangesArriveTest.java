package dev.guestward.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.Pump;
import dev.guestward.directory.DirectorySubscriptions;
import dev.guestward.directory.changes.GroupDeltaRun;
import dev.guestward.directory.changes.SubscriptionKeeper;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.people.StaffReading;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What somebody else changes in the tenant, from the notification over the broker to the register. */
@GuestwardTest
class DirectoryChangesArriveTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Autowired
    Pump pump;

    @Autowired
    StaffReading staff;

    @Autowired
    SubscriptionKeeper subscriptions;

    @Autowired
    DirectorySubscriptions atTheDirectory;

    @Autowired
    GroupDeltaRun groups;

    @Autowired
    Grants grants;

    @Autowired
    JdbcClient db;

    @Value("${server.port}")
    int port;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));
    private String guest = "";
    private String account = "";

    @BeforeEach
    void anActiveGuest() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "deliver"));
        staff.run();
        hospital.tenant("DELETE", "/_sim/quota", ""); // the tenant allows 25 listings in 20 s
        subscriptions.run();
        String email = "o.thers" + UUID.randomUUID().toString().substring(0, 8) + "@harbour-clinic.example";
        guest = hospital.invite("amara.singh", Hospital.invitation(email))
                .json()
                .path("guestId")
                .asText();
        await().atMost(PATIENCE).until(pump.then(() -> hospital.redeemLink(email)), link -> !link.isEmpty());
        hospital.redeem(hospital.redeemLink(email));
        await().atMost(PATIENCE).until(pump.then(() -> view().path("state").asText()), "ACTIVE"::equals);
        account = hospital.usersWithMail(email).get(0).path("id").asText();
    }

    @Test
    void whomSomebodyDisablesAndDeletesIsShownByNotification() {
        hospital.tenant("PATCH", "/_sim/users/" + account, Map.of("accountEnabled", false));
        await().atMost(PATIENCE).until(() -> view().path("attention").asText(), "DISABLED_BY_OTHERS"::equals);

        hospital.tenant("DELETE", "/_sim/users/" + account, "");
        await().atMost(PATIENCE).until(() -> view().path("state").asText(), "DELETED"::equals);

        assertThat(hospital.get("amara.singh", "/api/guests/" + guest + "/timeline")
                        .json()
                        .findValuesAsText("code"))
                .containsSubsequence("disabled-by-others", "found-deleted");
    }

    @Test
    void whoIsTakenOutOfAGroupIsFoundByTheGroupsDeltaAndGetsAccessAgain() {
        groups.run();
        givenLongAgo();
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "drop"));
        takenOut();

        groups.run();
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "deliver"));

        assertThat(view().path("attention").asText()).isEqualTo("LOST_ACCESS");
        assertThat(give("ben.ortiz")).isEqualTo(404);
        assertThat(give("amara.singh")).isEqualTo(202);
        pump.run();
        assertThat(view().path("attention").asText()).isEmpty();
        assertThat(give("amara.singh")).as("nothing is missing any more").isEqualTo(409);
    }

    @Test
    void whoIsTakenOutOfAGroupIsFoundByNotification() {
        givenLongAgo();
        takenOut();

        await().atMost(PATIENCE).until(pump.then(() -> view().path("attention").asText()), "LOST_ACCESS"::equals);

        assertThat(hospital.get("amara.singh", "/api/guests/" + guest + "/timeline")
                        .json()
                        .findValuesAsText("code"))
                .contains("access-lost")
                .doesNotContain("access-found");
    }

    @Test
    void whoWasTakenOutWhileNobodyListenedIsFoundWhenTheSubscriptionIsMadeAnew() {
        givenLongAgo();
        atTheDirectory.list().stream()
                .filter(one -> one.resource().equals("groups"))
                .forEach(one -> atTheDirectory.delete(one.id()));
        takenOut();

        subscriptions.run();

        assertThat(atTheDirectory.list())
                .extracting(DirectorySubscriptions.Subscription::resource)
                .contains("groups");
        await().atMost(PATIENCE).until(pump.then(() -> view().path("attention").asText()), "LOST_ACCESS"::equals);
    }

    private void givenLongAgo() {
        db.sql("update guest_grant set given_at = given_at - interval '1 hour' where guest_id = ?")
                .param(UUID.fromString(guest))
                .update();
    }

    private void takenOut() {
        String group = grants.find("health-records").orElseThrow().group().value();
        hospital.tenant("DELETE", "/_sim/groups/" + group + "/members/" + account, "");
    }

    private int give(String user) {
        return hospital.as(user, "POST", "/api/guests/" + guest + "/access", "").status();
    }

    private JsonNode view() {
        return hospital.get("amara.singh", "/api/guests/" + guest).json();
    }
}
