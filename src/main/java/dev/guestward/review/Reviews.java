package dev.guestward.review;

import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.PageOf;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What a reviewer does: looks at what waits, enters drafts, hands in decisions. Nobody sees or decides what is another's. */
@Component
public class Reviews {
    private final ReviewTable reviews;
    private final ItemTable items;
    private final ReviewRights rights;
    private final ReviewAnswers answers;
    private final ReviewSignals signals;
    private final Guests guests;
    private final JdbcClient db;
    private final Clock clock;

    Reviews(
            ReviewTable reviews,
            ItemTable items,
            ReviewRights rights,
            ReviewAnswers answers,
            ReviewSignals signals,
            Guests guests,
            JdbcClient db,
            Clock clock) {
        this.reviews = reviews;
        this.items = items;
        this.rights = rights;
        this.answers = answers;
        this.signals = signals;
        this.guests = guests;
        this.db = db;
        this.clock = clock;
    }

    /**
     * What somebody enters about one guest.
     *
     * @param version of the item as it was read
     * @param decision null to clear a draft
     * @param bulk whether it was given to many at once
     */
    public record Entry(
            UUID item,
            long version,
            @Nullable Decision decision,
            @Nullable String reason,
            boolean bulk) {
        @Override
        public String toString() {
            return "Entry[" + item + ", " + decision + "]";
        }
    }

    /** A review in a list. */
    public record Listed(Review review, int total, int undecided) {}

    /**
     * A guest in a review.
     *
     * @param first in a second stage, what the first one answered
     */
    public record Row(ReviewItem item, Guest guest, ReviewItem.@Nullable Answer first) {}

    /**
     * A review with its guests.
     *
     * @param mayDecide whether the person who looks may decide, now
     */
    public record Sheet(Review review, List<Row> rows, boolean mayDecide) {
        public Sheet {
            rows = List.copyOf(rows);
        }
    }

    /**
     * What became of drafts.
     *
     * @param conflicts items that somebody else was faster with, as they are now; nothing was kept of what was sent for them
     * @param gone what was named and is not in the review, or not any more
     */
    public record Kept(List<ReviewItem> saved, List<ReviewItem> conflicts, List<UUID> gone) {
        public Kept {
            saved = List.copyOf(saved);
            conflicts = List.copyOf(conflicts);
            gone = List.copyOf(gone);
        }
    }

    /** This person's reviews and those delegated to them, the most urgent first; closed ones newest first. */
    public PageOf<Listed> own(boolean closed, int page, int size, Viewer viewer) {
        String mine = " from review r where (r.closed_at is not null) = :closed and (r.reviewer_id = :viewer"
                + " or r.id in (select d.review_id from review_delegation d where d.given_to = :viewer and d.ended_at is null"
                + " and d.until > :now))";
        Map<String, Object> values = Map.of(
                "closed", closed,
                "viewer", viewer.id().value(),
                "now", Timestamp.from(clock.instant()));
        long total = db.sql("select count(*)" + mine)
                .params(values)
                .query(Long.class)
                .single();
        List<Review> found = db.sql("select r.*" + mine + " order by " + (closed ? "r.closed_at desc" : "r.due_at")
                        + ", r.id" + " limit :limit offset :offset")
                .params(values)
                .param("limit", size)
                .param("offset", (long) page * size)
                .query(ReviewRows::review)
                .list();
        return PageOf.of(found, size, page, total).map(review -> listed(review, viewer));
    }

    /** As they see it: whoever has single guests delegated to them counts no others. */
    private Listed listed(Review review, Viewer viewer) {
        List<ReviewItem> seen = seen(rights.of(review.id(), viewer));
        return new Listed(
                review,
                seen.size(),
                Math.toIntExact(seen.stream().filter(ReviewItem::isOpen).count()));
    }

    private List<ReviewItem> seen(ReviewRights.Scope scope) {
        return items.of(scope.review().id()).stream()
                .filter(item -> scope.includes(item.id()))
                .toList();
    }

    /**
     * A review with its guests, by name. Guests who were decided on and are somebody else's by now are not shown to their
     * former sponsor.
     *
     * @throws NotFound both for a review that is not there and for one of somebody else
     */
    public Sheet open(UUID id, Viewer viewer) {
        ReviewRights.Scope scope = rights.of(id, viewer);
        Review review = scope.review();
        boolean mayDecide = scope.decides() && clock.instant().isBefore(review.dueAt());
        if (mayDecide && review.isOpen()) {
            signals.shown(id, viewer.id());
        }
        List<ReviewItem> seen = seen(scope);
        Map<GuestId, Guest> known = guests
                .all(seen.stream().map(ReviewItem::guest).toList())
                .stream()
                .collect(Collectors.toMap(Guest::id, Function.identity()));
        Map<UUID, ReviewItem.Answer> first = items.firstAnswers(seen);
        List<Row> rows = new ArrayList<>();
        for (ReviewItem item : seen) {
            Guest guest = known.get(item.guest());
            if (guest != null
                    && (item.isOpen()
                            || item.isSecond()
                            || viewer.isAdministrator()
                            || guest.sponsor().equals(review.sponsor()))) {
                rows.add(new Row(item, guest, item.after() == null ? null : first.get(item.after())));
            }
        }
        rows.sort(Comparator.comparing((Row row) -> row.guest().displayName(), String.CASE_INSENSITIVE_ORDER)
                .thenComparing(row -> row.item().id()));
        return new Sheet(review, rows, mayDecide);
    }

    /**
     * Keeps what is entered, item by item. Never decides.
     *
     * @throws NotFound if the review is not this person's
     * @throws Conflict if the review takes no decisions any more
     * @throws InvalidInput if a reason is too long
     */
    @Transactional
    public Kept keepDrafts(UUID id, List<Entry> entries, Viewer viewer) {
        Kept kept = answers.keepDrafts(locked(id, viewer), entries, viewer);
        signals.entered(id, viewer.id());
        return kept;
    }

    /**
     * Commits decisions, all or none of those sent; a "no" is acted on at once, while the review is still open. Sending the
     * same again changes nothing. Until the deadline a decision can be replaced by another one, as long as what followed from
     * it can be taken back.
     *
     * @return the items as they are now
     * @throws NotFound if the review is not this person's
     * @throws Conflict if the deadline has passed, somebody else was faster, or a guest has gone, also out of this review
     * @throws InvalidInput naming every entry that is not acceptable
     */
    @Transactional
    public List<ReviewItem> decide(UUID id, List<Entry> entries, Viewer viewer) {
        ReviewRights.Scope scope = locked(id, viewer);
        if (isPaused(scope.review())) {
            throw new Conflict("This campaign is paused. What you enter is kept until it goes on.");
        }
        return answers.decide(scope, entries, viewer);
    }

    private boolean isPaused(Review review) {
        return db.sql("select exists (select 1 from review r left join review_campaign c on c.id = r.campaign_id"
                        + " where r.id = ? and (c.paused_at is not null or r.paused_at is not null))")
                .param(review.id())
                .query(Boolean.class)
                .single();
    }

    private ReviewRights.Scope locked(UUID id, Viewer viewer) {
        reviews.locked(id);
        ReviewRights.Scope scope = rights.of(id, viewer);
        if (!scope.decides()) {
            throw new AccessDeniedException("for the reviewer");
        }
        return scope;
    }
}
