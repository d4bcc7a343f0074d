package dev.guestward.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the product relies on in every directory: the one behind Graph, and the twin that workflows are tested with. */
public abstract class GuestDirectoryContract {
    private Fixture tenant;
    private GuestDirectory directory;

    /** What others do in the tenant, and what is there before anything is done. */
    public interface Fixture {
        GuestDirectory directory();

        /** An employee with a manager. */
        ObjectId employee();

        String employeesAddress();

        ObjectId employeesManager();

        ObjectId otherEmployee();

        /** A group nobody belongs to who is not put there. */
        ObjectId group();

        AppRole appRole();

        /** A domain of the hospital's own. */
        String ownDomain();

        void redeem(InvitedUser invited);

        void purge(ObjectId user);

        ObjectId newGroup(String name, HeldGroup.Filled filled);

        /** As a rule or an administrator does. */
        void join(ObjectId group, ObjectId user);

        void nest(ObjectId inner, ObjectId outer);

        void giveDirectoryRole(ObjectId user, String name);

        void signedIn(ObjectId user, Instant successful, Instant attempt);

        /** The next act happens and its answer is cut off. */
        void loseNextAnswer();

        /** The next act is answered by "too many calls, wait seven seconds". */
        void throttleNext();

        /** The tenant accepts no invitations any more, whoever asks. */
        void stopInvitations();

        void withholdSignIns();

        void forgetCursors();

        void calmDown();
    }

    protected abstract Fixture tenant();

    @BeforeEach
    void meet() {
        tenant = tenant();
        directory = tenant.directory();
    }

    @AfterEach
    void calmDown() {
        tenant.calmDown();
    }

    @Test
    void anInvitedGuestIsPendingEnabledAndFoundByAddress() {
        String email = address();

        InvitedUser invited = done(invite(email));

        DirectoryUser user = directory.user(invited.id()).orElseThrow();
        assertThat(user.isGuest()).isTrue();
        assertThat(user.enabled()).isTrue();
        assertThat(user.redemption()).isEqualTo(DirectoryUser.Redemption.PENDING);
        assertThat(user.synchronizedFromOnPremises()).isFalse();
        assertThat(user.createdAt()).isNotNull();
        assertThat(invited.alreadyAccepted()).isFalse();
        assertThat(directory.usersWithMail(email)).extracting(DirectoryUser::id).containsExactly(invited.id());
        assertThat(invited.toString()).doesNotContain(invited.redeemUrl());
    }

