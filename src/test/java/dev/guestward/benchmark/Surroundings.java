package dev.guestward.benchmark;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.guestward.Hospital;
import dev.guestward.Hospital.Reply;
import dev.guestward.clinic.Clinics;
import dev.guestward.directory.changes.DeltaRun;
import dev.guestward.directory.changes.SubscriptionKeeper;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.Guests;
import dev.guestward.guest.NewGuest;
import dev.guestward.invitation.InvitationAnswer;
import dev.guestward.invitation.InvitationRequest;
import dev.guestward.invitation.Invitations;
import dev.guestward.people.StaffReading;
import dev.guestward.people.Viewer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the benchmarks do around the product: set the tenant, ask for guests, redeem, wait. */
@TestComponent
class Surroundings {
    private static final Map<String, Object> EVERY_TENTH_THROTTLED =
            Map.of("method", "*", "path", "**", "mode", "before", "status", 429, "retryAfter", "1", "share", 0.1);
    private static final String DOMAIN = "@harbour-clinic.example";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Invitations invitations;
    private final Guests guests;
    private final Clinics clinics;
    private final StaffReading staff;
    private final SubscriptionKeeper subscriptions;
    private final DeltaRun delta;
    private final RuntimeService runtime;
    private final JdbcClient db;
    private final Hospital hospital =
            new Hospital(URI.create("http://localhost"), EmbeddedTenant.tenant().httpUrl());
    private final Set<String> redeemed = new HashSet<>();

    Surroundings(
            Invitations invitations,
            Guests guests,
            Clinics clinics,
            StaffReading staff,
            SubscriptionKeeper subscriptions,
            DeltaRun delta,
            RuntimeService runtime,
            JdbcClient db) {
        this.invitations = invitations;
        this.guests = guests;
        this.clinics = clinics;
        this.staff = staff;
        this.subscriptions = subscriptions;
        this.delta = delta;
        this.runtime = runtime;
        this.db = db;
    }

    /** A calm tenant that tells of changes, and a product that knows its staff. */
    void begin() {
        calm();
        tenant("PUT", "/_sim/notifications", Map.of("mode", "deliver"));
        staff.run();
        subscriptions.run();
        delta.run();
        tenant("DELETE", "/_sim/counters", "");
    }

    void calm() {
        tenant("PUT", "/_sim/faults", List.of());
        tenant("DELETE", "/_sim/quota", "");
    }

    void throttleEveryTenth(Duration aCall) {
        List<Map<String, Object>> faults = new ArrayList<>(List.of(EVERY_TENTH_THROTTLED));
        if (!aCall.isZero()) {
            faults.add(Map.of("method", "*", "path", "**", "mode", "delay", "delayMillis", aCall.toMillis()));
        }
        tenant("PUT", "/_sim/faults", faults);
    }

