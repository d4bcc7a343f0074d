package dev.guestward.review.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.GuestId;
import dev.guestward.invitation.GuestEdit;
import dev.guestward.invitation.GuestEdits;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.Role;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.Cause;
import dev.guestward.review.CampaignSteering;
import dev.guestward.review.Campaigns;
import dev.guestward.review.Decision;
import dev.guestward.review.Delegations;
import dev.guestward.review.ManyGuests;
import dev.guestward.review.OnReviews;
import dev.guestward.review.Outcome;
import dev.guestward.review.Reassignments;
import dev.guestward.review.Review;
import dev.guestward.review.ReviewCourse;
import dev.guestward.review.ReviewItem;
import dev.guestward.review.SponsorChanges;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Every way through {@code access-review-campaign}. */
class AccessReviewCampaignTest extends OnReviews {
    private static final int FIRST_SPONSOR = 950_001;
    private static final Set<String> VISITED = new HashSet<>();
    private static Set<String> drawn = Set.of();

    @Autowired
    Campaigns campaigns;

    @Autowired
    CampaignSteering steering;

    @Autowired
    GuestEdits edits;

    @Autowired
    Delegations delegations;

    @Autowired
    Reassignments reassignments;

    @Autowired
    ReviewCourse course;

    @Autowired
    SponsorChanges changes;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    People people;

    @BeforeEach
    void noCampaignsAndTheModelRead() {
        db.sql(
                        "update review_campaign set ended_at = now(), ended_as = 'STOPPED' where ended_at is null and not standing")
                .update();
        drawn = engine
                .getRepositoryService()
                .getBpmnModelInstance(engine.getRepositoryService()
                        .createProcessDefinitionQuery()
                        .processDefinitionKey(CampaignModel.PROCESS)
                        .latestVersion()
                        .singleResult()
                        .getId())
                .getModelElementsByType(FlowNode.class)
                .stream()
                .map(FlowNode::getId)
                .collect(Collectors.toSet());
    }

    @AfterEach
    void rememberWhatWasVisited() {
        engine.getHistoryService()
                .createHistoricActivityInstanceQuery()
                .list()
                .forEach(one -> VISITED.add(one.getActivityId()));
    }

    @AfterAll
    static void everyElementOfTheModelWasVisited() {
        assertThat(VISITED).containsAll(drawn);
    }

    @Test
    void everySponsorIsAskedAndTheCampaignClosesOnceEverybodyHasAnswered() {
        GuestId mine = due();
        GuestId bens = of(SeedPeople.BEN.id().value());

        UUID campaign = started("all", null);

        assertThat(campaigns.progress(campaign, ADA).counts()).isEqualTo(Map.of("OPEN", 2));
        assertThat(guestsIn(only(SeedPeople.AMARA), AMARA)).containsExactly(mine);
        assertThat(guestsIn(only(SeedPeople.BEN), BEN)).containsExactly(bens);
        decide(only(SeedPeople.AMARA), AMARA, entry(mine, Decision.KEEP));
        planner.run();
        assertThat(state(campaign)).isEqualTo("RUNNING");
        decide(only(SeedPeople.BEN), BEN, entry(bens, Decision.REMOVE));
        planner.run();
        work();

        assertThat(passed(campaign)).contains("EndEvent_CampaignClosed");
        assertThat(state(campaign)).isEqualTo("CLOSED");
        assertThat(campaigns.progress(campaign, ADA).counts()).isEqualTo(Map.of("KEEP", 1, "REMOVE", 1));
    }

    @Test
    void whatIsBeingAskedAlreadyBecomesPartOfItWithItsDrafts() {
        GuestId guest = due();
        UUID usual = asked();
        reviews.keepDrafts(usual, List.of(entry(guest, Decision.REMOVE)), AMARA);

        UUID campaign = started("all", null);

        assertThat(closedAs(usual)).isEqualTo("OVER");
        assertThat(tasks(usual)).isEmpty();
        assertThat(item(guest).review()).isEqualTo(only(SeedPeople.AMARA)).isNotEqualTo(usual);
        assertThat(item(guest).draft()).isNotNull();
        assertThat(campaigns.progress(campaign, ADA).counts()).isEqualTo(Map.of("OPEN", 1));
    }

