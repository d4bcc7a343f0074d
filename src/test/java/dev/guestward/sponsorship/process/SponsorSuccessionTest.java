package dev.guestward.sponsorship.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.directory.ObjectId;
import dev.guestward.directory.Sponsor;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.expiry.ExpiryPlanner;
import dev.guestward.expiry.OnGuestsThatEnd;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.people.Viewer;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.redemption.PassingDays;
import dev.guestward.removal.Cause;
import dev.guestward.removal.RemovalRequests;
import dev.guestward.sponsorship.Claims;
import dev.guestward.sponsorship.CoSponsors;
import dev.guestward.sponsorship.LeavingPeople;
import dev.guestward.sponsorship.Sponsorships;
import dev.guestward.sponsorship.Succession;
import dev.guestward.sponsorship.SuccessionProgress;
import dev.guestward.sponsorship.SuccessionSweep;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Every way through {@code sponsor-succession}: Amara leaves. */
class SponsorSuccessionTest extends OnGuestsThatEnd {
    private final Set<ObjectId> employees = new HashSet<>();

    private static final Viewer ADMIN = Viewer.of(SeedPeople.ADMIN);
    private static final Viewer OWNER = Viewer.of(SeedPeople.OWNER);
    private static final Viewer AMARA = Viewer.of(SeedPeople.AMARA);
    private static final Viewer BEN = Viewer.of(SeedPeople.BEN);
    private static final Viewer CHLOE = Viewer.of(SeedPeople.CHLOE);
    private static final Set<String> VISITED = new HashSet<>();
    private static Set<String> drawn = Set.of();

    /** So many sponsors leave at once in the last test; the goal is 50 with 1,000 guests. */
    private static final int SPONSORS = Integer.getInteger("guestward.test.leaving-sponsors", 10);

    private static final int GUESTS_EACH = Integer.getInteger("guestward.test.guests-each", 10);

    @Autowired
    LeavingPeople leaving;

    @Autowired
    SuccessionSweep sweep;

    @Autowired
    SuccessionProgress progress;

    @Autowired
    Claims claims;

    @Autowired
    CoSponsors coSponsors;

    @Autowired
    Sponsorships sponsorships;

    @Autowired
    RemovalRequests requests;

    @Autowired
    ExpiryPlanner planner;

    @Autowired
    People people;

    private final List<GuestId> crowd = new ArrayList<>();

    @BeforeEach
    void nobodyElseLeaves() {
        db.sql("update guest set state = 'DECLINED' where sponsor_id like '5eed0000-%'")
                .update();
        // whom other tests have left her
        db.sql("update guest set state = 'DECLINED' where sponsor_id = ? and not exists"
                        + " (select 1 from removal where guest_id = guest.id and ended_at is null)")
                .param(AMARA.id().value())
                .update();
    }

    @BeforeEach
    void readTheModel() {
        drawn = engine
                .getRepositoryService()
                .getBpmnModelInstance(engine.getRepositoryService()
                        .createProcessDefinitionQuery()
                        .processDefinitionKey(SuccessionModel.PROCESS)
                        .latestVersion()
                        .singleResult()
                        .getId())
                .getModelElementsByType(FlowNode.class)
                .stream()
                .map(FlowNode::getId)
                .collect(Collectors.toSet());
    }

    @AfterEach
    void amaraStays() {
        VISITED.addAll(passed());
        db.sql("delete from person_leaving").update();
        // with an account of hers, she would be set as sponsor in other tests, too
        employees.forEach(employee -> {
            directory.delete(employee);
            directory.purge(employee);
        });
        engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processDefinitionKey(SuccessionModel.PROCESS)
                .list()
                .forEach(one -> engine.getRuntimeService().deleteProcessInstance(one.getId(), "test over"));
        db.sql("update succession set ended_at = now(), ended_as = 'STAYS' where ended_at is null")
                .update();
        db.sql("update succession_claim set ended_at = now() where ended_at is null")
                .update();
        db.sql("delete from clinic_contact").update();
        directory.manages(new ObjectId(UUID.randomUUID().toString()), account(AMARA.id()));
        crowd.forEach(this::forget);
    }

    @AfterAll
    static void everyElementOfTheModelWasVisited() {
        assertThat(VISITED).containsAll(drawn);
    }

