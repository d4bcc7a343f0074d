package dev.guestward.redemption;

import dev.guestward.guest.GuestId;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lets days pass for one guest: everything about the follow-up moves into the past by so much. The clock of the tests, of
 * which there is one for all of them, stays where it is.
 */
public final class PassingDays {
    private final ProcessEngine engine;
    private final JdbcClient db;

    public PassingDays(ProcessEngine engine, JdbcClient db) {
        this.engine = engine;
        this.db = db;
    }

    /** Moves the guest's past, and has timers that are due by now fire once. */
    public void pass(GuestId guest, Duration by) {
        for (String column : List.of("counted_from", "sponsor_asked_at", "resent_at")) {
            db.sql("update redemption_follow_up set " + column + " = " + column
                            + " - make_interval(secs => ?) where guest_id = ?")
                    .params(by.toSeconds(), guest.value())
                    .update();
        }
        ManagementService management = engine.getManagementService();
        for (Job timer : timers(guest)) {
            management.setJobDuedate(
                    timer.getId(), Date.from(timer.getDuedate().toInstant().minus(by)));
        }
        fire(guest);
    }

    /** Has the timers of the guest fire that are due. */
    public void fire(GuestId guest) {
        Set<String> due = engine.getManagementService().createJobQuery().timers().executable().list().stream()
                .map(Job::getId)
                .collect(Collectors.toSet());
        timers(guest).stream()
                .map(Job::getId)
                .filter(due::contains)
                .filter(this::isThere) // one that fired just now may have taken others away
                .forEach(job -> engine.getManagementService().executeJob(job));
    }

    private boolean isThere(String job) {
        return engine.getManagementService().createJobQuery().jobId(job).count() == 1;
    }

    private List<Job> timers(GuestId guest) {
        return instances(guest).stream()
                .flatMap(
                        instance -> engine
                                .getManagementService()
                                .createJobQuery()
                                .processInstanceId(instance.getId())
                                .timers()
                                .list()
                                .stream())
                .toList();
    }

    /** The guest's workflows, the one that called and the one that was called. */
    public List<ProcessInstance> instances(GuestId guest) {
        return engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(guest.toString())
                .list();
    }
}
