package dev.guestward.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.directory.SignIn;
import dev.guestward.guest.GuestId;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is known about sign-ins, and what is not. */
class SignInReadingTest extends OnReviews {
    @Autowired
    SignInReading reading;

    @Autowired
    GatheredEvidence evidence;

    @BeforeEach
    void nothingIsRead() {
        db.sql("delete from sign_in_seen").update();
        db.sql("update sign_in_reading set cursor = null, begun_at = null, finished_at = null, no_evidence_code = null,"
                        + " no_evidence_at = null")
                .update();
        // the pages of a minute are few, and tests before this one may have used them
        clock.step(Duration.ofMinutes(2));
    }

    @Test
    void theLastSignInIsKnownWithItsAge() {
        GuestId guest = activeUntil(Duration.ofDays(200));
        Instant last = clock.instant().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.MILLIS);
        directory.signedIn(new SignIn(account(guest), last, last));

        reading.run();

        Evidence known = about(guest);
        assertThat(known.lastSignIn()).isEqualTo(last);
        assertThat(known.signInUnknown()).isNull();
        assertThat(known.readAt()).isNotNull();
        assertThat(known.grants()).containsExactly("health-records");
    }

    @Test
    void whoNeverSignedInAsFarAsTheReportGoesIsUnknown() {
        GuestId guest = activeUntil(Duration.ofDays(200));
        assertThat(about(guest).signInUnknown()).isEqualTo("not-read-yet");

        reading.run();

        assertThat(about(guest).lastSignIn()).isNull();
        assertThat(about(guest).signInUnknown()).isEqualTo("none-recorded");
    }

    @Test
    void withoutLicenceOrPermissionTheReasonIsKeptAndWhatWasKnownStays() {
        GuestId guest = activeUntil(Duration.ofDays(200));
        GuestId known = activeUntil(Duration.ofDays(200));
        signedIn(known, Duration.ofDays(5));
        directory.showNoSignIns("Authentication_RequestFromNonPremiumTenantOrB2CTenant");

        reading.run();

        assertThat(about(guest).signInUnknown()).isEqualTo("not-allowed");
        assertThat(about(known).lastSignIn()).isNotNull();
        assertThat(db.sql("select no_evidence_code from sign_in_reading")
                        .query(String.class)
                        .single())
                .startsWith("Authentication_");
    }

    @Test
    void theReportIsReadTwiceADayAndNotWithEachRun() {
        GuestId guest = activeUntil(Duration.ofDays(200));
        reading.run();
        Instant last = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        directory.signedIn(new SignIn(account(guest), last, last));

        reading.run();
        assertThat(about(guest).lastSignIn()).isNull();
        db.sql("update sign_in_reading set finished_at = ?")
                .param(Timestamp.from(clock.instant().minus(Duration.ofHours(13))))
                .update();
        reading.run();

        assertThat(about(guest).lastSignIn()).isEqualTo(last);
    }

    @Test
    void aReadingThatWasCutOffForLongBeginsAnew() {
        cutOff();
        clock.step(Duration.ofMinutes(15));

        finish();
    }

    @Test
    void aReadingWhosePlaceTheDirectoryHasForgottenBeginsAnew() {
        cutOff();
        directory.forgetCursors();
        clock.step(Duration.ofMinutes(2));

        reading.run();
        finish();
    }

    /** More pages than a minute allows. */
    private void cutOff() {
        for (int n = 0; n < 3; n++) {
            activeUntil(Duration.ofDays(200));
        }
        directory.showSignInsInPages(12);
        reading.run();
        assertThat(place()).isNotNull();
    }

    private void finish() {
        for (int n = 0; n < 4; n++) {
            reading.run();
            clock.step(Duration.ofMinutes(1));
        }
        directory.calmDown();
        assertThat(place()).isNull();
        assertThat(db.sql("select finished_at is not null from sign_in_reading")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    private @Nullable String place() {
        return db.sql("select coalesce(cursor, '') from sign_in_reading")
                .query(String.class)
                .optional()
                .filter(cursor -> !cursor.isEmpty())
                .orElse(null);
    }

    @Test
    void whatWasReadLongAgoSaysNothingOfToday() {
        GuestId guest = activeUntil(Duration.ofDays(200));
        Instant last = clock.instant().minus(Duration.ofDays(100));
        directory.signedIn(new SignIn(account(guest), last, last));
        reading.run();
        dueNow(guest);
        db.sql("update sign_in_seen set read_at = read_at - interval '30 days'").update();
        db.sql("update sign_in_reading set finished_at = finished_at - interval '30 days'")
                .update();

        asked();

        assertThat(about(guest).signInUnknown()).isEqualTo("outdated");
        assertThat(item(guest).lastSignIn()).isNull();
        assertThat(item(guest).advice().kind()).isEqualTo(Advice.Kind.LOOK);
        assertThat(new SignInMeters(db, clock).age()).isGreaterThan(29 * 86_400.0);
    }

    private Evidence about(GuestId guest) {
        return evidence.of(List.of(guest)).get(0);
    }
}
