package dev.guestward.review.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.Attention;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.invitation.process.InvitationSlice;
import dev.guestward.people.Managers;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.people.Viewer;
import dev.guestward.removal.Cause;
import dev.guestward.removal.RemovalRequests;
import dev.guestward.review.Decision;
import dev.guestward.review.OnReviews;
import dev.guestward.review.Outcome;
import dev.guestward.simulatedtenant.Seeds;
import dev.guestward.sponsorship.Sponsorships;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Every way through {@code sponsor-review} and {@code silence-claim}, started by the planner on a bare engine. */
class SponsorReviewTest extends OnReviews {
    private static final Set<String> VISITED = new HashSet<>();
    private static Set<String> drawn = Set.of();

    @Autowired
    RemovalRequests requests;

    @Autowired
    Sponsorships sponsorships;

    @Autowired
    InvitationSlice.SwitchedRound round;

    @Autowired
    Managers managers;

    private GuestId guest = GuestId.random();
    private UUID review = UUID.randomUUID();

    @BeforeEach
    void readTheModels() {
        drawn = Stream.of(ReviewModel.PROCESS, ClaimModel.PROCESS)
                .flatMap(process -> engine
                        .getRepositoryService()
                        .getBpmnModelInstance(engine.getRepositoryService()
                                .createProcessDefinitionQuery()
                                .processDefinitionKey(process)
                                .latestVersion()
                                .singleResult()
                                .getId())
                        .getModelElementsByType(FlowNode.class)
                        .stream())
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
    static void everyElementOfTheModelsWasVisited() {
        assertThat(VISITED).containsAll(drawn);
    }

    @Test
    void theSponsorIsAskedWithOneTaskAndOneLetter() {
        ask();

        assertThat(tasks(review)).singleElement().satisfies(task -> {
            assertThat(task.getAssignee()).isEqualTo(SeedPeople.AMARA.id().value());
            assertThat(task.getDueDate().toInstant())
                    .isCloseTo(clock.instant().plus(Duration.ofDays(14)), Assertions.within(1, ChronoUnit.MINUTES));
            assertThat(task.getFollowUpDate()).isBefore(task.getDueDate());
        });
        assertThat(letters()).isEqualTo(1);
        assertThat(engine.getRuntimeService()
                        .createVariableInstanceQuery()
                        .processInstanceIdIn(instances(review.toString()).get(0).getId())
                        .list())
                .isEmpty();
    }

    @Test
    void whoIsStillNeededIsAskedAboutAgainWithinTheInterval() {
        ask();

        decide(review, AMARA, entry(guest, Decision.KEEP));

        assertThat(passed(review)).contains("EndEvent_ReviewDecided");
        assertThat(tasks(review)).isEmpty();
        assertThat(closedAs(review)).isEqualTo("DECIDED");
        assertThat(codes(guest)).contains("review-kept");
        assertThat(nextReview())
                .isBetween(
                        clock.instant().plus(Duration.ofDays(80)),
                        clock.instant().plus(Duration.ofDays(90)));
    }

    @Test
    void aNoActsWhileTheReviewIsStillOpenAndCanBeTakenBackForAWhile() {
        GuestId other = due();
        ask();

        decide(review, AMARA, entry(guest, Decision.REMOVE));
        assertThat(removal(guest).cause()).isEqualTo(Cause.REVIEW);
        assertThat(canSignIn(guest)).isTrue();
        decide(review, AMARA, entry(guest, Decision.KEEP));
        assertThat(removals.current(guest)).isEmpty();
        decide(review, AMARA, entry(guest, Decision.REMOVE));
        clock.step(Duration.ofMinutes(16));
        fire(guest.value());

        assertThat(canSignIn(guest)).isFalse();
        assertThat(canSignIn(other)).isTrue();
        assertThat(tasks(review)).hasSize(1);
        assertThatThrownBy(() -> decide(review, AMARA, entry(guest, Decision.KEEP)))
                .hasMessageContaining("lost access");
    }

    @Test
    void aMatterOfSecurityIsActedOnAtOnce() {
        ask();

        decide(review, AMARA, entry(guest, Decision.REMOVE_NOW));

        assertThat(canSignIn(guest)).isFalse();
        assertThat(item(guest).outcome()).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void whoDoesNotKnowHasSomebodyElseAskedInATaskOfTheirOwn() {
        ask();

        decide(review, AMARA, entry(guest, Decision.DONT_KNOW));

        UUID next = only(SeedPeople.ADMIN);
        assertThat(passed(review)).contains("EndEvent_ReviewDecided");
        assertThat(tasks(next))
                .singleElement()
                .satisfies(task -> assertThat(task.getAssignee())
                        .isEqualTo(SeedPeople.ADMIN.id().value()));
        assertThat(item(guest).previousReviewer()).isEqualTo(SeedPeople.AMARA.id());
        assertThatThrownBy(() -> decide(review, AMARA, entry(guest, Decision.KEEP)))
                .hasMessageContaining("has left this review");

        decide(next, ADA, entry(guest, Decision.DONT_KNOW));
        assertThat(item(guest).outcome()).isEqualTo(Outcome.HELD);
        assertThat(current(guest).attention()).isEqualTo(Attention.REVIEW_UNANSWERED);
        assertThat(canSignIn(guest)).isTrue();
    }

    @Test
    void remindersGoToTheUndecidedOnlyAndAtMostOnceADay() {
        ask();
        assertThat(letters()).isEqualTo(1);

        pass(review, Duration.ofDays(7).plusMinutes(1));
        assertThat(letters()).isEqualTo(2);
        pass(review, Duration.ofDays(5));
        assertThat(letters()).isEqualTo(3);
        pass(review, Duration.ofHours(36));
        assertThat(letters()).isEqualTo(4);
        assertThat(passed(review))
                .contains(
                        "BoundaryEvent_HalfTimeOver",
                        "BoundaryEvent_TwoDaysLeft",
                        "BoundaryEvent_HalfDayLeft",
                        "EndEvent_ReviewerReminded");

        planner.run();
        assertThat(letters()).isEqualTo(4);
    }

    @Test
    void withTheMailServerDownForTheWholeReviewTheGuestIsHeldAndShown() {
        ask();

        UUID next = passedOn();
        assertThat(passed(review)).contains("EndEvent_ReviewPassedOn");
        assertThat(closedAs(review)).isEqualTo("PASSED_ON");
        pass(next, Duration.ofDays(3).plusMinutes(1));

        assertThat(passed(next)).contains("EndEvent_SilenceSettled");
        assertThat(item(guest).outcome()).isEqualTo(Outcome.HELD);
        assertThat(item(guest).outcomeBecause()).isEqualTo("no-proof");
        assertThat(current(guest).attention()).isEqualTo(Attention.REVIEW_UNANSWERED);
        assertThat(canSignIn(guest)).isTrue();
        assertThat(removals.newest(guest)).isEmpty();
    }

    @Test
    void onceTwoPeopleWereReachedSilenceBlocksAndNeverDeletesByItself() {
        ask();
        mailsAreTaken();
        UUID next = passedOn();
        mailsAreTaken();

        pass(next, Duration.ofDays(3).plusMinutes(1));

        assertThat(current(guest).state()).isEqualTo(GuestState.BLOCKED);
        assertThat(removal(guest).cause()).isEqualTo(Cause.SILENCE);
        assertThat(removal(guest).deleteAfter())
                .isAfterOrEqualTo(current(guest).accessUntil().truncatedTo(ChronoUnit.MILLIS));
        assertThat(tasks(guest)).anySatisfy(task -> {
            assertThat(task.getTaskDefinitionKey()).isEqualTo("UserTask_ClaimGuest");
            assertThat(task.getDueDate()).isAfter(Date.from(clock.instant()));
        });
    }

    @Test
    void theSilentSponsorsManagerIsAskedAndTheirSilenceIsProofWithoutAnyFallbackReviewer() {
        managerIs(SeedPeople.OWNER.id());
        nobodyIsFallback();
        ask();
        mailsAreTaken();

        pass(review, Duration.ofDays(14).plusMinutes(1));

        UUID next = only(SeedPeople.OWNER);
        assertThat(passed(review)).contains("EndEvent_ReviewPassedOn");
        assertThat(db.sql("select stage from review where id = ?")
                        .param(next)
                        .query(String.class)
                        .single())
                .isEqualTo("MANAGER");
        assertThat(tasks(next))
                .singleElement()
                .satisfies(task -> assertThat(task.getAssignee())
                        .isEqualTo(SeedPeople.OWNER.id().value()));
        mailsAreTaken();
        pass(next, Duration.ofDays(3).plusMinutes(1));
        assertThat(passed(next)).contains("EndEvent_SilenceSettled");
        assertThat(current(guest).state()).isEqualTo(GuestState.BLOCKED);
        assertThat(removal(guest).cause()).isEqualTo(Cause.SILENCE);
    }

    @Test
    void aManagerDecidesAlsoWithoutBeingASponsor() {
        managerIs(SeedPeople.OWNER.id());
        ask();
        decide(review, AMARA, entry(guest, Decision.DONT_KNOW));

        decide(only(SeedPeople.OWNER), Viewer.of(SeedPeople.OWNER), entry(guest, Decision.KEEP));

        assertThat(item(guest).outcome()).isEqualTo(Outcome.APPLIED);
        assertThat(codes(guest)).contains("review-kept");
    }

    @Test
    void whoCannotSignInIsNotAskedAsAManagerAndTheFallbackReviewerIs() {
        managerIs(new PersonId(Seeds.FREYA_NOLAN_ID));
        ask();
        mailsAreTaken();

        UUID next = passedOn();

        mailsAreTaken();
        pass(next, Duration.ofDays(3).plusMinutes(1));
        assertThat(current(guest).state()).isEqualTo(GuestState.BLOCKED);
    }

    @Test
    void withAManagerWhoCannotSignInAndNoFallbackReviewerTheGuestIsHeldAndShown() {
        managerIs(new PersonId(Seeds.FREYA_NOLAN_ID));
        nobodyIsFallback();
        ask();
        mailsAreTaken();

        pass(review, Duration.ofDays(14).plusMinutes(1));

        assertThat(item(guest).outcome()).isEqualTo(Outcome.HELD);
        assertThat(item(guest).outcomeBecause()).isEqualTo("no-proof");
        assertThat(current(guest).attention()).isEqualTo(Attention.REVIEW_UNANSWERED);
        assertThat(canSignIn(guest)).isTrue();
    }

    @Test
    void wherePolicyWantsASecondRoundEverybodyIsAskedOnceMoreBeforeSilenceCounts() {
        round.on(true);
        try {
            ask();
            mailsAreTaken();
            UUID next = passedOn();
            mailsAreTaken();
            pass(next, Duration.ofDays(3).plusMinutes(1));

            UUID again = only(SeedPeople.AMARA);
            assertThat(passed(next)).contains("EndEvent_ReviewPassedOn");
            assertThat(reviews.open(again, AMARA).review().round()).isEqualTo(2);
            assertThat(tasks(again))
                    .singleElement()
                    .satisfies(task -> assertThat(task.getDueDate().toInstant())
                            .isCloseTo(
                                    clock.instant().plus(Duration.ofDays(7)),
                                    Assertions.within(1, ChronoUnit.MINUTES)));
            assertThat(canSignIn(guest)).isTrue();
            pass(again, Duration.ofDays(7).plusMinutes(1));
            UUID last = only(SeedPeople.ADMIN);
            assertThat(item(guest).isOpen()).isTrue();
            pass(last, Duration.ofDays(3).plusMinutes(1));

            assertThat(passed(last)).contains("EndEvent_SilenceSettled");
            assertThat(current(guest).state()).isEqualTo(GuestState.BLOCKED);
        } finally {
            round.on(false);
        }
    }

    @Test
    void aLetterThatCameBackIsNoProof() {
        ask();
        mailsAreTaken();
        UUID next = passedOn();
        mailsAreTaken();
        db.sql("update mail_message set state = 'BOUNCED' where to_address = ?")
                .param(Objects.requireNonNull(SeedPeople.ADMIN.mail()))
                .update();

        pass(next, Duration.ofDays(3).plusMinutes(1));

        assertThat(item(guest).outcome()).isEqualTo(Outcome.HELD);
        assertThat(canSignIn(guest)).isTrue();
    }

    @Test
    void whoWasBlockedFromSilenceIsClaimedByTheirSponsor() {
        silentlyBlocked();

        assertThatThrownBy(() -> claim(SeedPeople.BEN, true)).hasStackTraceContaining("Only the guest’s sponsor");
        claim(SeedPeople.AMARA, true);

        assertThat(passed(guest)).contains("EndEvent_GuestClaimed");
        assertThat(canSignIn(guest)).isTrue();
    }

    @Test
    void withAnotherSponsorThatOneIsAskedToClaimAndTheFormerOneSeesNothingOfIt() {
        silentlyBlocked();

        sponsorships.handOver(guest, "ben.ortiz", AMARA);

        onlyBenIsAsked();
        assertThatThrownBy(() -> claim(SeedPeople.AMARA, true)).hasStackTraceContaining("Only the guest’s sponsor");
        claim(SeedPeople.BEN, true);
        assertThat(passed(guest)).contains("EndEvent_GuestClaimed");
    }

    @Test
    void whoHasTakenTheTaskAsSponsorLosesItWithTheGuest() {
        silentlyBlocked();
        engine.getTaskService().claim(toClaim().getId(), AMARA.id().value());

        sponsorships.handOver(guest, "ben.ortiz", AMARA);

        onlyBenIsAsked();
        assertThat(toClaim().getAssignee()).isEqualTo(BEN.id().value());
    }

    @Test
    void anAdministratorWhoHasTakenTheTaskKeepsIt() {
        silentlyBlocked();
        engine.getTaskService().claim(toClaim().getId(), ADA.id().value());

        sponsorships.handOver(guest, "ben.ortiz", AMARA);

        assertThat(asked(IdentityLink::getUserId)).containsExactly(BEN.id().value());
        assertThat(toClaim().getAssignee()).isEqualTo(ADA.id().value());
        claim(SeedPeople.ADMIN, true);
        assertThat(canSignIn(guest)).isTrue();
    }

    @Test
    void whereAFormerSponsorIsStillAskedThePlannerAsksThePresentOne() {
        silentlyBlocked();
        engine.getTaskService().claim(toClaim().getId(), AMARA.id().value());
        db.sql("update guest set sponsor_id = ? where id = ?")
                .params(BEN.id().value(), guest.value())
                .update();

        planner.run();

        onlyBenIsAsked();
        planner.run();
        onlyBenIsAsked();
    }

    @Test
    void aSuspendedTaskKeepsNobodyFromHandingOverAndFollowsOnceItGoesOn() {
        silentlyBlocked();
        String instance = toClaim().getProcessInstanceId();
        engine.getRuntimeService().suspendProcessInstanceById(instance);

        sponsorships.handOver(guest, "ben.ortiz", AMARA);
        planner.run();
        engine.getRuntimeService().activateProcessInstanceById(instance);
        planner.run();

        onlyBenIsAsked();
    }

    @Test
    void whoIsLetGoStaysBlockedUntilTheEndOfAccess() {
        silentlyBlocked();

        claim(SeedPeople.ADMIN, false);

        assertThat(passed(guest)).contains("EndEvent_GuestLetGo");
        assertThat(codes(guest)).contains("review-let-go");
        assertThat(current(guest).state()).isEqualTo(GuestState.BLOCKED);
    }

    @Test
    void nobodyIsAskedToClaimAGuestWhoIsGone() {
        silentlyBlocked();
        db.sql("update guest set state = 'DELETED' where id = ?")
                .param(guest.value())
                .update();

        planner.run();

        assertThat(passed(guest)).contains("EndEvent_ClaimOver");
    }

    @Test
    void aGuestWhoLosesAccessOtherwiseIsNotAskedAboutAnyMore() {
        ask();
        requests.remove(guest, "Left the practice", true, AMARA);
        work();

        planner.run();

        assertThat(passed(review)).contains("EndEvent_ReviewOver");
        assertThat(item(guest).outcome()).isEqualTo(Outcome.NO_LONGER);
        assertThat(tasks(review)).isEmpty();
    }

    @Test
    void theTaskCannotBeCompletedPastTheDecisions() {
        ask();

        assertThatThrownBy(() ->
                        engine.getTaskService().complete(tasks(review).get(0).getId(), Map.of("passedOn", true)))
                .hasStackTraceContaining("Decide on every guest first");
        assertThat(tasks(review)).hasSize(1);
    }

    @Test
    void aRemovalForInactivityIsCalledOffByASignInAndACommittedNoIsNot() {
        GuestId other = due();
        ask();
        mailsAreTaken();
        db.sql(
                        "update review_item set advice = 'REMOVE', advice_reason = 'inactive', last_sign_in = last_sign_in - interval '200 days' where guest_id = ?")
                .param(guest.value())
                .update();
        decide(review, AMARA, entry(other, Decision.REMOVE_NOW));
        UUID next = passedOn();
        mailsAreTaken();

        pass(next, Duration.ofDays(3).plusMinutes(1));

        assertThat(canSignIn(other)).isFalse();
        assertThat(item(guest).outcomeBecause()).isEqualTo("signed-in");
        assertThat(canSignIn(guest)).isTrue();
    }

    @Test
    void nobodyIsBlockedForInactivityOnWhatWasReadLongAgo() {
        ask();
        mailsAreTaken();
        db.sql(
                        "update review_item set advice = 'REMOVE', advice_reason = 'inactive', last_sign_in = last_sign_in - interval '200 days' where guest_id = ?")
                .param(guest.value())
                .update();
        db.sql("update sign_in_seen set last_successful = last_successful - interval '200 days',"
                        + " read_at = read_at - interval '30 days' where account = ?")
                .param(account(guest).value())
                .update();
        UUID next = passedOn();
        mailsAreTaken();

        pass(next, Duration.ofDays(3).plusMinutes(1));

        assertThat(item(guest).outcomeBecause()).isEqualTo("sign-ins-unknown");
        assertThat(canSignIn(guest)).isTrue();
    }

    @Test
    void theEngineLearnsNeitherNamesNorReasons() {
        ask();
        decide(review, AMARA, entry(guest, Decision.REMOVE));

        assertThat(engine.getHistoryService()
                        .createHistoricVariableInstanceQuery()
                        .processInstanceId(instances(review.toString()).get(0).getId())
                        .list())
                .isEmpty();
    }

    private void managerIs(PersonId manager) {
        managers.seen(Map.of(SeedPeople.AMARA.id(), Optional.of(manager)), clock.instant());
    }

    /** As if the setting were empty: the only fallback reviewer has left. */
    private void nobodyIsFallback() {
        db.sql("update person set enabled = false where id = ?")
                .param(SeedPeople.ADMIN.id().value())
                .update();
    }

    @AfterEach
    void everybodyAsBefore() {
        managers.seen(Map.of(SeedPeople.AMARA.id(), Optional.empty()), clock.instant());
        db.sql("update person set enabled = true where id = ?")
                .param(SeedPeople.ADMIN.id().value())
                .update();
    }

    private void ask() {
        guest = due();
        review = asked();
    }

    private UUID passedOn() {
        pass(review, Duration.ofDays(14).plusMinutes(1));
        return only(SeedPeople.ADMIN);
    }

    private void silentlyBlocked() {
        ask();
        mailsAreTaken();
        UUID next = passedOn();
        mailsAreTaken();
        pass(next, Duration.ofDays(3).plusMinutes(1));
        assertThat(current(guest).state()).isEqualTo(GuestState.BLOCKED);
    }

    private void onlyBenIsAsked() {
        assertThat(asked(IdentityLink::getUserId)).containsExactly(BEN.id().value());
        assertThat(asked(IdentityLink::getGroupId)).containsExactly(Role.ADMINISTRATOR.groupId());
    }

    private Task toClaim() {
        return engine.getTaskService()
                .createTaskQuery()
                .processDefinitionKey(ClaimModel.PROCESS)
                .processInstanceBusinessKey(guest.toString())
                .singleResult();
    }

    private List<String> asked(Function<IdentityLink, @Nullable String> as) {
        return engine.getTaskService().getIdentityLinksForTask(toClaim().getId()).stream()
                .filter(link -> IdentityLinkType.CANDIDATE.equals(link.getType()))
                .map(as)
                .filter(Objects::nonNull)
                .toList();
    }

    private void claim(Person person, boolean claimed) {
        String task = toClaim().getId();
        engine.getIdentityService().setAuthentication(person.id().value(), List.of());
        try {
            engine.getTaskService().complete(task, Map.of("decision", claimed ? "bring-back" : "let-go"));
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
        work();
    }

    private Instant nextReview() {
        return db.sql("select review_due_at from guest where id = ?")
                .param(guest.value())
                .query(Timestamp.class)
                .single()
                .toInstant();
    }
}
