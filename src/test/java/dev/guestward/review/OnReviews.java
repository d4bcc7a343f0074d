package dev.guestward.review;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.expiry.OnGuestsThatEnd;
import dev.guestward.guest.GuestId;
import dev.guestward.people.Person;
import dev.guestward.people.Viewer;
import dev.guestward.review.Reviews.Entry;
import dev.guestward.review.Reviews.Row;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

/** What tests about reviews need: active guests of Amara's whose day has come, on a bare engine. The fallback reviewer is Ada. */
public abstract class OnReviews extends OnGuestsThatEnd {
    protected static final Viewer AMARA = Viewer.of(SeedPeople.AMARA);
    protected static final Viewer BEN = Viewer.of(SeedPeople.BEN);
    protected static final Viewer ADA = Viewer.of(SeedPeople.ADMIN);

    @Autowired
    protected Reviews reviews;

    @Autowired
    protected ReviewPlanner planner;

    @BeforeEach
    void noReviews() {
        db.sql("update guest set state = 'DECLINED' where state = 'ACTIVE'").update();
        db.sql("update review_item set outcome = 'STOPPED', outcome_at = now() where outcome is null")
                .update();
        db.sql("update review set closed_at = now(), closed_as = 'STOPPED' where closed_at is null")
                .update();
        db.sql("update review set opened_at = opened_at - interval '30 days'").update();
        db.sql("delete from review_notice").update();
        db.sql("delete from mail_message where kind = 'REVIEW_DIGEST'").update();
    }

    @AfterEach
    void endReviews() {
        // no other test is to find guests whose sponsors nobody knows
        db.sql("update guest set state = 'DECLINED' where state = 'ACTIVE'").update();
        endProcesses(engine.getRuntimeService());
    }

    /** Leaves nobody a task about a review, whatever the tables say. */
    public static void endProcesses(RuntimeService runtime) {
        for (String process : List.of("sponsor-review", "silence-claim", "access-review-campaign")) {
            runtime.createProcessInstanceQuery().processDefinitionKey(process).list().stream()
                    .forEach(open -> runtime.deleteProcessInstance(open.getId(), "test over"));
        }
    }

    /** An active guest of Amara's who signed in yesterday and is to be asked about today. */
    protected GuestId due() {
        GuestId guest = activeUntil(Duration.ofDays(300));
        signedIn(guest, Duration.ofDays(1));
        dueNow(guest);
        return guest;
    }

    protected void dueNow(GuestId guest) {
        db.sql("update guest set review_due_at = ? where id = ?")
                .params(Timestamp.from(clock.instant()), guest.value())
                .update();
    }

    protected void signedIn(GuestId guest, Duration ago) {
        db.sql("insert into sign_in_seen (account, last_successful, read_at) values (?, ?, ?)"
                        + " on conflict (account) do update set last_successful = excluded.last_successful,"
                        + " read_at = excluded.read_at")
                .params(
                        account(guest).value(),
                        Timestamp.from(clock.instant().minus(ago)),
                        Timestamp.from(clock.instant()))
                .update();
    }

    /** The planner has asked about whoever is due. */
    protected UUID asked() {
        planner.run();
        work();
        return only(SeedPeople.AMARA);
    }

    /** The one open review of this person. */
    protected UUID only(Person reviewer) {
        return db.sql("select id from review where reviewer_id = ? and closed_at is null")
                .param(reviewer.id().value())
                .query(UUID.class)
                .single();
    }

    protected @Nullable String closedAs(UUID review) {
        return db.sql("select closed_as from review where id = ?")
                .param(review)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    protected ReviewItem item(GuestId guest) {
        return db.sql("select * from review_item where guest_id = ? order by asked_at desc limit 1")
                .param(guest.value())
                .query(ReviewRows::item)
                .single();
    }

    /** As the form would send it after having read the review. */
    protected Entry entry(GuestId guest, Decision decision) {
        ReviewItem item = item(guest);
        return new Entry(item.id(), item.version(), decision, "As agreed", false);
    }

    protected void decide(UUID review, Viewer viewer, Entry... entries) {
        reviews.decide(review, Arrays.asList(entries), viewer);
        work();
    }

    protected List<GuestId> guestsIn(UUID review, Viewer viewer) {
        return reviews.open(review, viewer).rows().stream()
                .map(Row::guest)
                .map(guest -> guest.id())
                .toList();
    }

    /** Time goes by, and what the clocks of this instance wait for happens. */
    protected void pass(UUID key, Duration time) {
        later(time);
        fire(key);
    }

    /** Moves the past of everything that is being asked: the one clock of all tests must not run away by months. */
    protected void later(Duration by) {
        long seconds = by.toSeconds();
        String ago = " - make_interval(secs => " + seconds + ")";
        db.sql("update review set opened_at = opened_at" + ago + ", due_at = due_at" + ago + ", paused_at = paused_at"
                        + ago)
                .update();
        db.sql("update review_campaign set paused_at = paused_at" + ago + ", due_at = due_at" + ago
                        + " where ended_at is null" + " and not standing")
                .update();
        db.sql("update review_delegation set until = until" + ago + " where ended_at is null")
                .update();
        db.sql("update act_ru_job set duedate_ = duedate_" + ago + " where process_def_key_ = 'sponsor-review'"
                        + " and type_ = 'timer'")
                .update();
        db.sql("update act_ru_task set due_date_ = due_date_" + ago
                        + " where task_def_key_ = 'UserTask_DecideOnAccess'")
                .update();
        // letters of days that are over now
        db.sql("update review_notice set letter = letter || '-" + seconds + "' where letter is not null")
                .update();
        db.sql("update mail_message set dedup_key = dedup_key || '-" + seconds
                        + "', sent_at = sent_at - interval '1 day'" + " where kind = 'REVIEW_DIGEST'")
                .update();
    }

    protected void fire(UUID key) {
        for (HistoricProcessInstance instance : instances(key.toString())) {
            engine
                    .getManagementService()
                    .createJobQuery()
                    .processInstanceId(instance.getId())
                    .timers()
                    .active()
                    .duedateLowerThan(Date.from(clock.instant().plusSeconds(1)))
                    .orderByJobDuedate()
                    .asc()
                    .list()
                    .stream()
                    .map(Job::getId)
                    .forEach(this::fireOne);
        }
        work();
    }

    /** It may be gone with a task that an earlier one has ended. */
    private void fireOne(String id) {
        if (engine.getManagementService().createJobQuery().jobId(id).count() == 1) {
            engine.getManagementService().executeJob(id);
        }
    }

    protected List<HistoricProcessInstance> instances(String key) {
        return engine.getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(key)
                .list();
    }

    protected List<String> passed(Object key) {
        return instances(key.toString()).stream()
                .map(HistoricProcessInstance::getId)
                .flatMap(
                        instance -> engine
                                .getHistoryService()
                                .createHistoricActivityInstanceQuery()
                                .processInstanceId(instance)
                                .list()
                                .stream())
                .map(HistoricActivityInstance::getActivityId)
                .toList();
    }

    protected List<Task> tasks(Object key) {
        return engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(key.toString())
                .list();
    }

    protected long letters() {
        return db.sql("select count(*) from mail_message where kind = 'REVIEW_DIGEST'")
                .query(Long.class)
                .single();
    }

    /** Mail servers take what was written. */
    protected void mailsAreTaken() {
        db.sql("update mail_message set state = 'SENT', ended_at = now() where kind = 'REVIEW_DIGEST'")
                .update();
    }
}
