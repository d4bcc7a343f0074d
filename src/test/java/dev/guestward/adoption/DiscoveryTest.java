package dev.guestward.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.DirectoryUser.Kind;
import dev.guestward.directory.DirectoryUser.Redemption;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.Membership;
import dev.guestward.directory.ObjectId;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.GuestState;
import dev.guestward.invitation.InvitationRequest;
import dev.guestward.invitation.Invitations;
import dev.guestward.invitation.process.InvitationSlice;
import dev.guestward.problem.Conflict;
import java.sql.Date;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.access.AccessDeniedException;

/** Who is found, who is adopted by rule, and who is left alone. */
class DiscoveryTest extends OnFoundGuests {
    @Autowired
    Invitations invitations;

    @Autowired
    ManagedAccounts accounts;

    @Test
    void watchingListsWhomNobodyAskedForAndAdoptsNobody() {
        DirectoryUser guest = guest();
        sponsored(guest, SeedPeople.AMARA);

        adopt(guest);
        adopt(guest);

        assertThat(standing(guest)).isEqualTo("FOUND");
        assertThat(guests.find(id(guest))).isEmpty();
        assertThat(codes(guest)).containsExactly("discovered");
        assertThat(desk.overview(viewer(SeedPeople.ADMIN)).count(Standing.FOUND))
                .isEqualTo(1);
    }

    @Test
    void whoHasBecomeAMemberOrIsDisabledSinceTheFeedShowedThemIsNotAdopted() {
        DirectoryUser member = guest();
        DirectoryUser disabled = guest();
        sponsored(member, SeedPeople.AMARA);
        sponsored(disabled, SeedPeople.AMARA);
        show(member, disabled);
        directory.change(new DirectoryUser(
                member.id(),
                Kind.MEMBER,
                member.redemption(),
                member.redemptionChangedAt(),
                true,
                member.displayName(),
                member.principalName(),
                member.mail(),
                member.otherMails(),
                member.identityIssuer(),
                false,
                member.createdAt(),
                member.sessionsValidFrom()));
        directory.enableSignIn(disabled.id(), false);
        desk.adopt(true, viewer(SeedPeople.ADMIN));

        sweep.run();
        work();

        assertThat(guests.find(id(member))).isEmpty();
        assertThat(guests.find(id(disabled))).isEmpty();
    }

    @Test
    void whoIsAdoptedIsLookedAtSoonForWhatHasChangedSinceTheAccountWasRead() {
        desk.adopt(true, viewer(SeedPeople.ADMIN));
        DirectoryUser guest = guest();
        sponsored(guest, SeedPeople.AMARA);

        adopt(guest);

        assertThat(db.sql("select look_due from account_sight where guest_id = ?")
                        .param(id(guest).value())
                        .query(Boolean.class)
                        .list())
                .containsExactly(true);
    }

    @Test
    void everybodyIsLookedAtOnce() {
        assertThat(discovery.wantWholeRound()).isTrue();

        show(guest());

        assertThat(discovery.wantWholeRound()).isFalse();
        AdoptionDesk.Overview now = desk.overview(viewer(SeedPeople.ADMIN));
        assertThat(now.usersSeen()).isEqualTo(1);
        assertThat(now.lookEndedAt()).isNotNull();
    }

    @Test
    void membersAreNoneOfOurBusinessAndWhoTurnsIntoOneIsForgotten() {
        DirectoryUser staff = directory.add("staff@northfield.example", Kind.MEMBER, Redemption.NONE);
        DirectoryUser unknown = directory.add("odd@northfield.example", Kind.UNKNOWN, Redemption.NONE);
        DirectoryUser guest = guest();
        show(staff, unknown, guest);
        assertThat(standing(staff) + standing(unknown)).isEmpty();

        directory.change(as(guest, Kind.MEMBER, true, false));
        show(guest);

        assertThat(standing(guest)).isEmpty();
    }

