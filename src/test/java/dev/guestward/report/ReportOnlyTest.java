package dev.guestward.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.expiry.ExpirySweep;
import dev.guestward.expiry.OnGuestsThatEnd;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.mode.Workflow;
import dev.guestward.people.Viewer;
import dev.guestward.problem.InvalidInput;
import dev.guestward.removal.Removal.Ending;
import dev.guestward.removal.RemovalRequests;
import dev.guestward.report.ReportOnly.Question;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.access.AccessDeniedException;

/** Workflows that only report beside others that act, and the report of what they would have done. */
class ReportOnlyTest extends OnGuestsThatEnd {
    private static final Duration PAST = Duration.ofHours(-1);
    private static final Question ALL = new Question(null, null, null);
    private static final Viewer ADMIN = Viewer.of(SeedPeople.ADMIN);

    @Autowired
    ReportOnly report;

    @Autowired
    ExpirySweep sweep;

    @Autowired
    RemovalRequests requests;

    @AfterEach
    void giveTheCapsBack() {
        db.sql("delete from brake_cap").update();
    }

    @Test
    void oneWorkflowOnlyReportsWhileAnotherActs() {
        GuestId expired = activeUntil(PAST);
        GuestId removed = activeUntil(Duration.ofDays(80));
        Guest before = current(expired);
        mode.reportOnly(Workflow.EXPIRY);

        sweep.run();
        requests.remove(removed, "Left the clinic", true, Viewer.of(SeedPeople.AMARA));
        work();

        assertThat(canSignIn(expired)).isTrue();
        assertThat(current(expired).state()).isEqualTo(GuestState.ACTIVE);
        assertThat(current(expired).accessUntil()).isEqualTo(before.accessUntil());
        assertThat(current(expired).grants()).isEqualTo(before.grants());
        assertThat(current(expired).attention()).isEqualTo(Attention.ONLY_REPORTED);
        assertThat(removal(expired).endedAs()).isEqualTo(Ending.REPORTED);
        assertThat(canSignIn(removed)).isFalse();
        assertThat(current(removed).state()).isEqualTo(GuestState.BLOCKED);
        assertThat(acts(expired)).singleElement().satisfies(act -> {
            assertThat(act.workflow()).isEqualTo(Workflow.EXPIRY);
            assertThat(act.act()).isEqualTo("BLOCK");
            assertThat(act.reason()).isEqualTo("expiry");
            assertThat(act.name()).isEqualTo("Dr Edda Nolan");
            assertThat(act.heldBy()).isNull();
        });
        assertThat(acts(removed)).isEmpty();
    }

    @Test
    void aRemovalOnlyReportsWhileEndsAct() {
        GuestId expired = activeUntil(PAST);
        GuestId removed = activeUntil(Duration.ofDays(80));
        mode.reportOnly(Workflow.REMOVAL);

        sweep.run();
        requests.remove(removed, "Left the clinic", true, Viewer.of(SeedPeople.AMARA));
        work();

        assertThat(canSignIn(expired)).isFalse();
        assertThat(canSignIn(removed)).isTrue();
        assertThat(acts(removed)).extracting(ReportedAct::reason).containsExactly("request");
    }

    @Test
    void anInvitationOnlyReportsAndNobodyComesIntoTheTenant() {
        mode.reportOnly(Workflow.INVITATION);

        GuestId guest = invited();

        assertThat(current(guest).account()).isEmpty();
        assertThat(current(guest).state()).isEqualTo(GuestState.DECLINED);
        assertThat(acts(guest)).extracting(ReportedAct::act).containsExactly("INVITE");
    }