    @Test
    void whoIsAskedAboutInAnotherCampaignIsLeftOutAndOneScopeIsNeverOpenTwice() {
        due();
        started("all", null);

        UUID second = started("grant", "health-records");

        assertThat(campaigns.progress(second, ADA).leftOut()).isEqualTo(Map.of("asked-elsewhere", 1));
        assertThatThrownBy(() -> started("all", null)).isInstanceOf(Conflict.class);
    }

    @Test
    void aScopeTakesWhoFitsAndUnknownIsNotInactive() {
        GuestId idle = due();
        signedIn(idle, Duration.ofDays(100));
        GuestId unknown = due();
        db.sql("delete from sign_in_seen where account = ?")
                .param(account(unknown).value())
                .update();
        GuestId busy = due();

        assertThat(preview("inactive", "90", List.of())).isEqualTo(1);
        assertThat(preview("clinic", "harbour", List.of())).isEqualTo(3);
        assertThat(preview("clinic", "lakeside", List.of())).isZero();
        assertThat(preview("grant", "health-records", List.of())).isEqualTo(3);
        assertThat(preview("list", null, List.of(busy))).isEqualTo(1);
        assertThatThrownBy(() -> started("clinic", "lakeside")).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> preview("inactive", "5", List.of())).isInstanceOf(InvalidInput.class);
    }

    @Test
    void stoppingItTakesBackWhatIsOpenAndKeepsWhatWasDecided() {
        GuestId kept = due();
        GuestId open = due();
        UUID campaign = started("all", null);
        UUID review = only(SeedPeople.AMARA);
        decide(review, AMARA, entry(kept, Decision.KEEP));

        steering.stop(campaign, "Not now", ADA);
        work();

        assertThat(passed(campaign)).contains("EndEvent_CampaignStopped");
        assertThat(state(campaign)).isEqualTo("STOPPED");
        assertThat(item(open).outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(item(kept).outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(tasks(review)).isEmpty();
        assertThatThrownBy(() -> decide(review, AMARA, entry(open, Decision.KEEP)))
                .isInstanceOf(Conflict.class);
        planner.run();
        assertThat(guestsIn(only(SeedPeople.AMARA), AMARA)).containsExactly(open);
    }

    @Test
    void whileItIsPausedNoDeadlinePassesAndAfterwardsEachIsAsMuchLater() {
        GuestId guest = due();
        UUID campaign = started("all", null);
        UUID review = only(SeedPeople.AMARA);
        Instant due = reviews.open(review, AMARA).review().dueAt();
        steering.pause(campaign, ADA);
        assertThatThrownBy(() -> decide(review, AMARA, entry(guest, Decision.KEEP)))
                .hasMessageContaining("paused");

        pass(review, Duration.ofDays(20));
        assertThat(closedAs(review)).isNull();
        steering.resume(campaign, ADA);

        assertThat(reviews.open(review, AMARA).review().dueAt()).isBetween(due.minusSeconds(60), due.plusSeconds(60));
        fire(review);
        assertThat(closedAs(review)).isNull();
        decide(review, AMARA, entry(guest, Decision.KEEP));
        assertThat(item(guest).outcome()).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void aReminderThatStrikesJustAsTheCampaignIsPausedWaitsUntilItGoesOn() {
        due();
        UUID campaign = started("all", null);
        UUID review = only(SeedPeople.AMARA);
        long told = letters();
        pass(review, Duration.ofDays(2));
        assertThat(letters()).isEqualTo(told);
        steering.pause(campaign, ADA);
        db.sql("update review set paused_at = null where id = ?").param(review).update(); // has not followed yet

        inTransaction(() -> {
            course.remind(review);
            return true;
        });
        planner.run(); // and the review follows
        assertThat(letters()).isEqualTo(told);
        steering.resume(campaign, ADA);
        planner.run();

        assertThat(letters()).isEqualTo(told + 1);
    }

    @Test
    void aDeadlineThatStrikesAfterTheCampaignWasStoppedDoesNothing() {
        GuestId guest = due();
        UUID campaign = started("all", null);
        UUID review = only(SeedPeople.AMARA);
        steering.pause(campaign, ADA);
        dueAt(review, clock.instant().minusSeconds(60));

        steering.stop(campaign, "Not now", ADA);
        assertThat(inTransaction(() -> course.deadlinePassed(review))).isFalse();
        work();

        assertThat(item(guest).outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(closedAs(review)).isEqualTo("STOPPED");
        assertThat(state(campaign)).isEqualTo("STOPPED");
        assertThat(canSignIn(guest)).isTrue();
    }

    @Test
    void aDeadlineThatMovesAwayAsItStrikesGivesTheQuestionBack() {
        GuestId guest = due();
        UUID campaign = started("all", null);
        UUID review = only(SeedPeople.AMARA);
        Instant due = clock.instant().plus(Duration.ofDays(9));
        dueAt(review, due);

        assertThat(inTransaction(() -> course.deadlinePassed(review))).isTrue();
        work();

        assertThat(closedAs(review)).isEqualTo("PASSED_ON");
        Review again = reviews.open(only(SeedPeople.AMARA), AMARA).review();
        assertThat(again.dueAt()).isCloseTo(due, within(1, ChronoUnit.SECONDS));
        assertThat(tasks(again.id())).hasSize(1);
        assertThat(guestsIn(again.id(), AMARA)).containsExactly(guest);
        assertThat(again.campaign()).isEqualTo(campaign);
    }

    @Test
    void whoIsTakenOverWhileACampaignIsPausedLeavesAReviewThatIsClosedAsItGoesOn() {
        GuestId guest = due();
        UUID campaign = started("all", null);
        UUID review = only(SeedPeople.AMARA);
        steering.pause(campaign, ADA);
        db.sql("update guest set sponsor_id = ? where id = ?")
                .params(SeedPeople.BEN.id().value(), guest.value())
                .update();

        inTransaction(() -> {
            changes.follow(guest);
            return true;
        });
        assertThat(closedAs(review)).as("it stands still").isNull();
        assertThat(guestsIn(only(SeedPeople.BEN), BEN)).containsExactly(guest);
        steering.resume(campaign, ADA);

        assertThat(closedAs(review)).isEqualTo("OVER");
        assertThat(tasks(review)).isEmpty();
    }

    @Test
    void whoComesIntoTheScopeIsAskedAboutAndWhoComesTooLateIsListed() {
        GuestId first = due();
        UUID campaign = started("clinic", "harbour");
        GuestId second = due();

        planner.run();
        work();

        assertThat(guestsIn(only(SeedPeople.AMARA), AMARA)).containsExactlyInAnyOrder(first, second);
        assertThat(campaigns.progress(campaign, ADA).joined()).isEqualTo(1);
        decide(only(SeedPeople.AMARA), AMARA, entry(first, Decision.KEEP));
        db.sql("update review_campaign set due_at = ? where id = ?")
                .params(Timestamp.from(clock.instant().plus(Duration.ofDays(2))), campaign)
                .update();
        due();
        planner.run();

        Campaigns.Progress progress = campaigns.progress(campaign, ADA);
        assertThat(progress.leftOut()).isEqualTo(Map.of("joined-too-late", 1));
        assertThat(progress.counts()).isEqualTo(Map.of("KEEP", 1, "OPEN", 1));
        assertThat(progress.guests()).isEqualTo(3);
    }

    @Test
    void whoLeavesTheScopeIsAskedAboutNoMoreButForWhatChanged() {
        GuestId moved = due();
        GuestId stays = due();
        db.sql("update guest set review_due_at = ? where id = ?")
                .params(Timestamp.from(clock.instant().plus(Duration.ofDays(80))), moved.value())
                .update();
        UUID campaign = started("clinic", "harbour");
        edits.edit(moved, new GuestEdit(null, null, null, current(moved).version(), "lakeside"), ADA);
        // until the next look nothing is lost
        assertThat(item(moved).askedBecause()).containsExactly("clinic-changed");

        planner.run();
        assertThat(item(moved).outcome()).isEqualTo(Outcome.NO_LONGER);
        assertThat(item(moved).outcomeBecause()).isEqualTo("left-scope");
        assertThat(item(stays).isOpen()).isTrue();
        assertThat(campaigns.progress(campaign, ADA).counts()).isEqualTo(Map.of("NO_LONGER", 1, "OPEN", 1));
        db.sql("update guest set review_forced_at = review_forced_at - interval '61 minutes'")
                .update();
        planner.run();

        assertThat(item(moved).isOpen()).isTrue();
        assertThat(item(moved).askedBecause()).containsExactly("clinic-changed");
        assertThat(db.sql("select kind from review where id = ?")
                        .param(item(moved).review())
                        .query(String.class)
                        .single())
                .isEqualTo("EVENT");
    }

    @Test
    void aSecondStageSeesWhomSponsorsKeepAndMayRemoveThem() {
        GuestId agreed = due();
        GuestId objected = due();
        GuestId removed = due();
        UUID campaign = startedWithSecond("owner");
        UUID mine = only(SeedPeople.AMARA);

        decide(
                mine,
                AMARA,
                entry(agreed, Decision.KEEP),
                entry(objected, Decision.KEEP),
                entry(removed, Decision.REMOVE));
        assertThat(removal(removed).cause()).isEqualTo(Cause.REVIEW);
        everybodyHasAnswered();
        assertThatThrownBy(() -> decide(mine, AMARA, entry(removed, Decision.KEEP)))
                .as("nobody of the second stage would see it")
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("on the guest’s page");
        assertThat(Objects.requireNonNull(item(removed).answer()).decision()).isEqualTo(Decision.REMOVE);

        Review second = secondReview("OWNER");
        Viewer owner = viewer(second);
        assertThat(guestsIn(second.id(), owner)).containsExactlyInAnyOrder(agreed, objected);
        assertThat(reviews.open(second.id(), owner).rows()).allSatisfy(row -> {
            ReviewItem.Answer first = Objects.requireNonNull(row.first());
            assertThat(first.decision()).isEqualTo(Decision.KEEP);
            assertThat(first.by()).isEqualTo(SeedPeople.AMARA.id());
        });
        assertThat(tasks(second.id()))
                .singleElement()
                .satisfies(task ->
                        assertThat(task.getAssignee()).isEqualTo(owner.id().value()));
        assertThatThrownBy(() -> reviews.open(second.id(), AMARA)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> decide(second.id(), AMARA, entry(agreed, Decision.KEEP)))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> reviews.open(mine, owner)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> delegations.give(new Delegations.Wish(second.id(), null, "amara.singh", null), owner))
                .as("she has answered in the first stage")
                .isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() ->
                        reassignments.preview(campaign, new Reassignments.Wish(second.id(), null, "amara.singh"), ADA))
                .isInstanceOf(InvalidInput.class);
        db.sql("insert into review_delegation (id, review_id, given_by, given_to, given_at, until)"
                        + " values (gen_random_uuid(), ?, ?, ?, ?, ?)")
                .params(
                        second.id(),
                        owner.id().value(),
                        AMARA.id().value(),
                        Timestamp.from(clock.instant()),
                        Timestamp.from(clock.instant().plus(Duration.ofDays(1))))
                .update();
        assertThatThrownBy(() -> decide(second.id(), AMARA, entry(agreed, Decision.KEEP)))
                .hasMessageContaining("answered about this guest already");
        assertThat(state(campaign)).isEqualTo("RUNNING");
        assertThat(campaigns.progress(campaign, ADA).second().counts()).isEqualTo(Map.of("OPEN", 2));
        // the look at open reviews leaves them where they are
        everybodyHasAnswered();
        assertThat(item(agreed).review()).isEqualTo(second.id());

        decide(second.id(), owner, entry(agreed, Decision.KEEP), entry(objected, Decision.REMOVE));
        everybodyHasAnswered();

        assertThat(codes(agreed)).contains("review-kept", "review-confirmed");
        assertThat(removal(objected).cause()).isEqualTo(Cause.REVIEW);
        assertThat(state(campaign)).isEqualTo("CLOSED");
        Campaigns.Progress progress = campaigns.progress(campaign, ADA);
        assertThat(progress.counts()).isEqualTo(Map.of("KEEP", 2, "REMOVE", 1));
        assertThat(progress.second().counts()).isEqualTo(Map.of("KEEP", 1, "REMOVE", 1));
        assertThat(passed(campaign)).contains("Gateway_AllOpenedSecond", "EndEvent_CampaignClosed");
    }

    @Test
    void nobodyLooksAtTheirOwnAnswerAndAContactIsAskedOnlyIfTheyWorkHere() {
        GuestId ours = due();
        List<Person> owners = people.withRole(Role.OWNER);
        GuestId ofOwner = of(owners.get(0).id().value());
        contact("Chloe Martin", Objects.requireNonNull(SeedPeople.CHLOE.mail()));
        try {
            assertThat(campaigns.previewSecond(wish("contact"), ADA))
                    .extracting(Campaigns.SponsorProgress::reviewer)
                    .containsExactly(SeedPeople.CHLOE.id());
            contact("Somebody else", "front.desk@harbour-clinic.example");
            assertThat(campaigns.previewSecond(wish("contact"), ADA))
                    .extracting(Campaigns.SponsorProgress::reviewer)
                    .containsExactlyInAnyOrder(owners.get(0).id(), owners.get(1).id());
            startedWithSecond("contact");
        } finally {
            db.sql("delete from clinic_contact where name in ('Chloe Martin', 'Somebody else')")
                    .update();
        }
        decide(only(SeedPeople.AMARA), AMARA, entry(ours, Decision.KEEP));
        decide(only(owners.get(0)), Viewer.of(owners.get(0)), entry(ofOwner, Decision.KEEP));
        everybodyHasAnswered();

        assertThat(guestsIn(only(owners.get(0)), Viewer.of(owners.get(0)))).containsExactly(ours);
        UUID others = only(owners.get(1));
        assertThat(guestsIn(others, Viewer.of(owners.get(1)))).containsExactly(ofOwner);
        // silence in a second stage: whoever comes next is never the one whose answer it is
        pass(others, Duration.ofDays(9));
        UUID last = only(SeedPeople.ADMIN);
        assertThat(guestsIn(last, ADA)).containsExactly(ofOwner);
        pass(last, Duration.ofDays(3).plusMinutes(1));
        assertThat(item(ofOwner).outcome()).isEqualTo(Outcome.HELD);
        assertThat(canSignIn(ofOwner)).isTrue();
    }

    @Test
    void aCampaignFromBeforeThereWereStagesFinishesOnItsOwnVersion() {
        engine.getRepositoryService()
                .createDeployment()
                .addClasspathResource("earlier-models/access-review-campaign-1.bpmn")
                .deploy();
        GuestId guest = due();
        UUID campaign;
        try {
            campaign = started("all", null);
        } finally {
            engine.getRepositoryService()
                    .createDeployment()
                    .addClasspathResource("bpmn/review/access-review-campaign.bpmn")
                    .deploy();
        }
        decide(only(SeedPeople.AMARA), AMARA, entry(guest, Decision.KEEP));
        everybodyHasAnswered();

        assertThat(passed(campaign)).contains("EndEvent_CampaignClosed").doesNotContain("ServiceTask_OpenSecondStage");
    }

    private void everybodyHasAnswered() {
        planner.run();
        work();
        planner.run();
        work();
    }

    private Review secondReview(String stage) {
        return db.sql("select id from review where stage = ? and closed_at is null")
                .param(stage)
                .query(UUID.class)
                .optional()
                .map(id -> reviews.open(id, ADA).review())
                .orElseThrow();
    }

    private Viewer viewer(Review review) {
        return Viewer.of(people.byId(review.reviewer()).orElseThrow());
    }

    /** The first contact of Harbour Clinic. */
    private void contact(String name, String mail) {
        db.sql("delete from clinic_contact where clinic_id = (select id from clinic where key = 'harbour')")
                .update();
        db.sql("insert into clinic_contact (clinic_id, place, name, mail, role)"
                        + " select id, 0, ?, ?, '' from clinic where key = 'harbour'")
                .params(name, mail)
                .update();
    }

    private UUID startedWithSecond(String stage) {
        UUID campaign = campaigns.start(wish(stage), ADA).id();
        work();
        return campaign;
    }

    private Campaigns.Wish wish(String second) {
        return new Campaigns.Wish(
                "Before the audit",
                "all",
                null,
                null,
                LocalDate.now(clock).plusDays(10).toString(),
                second,
                "7");
    }

    @Test
    void theReviewsOfALargeCampaignFollowWithThePlannerWhenItIsPausedAndWhenItGoesOn() {
        int sponsors = 220;
        ManyGuests.insert(db, FIRST_SPONSOR, sponsors, 1, clock.instant(), clock.instant());
        UUID campaign = started("all", null);
        Instant due = dueAt(campaign, "max");

        steering.pause(campaign, ADA);
        assertThat(standingStill(campaign)).isBetween(1, sponsors - 1);
        planner.run();
        assertThat(standingStill(campaign)).isEqualTo(sponsors);
        db.sql("update review set paused_at = paused_at - interval '2 days' where campaign_id = ?")
                .param(campaign)
                .update();

        steering.resume(campaign, ADA);
        assertThat(standingStill(campaign)).isBetween(1, sponsors - 1);
        planner.run();
        assertThat(standingStill(campaign)).isZero();
        assertThat(dueAt(campaign, "min")).isAfterOrEqualTo(due.plus(Duration.ofDays(2)));

        steering.pause(campaign, ADA);
        steering.stop(campaign, "Not now", ADA);
        work();
        assertThat(state(campaign)).isEqualTo("STOPPED");
        assertThat(campaigns.progress(campaign, ADA).counts()).isEqualTo(Map.of("STOPPED", sponsors));
        assertThat(engine.getTaskService()
                        .createTaskQuery()
                        .processDefinitionKey(ReviewModel.PROCESS)
                        .count())
                .isZero();
    }

    private void dueAt(UUID review, Instant due) {
        db.sql("update review set due_at = ? where id = ?")
                .params(Timestamp.from(due), review)
                .update();
    }

    private boolean inTransaction(Callable<Boolean> act) {
        return Boolean.TRUE.equals(new TransactionTemplate(transactions).execute(status -> {
            try {
                return act.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }));
    }

    /** How many of its reviews have clocks that stand still. */
    private int standingStill(UUID campaign) {
        List<String> still = engine
                .getRuntimeService()
                .createProcessInstanceQuery()
                .processDefinitionKey(ReviewModel.PROCESS)
                .suspended()
                .list()
                .stream()
                .map(ProcessInstance::getBusinessKey)
                .toList();
        return Math.toIntExact(db
                .sql("select id::text from review where campaign_id = ? and paused_at is not null")
                .param(campaign)
                .query(String.class)
                .list()
                .stream()
                .filter(still::contains)
                .count());
    }

    private Instant dueAt(UUID campaign, String which) {
        return db.sql("select " + which + "(due_at) from review where campaign_id = ?")
                .param(campaign)
                .query((rs, n) -> rs.getTimestamp(1).toInstant())
                .single();
    }

    private GuestId of(String sponsor) {
        GuestId guest = due();
        db.sql("update guest set sponsor_id = ? where id = ?")
                .params(sponsor, guest.value())
                .update();
        return guest;
    }

    private UUID started(String scope, @Nullable String value) {
        UUID campaign = campaigns.start(wish(scope, value, List.of()), ADA).id();
        work();
        return campaign;
    }

    private int preview(String scope, @Nullable String value, Collection<GuestId> guests) {
        return campaigns.preview(wish(scope, value, guests), ADA).stream()
                .mapToInt(Campaigns.SponsorProgress::guests)
                .sum();
    }

    private Campaigns.Wish wish(String scope, @Nullable String value, Collection<GuestId> guests) {
        return new Campaigns.Wish(
                "Before the audit",
                scope,
                value,
                Arrays.asList(guests.stream().map(GuestId::toString).toArray(String[]::new)),
                LocalDate.now(clock).plusDays(10).toString());
    }

    private String state(UUID campaign) {
        return campaigns.progress(campaign, ADA).campaign().state();
    }
}