    @Test
    void aCoSponsorTakesOverAndGetsWhatWaitedForTheOldSponsor() {
        GuestId guest = activeUntil(Duration.ofDays(10));
        planner.run();
        work();
        coSponsors.add(guest, "ben.ortiz", AMARA);
        Task open = taskOf(guest);
        assertThat(open.getAssignee()).isEqualTo(AMARA.id().value());

        leave();
        assertThat(task().getAssignee()).isEqualTo(BEN.id().value());
        assertThat(mails("SUCCESSION_ASKED")).isPositive();
        answer(BEN, null, null);
        work();

        assertThat(current(guest).sponsor()).isEqualTo(BEN.id());
        assertThat(taskOf(guest).getAssignee()).isEqualTo(BEN.id().value());
        assertThat(coSponsors.of(guest)).isEmpty();
        assertThat(directory.sponsors(account(guest))).extracting(Sponsor::id).doesNotContain(account(AMARA.id()));
        assertThat(directory.accepted()).contains("sponsor " + account(guest), "unsponsor " + account(guest));
        assertThat(codes(guest)).containsSubsequence("sponsor-leaves", "sponsor-succeeded");
        assertThat(passed()).contains("EndEvent_GuestsTakenOver", "EndEvent_AllTakenOver");
        assertThat(ended()).isEqualTo(Succession.Ending.TAKEN_OVER);
    }

    @Test
    void whomOneDoesNotTakeOverTheNextOnesAreAskedForOneAfterTheOther() {
        GuestId first = active();
        GuestId second = active();
        List.of(first, second).forEach(guest -> coSponsors.add(guest, "ben.ortiz", AMARA));
        directory.manages(account(CHLOE.id()), account(AMARA.id()));
        leave();

        answer(BEN, List.of(first.value()), null);
        work();
        assertThat(current(first).sponsor()).isEqualTo(BEN.id());
        assertThat(current(second).sponsor()).isEqualTo(AMARA.id());
        assertThat(task().getAssignee()).isEqualTo(CHLOE.id().value());
        assertThat(claims.of(BEN)).as("who has answered sees nothing any more").isEmpty();
        assertThat(claims.of(CHLOE).get(0).guests())
                .extracting(guest -> guest.id())
                .containsExactly(second);

        answer(CHLOE, List.of(), null);
        work();
        assertThat(rung()).isEqualTo(Succession.Rung.POOL);

        assertThatThrownBy(() -> answer(OWNER, null, null))
                .as("an owner who is no sponsor names one")
                .isInstanceOf(InvalidInput.class);
        answer(OWNER, null, "chloe.martin");
        work();

        assertThat(current(second).sponsor()).isEqualTo(CHLOE.id());
        assertThat(ended()).isEqualTo(Succession.Ending.TAKEN_OVER);
    }

    @Test
    void staffWhoAreContactsOfTheClinicAreAskedBeforeThePool() {
        active();
        db.sql("insert into clinic_contact (clinic_id, place, name, mail, role)"
                        + " select id, 0, 'Chloe', ?, '' from clinic where key = 'harbour'")
                .param(SeedPeople.CHLOE.mail())
                .update();

        leave();

        assertThat(rung()).isEqualTo(Succession.Rung.CLINIC);
        assertThat(task().getAssignee()).isEqualTo(CHLOE.id().value());
    }

    @Test
    void whoDoesNotAnswerIsRemindedThenOthersAreAskedAndInTheEndTheGuestIsRemoved() {
        GuestId guest = active();
        GuestId refused = active();
        requests.remove(refused, "No longer works with us", false, AMARA);
        List.of(guest, refused).forEach(one -> coSponsors.add(one, "ben.ortiz", AMARA));
        leave();
        Task first = task();
        assertThat(first.getDueDate()).isNotNull();
        assertThat(first.getFollowUpDate()).isNotNull();

        pass(Duration.ofHours(37));
        assertThat(mails("SUCCESSION_REMINDER")).isEqualTo(1);
        pass(Duration.ofHours(36));
        assertThat(rung()).isEqualTo(Succession.Rung.POOL);
        assertThat(task().getId()).isNotEqualTo(first.getId());

        pass(Duration.ofDays(2));
        pass(Duration.ofDays(6));

        assertThat(passed()).contains("BoundaryEvent_ReminderDue", "BoundaryEvent_TooLate", "EndEvent_SomeRemoved");
        assertThat(codes(guest)).contains("nobody-vouches");
        assertThat(removal(guest).cause()).isEqualTo(Cause.SUCCESSION);
        assertThat(current(guest).state()).isEqualTo(GuestState.BLOCKED);
        assertThat(removal(refused).cause())
                .as("the no that was said before stands")
                .isEqualTo(Cause.REQUEST);
        assertThat(ended()).isEqualTo(Succession.Ending.REMOVED);
        sweep.run();
        assertThat(tasks())
                .as("nobody is asked again for who is on the way out")
                .isEmpty();
        assertThat(ended()).isEqualTo(Succession.Ending.REMOVED);
    }

