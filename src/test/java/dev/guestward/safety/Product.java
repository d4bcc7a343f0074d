package dev.guestward.safety;

import dev.guestward.audit.AuditLedger;
import dev.guestward.clinic.Clinics;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.process.DirectoryTaskWorker;
import dev.guestward.embedded.EmbeddedDatabase;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.expiry.Extensions;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.GuestEdits;
import dev.guestward.invitation.InvitationApprovals;
import dev.guestward.invitation.Invitations;
import dev.guestward.invitation.process.InvitationSlice;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.Role;
import dev.guestward.removal.BrakeHolds;
import dev.guestward.removal.BrakeSettings;
import dev.guestward.removal.RemovalRequests;
import dev.guestward.removal.RestorationRequests;
import dev.guestward.removal.SnapshotTaker;
import dev.guestward.removal.exemption.ProtectedAccounts;
import dev.guestward.schedule.FleetJob;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The product with its engine on a database, at a simulated time and tenant, with the caps as they are by default. */
final class Product implements AutoCloseable {
    static final Person SECOND_ADMIN = SeedPeople.person(802, "aldo.frost", "Aldo Frost", Role.ADMINISTRATOR);

    final ApplicationContext context;
    final ProcessEngine engine;
    final JdbcClient db;
    final Guests guests;
    final Invitations invitations;
    final InvitationApprovals approvals;
    final GuestEdits edits;
    final Extensions extensions;
    final RemovalRequests removals;
    final RestorationRequests restorations;
    final BrakeHolds holds;
    final ProtectedAccounts protectedAccounts;
    final ManagedAccounts accounts;
    final DirectoryTaskWorker worker;
    final SnapshotTaker snapshots;
    final AuditLedger audit;
    final InvitationSlice.SwitchedMode mode;
    final List<FleetJob> jobs;
    private final AnnotationConfigApplicationContext closeable;

    Product(Clock clock, GuestDirectory tenant, EmbeddedDatabase.Database database) {
        closeable = new AnnotationConfigApplicationContext();
        context = closeable;
        // definitions that are there already are not replaced by those of the slice
        closeable.registerBean("clock", Clock.class, () -> clock);
        closeable.registerBean("directory", GuestDirectory.class, () -> tenant);
        closeable.registerBean("dataSource", DataSource.class, () -> InvitationSlice.migrated(database));
        closeable.registerBean(
                "brakeSettings",
                BrakeSettings.class,
                () -> new BrakeSettings(
                        new BrakeSettings.Deletes(5, 500, 2),
                        new BrakeSettings.Blocks(10, 200, 10),
                        new BrakeSettings.PerClinic(5, 100_000, 50)));
        closeable.registerBean("seed", InitializingBean.class, () -> () -> seed(clock));
        closeable.register(InvitationSlice.class);
        closeable.refresh();
        engine = bean(ProcessEngine.class);
        db = bean(JdbcClient.class);
        guests = bean(Guests.class);
        invitations = bean(Invitations.class);
        approvals = bean(InvitationApprovals.class);
        edits = bean(GuestEdits.class);
        extensions = bean(Extensions.class);
        removals = bean(RemovalRequests.class);
        restorations = bean(RestorationRequests.class);
        holds = bean(BrakeHolds.class);
        protectedAccounts = bean(ProtectedAccounts.class);
        accounts = bean(ManagedAccounts.class);
        worker = bean(DirectoryTaskWorker.class);
        snapshots = bean(SnapshotTaker.class);
        audit = bean(AuditLedger.class);
        mode = bean(InvitationSlice.SwitchedMode.class);
        jobs = context.getBeansOfType(FleetJob.class).values().stream()
                .sorted(Comparator.comparing(FleetJob::name))
                .toList();
    }

    private <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    private void seed(Clock clock) {
        bean(People.class)
                .replaceAll(
                        Stream.concat(SeedPeople.ALL.stream(), Stream.of(SECOND_ADMIN))
                                .toList(),
                        clock.instant());
        bean(Clinics.class).registerInitialClinics();
    }

    @Override
    public void close() {
        closeable.close();
    }
}
