package dev.guestward.redemption;

import dev.guestward.guest.InvitationSteps.Kind;
import dev.guestward.guest.InvitationSteps.Step;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far the follow-up of one invitation has come, and what that means under some settings. */
record FollowUp(
        Instant countedFrom,
        int reminders,
        @Nullable Instant sponsorAskedAt,
        @Nullable Instant resentAt) {
    /** A reminder sent so shortly before its time, for example because somebody asked for a link, counts as that one. */
    private static final Duration NEARLY = Duration.ofHours(1);

    static FollowUp of(ResultSet rs, int row) throws SQLException {
        return new FollowUp(
                rs.getTimestamp("counted_from").toInstant(),
                rs.getInt("reminders"),
                instant(rs.getTimestamp("sponsor_asked_at")),
                instant(rs.getTimestamp("resent_at")));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    Instant lapsesAt(RedemptionSettings settings) {
        return countedFrom.plus(settings.lapseAfter());
    }

    Step next(RedemptionSettings settings, Instant now) {
        Instant lapse = lapsesAt(settings);
        if (!now.isBefore(lapse)) {
            return new Step(Kind.LAPSE, lapse);
        }
        if (reminders < settings.reminders().size()) {
            return new Step(Kind.REMIND, countedFrom.plus(settings.reminders().get(reminders)));
        }
        return sponsorAskedAt == null
                ? new Step(Kind.ASK_SPONSOR, countedFrom.plus(settings.askSponsorAfter()))
                : new Step(Kind.LAPSE, lapse);
    }

    /** How many reminders are covered by a link that goes out at this time. */
    int remindersAt(RedemptionSettings settings, Instant now) {
        int due = (int) settings.reminders().stream()
                .filter(reminder -> !now.plus(NEARLY).isBefore(countedFrom.plus(reminder)))
                .count();
        return Math.max(due, reminders);
    }

    FollowUp reminded(RedemptionSettings settings, Instant at) {
        return new FollowUp(countedFrom, remindersAt(settings, at), sponsorAskedAt, resentAt);
    }

    FollowUp asked(Instant at) {
        return new FollowUp(countedFrom, reminders, at, resentAt);
    }
}
