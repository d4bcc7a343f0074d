package dev.guestward.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.guestward.Hospital;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.changes.DeltaRun;
import dev.guestward.directory.changes.GroupDeltaRun;
import dev.guestward.directory.changes.SubscriptionKeeper;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.platform.HttpSession;
import dev.guestward.platform.PlatformTest;
import dev.guestward.simulatedtenant.Seeds;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How quickly somebody of the staff loses what they may do, and what keeps it from them. */
class StaffReadingTest extends PlatformTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Autowired
    StaffReading staff;

    @Autowired
    AskedStaffReading asked;

    @Autowired
    StaffReadingTable readings;

    @Autowired
    GuestDirectory directory;

    @Autowired
    DeltaRun delta;

    @Autowired
    GroupDeltaRun groupDelta;

    @Autowired
    SubscriptionKeeper subscriptions;

    @Autowired
    MeterRegistry meters;

    @Autowired
    JdbcClient db;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));

    @BeforeEach
    void begin() {
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "deliver"));
        hospital.tenant("DELETE", "/_sim/quota", "");
        delta.run();
        groupDelta.run();
        staff.run();
    }

    @AfterEach
    void everybodyIsBack() {
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "deliver"));
        hospital.tenant("PATCH", "/_sim/users/" + Seeds.AMARA_SINGH_ID, Map.of("accountEnabled", true));
        hospital.tenant("PUT", "/_sim/groups/" + Seeds.SPONSORS_GROUP_ID + "/members/" + Seeds.AMARA_SINGH_ID, "");
        staff.run();
    }

    @Test
    void whoIsDisabledIsRefusedSoonAfterTheNotification() {
        subscriptions.run();
        HttpSession amara = sessionOf(SeedPeople.AMARA);
        assertThat(amara.get("/guests").statusCode()).isEqualTo(200);

        hospital.tenant("PATCH", "/_sim/users/" + Seeds.AMARA_SINGH_ID, Map.of("accountEnabled", false));
        await().atMost(PATIENCE).until(readings::isAsked);
        asked.run();

        assertThat(asked.every()).isLessThan(Duration.ofSeconds(30));
        assertThat(amara.get("/guests").statusCode()).isEqualTo(302);
        assertThat(hospital.get("amara.singh", "/api/guests").status()).isEqualTo(401);
        assertThat(readings.isAsked()).isFalse();
    }

    @Test
    void whoIsTakenOutOfAGroupIsFoundByNotification() {
        subscriptions.run();

        hospital.tenant("DELETE", "/_sim/groups/" + Seeds.SPONSORS_GROUP_ID + "/members/" + Seeds.AMARA_SINGH_ID, "");
        await().atMost(PATIENCE).until(readings::isAsked);
        asked.run();

        assertThat(rolesOf(SeedPeople.AMARA)).isEmpty();
    }

    @Test
    void theDeltaRunsTellToo() {
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "drop"));
        hospital.tenant("PATCH", "/_sim/users/" + Seeds.AMARA_SINGH_ID, Map.of("accountEnabled", false));
        delta.run();
        assertThat(readings.isAsked()).isTrue();
        asked.run();
        assertThat(people.byId(SeedPeople.AMARA.id())).get().matches(person -> !person.enabled());

        hospital.tenant("DELETE", "/_sim/groups/" + Seeds.SPONSORS_GROUP_ID + "/members/" + Seeds.AMARA_SINGH_ID, "");
        groupDelta.run();
        assertThat(readings.isAsked()).isTrue();
    }

    @Test
    void aChangeOfSomebodyElseAsksForNothing() {
        delta.run();
        asked.run();
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "drop"));
        hospital.tenant("PATCH", "/_sim/users/" + Seeds.FREYA_NOLAN_ID, Map.of("accountEnabled", false));
        try {
            delta.run();
            assertThat(readings.isAsked()).isFalse();
        } finally {
            hospital.tenant("PATCH", "/_sim/users/" + Seeds.FREYA_NOLAN_ID, Map.of("accountEnabled", true));
        }
    }

    @Test
    void aGroupThatIsGoneKeepsNoRoleOfAnotherGroup() {
        StaffReading withoutOwners =
                reading(Seeds.ADMINISTRATORS_GROUP_ID, UUID.randomUUID().toString());
        Instant before = readings.completedAt();
        hospital.tenant("DELETE", "/_sim/groups/" + Seeds.SPONSORS_GROUP_ID + "/members/" + Seeds.AMARA_SINGH_ID, "");

        assertThatThrownBy(withoutOwners::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("OWNER");

        assertThat(rolesOf(SeedPeople.AMARA)).isEmpty();
        assertThat(people.byId(SeedPeople.AMARA.id())).get().matches(person -> !person.enabled());
        assertThat(rolesOf(SeedPeople.OWNER)).contains(Role.OWNER);
        assertThat(rolesOf(SeedPeople.BEN)).contains(Role.SPONSOR);
        assertThat(readings.completedAt()).as("nobody takes it for complete").isEqualTo(before);
    }

    /** It would lock everybody out; but somebody has to be told. */
    @Test
    void aReadingWithoutAnAdministratorWithdrawsNothingAndIsAFailure() {
        // employees without a single administrator
        hospital.tenant("DELETE", "/_sim/groups/" + Seeds.SPONSORS_GROUP_ID + "/members/" + Seeds.AMARA_SINGH_ID, "");
        String empty = hospital.tenant("POST", "/_sim/groups", Map.of("displayName", "Nobody " + UUID.randomUUID()))
                .json()
                .path("id")
                .asText();

        assertThatThrownBy(reading(empty, Seeds.APPLICATION_OWNERS_GROUP_ID)::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nobody who is enabled");

        assertThat(rolesOf(SeedPeople.ADMIN)).contains(Role.ADMINISTRATOR);
        assertThat(rolesOf(SeedPeople.AMARA)).contains(Role.SPONSOR);
    }

    @Test
    void figuresTellHowOldTheLastCompleteReadingIs() {
        db.sql("update people_reading set completed_at = completed_at - interval '1 hour'")
                .update();
        assertThat(meters.get("guestward.people.reading.age").gauge().value())
                .isGreaterThan(
                        3 * meters.get("guestward.people.reading.every").gauge().value());

        staff.run();

        assertThat(meters.get("guestward.people.reading.age").gauge().value()).isLessThan(60);
    }

    private StaffReading reading(String administrators, String owners) {
        return new StaffReading(
                directory,
                people,
                readings,
                new StaffSettings(administrators, owners, Seeds.SPONSORS_GROUP_ID, Duration.ofMinutes(10)),
                clock);
    }

    private Set<Role> rolesOf(Person person) {
        return people.byId(person.id()).orElseThrow().roles();
    }
}
