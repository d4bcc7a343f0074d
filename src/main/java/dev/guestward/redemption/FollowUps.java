package dev.guestward.redemption;

import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.InvitationSteps;
import dev.guestward.invitation.WrongAddresses;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * How far the follow-up of each invitation has come. What was missed while the product was down is not made up for: one
 * reminder stands for all that are due, and past the last day there is none.
 */
@Component
public class FollowUps implements InvitationSteps, WrongAddresses {
    private final JdbcClient db;
    private final RedemptionSettings settings;
    private final Clock clock;

    FollowUps(JdbcClient db, RedemptionSettings settings, Clock clock) {
        this.db = db;
        this.settings = settings;
        this.clock = clock;
    }

    /** A workflow follows the invitation up from now on. One who came back after a removal has as much time as at first. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void begin(GuestId id) {
        db.sql("insert into redemption_follow_up (guest_id, counted_from) values (?, ?)"
                        + " on conflict (guest_id) do update set counted_from = excluded.counted_from, reminders = 0,"
                        + " sponsor_asked_at = null, resent_at = null, address_wrong_since = null")
                .params(id.value(), now())
                .update();
    }

    /** There is another address: all begins anew. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void beginAnew(GuestId id) {
        db.sql("update redemption_follow_up set counted_from = ?, reminders = 0, sponsor_asked_at = null,"
                        + " address_wrong_since = null where guest_id = ?")
                .params(now(), id.value())
                .update();
    }

    @Override
    public Optional<Step> next(Guest guest) {
        return find(guest.id()).map(at -> at.next(settings, clock.instant()));
    }

    /** @throws IllegalStateException if nobody follows this invitation up */
    public Step next(GuestId id) {
        return get(id).next(settings, clock.instant());
    }

    /** Whether anybody follows this invitation up. */
    public boolean isFollowed(GuestId id) {
        return find(id).isPresent();
    }

    public Instant invitedAt(GuestId id) {
        return get(id).countedFrom();
    }

    public Instant lapsesAt(GuestId id) {
        return get(id).lapsesAt(settings);
    }

    /**
     * A fresh link goes out.
     *
     * @return which reminder it is, counted from 1
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int reminded(GuestId id) {
        FollowUp at = get(id);
        int reminders = at.remindersAt(settings, clock.instant());
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

    /** The sponsor says that the account has the wrong address. It stands until all begins anew with another one. */
    @Transactional(propagation = Propagation.MANDATORY)
    void addressIsWrong(GuestId id) {
        db.sql("update redemption_follow_up set address_wrong_since = ? where guest_id = ?")
                .params(now(), id.value())
                .update();
    }

    @Override
    public boolean isAddressWrong(GuestId id) {
        return db.sql("select exists (select 1 from redemption_follow_up"
                        + " where guest_id = ? and address_wrong_since is not null)")
                .param(id.value())
                .query(Boolean.class)
                .single();
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
