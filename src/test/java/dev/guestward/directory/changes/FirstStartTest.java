package dev.guestward.directory.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.Hospital;
import dev.guestward.adoption.AdoptionDesk;
import dev.guestward.adoption.OnFoundGuests;
import dev.guestward.adoption.Standing;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.graph.GraphFixture;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.simulatedtenant.SimulatedTenant;
import dev.guestward.simulatedtenant.SimulatedTenantOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The first start on a tenant with guests, through the real SDK. The long form, 50,000 users, runs with {@code
 * -Dguestward.first-start.long=true} and a heap of {@code -Xmx1g}.
 */
class FirstStartTest extends OnFoundGuests {
    private final SimulatedTenant tenant =
            SimulatedTenant.start(SimulatedTenantOptions.ephemeral().withFirstRetry(Duration.ofMillis(100)));
    private final Hospital hospital = new Hospital(tenant.httpUrl(), tenant.httpUrl());

    @Autowired
    ManagedAccounts accounts;

    @Autowired
    PlatformTransactionManager transactions;

    @BeforeEach
    void start() {
        hospital.tenant("PUT", "/_sim/quota", Map.of("enforced", false));
        db.sql("delete from delta_cursor").update();
        desk.adopt(true, viewer(SeedPeople.ADMIN));
    }

    @AfterEach
    void stop() {
        tenant.close();
        db.sql("delete from delta_cursor").update();
    }

    @Test
    void everyGuestIsAdoptedWithFewRequestsAndASecondStartDoesNothing() {
        firstStart(1_600, 400);
    }

    @Test
    @Tag("faults")
    @EnabledIfSystemProperty(named = "guestward.first-start.long", matches = "true")
    void aBigTenantIsAdoptedWithFewRequests() {
        firstStart(40_000, 10_000);
    }

    private void firstStart(int staff, int found) {
        hospital.tenant("POST", "/_sim/seed", Map.of("users", staff, "guests", found));
        hospital.tenant("DELETE", "/_sim/counters", "");
        GuestDirectory directory = GraphFixture.directory(tenant);
        AccountReader reader = new AccountReader(directory);
        DeltaCursor cursor = new DeltaCursor(db, clock);
        EarlyDelta early = new EarlyDelta(db, job -> {}, new SimpleMeterRegistry(), clock);
        DeltaRun delta = new DeltaRun(
                directory,
                reader,
                accounts,
                discovery,
                new Disappearances(db, reader, accounts, cursor, early, transactions, clock),
                new AccountLooks(db, clock),
                cursor,
                IntakeFixture.noCanary(db, clock),
                event -> {},
                transactions,
                IntakeFixture.SETTINGS,
                clock);
        Instant began = Instant.now();

        delta.run();
        Duration looked = Duration.between(began, Instant.now());
        sweepOver(directory).run();
        work();

        AdoptionDesk.Overview now = desk.overview(viewer(SeedPeople.ADMIN));
        long requests = requests();
        System.out.printf(
                "first start: %d users, %d guests: looked at in %ds, adopted in %ds, %d requests, heap %d MiB%n",
                staff + found,
                found,
                looked.toSeconds(),
                Duration.between(began, Instant.now()).toSeconds(),
                requests,
                (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
        assertThat(now.usersSeen()).isGreaterThanOrEqualTo(staff + found);
        // the clinics of this context have two of the three mail domains
        assertThat(now.count(Standing.ADOPTED)).isEqualTo(adoptable());
        assertThat(now.count(Standing.FOUND)).isZero();
        assertThat(now.count(Standing.ADOPTED) + now.count(Standing.IN_HAND)).isEqualTo(found);
        assertThat(requests).isLessThanOrEqualTo((staff + found) / 100);

        delta.run();
        sweepOver(directory).run();
        work();

        assertThat(requests() - requests).as("one look at what changed").isLessThanOrEqualTo(1);
        assertThat(desk.overview(viewer(SeedPeople.ADMIN)).counts()).isEqualTo(now.counts());
    }

    private long adoptable() {
        return db.sql(
                        "select count(*) from found_guest f join clinic c on c.id = f.clinic_id where f.directory_id is not null")
                .query(Long.class)
                .single();
    }

    private long requests() {
        return hospital.tenant("GET", "/_sim/counters", "")
                .json()
                .path("requests")
                .asLong();
    }
}