    @Test
    void nothingCarriesOverWhenAWorkflowActsAgain() {
        GuestId removed = activeUntil(Duration.ofDays(80));
        mode.reportOnly(Workflow.REMOVAL);
        requests.remove(removed, "Left the clinic", true, Viewer.of(SeedPeople.AMARA));
        work();

        mode.reportOnly(false);
        sweep.run();
        work();

        assertThat(canSignIn(removed)).isTrue();
        assertThat(db.sql("select count(*) from brake_count where guest_id = ?")
                        .param(removed.value())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void theReportTellsWhatTheBrakeWouldHaveHeld() {
        List<GuestId> expired = List.of(activeUntil(PAST), activeUntil(PAST), activeUntil(PAST));
        db.sql("delete from brake_cap").update();
        db.sql("insert into brake_cap (name, fewest, most, percent) values ('DELETES', 5, 500, 2), ('BLOCKS', 2, 2, 0),"
                        + " ('CLINIC', 1000, 1000, 100)")
                .update();
        mode.reportOnly(Workflow.EXPIRY);

        sweep.run();
        work();

        assertThat(expired.stream().flatMap(guest -> acts(guest).stream()).map(ReportedAct::heldBy))
                .hasSize(3)
                .filteredOn(Objects::nonNull)
                .containsExactly("BLOCKS");
        assertThat(report.report(new Question("expiry", null, null), ADMIN).counts())
                .anySatisfy(count -> assertThat(count.held()).isPositive());
        assertThat(db.sql("select count(*) from brake_hold where over_at is null and guest_id in (:guests)")
                        .param("guests", expired.stream().map(GuestId::value).toList())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void filtersLeaveOutOtherWorkflowsAndOtherDays() {
        GuestId expired = activeUntil(PAST);
        mode.reportOnly(Workflow.EXPIRY);
        sweep.run();
        work();
        String yesterday = LocalDate.now(clock).minusDays(1).toString();

        assertThat(of(expired, new Question("expiry", null, null))).hasSize(1);
        assertThat(of(expired, new Question("removal", null, null))).isEmpty();
        assertThat(of(expired, new Question(null, yesterday, yesterday))).isEmpty();
        assertThatThrownBy(() -> report.report(new Question("x", "31.5.", "2031-01-01"), ADMIN))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        wrong -> assertThat(wrong.fields())
                                .extracting(InvalidInput.Field::field)
                                .containsExactlyInAnyOrder("from", "workflow"));
    }

    @Test
    void noCellOfTheTableIsAFormula() {
        GuestId expired = activeUntil(PAST);
        db.sql("update guest set display_name = '=HYPERLINK(1)' where id = ?")
                .param(expired.value())
                .update();
        mode.reportOnly(Workflow.EXPIRY);
        sweep.run();
        work();

        assertThat(report.sheet(ALL, ADMIN))
                .startsWith("\uFEFFat,workflow,act,guest,name,reason,heldByBrake")
                .contains(expired + ",'=HYPERLINK(1),expiry,");
    }

    @Test
    void aLetterToSomebodyWhoIsNotRegisteredYetIsReportedWithoutAGuest() {
        String key = "test:" + UUID.randomUUID();
        db.sql("""
                        insert into mail_message (id, dedup_key, kind, priority, to_address, subject, state, created_at,
                                                  next_attempt_at, ended_at)
                        values (gen_random_uuid(), :key, 'SIGN_UP_CONFIRMATION', 90, 'x@harbour-clinic.example', 'x', 'SUPPRESSED',
                                :now, :now, :now)""")
                .param("key", key)
                .param("now", Timestamp.from(clock.instant()))
                .update();

        try {
            assertThat(report.report(ALL, ADMIN).acts()).anySatisfy(act -> {
                assertThat(act.guest()).isNull();
                assertThat(act.name()).isEmpty();
                assertThat(act.workflow()).isEqualTo(Workflow.INVITATION);
                assertThat(act.reason()).isEqualTo("sign-up-confirmation");
            });
            assertThat(report.sheet(ALL, ADMIN)).contains(",invitation,MAIL,,,sign-up-confirmation,");
        } finally {
            db.sql("delete from mail_message where dedup_key = ?").param(key).update();
        }
    }

    @Test
    void onlyAdministratorsReadIt() {
        assertThatThrownBy(() -> report.report(ALL, Viewer.of(SeedPeople.AMARA)))
                .isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> report.sheet(ALL, Viewer.of(SeedPeople.OWNER)))
                .isInstanceOf(AccessDeniedException.class);
    }

    private List<ReportedAct> acts(GuestId guest) {
        return of(guest, ALL);
    }

    private List<ReportedAct> of(GuestId guest, Question question) {
        return report.report(question, ADMIN).acts().stream()
                .filter(act -> guest.equals(act.guest()))
                .toList();
    }
}