    @Test
    void aRemovalThatTheOldSponsorWantedGoesThroughUnderTheNewOne() {
        GuestId guest = active();
        coSponsors.add(guest, "ben.ortiz", AMARA);
        requests.remove(guest, "No longer works with us", false, AMARA);
        leave();
        answer(BEN, null, null);
        work();

        clock.step(Duration.ofMinutes(20));
        new PassingDays(engine, db).fire(guest);
        work();

        assertThat(current(guest).sponsor()).isEqualTo(BEN.id());
        assertThat(current(guest).state()).isEqualTo(GuestState.BLOCKED);
    }

    @Test
    void whoStaysAfterAllKeepsTheGuests() {
        GuestId guest = active();
        leave();

        leaving.unmark("amara.singh", AMARA);
        sweep.run();
        work();

        assertThat(passed()).contains("EndEvent_SponsorStays");
        assertThat(tasks()).isEmpty();
        assertThat(current(guest).sponsor()).isEqualTo(AMARA.id());
        assertThat(ended()).isEqualTo(Succession.Ending.STAYS);
    }

    @Test
    void aTaskEndsWhenItsGuestsAreHandedOverOneByOne() {
        GuestId guest = active();
        leave();

        sponsorships.handOver(guest, "chloe.martin", ADMIN);
        work();

        assertThat(tasks()).isEmpty();
        assertThat(ended()).isEqualTo(Succession.Ending.TAKEN_OVER);
        assertThat(mails("SPONSORSHIP_HANDED_OVER")).isPositive();
        sponsorships.handOver(guest, "ben.ortiz", CHLOE);
        assertThatThrownBy(() -> sponsorships.handOver(guest, "chloe.martin", CHLOE))
                .as("who has handed over has no say any more")
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> sponsorships.handOver(guest, "admin", BEN)).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> sponsorships.handOver(guest, "ben.ortiz", BEN)).isInstanceOf(InvalidInput.class);
    }

    @Test
    void whoIsNotAskedSeesAndAnswersNothing() {
        GuestId guest = active();
        coSponsors.add(guest, "ben.ortiz", AMARA);
        leave();
        UUID claim = claims.of(BEN).get(0).claim().id();

        assertThat(claims.of(CHLOE)).isEmpty();
        assertThat(claims.of(OWNER)).as("the pool is not asked yet").isEmpty();
        assertThatThrownBy(() -> claims.answer(claim, null, null, CHLOE)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> completeInTasklist(CHLOE)).hasStackTraceContaining("Only whoever is asked");
        assertThatThrownBy(() -> completeInTasklist(BEN)).hasStackTraceContaining("Choose first");
        assertThatThrownBy(() -> claims.answer(claim, List.of(UUID.randomUUID()), null, BEN))
                .isInstanceOf(InvalidInput.class);
        assertThat(current(guest).sponsor()).isEqualTo(AMARA.id());
    }

    @Test
    void whomTheListDoesNotShowButTheDirectoryDoesHasNotLeft() {
        Person dora = SeedPeople.person(880, "dora.hale", "Dora Hale", Role.SPONSOR);
        active(dora.id());
        account(dora, true);
        directory.addMembers(new ObjectId("9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b03"), List.of(account(dora.id())));

        sweep.run();
        assertThat(progress.of(ADMIN))
                .noneMatch(one -> one.succession().sponsor().equals(dora.id()));

        directory.enableSignIn(account(dora.id()), false);
        sweep.run();
        assertThat(progress.of(ADMIN))
                .filteredOn(one -> one.succession().sponsor().equals(dora.id()))
                .extracting(one -> one.succession().cause())
                .containsExactly(Succession.Cause.DISABLED);
    }

    @Test
    void whenManySponsorsLeaveAtOnceNobodyIsWithoutSomebodyWhoIsAsked() {
        GuestId one = active();
        Instant begun = clock.instant();
        for (int sponsor = 0; sponsor < SPONSORS; sponsor++) {
            crowd(
                    one,
                    SeedPeople.person(1000 + sponsor, "gone", "Gone", Role.SPONSOR)
                            .id(),
                    sponsor % 2 == 0);
        }

        sweep.run();
        work();

        assertThat(Duration.between(begun, clock.instant())).isLessThan(Duration.ofMinutes(10));
        assertThat(db.sql("""
                        select count(*) from guest g where g.id = any (?) and not exists (
                            select 1 from succession_guest s join succession_claim c on c.id = s.claim_id
                            where s.guest_id = g.id and s.ended_at is null and c.task_id is not null)""")
                        .param(crowd.stream().map(GuestId::value).toArray(UUID[]::new))
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(crowd).hasSize(SPONSORS * GUESTS_EACH);
        assertThat(tasks(SPONSORS)).hasSize(SPONSORS);
        sweep.run();
        work();
        assertThat(tasks(SPONSORS)).as("a second run begins nothing anew").hasSize(SPONSORS);
        for (Claims.Question question : claims.of(BEN)) {
            claims.answer(question.claim().id(), null, null, BEN);
        }
        assertThat(db.sql("select count(*) from guest where sponsor_id = ? and id = any (?)")
                        .params(
                                BEN.id().value(),
                                crowd.stream().map(GuestId::value).toArray(UUID[]::new))
                        .query(Integer.class)
                        .single())
                .isEqualTo((SPONSORS + 1) / 2 * GUESTS_EACH);
    }

    private GuestId active() {
        return activeUntil(Duration.ofDays(300));
    }

    private void active(PersonId sponsor) {
        GuestId guest = active();
        db.sql("update guest set sponsor_id = ? where id = ?")
                .params(sponsor.value(), guest.value())
                .update();
    }

    private void leave() {
        leaving.mark("amara.singh", AMARA);
        sweep.run();
        work();
    }

    private void answer(Viewer viewer, @Nullable List<UUID> take, @Nullable String sponsor) {
        claims.answer(claims.of(viewer).get(0).claim().id(), take, sponsor, viewer);
    }

    private void completeInTasklist(Viewer viewer) {
        engine.getIdentityService().setAuthentication(viewer.id().value(), List.of());
        try {
            engine.getTaskService().complete(task().getId());
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
    }

    private void pass(Duration time) {
        clock.step(time);
        List<Job> due = engine.getManagementService().createJobQuery().timers().executable().list().stream()
                .filter(job -> job.getProcessDefinitionKey().equals(SuccessionModel.PROCESS))
                .toList();
        due.forEach(job -> engine.getManagementService().executeJob(job.getId()));
        work();
    }

    private void account(Person person, boolean enabled) {
        employees.add(account(person.id()));
        directory.change(new dev.guestward.directory.DirectoryUser(
                account(person.id()),
                dev.guestward.directory.DirectoryUser.Kind.MEMBER,
                dev.guestward.directory.DirectoryUser.Redemption.NONE,
                null,
                enabled,
                person.displayName(),
                person.principalName(),
                person.mail(),
                List.of(),
                null,
                false,
                clock.instant(),
                null));
    }

    private void crowd(GuestId like, PersonId sponsor, boolean withCoSponsor) {
        for (int i = 0; i < GUESTS_EACH; i++) {
            GuestId guest = GuestId.random();
            crowd.add(guest);
            db.sql("""
                            insert into guest (id, email, email_key, display_name, clinic_id, sponsor_id, requested_by,
                                purpose, language, access_until, state, state_since, requested_at, directory_id)
                            select :id, :mail, :mail, display_name, clinic_id, :sponsor, requested_by, purpose,
                                language, :end, state, state_since, requested_at, :account from guest where id = :one""")
                    .param("id", guest.value())
                    .param("mail", guest + "@harbour-clinic.example")
                    .param("sponsor", sponsor.value())
                    .param("end", Timestamp.from(clock.instant().plus(Duration.ofDays(200))))
                    .param("account", UUID.randomUUID().toString())
                    .param("one", like.value())
                    .update();
            if (withCoSponsor) {
                db.sql("insert into co_sponsor (guest_id, person_id, added_by, added_at) values (?, ?, ?, now())")
                        .params(guest.value(), BEN.id().value(), BEN.id().value())
                        .update();
            }
        }
    }

    private static ObjectId account(PersonId person) {
        return new ObjectId(person.value());
    }

    private Task task() {
        return tasks().get(0);
    }

    private Task taskOf(GuestId guest) {
        return engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(guest.toString())
                .singleResult();
    }

    private List<Task> tasks() {
        return engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(AMARA.id().value())
                .list();
    }

    private List<Task> tasks(int most) {
        return engine.getTaskService()
                .createTaskQuery()
                .processDefinitionKey(SuccessionModel.PROCESS)
                .listPage(0, most + 1);
    }

    private Succession.@Nullable Rung rung() {
        return claims.of(ADMIN).get(0).claim().rung();
    }

    private Succession.@Nullable Ending ended() {
        return progress.of(AMARA).get(0).succession().endedAs();
    }

    private long mails(String kind) {
        return db.sql("select count(*) from mail_message where kind = ?")
                .param(kind)
                .query(Long.class)
                .single();
    }

    private List<String> passed() {
        return engine
                .getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(AMARA.id().value())
                .list()
                .stream()
                .flatMap(instance -> engine
                        .getHistoryService()
                        .createHistoricActivityInstanceQuery()
                        .processInstanceId(instance.getId())
                        .list()
                        .stream())
                .map(HistoricActivityInstance::getActivityId)
                .toList();
    }
}
