package dev.guestward.review;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import dev.guestward.review.Review.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Asks a second person about some of the guests that were kept, where policy says so. Their "no" acts like any other; their "keep"
 * confirms the first one; their silence changes nothing and is shown.
 *
 * <p>The sample can be drawn again by anybody: of the guests kept in a review it is those with the lowest SHA-256 of {@code <review
 * id> <guest id>}, as many as the share, rounded up.
 */
@Component
class SecondLooks {
    private static final Logger log = LoggerFactory.getLogger(SecondLooks.class);

    private final SecondLookSettings settings;
    private final Deadlines deadlines;
    private final ReviewTable reviews;
    private final ItemTable items;
    private final NextReviewers nextReviewers;
    private final PassingOn passingOn;
    private final ReviewSignals signals;
    private final ReviewWorkflow workflow;
    private final Clock clock;

    SecondLooks(
            SecondLookSettings settings,
            Deadlines deadlines,
            ReviewTable reviews,
            ItemTable items,
            NextReviewers nextReviewers,
            PassingOn passingOn,
            ReviewSignals signals,
            ReviewWorkflow workflow,
            Clock clock) {
        this.settings = settings;
        this.deadlines = deadlines;
        this.reviews = reviews;
        this.items = items;
        this.nextReviewers = nextReviewers;
        this.passingOn = passingOn;
        this.signals = signals;
        this.workflow = workflow;
        this.clock = clock;
    }

    /** The review is over: somebody else is asked about the sample of those kept. Where nobody else is left, nobody is, and that is said. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void begin(Review over) {
        if (settings.isOff() || over.kind() == Kind.SECOND_LOOK) {
            return;
        }
        List<ReviewItem> kept = kept(over);
        if (kept.size() < settings.leastKept()) {
            return;
        }
        // called again if somebody changes their mind after the end
        Set<UUID> looked = items.lookedAtAgain(over.id());
        List<ReviewItem> sample = sample(over.id(), kept, settings.share()).stream()
                .filter(item -> !looked.contains(item.id()))
                .toList();
        Map<GuestId, List<PersonId>> coSponsors = nextReviewers.coSponsorsOf(
                sample.stream().map(ReviewItem::guest).toList());
        Set<PersonId> asked = new HashSet<>(passingOn.everAsked(over));
        kept.stream()
                .flatMap(item -> Optional.ofNullable(item.answer()).stream())
                .forEach(answer -> asked.add(answer.by()));
        Map<NextReviewers.Next, List<UUID>> groups = new LinkedHashMap<>();
        for (ReviewItem item : sample) {
            nextReviewers
                    .after(over, coSponsors.getOrDefault(item.guest(), List.of()), asked)
                    .ifPresentOrElse(
                            next -> groups.computeIfAbsent(next, one -> new ArrayList<>())
                                    .add(item.id()),
                            () -> noteNobody(over, item));
        }
        groups.forEach((next, chosen) -> ask(over, next, chosen));
    }

    /** Once: at the end, or when somebody has changed their mind since. */
    private void noteNobody(Review over, ReviewItem item) {
        Instant end = over.closedAt();
        ReviewItem.Answer answer = item.answer();
        if (end == null || (answer != null && answer.at().isAfter(end))) {
            passingOn.nobodyLooksAgain(item);
        }
    }

    private List<ReviewItem> kept(Review over) {
        List<ReviewItem> kept = items.of(over.id()).stream()
                .filter(item -> item.outcome() == Outcome.APPLIED && !item.isSecond())
                .filter(item -> item.answer() != null && item.answer().decision() == Decision.KEEP)
                .toList();
        if (!settings.onlyWithSignals() || kept.isEmpty()) {
            return kept;
        }
        Set<PersonId> notable = signals.ofReview(over.id()).stream()
                .filter(one -> !one.notable().isEmpty())
                .map(Signal::person)
                .collect(Collectors.toSet());
        return kept.stream()
                .filter(item ->
                        item.answer() != null && notable.contains(item.answer().by()))
                .toList();
    }

    private void ask(Review over, NextReviewers.Next next, List<UUID> chosen) {
        Instant now = clock.instant();
        Review second = new Review(
                UUID.randomUUID(),
                Kind.SECOND_LOOK,
                next.stage(),
                next.person(),
                over.sponsor(),
                over.campaign(),
                over.id(),
                now,
                deadlines.answer(),
                false,
                over.round(),
                null,
                null);
        reviews.insert(second);
        int asked = items.again(second.id(), chosen);
        if (asked == 0) {
            // all of them are being asked about or removed already
            reviews.discard(second.id());
            return;
        }
        workflow.start(second.id());
        log.info("Review {} is a second look at {} guests of review {}", second.id(), asked, over.id());
    }

    /** Those with the lowest hashes. */
    static List<ReviewItem> sample(UUID review, List<ReviewItem> kept, double share) {
        long size = (long) Math.ceil(share * kept.size());
        return kept.stream()
                .sorted(Comparator.comparing((ReviewItem item) -> hash(review, item.guest()))
                        .thenComparing(ReviewItem::id))
                .limit(size)
                .toList();
    }

    private static String hash(UUID review, GuestId guest) {
        try {
            byte[] text = (review + " " + guest).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
