package dev.guestward.review;

import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.PageOf;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
    private final ReviewRefusals refusals;
    private final Clock clock;

    Reviews(
            ReviewTable reviews,
            ItemTable items,
            ReviewRights rights,
            ReviewAnswers answers,
            ReviewSignals signals,
            Guests guests,
            JdbcClient db,
            ReviewRefusals refusals,
            Clock clock) {
        this.reviews = reviews;
        this.items = items;
        this.rights = rights;
        this.answers = answers;
        this.signals = signals;
        this.guests = guests;
        this.db = db;
        this.refusals = refusals;
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
     * @param elsewhere whether the person who looks sees the guest outside this review, too
     */
    public record Row(ReviewItem item, Guest guest, ReviewItem.@Nullable Answer first, boolean elsewhere) {}

    /**
     * A review with its guests.
     *
     * @param own what the person who looks has answered about guests whom they are not shown any more
     * @param mayDecide whether the person who looks may decide, now
     */
    public record Sheet(Review review, List<Row> rows, List<ReviewItem.Answer> own, boolean mayDecide) {
        public Sheet {
            rows = List.copyOf(rows);
            own = List.copyOf(own);
        }
    }

    /** What a person gets to see of a review: items with their guests, and of the others what they have answered themselves. */
    private record Shown(List<ReviewItem> items, List<ReviewItem.Answer> own) {}

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

    /** As they see it: whoever has single guests delegated to them, or is not shown some any more, counts no others. */
    private Listed listed(Review review, Viewer viewer) {
        Shown shown = shown(rights.of(review.id(), viewer), viewer);
        return new Listed(
                review,
                shown.items().size() + shown.own().size(),
                Math.toIntExact(
                        shown.items().stream().filter(ReviewItem::isOpen).count()));
    }

    private Shown shown(ReviewRights.Scope scope, Viewer viewer) {
        List<ReviewItem> within = items.of(scope.review().id()).stream()
                .filter(item -> scope.includes(item.id()))
                .toList();
        Map<GuestId, PersonId> sponsors = sponsors(within);
        List<ReviewItem> shown = new ArrayList<>();
        List<ReviewItem.Answer> own = new ArrayList<>();
        for (ReviewItem item : within) {
            PersonId sponsor = sponsors.get(item.guest());
            ReviewItem.Answer answer = item.answer();
            if (sponsor != null
                    && (Guests.maySeeGuestsOf(viewer, sponsor) || isHandled(scope.review(), item, sponsor))) {
                shown.add(item);
            } else if (answer != null && viewer.is(answer.by())) {
                own.add(answer);
            }
        }
        own.sort(Comparator.comparing(ReviewItem.Answer::at));
        return new Shown(shown, own);
    }

    /** Whether reviewers have to see this guest, whoever's it is: they are asked, or can still change what was answered. */
    private boolean isHandled(Review review, ReviewItem item, PersonId sponsor) {
        boolean changes = item.outcome() == Outcome.APPLIED && clock.instant().isBefore(review.dueAt());
        if (!review.isOpen() && !changes) {
            return false;
        }
        return item.isOpen() || item.isSecond() || sponsor.equals(review.sponsor());
    }

    private Map<GuestId, PersonId> sponsors(List<ReviewItem> about) {
        Map<GuestId, PersonId> found = new HashMap<>();
        db.sql("select id, sponsor_id from guest where id = any (?)")
                .param(about.stream().map(item -> item.guest().value()).toArray(UUID[]::new))
                .query((rs, n) ->
                        found.put(new GuestId(rs.getObject(1, UUID.class)), new PersonId(rs.getString("sponsor_id"))))
                .list();
        return found;
    }

    /**
     * A review with its guests, by name. Once nothing can be changed any more, guests are shown to those who see them elsewhere, too:
     * of the others everybody keeps what they have answered themselves. Guests who were decided on and are somebody else's by now are
     * not shown to their former sponsor before that, either.
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
        Shown shown = shown(scope, viewer);
        Map<GuestId, Guest> known = guests
                .all(shown.items().stream().map(ReviewItem::guest).toList())
                .stream()
                .collect(Collectors.toMap(Guest::id, Function.identity()));
        Map<UUID, ReviewItem.Answer> first = items.firstAnswers(shown.items());
        List<Row> rows = new ArrayList<>();
        for (ReviewItem item : shown.items()) {
            Guest guest = known.get(item.guest());
            if (guest != null) {
                rows.add(new Row(
                        item,
                        guest,
                        item.after() == null ? null : first.get(item.after()),
                        Guests.maySee(viewer, guest)));
            }
        }
        rows.sort(Comparator.comparing((Row row) -> row.guest().displayName(), String.CASE_INSENSITIVE_ORDER)
                .thenComparing(row -> row.item().id()));
        return new Sheet(review, rows, shown.own(), mayDecide);
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
            throw refusals.conflict("paused");
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