    JsonNode tenant(String method, String path, Object body) {
        Reply reply = hospital.tenant(method, path, body);
        if (reply.status() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + reply);
        }
        return reply.text().isEmpty() ? NullNode.getInstance() : reply.json();
    }

    JsonNode counters() {
        return tenant("GET", "/_sim/counters", "");
    }

    static String address() {
        return "bench" + NUMBER.incrementAndGet() + "." + Long.toString(System.nanoTime(), 36) + DOMAIN;
    }

    /** Somebody asks for a guest, and the workflow starts. */
    UUID ask() {
        InvitationRequest request = new InvitationRequest(
                        address(),
                        "Dr Maya Okafor",
                        null,
                        null,
                        List.of("health-records"),
                        LocalDate.now(ZoneOffset.UTC).plusDays(90).toString(),
                        "Shared care of cardiology patients",
                        null,
                        null)
                .continuing("other-person", null);
        InvitationAnswer answer = invitations.request(request, Viewer.of(SeedPeople.AMARA), null);
        return ((InvitationAnswer.Accepted) answer).guest().value();
    }

    /** A guest in the register, without a workflow. */
    UUID registered() {
        NewGuest guest = new NewGuest(
                address(),
                "Dr Sam Hale",
                clinics.byKey("harbour").orElseThrow().id(),
                SeedPeople.AMARA.id(),
                SeedPeople.AMARA.id(),
                Set.of("health-records"),
                Instant.now().plus(Duration.ofDays(90)),
                "Shared care of cardiology patients",
                null,
                "en");
        return guests.register(guest).id().value();
    }

    /** An account in the tenant that the product did not make. */
    String account(List<String> groups) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("mail", address());
        body.put("userType", "Guest");
        body.put("externalUserState", "Accepted");
        body.put("memberOf", groups);
        return tenant("POST", "/_sim/users", body).path("id").asText();
    }

    /** Accounts that have been redeemed long ago, each an active guest of the register in whom nothing is left to do. */
    List<String> managedAccounts(int many) {
        List<String> accounts = new ArrayList<>();
        for (int n = 0; n < many; n++) {
            String id = UUID.randomUUID().toString();
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("id", id);
            body.put("mail", id + DOMAIN);
            body.put("userType", "Guest");
            body.put("externalUserState", "Accepted");
            tenant("POST", "/_sim/users", body);
            accounts.add(id);
        }
        db.sql("""
                        insert into guest (id, email, email_key, display_name, clinic_id, sponsor_id, requested_by, purpose, language,
                                           access_until, state, state_since, requested_at, directory_id, redeemed_at)
                        select gen_random_uuid(), account || :domain, account || :domain, 'Guest ' || account, :clinic, :sponsor,
                               :sponsor, 'Shared care', 'en', now() + interval '300 days', 'ACTIVE', now(), now(), account, now()
                        from unnest(:accounts::text[]) account""")
                .param("domain", DOMAIN)
                .param("clinic", clinics.byKey("harbour").orElseThrow().id())
                .param("sponsor", SeedPeople.AMARA.id().value())
                .param("accounts", accounts.toArray(String[]::new))
                .update();
        return accounts;
    }

    /** Everybody who was there before is out of the way of those about whom somebody is going to be asked. */
    void nobodyIsAskedAbout() {
        db.sql("update guest set state = 'DECLINED' where state = 'ACTIVE'").update();
        db.sql("update review_item set outcome = 'STOPPED', outcome_at = now() where outcome is null")
                .update();
        db.sql("update review set closed_at = now(), closed_as = 'STOPPED' where closed_at is null")
                .update();
        db.sql("update review set opened_at = opened_at - interval '30 days'").update();
        for (String process : List.of("sponsor-review", "access-review-campaign")) {
            runtime.createProcessInstanceQuery().processDefinitionKey(process).list().stream()
                    .map(ProcessInstance::getId)
                    .forEach(id -> runtime.deleteProcessInstance(id, "benchmark over"));
        }
    }

    /** The id and the secret with which notifications about users come. */
    Map<String, Object> subscription() {
        return db.sql("select subscription_id, client_state from graph_subscription where resource = 'users'"
                        + " and part = 'MAIN' and retired_at is null")
                .query()
                .singleRow();
    }

    /** Redeems for everybody who has the mail, and tells how many are active by now. */
    long redeemAndCountActive() {
        db.sql("""
                        select g.directory_id from guest g
                        where g.state = 'INVITED' and g.redeemed_at is null
                          and exists (select from mail_message m where m.guest_id = g.id and m.state = 'SENT')""").query(String.class).list().stream()
                .filter(redeemed::add)
                .forEach(account ->
                        tenant("POST", "/_sim/redeem", Map.of("userId", account, "identity", "ExternalAzureAD")));
        return active();
    }

    long active() {
        return count("select count(*) from guest where state = 'ACTIVE'");
    }

    /** Number of the newest entry in the tenant's log. */
    long lastLogged() {
        JsonNode log = tenant("GET", "/_sim/log?after=0", "");
        return log.isEmpty() ? 0 : log.get(log.size() - 1).path("seq").asLong();
    }

    /** Redeems and waits until there are so many active guests. */
    void untilActive(long guests, Duration atMost) {
        await().atMost(atMost).pollInterval(Duration.ofMillis(500)).until(() -> redeemAndCountActive() >= guests);
    }

    long openEffects() {
        return count("select count(*) from effect where state in ('PLANNED', 'SENT', 'UNKNOWN')");
    }

    long count(String sql) {
        return db.sql(sql).query(Long.class).single();
    }
}