    @Test
    void whatTheAccountItselfForbidsIsLeftAloneAndSaid() {
        start();
        DirectoryUser blocked = guest();
        directory.change(as(blocked, Kind.GUEST, false, false));
        DirectoryUser synchronizedFromOnPremises = guest();
        directory.change(as(synchronizedFromOnPremises, Kind.GUEST, true, true));
        DirectoryUser powerful = guest();
        directory.holds(powerful.id(), Membership.Kind.DIRECTORY_ROLE, "User Administrator");
        DirectoryUser spared = guest();
        spare(spared.id());

        adopt(blocked, synchronizedFromOnPremises, powerful, spared);

        assertThat(standing(blocked)).isEqualTo("LEFT_ALONE blocked");
        assertThat(standing(synchronizedFromOnPremises)).isEqualTo("LEFT_ALONE synchronized");
        assertThat(standing(powerful)).isEqualTo("LEFT_ALONE holds-directory-role");
        assertThat(standing(spared)).isEqualTo("LEFT_ALONE protected");

        directory.change(as(blocked, Kind.GUEST, true, false));
        db.sql("delete from protected_account").update();
        sponsored(blocked, SeedPeople.AMARA);
        sponsored(spared, SeedPeople.AMARA);
        adopt(blocked);
        assertThat(standing(blocked)).isEqualTo("ADOPTED");
        assertThat(standing(spared)).isEqualTo("ADOPTED");
    }

    @Test
    void aDirectoryRoleThatWasTakenAwayIsNoticedWithinADay() {
        start();
        DirectoryUser free = guest();
        DirectoryUser still = guest();
        for (DirectoryUser guest : List.of(free, still)) {
            directory.holds(guest.id(), Membership.Kind.DIRECTORY_ROLE, "User Administrator");
            sponsored(guest, SeedPeople.AMARA);
        }
        adopt(free, still);
        RolesAgain again = new RolesAgain(table, state, mode);

        directory.takeOthers(free.id());
        mode.reportOnly(true);
        again.run();
        assertThat(standing(free)).as("only reporting").isEqualTo("LEFT_ALONE holds-directory-role");
        mode.reportOnly(false);
        again.run();
        sweep.run();
        work();

        assertThat(standing(free)).isEqualTo("ADOPTED");
        assertThat(standing(still)).isEqualTo("LEFT_ALONE holds-directory-role");
    }

    @Test
    void whoWasAdoptedAndLetGoIsFoundLikeAnybodyElse() {
        start();
        DirectoryUser guest = guest();
        sponsored(guest, SeedPeople.AMARA);
        adopt(guest);
        assertThat(standing(guest)).isEqualTo("ADOPTED");

        db.sql("update guest set directory_id = null, state = 'PURGED' where directory_id = ?")
                .param(guest.id().value())
                .update();
        show(guest);

        assertThat(standing(guest)).isEqualTo("FOUND");
    }

    @Test
    void ourOwnInvitationIsWaitedForAndNeverAdopted() {
        start();
        String email = "o.wn" + System.nanoTime() + "@harbour-clinic.example";
        invitations.request(
                new InvitationRequest(
                        email,
                        "Dr Olga Wynn",
                        null,
                        null,
                        List.of(InvitationSlice.GRANT),
                        clock.instant().plus(Duration.ofDays(90)).toString(),
                        "Shared care of cardiology patients",
                        null,
                        "en"),
                viewer(SeedPeople.AMARA),
                null);
        DirectoryUser account = directory.add(email, Kind.GUEST, Redemption.PENDING);

        show(account);
        sweep.run();
        assertThat(standing(account)).isEqualTo("EXPECTED");

        work();
        show(account);
        assertThat(standing(account)).isEmpty();
        db.sql("update guest set state = 'DECLINED' where email = ?")
                .param(email)
                .update();
    }

