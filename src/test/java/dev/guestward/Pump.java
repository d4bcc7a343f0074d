package dev.guestward;

import dev.guestward.bulk.BulkWorker;
import dev.guestward.directory.gateway.Gateway;
import dev.guestward.directory.process.DirectoryTaskWorker;
import dev.guestward.mail.MailRelay;
import dev.guestward.removal.SnapshotTaker;
import java.util.List;
import java.util.concurrent.Callable;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;
import org.springframework.boot.test.context.TestComponent;

/** Does by hand what the job executor, the directory's worker and gateway, the mail relay and the worker for files do by themselves in the running product. */
@TestComponent
public class Pump {
    private final ManagementService management;
    private final DirectoryTaskWorker worker;
    private final Gateway gateway;
    private final MailRelay mails;
    private final BulkWorker files;
    private final SnapshotTaker snapshots;

    public Pump(
            ManagementService management,
            DirectoryTaskWorker worker,
            Gateway gateway,
            MailRelay mails,
            BulkWorker files,
            SnapshotTaker snapshots) {
        this.management = management;
        this.worker = worker;
        this.gateway = gateway;
        this.mails = mails;
        this.files = files;
        this.snapshots = snapshots;
    }

    /** The same with another node's gateway. */
    public Pump with(Gateway other) {
        return new Pump(management, worker, other, mails, files, snapshots);
    }

    /** Works until nothing is due any more. */
    public void run() {
        int done = 1;
        while (done > 0) {
            done = files.runOnce()
                    + worker.runOnce()
                    + gateway.runOnce()
                    + snapshots.runOnce()
                    + mails.runOnce()
                    + jobs();
        }
    }

    /** The engine's jobs that are due now. */
    public int jobs() {
        List<Job> jobs = management
                .createJobQuery()
                .messages()
                .executable()
                .withRetriesLeft()
                .list();
        jobs.forEach(job -> management.executeJob(job.getId()));
        return jobs.size();
    }

    /** For polling: works, then asks. */
    public <T> Callable<T> then(Callable<T> question) {
        return () -> {
            run();
            return question.call();
        };
    }
}