    @Test
    void invitingAgainGivesTheSameAccountAndAnotherLink() {
        String email = address();

        InvitedUser first = done(invite(email));
        InvitedUser second = done(invite(email));

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.redeemUrl()).isNotEqualTo(first.redeemUrl());
    }

    @Test
    void aRedemptionIsSeenAndAnotherInvitationSaysSo() {
        String email = address();
        InvitedUser invited = done(invite(email));

        tenant.redeem(invited);

        DirectoryUser user = directory.user(invited.id()).orElseThrow();
        assertThat(user.hasAccepted()).isTrue();
        assertThat(user.redemptionChangedAt()).isNotNull();
        assertThat(user.identityIssuer()).isEqualTo("ExternalAzureAD");
        assertThat(done(invite(email)).alreadyAccepted()).isTrue();
    }

    @Test
    void anEmployeesAddressCannotBeInvited() {
        assertRefused(invite(tenant.employeesAddress()), Answer.Reason.INVALID);
    }

    @Test
    void aStopOfAllInvitationsIsToldFromOtherRefusals() {
        tenant.stopInvitations();

        assertRefused(invite(address()), Answer.Reason.STOPPED);
    }

    @Test
    void aResetGuestKeepsTheAccountAndIsPendingAgain() {
        String email = address();
        InvitedUser invited = done(invite(email));
        tenant.redeem(invited);

        InvitedUser again = done(directory.resetRedemption(invited.id(), invitation(email)));

        assertThat(again.id()).isEqualTo(invited.id());
        assertThat(directory.user(invited.id()).orElseThrow().redemption()).isEqualTo(DirectoryUser.Redemption.PENDING);
        assertRefused(directory.resetRedemption(invited.id(), invitation(address())), Answer.Reason.INVALID);
    }

    @Test
    void aCorrectedAddressReplacesTheOldOneAndTheGuestCanRedeemByIt() {
        String wrong = address();
        String right = address();
        InvitedUser invited = done(invite(wrong));

        assertThat(done(directory.changeMail(invited.id(), right))).isEqualTo(invited.id());

        DirectoryUser user = directory.user(invited.id()).orElseThrow();
        assertThat(user.mail()).isEqualTo(right);
        assertThat(user.hasMail(right)).isTrue();
        assertThat(user.hasMail(wrong)).isFalse();
        InvitedUser again = done(directory.resetRedemption(invited.id(), invitation(right)));
        assertThat(again.id()).isEqualTo(invited.id());
        tenant.redeem(again);
        assertThat(directory.user(invited.id()).orElseThrow().hasAccepted()).isTrue();
    }

    @Test
    void somebodyUnknownIsNowhere() {
        ObjectId nobody = unknown();

        assertThat(directory.user(nobody)).isEmpty();
        assertThat(directory.deletedUser(nobody)).isEmpty();
        assertThat(directory.memberships(nobody)).isEmpty();
        assertThat(directory.isMember(tenant.group(), nobody)).isFalse();
        assertThat(directory.manager(nobody)).isEmpty();
        assertThat(directory.usersWithMail(address())).isEmpty();
    }

    @Test
    void manyAccountsAreReadTogetherAndAbsentOnesAreMissing() {
        List<ObjectId> guests = IntStream.range(0, 23).mapToObj(n -> guest()).toList();
        List<ObjectId> asked = new ArrayList<>(guests);
        asked.add(3, unknown());

        assertThat(directory.users(asked).found()).containsOnlyKeys(guests);
        assertThat(directory.users(asked).get(guests.get(22))).isEqualTo(directory.user(guests.get(22)));
        assertThat(directory.users(asked).get(asked.get(3))).isEmpty();
        assertThat(directory.users(List.of()).found()).isEmpty();
    }

    @Test
    void anInspectionTellsOfEverybodyWhatTheyBelongTo() {
        List<ObjectId> guests = IntStream.range(0, 11).mapToObj(n -> guest()).toList();
        ObjectId member = guests.get(10);
        done(directory.addMembers(tenant.group(), List.of(member)));
        ObjectId nobody = unknown();
        List<ObjectId> asked = new ArrayList<>(guests);
        asked.add(nobody);

        var found = directory.inspect(asked).found();

        assertThat(found).containsOnlyKeys(asked);
        assertThat(found).containsEntry(nobody, new AccountInspection(Optional.empty(), List.of()));
        assertThat(found.get(guests.get(0))).isNotNull().satisfies(inspected -> {
            assertThat(inspected.user()).isEqualTo(directory.user(guests.get(0)));
            assertThat(inspected.memberships()).isEmpty();
        });
        assertThat(found.get(member)).isNotNull().satisfies(inspected -> {
            assertThat(inspected.user()).map(DirectoryUser::id).contains(member);
            assertThat(inspected.memberships())
                    .extracting(Membership::id, Membership::kind)
                    .containsExactly(tuple(tenant.group(), Membership.Kind.GROUP));
        });
    }

    @Test
    void aDirectoryRoleShowsAmongWhatSomebodyBelongsTo() {
        ObjectId guest = guest();
        tenant.giveDirectoryRole(guest, "Directory Readers");

        assertThat(directory.memberships(guest))
                .extracting(Membership::kind, Membership::name)
                .containsExactly(tuple(Membership.Kind.DIRECTORY_ROLE, "Directory Readers"));
        assertThat(directory.inspect(List.of(guest)).found().values())
                .singleElement()
                .satisfies(
                        inspected -> assertThat(inspected.holdsDirectoryRole()).isTrue());
    }

    @Test
    void aGroupSaysWhoFillsItAndWhichGroupsItIsIn() {
        ObjectId guest = guest();
        ObjectId inner = tenant.newGroup("Ward 7", HeldGroup.Filled.BY_HAND);
        ObjectId around = tenant.newGroup("All wards", HeldGroup.Filled.BY_HAND);
        tenant.join(inner, guest);
        tenant.nest(inner, around);
        tenant.nest(around, tenant.group());
        for (HeldGroup.Filled filled : HeldGroup.Filled.values()) {
            tenant.join(tenant.newGroup(filled.name(), filled), guest);
        }

        assertThat(directory.groups(guest))
                .extracting(HeldGroup::name, HeldGroup::filled)
                .containsExactlyInAnyOrder(
                        tuple("Ward 7", HeldGroup.Filled.BY_HAND),
                        tuple("BY_HAND", HeldGroup.Filled.BY_HAND),
                        tuple("BY_RULE", HeldGroup.Filled.BY_RULE),
                        tuple("ON_PREMISES", HeldGroup.Filled.ON_PREMISES),
                        tuple("WITH_ROLES", HeldGroup.Filled.WITH_ROLES));
        assertThat(directory.groupsAround(inner))
                .extracting(HeldGroup::id)
                .containsExactlyInAnyOrder(around, tenant.group());
        assertThat(directory.groupsAround(tenant.group())).isEmpty();
        assertThat(directory.isMember(tenant.group(), guest)).isFalse();
        assertThat(directory.groups(unknown())).isEmpty();
    }

    @Test
    void aGroupThatIsNotFilledByHandGivesNobodyUp() {
        ObjectId guest = guest();
        for (HeldGroup.Filled filled : HeldGroup.Filled.values()) {
            ObjectId group = tenant.newGroup(filled.name(), filled);
            tenant.join(group, guest);
            boolean given = directory.removeMember(group, guest) instanceof Answer.Done;
            assertThat(given).isEqualTo(filled == HeldGroup.Filled.BY_HAND);
            assertThat(directory.isMember(group, guest)).isEqualTo(!given);
        }
    }

    @Test
    void anEmployeesManagerIsKnownAndAGuestHasNone() {
        assertThat(directory.manager(tenant.employee())).contains(tenant.employeesManager());
        assertThat(directory.manager(guest())).isEmpty();
    }

    @Test
    void whomManyReportToIsReadTogetherAndNoManagerIsNoMissingAccount() {
        List<ObjectId> asked =
                new ArrayList<>(IntStream.range(0, 21).mapToObj(n -> guest()).toList());
        ObjectId nobody = unknown();
        asked.add(nobody);
        asked.add(tenant.employee());

        ReadTogether<ReportingLine> read = directory.reportingLines(asked);

        assertThat(read.failed()).isEmpty();
        assertThat(read.get(tenant.employee())).contains(new ReportingLine(tenant.employeesManager()));
        assertThat(read.get(asked.get(0))).contains(new ReportingLine(null));
        assertThat(read.get(nobody)).isEmpty();
    }

    @Test
    void theHospitalsDomainsAreNamedInLowerCase() {
        assertThat(directory.ownDomains())
                .contains(tenant.ownDomain())
                .allMatch(domain -> domain.equals(domain.toLowerCase(Locale.ROOT)));
    }

    @Test
    void signInsAreListedForEveryGuestAndNullWhereNoneIsKnown() {
        ObjectId active = guest();
        ObjectId silent = guest();
        Instant successful = Instant.parse("2026-11-18T07:02:11Z");
        Instant attempt = Instant.parse("2026-11-20T16:40:00Z");
        tenant.signedIn(active, successful, attempt);

        assertThat(allSignIns())
                .contains(new SignIn(active, successful, attempt), new SignIn(silent, null, null))
                .extracting(SignIn::account)
                .doesNotContain(tenant.employee());
    }

    @Test
    void withheldSignInsAreNoEvidenceAndNotNoSignIns() {
        tenant.withholdSignIns();

        assertThatThrownBy(() -> directory.guestSignIns(null))
                .isInstanceOfSatisfying(
                        NoEvidence.class, e -> assertThat(e.code()).isNotBlank());
    }

    @Test
    void aChangedAccountShowsInTheNextRoundAndOnlyOnce() {
        String cursor = wholeRoundOfUsers();
        ObjectId guest = guest();

        List<DeltaPage.Entry> changed = new ArrayList<>();
        String next = roundOfUsers(cursor, changed);

        assertThat(changed)
                .filteredOn(entry -> entry.id().equals(guest))
                .isNotEmpty()
                .allSatisfy(entry -> {
                    assertThat(entry.removed()).isNull();
                    assertThat(entry.user()).isEqualTo(directory.user(guest).orElseThrow());
                });
        List<DeltaPage.Entry> later = new ArrayList<>();
        roundOfUsers(next, later);
        assertThat(later).isEmpty();
    }

    @Test
    void aDeletedAccountIsToldFromOneThatIsGoneForGood() {
        ObjectId deleted = guest();
        ObjectId purged = guest();
        String cursor = wholeRoundOfUsers();

        done(directory.delete(deleted));
        done(directory.delete(purged));
        tenant.purge(purged);

        List<DeltaPage.Entry> changed = new ArrayList<>();
        roundOfUsers(cursor, changed);
        assertThat(changed)
                .filteredOn(entry -> entry.id().equals(deleted))
                .extracting(DeltaPage.Entry::removed)
                .containsOnly("changed");
        assertThat(changed)
                .filteredOn(entry -> entry.id().equals(purged))
                .extracting(DeltaPage.Entry::removed)
                .containsOnly("deleted");
    }

    @Test
    void whoJoinedAndLeftAGroupShowsInTheNextRound() {
        ObjectId joining = guest();
        ObjectId leaving = guest();
        done(directory.addMembers(tenant.group(), List.of(leaving)));
        String cursor = roundOfGroups(null, new ArrayList<>());

        done(directory.addMembers(tenant.group(), List.of(joining)));
        done(directory.removeMember(tenant.group(), leaving));

        List<GroupDeltaPage.Entry> changed = new ArrayList<>();
        roundOfGroups(cursor, changed);
        assertThat(changed)
                .filteredOn(entry -> entry.id().equals(tenant.group()))
                .isNotEmpty()
                .allSatisfy(entry -> {
                    assertThat(entry.removed()).isFalse();
                    assertThat(entry.added()).contains(joining).doesNotContain(leaving);
                    assertThat(entry.left()).contains(leaving).doesNotContain(joining);
                });
    }

    @Test
    void aCursorTheDirectoryNoLongerKnowsIsExpired() {
        String users = wholeRoundOfUsers();
        String groups = roundOfGroups(null, new ArrayList<>());
        tenant.forgetCursors();

        assertThatThrownBy(() -> directory.changedUsers(users)).isInstanceOf(DeltaExpired.class);
        assertThatThrownBy(() -> directory.changedGroups(groups)).isInstanceOf(DeltaExpired.class);
    }

    @Test
    void aMembershipIsGivenOnceAndTakenOnce() {
        ObjectId guest = guest();

        done(directory.addMembers(tenant.group(), List.of(guest)));
        assertThat(directory.isMember(tenant.group(), guest)).isTrue();
        assertThat(directory.members(tenant.group())).contains(guest);
        assertRefused(directory.addMembers(tenant.group(), List.of(guest)), Answer.Reason.INVALID);

        done(directory.removeMember(tenant.group(), guest));
        assertThat(directory.isMember(tenant.group(), guest)).isFalse();
        assertThat(directory.members(tenant.group())).doesNotContain(guest);
        assertThat(directory.removeMember(tenant.group(), guest)).isInstanceOf(Answer.NotThere.class);
        assertThat(directory.user(guest)).isPresent();
    }

    @Test
    void severalMembersAreAddedTogetherOrNotAtAll() {
        List<ObjectId> guests = IntStream.range(0, 20).mapToObj(n -> guest()).toList();
        ObjectId late = guest();

        done(directory.addMembers(tenant.group(), guests));
        assertThat(directory.members(tenant.group())).containsAll(guests);

        assertRefused(directory.addMembers(tenant.group(), List.of(late, guests.get(0))), Answer.Reason.INVALID);
        assertThat(directory.isMember(tenant.group(), late)).isFalse();
    }

    @Test
    void aCallForNobodyOrForTooManyIsOurMistake() {
        List<ObjectId> many = IntStream.range(0, 21).mapToObj(n -> unknown()).toList();

        assertThatThrownBy(() -> directory.addMembers(tenant.group(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> directory.addMembers(tenant.group(), many))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRoleOfAnApplicationIsGivenOnceAndTakenOnce() {
        ObjectId guest = guest();

        String assignment = done(directory.assignAppRole(tenant.appRole(), guest));
        assertThat(directory.appRoles(guest)).containsExactly(new AppRoleAssignment(assignment, tenant.appRole()));
        assertRefused(directory.assignAppRole(tenant.appRole(), guest), Answer.Reason.INVALID);

        assertThat(done(directory.removeAppRole(guest, assignment))).isEqualTo(assignment);
        assertThat(directory.appRoles(guest)).isEmpty();
        assertThat(directory.removeAppRole(guest, assignment)).isInstanceOf(Answer.NotThere.class);
    }

    @Test
    void theSponsorOfAnInvitationStandsByTheGuestAndAnotherMayFollow() {
        ObjectId guest = guest();
        assertThat(directory.sponsors(guest))
                .extracting(Sponsor::id, Sponsor::kind)
                .containsExactly(tuple(tenant.employee(), Sponsor.Kind.PERSON));

        done(directory.addSponsor(guest, tenant.otherEmployee()));
        assertRefused(directory.addSponsor(guest, tenant.otherEmployee()), Answer.Reason.INVALID);
        done(directory.removeSponsor(guest, tenant.employee()));

        assertThat(directory.sponsors(guest)).extracting(Sponsor::id).containsExactly(tenant.otherEmployee());
        assertThat(directory.sponsorsOfGuests()).containsEntry(guest, directory.sponsors(guest));
        assertThat(directory.membershipsOfGuests()).containsEntry(guest, directory.memberships(guest));
        assertThat(directory.removeSponsor(guest, tenant.employee())).isInstanceOf(Answer.NotThere.class);
        done(directory.removeSponsor(guest, tenant.otherEmployee()));
        assertThat(directory.sponsors(guest)).isEmpty();
    }

    @Test
    void aBlockHoldsHoweverOftenItIsMadeAndCanBeLifted() {
        ObjectId guest = guest();

        done(directory.enableSignIn(guest, false));
        done(directory.enableSignIn(guest, false));
        assertThat(directory.user(guest).orElseThrow().enabled()).isFalse();

        done(directory.enableSignIn(guest, true));
        assertThat(directory.user(guest).orElseThrow().enabled()).isTrue();
    }

    @Test
    void revokingMovesTheTimeFromWhichSessionsCount() {
        ObjectId guest = guest();
        Instant before = directory.user(guest).orElseThrow().sessionsValidFrom();

        done(directory.revokeSessions(guest));

        Instant after = directory.user(guest).orElseThrow().sessionsValidFrom();
        assertThat(after).isNotNull();
        if (before != null) {
            assertThat(after).isAfterOrEqualTo(before);
        }
    }

    @Test
    void nobodyCanBeBlockedSignedOutOrDeletedWhoIsNotThere() {
        ObjectId nobody = unknown();

        assertThat(directory.enableSignIn(nobody, false)).isInstanceOf(Answer.NotThere.class);
        assertThat(directory.revokeSessions(nobody)).isInstanceOf(Answer.NotThere.class);
        assertThat(directory.delete(nobody)).isInstanceOf(Answer.NotThere.class);
        assertThat(directory.restore(nobody)).isInstanceOf(Answer.NotThere.class);
    }

    @Test
    void aDeletedUserLiesInTheRecycleBinAndComesBackAsItWas() {
        ObjectId guest = guest();
        done(directory.addMembers(tenant.group(), List.of(guest)));
        done(directory.enableSignIn(guest, false));
        String mail = String.valueOf(directory.user(guest).orElseThrow().mail());

        done(directory.delete(guest));

        assertThat(directory.user(guest)).isEmpty();
        assertThat(directory.isMember(tenant.group(), guest)).isFalse();
        assertThat(directory.deletedUser(guest).orElseThrow().deletedAt()).isNotNull();
        assertThat(directory.deletedUsers())
                .filteredOn(deleted -> deleted.hasMail(mail))
                .extracting(DeletedUser::id)
                .containsExactly(guest);
        assertThat(directory.delete(guest)).isInstanceOf(Answer.NotThere.class);

        done(directory.restore(guest));

        assertThat(directory.user(guest).orElseThrow().enabled()).isFalse();
        assertThat(directory.isMember(tenant.group(), guest)).isTrue();
        assertThat(directory.deletedUser(guest)).isEmpty();
        assertThat(directory.deletedUsers()).extracting(DeletedUser::id).doesNotContain(guest);
        assertThat(directory.restore(guest)).isInstanceOf(Answer.NotThere.class);
    }

    @Test
    void whatIsGoneForGoodIsInNoBinAndCannotBeRestored() {
        ObjectId guest = guest();
        done(directory.delete(guest));
        tenant.purge(guest);

        assertThat(directory.deletedUser(guest)).isEmpty();
        assertThat(directory.restore(guest)).isInstanceOf(Answer.NotThere.class);
    }

    @Test
    void aLostAnswerToAnInvitationIsUnknownAndTheGuestIsThere() {
        String email = address();
        tenant.loseNextAnswer();

        assertThat(invite(email)).isInstanceOf(Answer.Unknown.class);
        assertThat(directory.usersWithMail(email)).hasSize(1);
    }

    @Test
    void aLostAnswerAboutAMembershipIsUnknownAndTheEffectIsMade() {
        ObjectId guest = guest();
        ObjectId other = guest();

        assertLost(() -> directory.addMembers(tenant.group(), List.of(guest)));
        assertThat(directory.isMember(tenant.group(), guest)).isTrue();
        assertLost(() -> directory.removeMember(tenant.group(), guest));
        assertThat(directory.isMember(tenant.group(), guest)).isFalse();
        assertLost(() -> directory.addMembers(tenant.group(), List.of(guest, other)));
        assertThat(directory.members(tenant.group())).contains(guest, other);
    }

    @Test
    void aLostAnswerAboutARoleIsUnknownAndTheEffectIsMade() {
        ObjectId guest = guest();

        assertLost(() -> directory.assignAppRole(tenant.appRole(), guest));
        assertThat(directory.appRoles(guest)).hasSize(1);
        String assignment = directory.appRoles(guest).get(0).id();
        assertLost(() -> directory.removeAppRole(guest, assignment));
        assertThat(directory.appRoles(guest)).isEmpty();
    }

    @Test
    void aLostAnswerAboutASponsorIsUnknownAndTheEffectIsMade() {
        ObjectId guest = guest();

        assertLost(() -> directory.addSponsor(guest, tenant.otherEmployee()));
        assertThat(directory.sponsors(guest)).hasSize(2);
        assertLost(() -> directory.removeSponsor(guest, tenant.employee()));
        assertThat(directory.sponsors(guest)).extracting(Sponsor::id).containsExactly(tenant.otherEmployee());
    }

    @Test
    void aLostAnswerAboutAnAccountIsUnknownAndTheEffectIsMade() {
        ObjectId guest = guest();

        assertLost(() -> directory.enableSignIn(guest, false));
        assertThat(directory.user(guest).orElseThrow().enabled()).isFalse();
        assertLost(() -> directory.revokeSessions(guest));
        assertLost(() -> directory.delete(guest));
        assertThat(directory.deletedUser(guest)).isPresent();
        assertLost(() -> directory.restore(guest));
        assertThat(directory.user(guest)).isPresent();
    }

    @Test
    void aThrottledActChangesNothingAndSaysHowLongToWait() {
        ObjectId guest = guest();
        tenant.throttleNext();

        assertThat(directory.enableSignIn(guest, false)).isEqualTo(new Answer.Throttled<>(Duration.ofSeconds(7)));
        assertThat(directory.user(guest).orElseThrow().enabled()).isTrue();
    }

    private ObjectId guest() {
        return done(invite(address())).id();
    }

    private Answer<InvitedUser> invite(String email) {
        return directory.invite(invitation(email));
    }

    private NewInvitation invitation(String email) {
        return new NewInvitation(
                email, "Dr Maya Okafor", URI.create("https://records.northfield.example/"), tenant.employee());
    }

    private <T> void assertLost(Supplier<Answer<T>> act) {
        tenant.loseNextAnswer();
        assertThat(act.get()).isInstanceOf(Answer.Unknown.class);
    }

    private Set<SignIn> allSignIns() {
        Set<SignIn> all = new HashSet<>();
        SignInPage page = directory.guestSignIns(null);
        all.addAll(page.signIns());
        while (page.next() != null) {
            page = directory.guestSignIns(page.next());
            all.addAll(page.signIns());
        }
        return all;
    }

    protected String wholeRoundOfUsers() {
        return roundOfUsers(null, new ArrayList<>());
    }

    private String roundOfUsers(@Nullable String cursor, List<DeltaPage.Entry> found) {
        DeltaPage page = directory.changedUsers(cursor);
        found.addAll(page.entries());
        while (!page.last()) {
            page = directory.changedUsers(page.next());
            found.addAll(page.entries());
        }
        return page.next();
    }

    private String roundOfGroups(@Nullable String cursor, List<GroupDeltaPage.Entry> found) {
        GroupDeltaPage page = directory.changedGroups(cursor);
        found.addAll(page.entries());
        while (!page.last()) {
            page = directory.changedGroups(page.next());
            found.addAll(page.entries());
        }
        return page.next();
    }

    private static ObjectId unknown() {
        return new ObjectId(UUID.randomUUID().toString());
    }

    private static String address() {
        return "m.okafor" + UUID.randomUUID().toString().substring(0, 8) + "@harbour-clinic.example";
    }

    private static void assertRefused(Answer<?> answer, Answer.Reason reason) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static <T> T done(Answer<T> answer) {
        if (answer instanceof Answer.Done<T> done) {
            return done.value();
        }
        throw new AssertionError("Not done: " + answer);
    }
}
