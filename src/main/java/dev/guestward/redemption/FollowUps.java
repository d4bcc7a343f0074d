package dev.guestward.redemption;

import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.InvitationSteps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * How far the follow-up of each invitation has come. What was missed while the product was down is not made up for: one
 * reminder stands for all that are due, and past the last day there is none.
 */
@Component
public class FollowUps implements InvitationSteps {
    /** A reminder sent so shortly before its time, for example because somebody asked for a link, counts as that one. */
    private static final Duration NEARLY = Duration.ofHours(1);

    private final JdbcClient db;
    private final RedemptionSettings settings;
    private final Clock clock;

    FollowUps(JdbcClient db, RedemptionSettings settings, Clock clock) {
        this.db = db;
        this.settings = settings;
        this.clock = clock;
    }

    private record FollowUp(
            Instant countedFrom,
            int reminders,
            @Nullable Instant sponsorAskedAt,
            @Nullable Instant resentAt) {
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
    }

    /** The first link is on its way: time runs from now. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void begin(GuestId id) {
        db.sql(
                        "insert into redemption_follow_up (guest_id, counted_from) values (?, ?) on conflict (guest_id) do nothing")
                .params(id.value(), now())
                .update();
    }

    /** There is another address: all begins anew. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void beginAnew(GuestId id) {
        db.sql(
                        "update redemption_follow_up set counted_from = ?, reminders = 0, sponsor_asked_at = null where guest_id = ?")
                .params(now(), id.value())
                .update();
    }

    @Override
    public Optional<Step> next(Guest guest) {
        return find(guest.id()).map(this::next);
    }

    /** @throws IllegalStateException if nobody follows this invitation up */
    public Step next(GuestId id) {
        return next(get(id));
    }

    /** Whether anybody follows this invitation up. */
    public boolean isFollowed(GuestId id) {
        return find(id).isPresent();
    }

    public Instant invitedAt(GuestId id) {
        return get(id).countedFrom();
    }

    public Instant lapsesAt(GuestId id) {
        return get(id).countedFrom().plus(settings.lapseAfter());
    }

    private Step next(FollowUp at) {
        Instant lapse = at.countedFrom().plus(settings.lapseAfter());
        if (!clock.instant().isBefore(lapse)) {
            return new Step(Kind.LAPSE, lapse);
        }
        if (at.reminders() < settings.reminders().size()) {
            return new Step(
                    Kind.REMIND, at.countedFrom().plus(settings.reminders().get(at.reminders())));
        }
        return at.sponsorAskedAt() == null
                ? new Step(Kind.ASK_SPONSOR, at.countedFrom().plus(settings.askSponsorAfter()))
                : new Step(Kind.LAPSE, lapse);
    }

    /**
     * A fresh link goes out.
     *
     * @return which reminder it is, counted from 1
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int reminded(GuestId id) {
        FollowUp at = get(id);
        Instant now = clock.instant().plus(NEARLY);
        int due = (int) settings.reminders().stream()
                .filter(reminder -> !now.isBefore(at.countedFrom().plus(reminder)))
                .count();
        int reminders = Math.max(due, at.reminders());
        db.sql("update redemption_follow_up set reminders = ? where guest_id = ?")
                .params(reminders, id.value())
                .update();
        return Math.max(reminders, 1);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void sponsorAsked(GuestId id) {
        db.sql("update redemption_follow_up set sponsor_asked_at = coalesce(sponsor_asked_at, ?) where guest_id = ?")
                .params(now(), id.value())
                .update();
    }

    /** What the sponsor chose could not be done: the question comes again. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void askSponsorAgain(GuestId id) {
        db.sql("update redemption_follow_up set sponsor_asked_at = null where guest_id = ?")
                .param(id.value())
                .update();
    }

    /**
     * Somebody asks for a fresh link.
     *
     * @return false if that was done a short while ago
     */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean mayResend(GuestId id) {
        return db.sql("update redemption_follow_up set resent_at = :now where guest_id = :guest"
                                + " and (resent_at is null or resent_at <= :before)")
                        .param("now", now())
                        .param("guest", id.value())
                        .param("before", Timestamp.from(clock.instant().minus(settings.resendPause())))
                        .update()
                == 1;
    }

    /** Whether somebody asked for a link so short a while ago that there is no other one yet. */
    boolean wasResentLately(GuestId id) {
        return find(id).map(FollowUp::resentAt)
                .filter(at -> at.isAfter(clock.instant().minus(settings.resendPause())))
                .isPresent();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    private FollowUp get(GuestId id) {
        return find(id).orElseThrow(() -> new IllegalStateException("Nobody follows up the invitation of guest " + id));
    }

    private Optional<FollowUp> find(GuestId id) {
        return db.sql("select * from redemption_follow_up where guest_id = ?")
                .param(id.value())
                .query(FollowUp::of)
                .optional();
    }
}