    @Test
    void anInvitationThatComesToNothingFreesTheAccount() {
        String email = "n.othing" + System.nanoTime() + "@harbour-clinic.example";
        DirectoryUser account = directory.add(email, Kind.GUEST, Redemption.ACCEPTED);
        DirectoryUser first = guest();
        sponsored(first, SeedPeople.AMARA);
        start();
        adopt(first);
        db.sql("update guest set email_key = ?, state = 'REQUESTED' where id = ?")
                .params(email, id(first).value())
                .update();
        show(account);
        assertThat(standing(account)).isEqualTo("EXPECTED");

        db.sql("update guest set state = 'DECLINED' where id = ?")
                .param(id(first).value())
                .update();
        sweep.run();

        assertThat(standing(account)).isEqualTo("IN_HAND");
    }

    @Test
    void endsOfAccessAreSpreadAndStayTheSame() {
        start();
        DirectoryUser[] found = new DirectoryUser[30];
        for (int i = 0; i < found.length; i++) {
            found[i] = guest();
            sponsored(found[i], SeedPeople.AMARA);
        }

        adopt(found);

        Set<LocalDate> days = new HashSet<>();
        Instant now = clock.instant();
        for (DirectoryUser user : found) {
            Instant end = registered(user).accessUntil();
            assertThat(end).isBetween(now.plus(Duration.ofDays(179)), now.plus(Duration.ofDays(272)));
            days.add(LocalDate.ofInstant(end, ZoneOffset.UTC));
        }
        assertThat(days).hasSizeGreaterThan(10);
    }

    @Test
    void noEndLiesBeyondTheAgreementNorBeforeAnybodyCouldBeWarned() {
        start();
        db.sql("update clinic set agreement_end = ? where key = 'harbour'")
                .param(Date.valueOf(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)))
                .update();
        DirectoryUser guest = guest();
        sponsored(guest, SeedPeople.AMARA);
        try {
            adopt(guest);
        } finally {
            db.sql("update clinic set agreement_end = null where key = 'harbour'")
                    .update();
        }

