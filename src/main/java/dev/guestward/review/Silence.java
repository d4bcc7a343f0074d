package dev.guestward.review;

import dev.guestward.guest.AttestedGuests;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.people.PersonId;
import dev.guestward.removal.Cause;
import dev.guestward.removal.Removal;
import dev.guestward.removal.RemovalRequests;
import dev.guestward.removal.Removals;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What follows when nobody answers: the guest is blocked, if two different people were reached and one of them was asked in
 * place of the other. Without that proof nothing is done, and the guest is shown. Never a "keep", and never a deletion by itself.
 */
@Component
class Silence {
    private static final int PROOF = 2;

    private final ItemTable items;
    private final ReviewNotices notices;
    private final PassingOn passingOn;
    private final AttestedGuests attested;
    private final LeavingGuests leaving;
    private final Removals removals;
    private final RemovalRequests requests;
    private final ClaimWorkflow claims;
    private final ReviewSettings settings;
    private final JdbcClient db;
    private final Clock clock;

    Silence(
            ItemTable items,
            ReviewNotices notices,
            PassingOn passingOn,
            AttestedGuests attested,
            LeavingGuests leaving,
            Removals removals,
            RemovalRequests requests,
            ClaimWorkflow claims,
            ReviewSettings settings,
            JdbcClient db,
            Clock clock) {
        this.items = items;
        this.notices = notices;
        this.passingOn = passingOn;
        this.attested = attested;
        this.leaving = leaving;
        this.removals = removals;
        this.requests = requests;
        this.claims = claims;
        this.settings = settings;
        this.db = db;
        this.clock = clock;
    }

    /** Nobody is left to ask about these. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void settle(Review review, List<ReviewItem> silent) {
        if (review.kind() == Review.Kind.SECOND_LOOK) {
            silent.forEach(item -> passingOn.unconfirmed(item, "nobody-answered"));
            return;
        }
        Map<PersonId, UUID> reached = review.stage() == Review.Stage.SPONSOR ? Map.of() : notices.reached(review.id());
        silent.forEach(item -> settle(item, reached.values()));
    }

    /** @param letters those that prove that people were asked, one for each of them */
    private void settle(ReviewItem item, Collection<UUID> letters) {
        Guest guest = leaving.locked(item.guest());
        if (guest.state() != GuestState.ACTIVE || removals.current(guest.id()).isPresent()) {
            items.settled(item.id(), Outcome.NO_LONGER, "removed-otherwise", null);
            return;
        }
        boolean inactive = item.advice().kind() == Advice.Kind.REMOVE && item.lastSignIn() != null;
        if (letters.size() < PROOF) {
            passingOn.hold(item, "no-proof");
        } else if (inactive && hasSignedIn(item)) {
            passingOn.hold(item, "signed-in");
        } else if (inactive && !isReadOfLate(item)) {
            passingOn.hold(item, "sign-ins-unknown");
        } else {
            block(item, inactive ? Cause.INACTIVITY : Cause.SILENCE, letters);
        }
    }

    private void block(ReviewItem item, Cause cause, Collection<UUID> letters) {
        Map<String, String> details =
                new HashMap<>(Map.of("review", item.review().toString()));
        // a letter that comes back later has been the proof all the same
        letters.forEach(letter -> details.put("letter-" + details.size(), letter.toString()));
        attested.answered(item.guest(), PassingOn.ACTOR, "review-silence", details);
        attested.reviewDue(List.of(item.guest()), clock.instant().plus(settings.answerWithin()));
        Removal removal = requests.open(new Removals.Request(item.guest(), cause, PassingOn.ACTOR, null, false));
        items.settled(item.id(), Outcome.SILENCE, cause.name().toLowerCase(Locale.ROOT), removal.id());
        claims.start(item.guest());
    }

    /** Whether the report would show it if the guest had signed in since the reviewer was asked. */
    private boolean isReadOfLate(ReviewItem item) {
        return db.sql("select exists (select 1 from sign_in_seen s join guest g on g.directory_id = s.account"
                        + " where g.id = ? and s.read_at > ?)")
                .params(item.guest().value(), Timestamp.from(clock.instant().minus(SignInReading.BELIEVED)))
                .query(Boolean.class)
                .single();
    }

    /** Whether the report shows a sign-in since the reviewer was told of the last one. */
    private boolean hasSignedIn(ReviewItem item) {
        return db.sql("select exists (select 1 from sign_in_seen s join guest g on g.directory_id = s.account"
                        + " where g.id = ? and s.last_successful > ?)")
                .params(item.guest().value(), Timestamp.from(Objects.requireNonNull(item.lastSignIn())))
                .query(Boolean.class)
                .single();
    }
}
