package dev.guestward.sponsorship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.guestward.Hospital;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.Sponsored;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.StaffReading;
import dev.guestward.platform.PlatformTest;
import dev.guestward.simulatedtenant.Seeds;
import java.net.URI;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sponsors' managers as the simulated tenant shows them. */
class ManagerReadingTest extends PlatformTest {
    private static final PersonId AMARA = SeedPeople.AMARA.id();
    private static final PersonId FREYA = new PersonId(Seeds.FREYA_NOLAN_ID);
    private static final PersonId GEORGE = new PersonId(Seeds.GEORGE_ADEYEMI_ID);

    @Autowired
    ManagerReading reading;

    @Autowired
    StaffReading staff;

    @Autowired
    Sponsored sponsored;

    @Autowired
    JdbcClient db;

    private Hospital hospital = new Hospital(URI.create("http://localhost"), URI.create("http://localhost"));
    private String guest = "";

    @BeforeEach
    void amaraHasAGuest() {
        nothingIsKnown();
        staff.run();
        hospital = new Hospital(
                URI.create("http://localhost:" + port), EmbeddedTenant.tenant().httpUrl());
        guest = hospital.invite(
                        "amara.singh",
                        Hospital.invitation(
                                "managed" + Long.toString(System.nanoTime(), 36) + "@harbour-clinic.example"))
                .json()
                .path("guestId")
                .asText();
        assertThat(sponsored.sponsors()).contains(AMARA);
    }

    @AfterEach
    void nothingIsKnown() {
        db.sql("update person set manager = null, manager_read_at = null").update();
        new Hospital(URI.create("http://localhost"), EmbeddedTenant.tenant().httpUrl())
                .tenant("PUT", "/_sim/faults", List.of());
        db.sql("update guest set state = 'DECLINED' where id::text = ?")
                .param(guest)
                .update();
    }

    @Test
    void aSponsorsManagerIsKnownAndStaysWhenThePeopleAreReadAgain() {
        reading.run();
        assertThat(managerOf(AMARA)).isEqualTo(FREYA);

        staff.run();

        assertThat(managerOf(AMARA)).isEqualTo(FREYA);
    }

    @Test
    void eachSponsorWithGuestsIsReadOnceADayForOneUnit() {
        long sponsors = db.sql("select count(*) from person where enabled and id = any (:ids)")
                .param("ids", sponsored.sponsors().stream().map(PersonId::value).toArray(String[]::new))
                .query(Long.class)
                .single();
        hospital.tenant("DELETE", "/_sim/counters", "");

        reading.run();
        reading.run();

        assertThat(counted("requests")).isEqualTo(sponsors);
        assertThat(counted("units")).isEqualTo(sponsors);
    }

    @Test
    void anotherManagerIsFollowedAndSoIsNone() {
        reading.run();

        try {
            changeManager(Seeds.GEORGE_ADEYEMI_ID);
            reading.run();
            assertThat(managerOf(AMARA)).isEqualTo(FREYA);
            aDayGoesBy();
            reading.run();
            assertThat(managerOf(AMARA)).isEqualTo(GEORGE);

            changeManager(NullNode.getInstance());
            aDayGoesBy();
            reading.run();
            assertThat(managerOf(AMARA)).isNull();
        } finally {
            changeManager(Seeds.FREYA_NOLAN_ID);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 403, 503, 404})
    void whatWasKnownStaysWhenManagersCannotBeReadAndPeopleAreReadAllTheSame(int status) {
        reading.run();
        db.sql("update person set display_name = 'Before' where id = ?")
                .param(AMARA.value())
                .update();
        aDayGoesBy();
        hospital.tenant("PUT", "/_sim/faults", List.of(Map.of("method", "GET", "path", "/users/*", "status", status)));

        reading.run();
        staff.run();

        assertThat(managerOf(AMARA)).isEqualTo(FREYA);
        assertThat(people.byId(AMARA)).map(Person::displayName).contains("Amara Singh");
        assertThat(readADayAgo()).as("is asked about again with the next run").isTrue();

        hospital.tenant("PUT", "/_sim/faults", List.of());
        reading.run();

        assertThat(readADayAgo()).isFalse();
    }

    private @Nullable PersonId managerOf(PersonId sponsor) {
        return people.byId(sponsor).orElseThrow().manager();
    }

    private void changeManager(Object to) {
        hospital.tenant("PATCH", "/_sim/users/" + Seeds.AMARA_SINGH_ID, Map.of("manager", to));
    }

    /** Moves the past instead: all tests share one clock. */
    private void aDayGoesBy() {
        db.sql("update person set manager_read_at = manager_read_at - interval '25 hours'")
                .update();
    }

    private boolean readADayAgo() {
        return db.sql("select manager_read_at < ? from person where id = ?")
                .params(Timestamp.from(clock.instant().minusSeconds(80_000)), AMARA.value())
                .query(Boolean.class)
                .single();
    }

    private long counted(String what) {
        return hospital.tenant("GET", "/_sim/counters", "").json().path(what).asLong();
    }
}
