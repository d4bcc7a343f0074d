package dev.guestward.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.Hospital;
import dev.guestward.embedded.EmbeddedDatabase;
import dev.guestward.embedded.SeedPeople;
import java.io.IOException;
import java.net.Socket;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.test.EmbeddedKafkaBroker;

/**
 * The backstop with nothing to lean on: no workflow of these guests, no Kafka, and a database that is killed while the blocks
 * go out. Whoever is past the end is blocked all the same, and once.
 */
final class Outages {
    private static final int GUESTS = 60 * FaultRun.SCALE;
    private static final int CRASHES = Math.min(FaultRun.SCALE, 5);
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration ON_TIME = Duration.ofMinutes(15);
    private static final Duration STEP = Duration.ofMillis(100);

    private final EmbeddedDatabase server;
    private final JdbcClient db;
    private final EmbeddedKafkaBroker broker;
    private final Hospital control;
    private final FaultRun run;

    Outages(EmbeddedDatabase server, JdbcClient db, EmbeddedKafkaBroker broker, Hospital control, FaultRun run) {
        this.server = server;
        this.db = db;
        this.broker = broker;
        this.control = control;
        this.run = run;
    }

    /** A node works on them, at a speed at which the database can be killed in the middle. */
    void strike() {
        assertThat(List.of(server.show("fsync"), server.show("synchronous_commit")))
                .containsOnly("on");
        String address = broker.getBrokersAsString();
        broker.destroy();
        assertThatThrownBy(() -> connect(address)).as("Kafka").isInstanceOf(IOException.class);
        run.struck(1);
        pastTheirEnd();
        Instant began = Instant.now();
        sweepNow();

        for (int crash = 1; crash <= CRASHES; crash++) {
            int enough = GUESTS * crash / (2 * CRASHES);
            await().atMost(ON_TIME).pollInterval(STEP).until(() -> blocks().size() >= enough);
            server.crash();
            assertThat(blocks().size()).as("blocked when the database was back").isLessThan(GUESTS);
            run.struck(1);
        }
        await().atMost(ON_TIME)
                .pollInterval(STEP)
                .until(() -> db.sql("select count(*) from guest where state = 'BLOCKED'")
                                .query(Integer.class)
                                .single()
                        == GUESTS);

        assertThat(blocks()).as("each account once").hasSize(GUESTS).doesNotHaveDuplicates();
        run.figure("guests past their end", GUESTS);
        run.figure("crashes of the database meanwhile", CRASHES);
        run.figure(
                "all blocked once after, s",
                Duration.between(began, Instant.now()).toSeconds());
    }

    private static void connect(String address) throws IOException {
        String[] parts = address.split(":", 2);
        new Socket(parts[0], Integer.parseInt(parts[1])).close();
    }

    /** Guests whose end was expected and came half a minute ago. */
    private void pastTheirEnd() {
        UUID clinic = db.sql("select id from clinic where key = 'harbour'")
                .query(UUID.class)
                .single();
        Instant end = Instant.now().minusSeconds(30);
        for (int n = 0; n < GUESTS; n++) {
            Map<String, Object> account = new LinkedHashMap<>();
            account.put("mail", "out" + n + "@harbour-clinic.example");
            account.put("userType", "Guest");
            account.put("externalUserState", "Accepted");
            String id = control.tenant("POST", "/_sim/users", account)
                    .json()
                    .path("id")
                    .asText();
            UUID guest = UUID.randomUUID();
            db.sql(
                            "insert into guest (id, email, email_key, display_name, clinic_id, sponsor_id, requested_by, purpose,"
                                    + " language, access_until, state, state_since, requested_at, directory_id, redeemed_at)"
                                    + " values (:id, :mail, :mail, 'Dr Many', :clinic, :sponsor, :sponsor, 'Shared care', 'en',"
                                    + " :end, 'ACTIVE', :then, :then, :account, :then)")
                    .param("id", guest)
                    .param("mail", account.get("mail"))
                    .param("clinic", clinic)
                    .param("sponsor", SeedPeople.AMARA.id().value())
                    .param("end", Timestamp.from(end))
                    .param("then", Timestamp.from(end.minus(Duration.ofDays(30))))
                    .param("account", id)
                    .update();
            db.sql("insert into expected_end (guest_id, access_until, noted_at) values (?, ?, ?)")
                    .params(guest, Timestamp.from(end), Timestamp.from(end.minus(Duration.ofHours(25))))
                    .update();
        }
    }

    /** Not at its next interval: waiting shows nothing. */
    private void sweepNow() {
        await().atMost(START)
                .until(() -> db.sql("update qrtz_triggers set next_fire_time = ? where trigger_name = 'expiry-sweep'"
                                        + " and trigger_group = 'fleet' and trigger_state = 'WAITING'")
                                .param(System.currentTimeMillis())
                                .update()
                        == 1);
    }

    /** Accounts in the order in which the tenant was told to block them. */
    private List<String> blocks() {
        JsonNode log = control.tenant("GET", "/_sim/log", "").json();
        return StreamSupport.stream(log.spliterator(), false)
                .filter(entry -> entry.path("method").asText().equals("PATCH"))
                .filter(entry -> entry.path("body").has("accountEnabled"))
                .map(entry -> entry.path("path").asText())
                .toList();
    }
}