        assertThat(registered(guest).accessUntil())
                .isBetween(
                        clock.instant().plus(Duration.ofDays(15)),
                        clock.instant().plus(Duration.ofDays(17)));
    }

    @Test
    void theLastDayOfTheAgreementIsTheLastDayAndNoMomentOfTheNextOne() {
        start();
        LocalDate last = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(60);
        db.sql("update clinic set agreement_end = ? where key = 'harbour'")
                .param(Date.valueOf(last))
                .update();
        DirectoryUser guest = guest();
        sponsored(guest, SeedPeople.AMARA);
        try {
            adopt(guest);
        } finally {
            db.sql("update clinic set agreement_end = null where key = 'harbour'")
                    .update();
        }

        assertThat(registered(guest).accessUntil())
                .isEqualTo(last.plusDays(1)
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC)
                        .minusSeconds(1));
    }

    @Test
    void aPendingGuestBecomesActiveWithoutAWorkflowOfOurs() {
        start();
        DirectoryUser guest = directory.add(
                "p.ending" + System.nanoTime() + "@harbour-clinic.example", Kind.GUEST, Redemption.PENDING);
        sponsored(guest, SeedPeople.AMARA);
        adopt(guest);
        assertThat(registered(guest).state()).isEqualTo(GuestState.INVITED);

        accounts.seen(directory.redeem(registered(guest).email()), clock.instant());

        assertThat(registered(guest).state()).isEqualTo(GuestState.ACTIVE);
        assertThat(codes(guest)).contains("redeemed", "activated");
    }

    @Test
    void whatTheGuestHasAlreadyIsKnownAsGranted() {
        start();
        DirectoryUser guest = guest();
        sponsored(guest, SeedPeople.AMARA);
        directory.addMembers(new ObjectId("9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b04"), List.of(guest.id()));

        adopt(guest);

        assertThat(registered(guest).grants()).singleElement().satisfies(held -> {
            assertThat(held.key()).isEqualTo(InvitationSlice.GRANT);
            assertThat(held.givenAt()).isNotNull();
        });
    }

    @Test
    void aSponsorWhoMayNotVouchAnyMoreIsNone() {
        start();
        DirectoryUser guest = guest();
        sponsored(guest, SeedPeople.OWNER);

        adopt(guest);

        assertThat(standing(guest)).isEqualTo("IN_HAND");
    }

    @Test
    void whatIsIgnoredStaysIgnoredUntilItIsLookedAtAgain() {
        start();
        DirectoryUser guest = guest();
        show(guest);
        desk.ignore(id(guest), "A mail robot", viewer(SeedPeople.ADMIN));
        adopt(guest);
        assertThat(standing(guest)).isEqualTo("IGNORED");

        desk.lookAgain(id(guest), viewer(SeedPeople.ADMIN));
        sweep.run();

        assertThat(standing(guest)).isEqualTo("IN_HAND");
    }

    @Test
    void whomAnAdministratorAssignsIsAdoptedThoughAdoptionIsOff() {
        DirectoryUser guest = guest();
        show(guest);

        desk.assign("harbour", SeedPeople.BEN.userName(), viewer(SeedPeople.ADMIN));
        sweep.run();
        work();

        assertThat(registered(guest).sponsor()).isEqualTo(SeedPeople.BEN.id());
    }

    @Test
    void whileWeOnlyReportNobodyIsAdopted() {
        start();
        DirectoryUser guest = guest();
        sponsored(guest, SeedPeople.AMARA);
        mode.reportOnly(true);
        adopt(guest);
        assertThat(standing(guest)).isEqualTo("FOUND");

        mode.reportOnly(false);
        adopt(guest);

        assertThat(standing(guest)).isEqualTo("ADOPTED");
    }

    @Test
    void whileWeOnlyReportNobodyIsAdoptedFromABatchThatWasOpenBefore() {
        start();
        DirectoryUser guest = guest();
        adopt(guest);
        assertThat(standing(guest)).isEqualTo("IN_HAND");
        mode.reportOnly(true);

        assertThatThrownBy(() -> desk.assign("harbour", SeedPeople.BEN.userName(), viewer(SeedPeople.ADMIN)))
                .isInstanceOf(Conflict.class);
        db.sql("update found_guest set sponsor_id = ? where directory_id = ?")
                .params(SeedPeople.BEN.id().value(), guest.id().value())
                .update();
        sweep.run();
        work();
        assertThat(standing(guest)).isEqualTo("IN_HAND");

        mode.reportOnly(false);
        sweep.run();
        work();
        assertThat(standing(guest)).isEqualTo("ADOPTED");
    }

    @Test
    void itIsForAdministrators() {
        for (var other : List.of(SeedPeople.AMARA, SeedPeople.OWNER)) {
            assertThatThrownBy(() -> desk.overview(viewer(other))).isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> desk.adopt(true, viewer(other))).isInstanceOf(AccessDeniedException.class);
        }
    }

    private void start() {
        desk.adopt(true, viewer(SeedPeople.ADMIN));
    }

    private void spare(ObjectId account) {
        db.sql("insert into protected_account (id, account, reason, listed_by, listed_at, ends_on)"
                        + " values (gen_random_uuid(), ?, 'emergency', ?, now(), date '2099-01-01')")
                .params(account.value(), SeedPeople.ADMIN.id().value())
                .update();
    }

    private static DirectoryUser as(DirectoryUser user, Kind kind, boolean enabled, boolean onPremises) {
        return new DirectoryUser(
                user.id(),
                kind,
                user.redemption(),
                user.redemptionChangedAt(),
                enabled,
                user.displayName(),
                user.principalName(),
                user.mail(),
                user.otherMails(),
                user.identityIssuer(),
                onPremises,
                user.createdAt(),
                user.sessionsValidFrom());
    }
}
