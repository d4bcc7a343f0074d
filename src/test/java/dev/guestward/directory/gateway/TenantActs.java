package dev.guestward.directory.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.Hospital;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Wish;
import dev.guestward.platform.SteppedClock;
import dev.guestward.simulatedtenant.Seeds;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sets guests up in the simulated tenant for one act each, and tells from the tenant's own log what came of it. */
final class TenantActs {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    static final ObjectId GROUP = new ObjectId(Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID);

    private final Hospital hospital;
    private long since;

    TenantActs(Hospital hospital) {
        this.hospital = hospital;
    }

    /** Counts from now on: what other tests did to the same people is theirs. */
    TenantActs sinceNow() {
        JsonNode log = hospital.tenant("GET", "/_sim/log", "").json();
        since = log.isEmpty() ? 0 : log.get(log.size() - 1).path("seq").asLong();
        return this;
    }

    /** What other tests have left to be done waits for a day: a bare gateway would do that first. */
    static void letOthersWait(JdbcClient db) {
        db.sql("update effect set due_at = ? where due_at < ?")
                .params(
                        Timestamp.from(SteppedClock.instance().instant().plus(Duration.ofDays(1))),
                        Timestamp.from(SteppedClock.instance().instant().plus(Duration.ofHours(12))))
                .update();
    }

    /**
     * An act on somebody.
     *
     * @param call the method of the port that makes it
     * @param method the HTTP method it shows as
     * @param path below {@code /v1.0}
     */
    record Prepared(Wish wish, ObjectId account, String call, String method, String path) {}

    /** Everything that is ready for the act: somebody blocked for a restoration, a member for a removal. */
    Prepared prepare(Effect.Kind kind) {
        boolean member = kind == Effect.Kind.REMOVE_MEMBER;
        ObjectId account = guest(member ? List.of(GROUP.value()) : List.of());
        UUID guest = UUID.randomUUID();
        String key = "test:" + guest;
        String user = "/users/" + account;
        return switch (kind) {
            case ADD_MEMBER ->
                new Prepared(
                        Wish.addMember(key, guest, account, GROUP),
                        account,
                        "addMembers",
                        "POST",
                        "/groups/" + GROUP + "/members/$ref");
            case REMOVE_MEMBER ->
                new Prepared(
                        Wish.removeMember(key, guest, account, GROUP),
                        account,
                        "removeMember",
                        "DELETE",
                        "/groups/" + GROUP + "/members/" + account + "/$ref");
            case BLOCK -> new Prepared(Wish.block(key, guest, account), account, "enableSignIn", "PATCH", user);
            case REVOKE_SESSIONS ->
                new Prepared(
                        Wish.revokeSessions(key, guest, account),
                        account,
                        "revokeSessions",
                        "POST",
                        user + "/revokeSignInSessions");
            case DELETE -> new Prepared(Wish.delete(key, guest, account), account, "delete", "DELETE", user);
            case RESTORE -> {
                delete(account);
                yield new Prepared(
                        Wish.restore(key, guest, account),
                        account,
                        "restore",
                        "POST",
                        "/directory/deletedItems/" + account + "/restore");
            }
            default -> throw new IllegalArgumentException(kind + " is not prepared here");
        };
    }

    /** As an administrator does it. */
    void delete(ObjectId account) {
        hospital.tenant("DELETE", "/_sim/users/" + account, "");
    }

    void purge(ObjectId account) {
        hospital.tenant("DELETE", "/_sim/users/" + account + "?permanent=true", "");
    }

    ObjectId guest(List<String> groups) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("mail", "acts" + NUMBER.incrementAndGet() + "." + System.nanoTime() + "@harbour-clinic.example");
        body.put("userType", "Guest");
        body.put("externalUserState", "Accepted");
        body.put("memberOf", groups);
        Hospital.Reply reply = hospital.tenant("POST", "/_sim/users", body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return new ObjectId(reply.json().path("id").asText());
    }

    void fault(Prepared act, Map<String, Object> fault) {
        Map<String, Object> specification = new LinkedHashMap<>(fault);
        specification.putIfAbsent("method", act.method());
        specification.putIfAbsent("path", act.path());
        specification.putIfAbsent("times", 1);
        Hospital.Reply reply = hospital.tenant("PUT", "/_sim/faults", List.of(specification));
        assertThat(reply.status()).as(reply.text()).isLessThan(300);
    }

    /** Reads show for so long what was before a change. */
    void staleReads(Duration by) {
        hospital.tenant("PUT", "/_sim/lag", Map.of("staleReadMillis", by.toMillis()));
    }

    /** For so long nobody knows new and restored accounts. */
    void lateAccounts(Duration by) {
        hospital.tenant("PUT", "/_sim/lag", Map.of("visibilityMillis", by.toMillis()));
    }

    void noFaults() {
        hospital.tenant("PUT", "/_sim/faults", List.of());
    }

    /** Changes the product made to this account, from the tenant's log. */
    List<String> made(Prepared act) {
        return madeTo(act.account());
    }

    List<String> madeTo(ObjectId account) {
        JsonNode log = hospital.tenant("GET", "/_sim/log?after=" + since, "").json();
        return StreamSupport.stream(log.spliterator(), false)
                .filter(entry -> !entry.path("app").asText().equals("admin"))
                .filter(entry -> entry.toString().contains(account.value()))
                .map(entry ->
                        entry.path("method").asText() + " " + entry.path("path").asText())
                .toList();
    }

    JsonNode user(ObjectId account) {
        JsonNode all = hospital.tenant("GET", "/_sim/users", "").json();
        return StreamSupport.stream(all.spliterator(), false)
                .filter(user -> account.value().equals(user.path("id").asText()))
                .findFirst()
                .orElseThrow();
    }

    /** Whether the tenant is as the act wants it. */
    boolean isSo(Prepared act, Effect.Kind kind) {
        JsonNode user = user(act.account());
        boolean member = user.path("memberOf").toString().contains(GROUP.value());
        return switch (kind) {
            case ADD_MEMBER -> member;
            case REMOVE_MEMBER -> !member;
            case BLOCK -> !user.path("accountEnabled").asBoolean();
            case REVOKE_SESSIONS -> user.hasNonNull("signInSessionsValidFromDateTime");
            case DELETE -> user.path("deleted").asBoolean();
            case RESTORE -> !user.path("deleted").asBoolean();
            default -> false;
        };
    }
}
