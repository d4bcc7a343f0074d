package dev.guestward.directory.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.Hospital;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.GuestId;
import dev.guestward.platform.SteppedClock;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Many guests with access at once, of one test, and what the tenant's own log tells of them. */
final class ManyGuests {
    private final ProcessEngine engine;
    private final JdbcClient db;
    private final SteppedClock clock = SteppedClock.instance();
    private final Map<UUID, ObjectId> accounts = new LinkedHashMap<>();
    private final Hospital hospital =
            new Hospital(URI.create("http://localhost"), EmbeddedTenant.tenant().httpUrl());
    private final TenantActs tenant = new TenantActs(hospital);
    private long logged;

    ManyGuests(ProcessEngine engine, JdbcClient db) {
        this.engine = engine;
        this.db = db;
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "drop"));
        hospital.tenant("DELETE", "/_sim/counters", "");
        db.sql("update brake_count set counted_at = counted_at - interval '25 hours'")
                .update();
    }

    Hospital hospital() {
        return hospital;
    }

    UUID[] ids() {
        return accounts.keySet().toArray(UUID[]::new);
    }

    List<GuestId> guests() {
        return accounts.keySet().stream().map(GuestId::new).toList();
    }

    /** Guests of Amara's who came a month ago. */
    void active(int guests, String clinic, Instant end) {
        UUID id = db.sql("select id from clinic where key = ?")
                .param(clinic)
                .query(UUID.class)
                .single();
        for (int n = 0; n < guests; n++) {
            UUID guest = UUID.randomUUID();
            ObjectId account = tenant.guest(List.of());
            accounts.put(guest, account);
            db.sql(
                            "insert into guest (id, email, email_key, display_name, clinic_id, sponsor_id, requested_by, purpose,"
                                    + " language, access_until, state, state_since, requested_at, directory_id, redeemed_at)"
                                    + " values (:id, :mail, :mail, 'Dr Many', :clinic, :sponsor, :sponsor, 'Shared care', 'en',"
                                    + " :end, 'ACTIVE', :now, :now, :account, :now)")
                    .param("id", guest)
                    .param("mail", guest + "@harbour-clinic.example")
                    .param("clinic", id)
                    .param("sponsor", SeedPeople.AMARA.id().value())
                    .param("end", Timestamp.from(end))
                    .param("now", Timestamp.from(clock.instant().minus(Duration.ofDays(30))))
                    .param("account", account.value())
                    .update();
        }
        fromNowOn();
    }

    /** One who came in another way. */
    void add(UUID guest, ObjectId account) {
        accounts.put(guest, account);
    }

    /** What the tenant has logged before is not of interest, and the accounts are not young any more. */
    void fromNowOn() {
        JsonNode log = hospital.tenant("GET", "/_sim/log", "").json();
        logged = log.isEmpty() ? 0 : log.get(log.size() - 1).path("seq").asLong();
        clock.step(Duration.ofMinutes(6));
    }

    /** Their ends stood in the forecast for so long. */
    void expected(Duration before) {
        db.sql("insert into expected_end (guest_id, access_until, noted_at)"
                        + " select id, access_until, access_until - make_interval(secs => :before) from guest"
                        + " where id = any (:ids)")
                .param("before", before.toSeconds())
                .param("ids", ids())
                .update();
    }

    /** The engine's jobs that wait for nothing but their turn. */
    int jobs() {
        var due = engine.getManagementService()
                .createJobQuery()
                .messages()
                .executable()
                .withRetriesLeft()
                .listPage(0, 200);
        due.forEach(job -> engine.getManagementService().executeJob(job.getId()));
        return due.size();
    }

    Map<String, Long> states() {
        Map<String, Long> found = new LinkedHashMap<>();
        db.sql("select state, count(*) from guest where id = any (:ids) group by state")
                .param("ids", ids())
                .query((rs, row) -> found.put(rs.getString(1), rs.getLong(2)))
                .list();
        return found;
    }

    long held() {
        return db.sql("select count(*) from guest where id = any (:ids) and attention = 'HELD_BY_BRAKE'")
                .param("ids", ids())
                .query(Long.class)
                .single();
    }

    /**
     * Acts on guests that another test has left behind, within a day and neither foreseen nor released: they take the first room
     * there is.
     */
    int countedOfOthers(Effect.Kind kind) {
        return counted(kind, ids());
    }

    /** Those on these guests as well. */
    int counted(Effect.Kind kind) {
        return counted(kind, new UUID[0]);
    }

    private int counted(Effect.Kind kind, UUID[] without) {
        return db.sql("select count(*) from brake_count where counted_as = 'NORMAL' and kind = ? and counted_at > ?"
                        + " and not guest_id = any (?)")
                .params(kind.name(), Timestamp.from(clock.instant().minus(Duration.ofHours(24))), without)
                .query(Integer.class)
                .single();
    }

    /** What the tenant accepted about these accounts since they were there. */
    List<JsonNode> log(String method, String suffix) {
        List<JsonNode> found = new ArrayList<>();
        Set<String> paths = accounts.values().stream()
                .map(account -> "/users/" + account + suffix)
                .collect(Collectors.toSet());
        for (JsonNode entry :
                hospital.tenant("GET", "/_sim/log?after=" + logged, "").json()) {
            if (entry.path("method").asText().equals(method) && paths.contains(path(entry))) {
                found.add(entry);
            }
        }
        return found;
    }

    static String path(JsonNode entry) {
        return entry.path("path").asText().replaceFirst("^/v1[.]0", "");
    }

    /** As if they had never been. */
    void forget() {
        tenant.noFaults();
        clock.step(Duration.ofMinutes(1)); // a pause the directory has asked for is over
        hospital.tenant("PUT", "/_sim/notifications", Map.of("mode", "deliver"));
        for (UUID guest : accounts.keySet()) {
            engine
                    .getRuntimeService()
                    .createProcessInstanceQuery()
                    .processInstanceBusinessKey(guest.toString())
                    .rootProcessInstances()
                    .list()
                    .stream()
                    .map(ProcessInstance::getId)
                    .forEach(id -> engine.getRuntimeService().deleteProcessInstance(id, "test over"));
        }
        for (String statement : List.of(
                "delete from effect where guest_id = any (:ids)",
                "delete from brake_hold where guest_id = any (:ids)",
                "delete from brake_count where guest_id = any (:ids)",
                "delete from expected_end where guest_id = any (:ids)",
                "delete from access_snapshot where removal_id in (select id from removal where guest_id = any (:ids))",
                "delete from removal where guest_id = any (:ids)",
                "update guest set state = 'PURGED', attention = null where id = any (:ids)")) {
            db.sql(statement).param("ids", ids()).update();
        }
        accounts.clear();
    }
}
