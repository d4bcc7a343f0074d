package dev.guestward.adoption;

import dev.guestward.audit.AuditEntry;
import dev.guestward.audit.AuditLedger;
import dev.guestward.directory.DeltaPage;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.DirectoryUser.Kind;
import dev.guestward.directory.DirectoryUser.Redemption;
import dev.guestward.directory.InMemoryDirectory;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.gateway.Gateway;
import dev.guestward.directory.process.DirectoryTaskWorker;
import dev.guestward.guest.Grants;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.process.InvitationSlice;
import dev.guestward.people.Person;
import dev.guestward.people.Viewer;
import dev.guestward.platform.SteppedClock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.PlatformTransactionManager;

/** What tests about guests that were found need, on a bare engine. Nobody but a test's own guests is shown. */
@SpringJUnitConfig(InvitationSlice.class)
public abstract class OnFoundGuests {
    private static int number;

    private final List<ObjectId> employees = new ArrayList<>();

    @Autowired
    protected ProcessEngine engine;

    @Autowired
    protected InMemoryDirectory directory;

    @Autowired
    protected Discovery discovery;

    @Autowired
    protected AdoptionSweep sweep;

    @Autowired
    protected AdoptionDesk desk;

    @Autowired
    protected Claims claims;

    @Autowired
    protected Guests guests;

    @Autowired
    protected JdbcClient db;

    @Autowired
    protected InvitationSlice.SwitchedMode mode;

    @Autowired
    private DirectoryTaskWorker worker;

    @Autowired
    private Gateway gateway;

    @Autowired
    private AuditLedger audit;

    @Autowired
    protected FoundGuestTable table;

    @Autowired
    protected AdoptionState state;

    @Autowired
    private Batches batches;

    @Autowired
    private Adoptions adoptions;

    @Autowired
    private Hindrance hindrance;

    @Autowired
    private Grants grants;

    @Autowired
    private AdoptionWorkflow workflow;

    @Autowired
    private AdoptionSettings settings;

    @Autowired
    private PlatformTransactionManager transactions;

    protected final SteppedClock clock = SteppedClock.instance();

    @AfterEach
    void leaveNobody() {
        directory.calmDown();
        // with an account of theirs, sponsors would be set in other tests, too
        employees.forEach(employee -> {
            directory.delete(employee);
            directory.purge(employee);
        });
        mode.reportOnly(false);
        engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processDefinitionKey("guest-adoption")
                .list()
                .forEach(open -> engine.getRuntimeService().deleteProcessInstance(open.getId(), "test over"));
        db.sql("update guest set state = 'DECLINED' where id in (select guest_id from found_guest)")
                .update();
        db.sql("update removal set ended_at = now(), ended_as = 'UNDONE' where ended_at is null"
                        + " and guest_id in (select guest_id from found_guest)")
                .update();
        db.sql("delete from adoption_draft").update();
        db.sql("delete from found_guest").update();
        db.sql("delete from adoption_batch").update();
        db.sql("update adoption_state set adopting = null, round_began_at = null, round_ended_at = null,"
                        + " users_seen = 0")
                .update();
    }

    /** The sweep of this context over another directory. */
    protected AdoptionSweep sweepOver(DirectoryReads other) {
        Relations relations = new Relations(other, table, adoptions, grants, transactions);
        return new AdoptionSweep(
                table, state, settings, batches, adoptions, hindrance, relations, workflow, mode, transactions);
    }

    protected DirectoryUser guest() {
        return guest("harbour-clinic.example");
    }

    protected DirectoryUser guest(String domain) {
        return directory.add("f.ound" + ++number + "@" + domain, Kind.GUEST, Redemption.ACCEPTED);
    }

    protected void show(DirectoryUser... users) {
        List<DeltaPage.Entry> entries = Stream.of(users)
                .map(user -> new DeltaPage.Entry(
                        user.id(), null, directory.user(user.id()).orElse(user)))
                .toList();
        discovery.shown(new DeltaPage(entries, "cursor", true), clock.instant());
    }

    protected void sponsored(DirectoryUser guest, Person sponsor) {
        ObjectId employee = new ObjectId(sponsor.id().value());
        directory.change(new DirectoryUser(
                employee,
                Kind.MEMBER,
                Redemption.NONE,
                null,
                true,
                sponsor.displayName(),
                sponsor.principalName(),
                sponsor.mail(),
                List.of(),
                null,
                false,
                null,
                null));
        employees.add(employee);
        directory.addSponsor(guest.id(), employee);
    }

    /** Found, and looked at by the sweep and the workflow. */
    protected void adopt(DirectoryUser... users) {
        show(users);
        sweep.run();
        work();
    }

    protected void work() {
        int done = 1;
        while (done > 0) {
            done = worker.runOnce() + gateway.runOnce() + jobs();
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

    protected GuestId id(DirectoryUser user) {
        return db.sql("select guest_id from found_guest where directory_id = ?")
                .param(user.id().value())
                .query((rs, n) -> new GuestId(rs.getObject(1, UUID.class)))
                .single();
    }

    /** Where it stands and why, {@code LEFT_ALONE blocked}; empty if it is not listed. */
    protected String standing(DirectoryUser user) {
        return db.sql("select concat_ws(' ', standing, left_because) from found_guest where directory_id = ?")
                .param(user.id().value())
                .query(String.class)
                .optional()
                .orElse("");
    }

    protected Guest registered(DirectoryUser user) {
        return guests.get(id(user));
    }

    protected List<String> codes(DirectoryUser user) {
        return audit.of(id(user).value()).stream().map(AuditEntry::code).toList();
    }

    protected static Viewer viewer(Person person) {
        return Viewer.of(person);
    }
}
