package dev.guestward.expiry;

import dev.guestward.audit.AuditEntry;
import dev.guestward.audit.AuditLedger;
import dev.guestward.directory.InMemoryDirectory;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.gateway.Gateway;
import dev.guestward.directory.process.DirectoryTaskWorker;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.InvitationAnswer;
import dev.guestward.invitation.InvitationRequest;
import dev.guestward.invitation.Invitations;
import dev.guestward.invitation.process.InvitationSlice;
import dev.guestward.people.Viewer;
import dev.guestward.platform.SteppedClock;
import dev.guestward.removal.Removal;
import dev.guestward.removal.Removals;
import dev.guestward.removal.SnapshotTaker;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** What tests about the end of access need: active guests whose end can be set, on a bare engine. */
@SpringJUnitConfig(InvitationSlice.class)
public abstract class OnGuestsThatEnd {
    private static int number;

    @Autowired
    protected ProcessEngine engine;

    @Autowired
    protected Guests guests;

    @Autowired
    protected Removals removals;

    @Autowired
    protected InMemoryDirectory directory;

    @Autowired
    protected Gateway gateway;

    @Autowired
    protected InvitationSlice.SwitchedMode mode;

    @Autowired
    protected JdbcClient db;

    @Autowired
    private Invitations invitations;

    @Autowired
    private DirectoryTaskWorker worker;

    @Autowired
    private SnapshotTaker snapshots;

    @Autowired
    protected ManagedAccounts accounts;

    @Autowired
    protected AuditLedger audit;

    protected final SteppedClock clock = SteppedClock.instance();
    private final List<GuestId> mine = new ArrayList<>();

    @BeforeEach
    void calm() {
        directory.calmDown();
        mode.reportOnly(false);
        db.sql("delete from brake_count").update();
        db.sql("delete from brake_cap").update(); // the first ones again, whatever others tried
    }

    /** Nobody of a test is there for the next one's sweep. */
    @AfterEach
    void leaveNobody() {
        mode.reportOnly(false);
        mine.forEach(this::forget);
    }

    protected void forget(GuestId guest) {
        db.sql("update guest set state = 'DECLINED' where id = ?")
                .param(guest.value())
                .update();
        db.sql("update removal set ended_at = now(), ended_as = 'UNDONE' where guest_id = ? and ended_at is null")
                .param(guest.value())
                .update();
        db.sql("delete from effect where guest_id = ?").param(guest.value()).update();
        engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(guest.toString())
                .rootProcessInstances()
                .list()
                .forEach(open -> engine.getRuntimeService().deleteProcessInstance(open.getId(), "test over"));
    }

    /** An active guest of Amara's whose end lies so far ahead. */
    protected GuestId activeUntil(Duration ahead) {
        GuestId guest = invited();
        accounts.seen(directory.redeem(guests.get(guest).email()), clock.instant());
        work();
        endsIn(guest, ahead);
        return guest;
    }

    protected GuestId invited() {
        GuestId guest = requested();
        work();
        return guest;
    }

    /** Nobody has worked on it yet. */
    protected GuestId requested() {
        number++;
        InvitationAnswer answer = invitations.request(
                new InvitationRequest(
                                "e.nd" + number + "@harbour-clinic.example",
                                "Dr Edda Nolan",
                                null,
                                null,
                                List.of(InvitationSlice.GRANT),
                                clock.instant().plus(Duration.ofDays(90)).toString(),
                                "Shared care of cardiology patients",
                                null,
                                "en")
                        .continuing("other-person", null),
                Viewer.of(SeedPeople.AMARA),
                null);
        GuestId guest = ((InvitationAnswer.Accepted) answer).guest();
        mine.add(guest);
        return guest;
    }

    /** Behind everybody's back, so that nothing hears of it. */
    protected void endsIn(GuestId guest, Duration ahead) {
        Instant end = clock.instant().plus(ahead).truncatedTo(ChronoUnit.MILLIS);
        db.sql("update guest set access_until = ?, version = version + 1 where id = ?")
                .params(Timestamp.from(end), guest.value())
                .update();
    }

    protected void work() {
        int done = 1;
        while (done > 0) {
            done = worker.runOnce() + gateway.runOnce() + snapshots.runOnce() + jobs();
        }
    }

    private int jobs() {
        List<Job> jobs = engine.getManagementService()
                .createJobQuery()
                .messages()
                .executable()
                .withRetriesLeft()
                .list();
        jobs.forEach(job -> engine.getManagementService().executeJob(job.getId()));
        return jobs.size();
    }

    /** All workflows of the guest that run now stand still. */
    protected void suspend(GuestId guest) {
        engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(guest.toString())
                .list()
                .forEach(instance -> engine.getRuntimeService().suspendProcessInstanceById(instance.getId()));
    }

    protected Guest current(GuestId guest) {
        return guests.get(guest);
    }

    protected Removal removal(GuestId guest) {
        return removals.newest(guest).orElseThrow();
    }

    protected boolean canSignIn(GuestId guest) {
        return directory.user(account(guest)).orElseThrow().enabled();
    }

    protected ObjectId account(GuestId guest) {
        return current(guest).account().orElseThrow();
    }

    protected List<String> codes(GuestId guest) {
        return audit.of(guest.value()).stream().map(AuditEntry::code).toList();
    }
}
