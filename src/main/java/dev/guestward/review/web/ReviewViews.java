package dev.guestward.review.web;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Grants;
import dev.guestward.guest.Guest;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.review.Decision;
import dev.guestward.review.Review;
import dev.guestward.review.ReviewItem;
import dev.guestward.review.Reviews;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Reviews as the API shows them: names instead of ids, and sentences for codes. */
@Component
class ReviewViews {
    private final People people;
    private final Clinics clinics;
    private final Grants grants;
    private final HospitalSettings hospital;
    private final MessageSource texts;
    private final Clock clock;

    ReviewViews(
            People people,
            Clinics clinics,
            Grants grants,
            HospitalSettings hospital,
            MessageSource texts,
            Clock clock) {
        this.people = people;
        this.clinics = clinics;
        this.grants = grants;
        this.hospital = hospital;
        this.texts = texts;
        this.clock = clock;
    }

    public record PersonView(String id, String displayName) {}

    public record Named(String key, String name) {}

    /**
     * A review in a list.
     *
     * @param state {@code OPEN} or {@code CLOSED}
     * @param undecided guests nobody has decided on
     * @param round 2 once nobody had answered, and everybody is asked once more
     */
    public record Summary(
            UUID id,
            String kind,
            String stage,
            String state,
            PersonView reviewer,
            int round,
            Instant openedAt,
            Instant dueAt,
            @Nullable Instant closedAt,
            @Nullable String closedAs,
            int total,
            int undecided,
            Map<String, String> links) {}

    /**
     * A review with its guests.
     *
     * @param mayDecide whether decisions and drafts of whoever asks are taken, now
     * @param ownDecisions what whoever asks has decided about guests whom they are not shown any more
     * @param viewer whoever asks
     * @param now the time here, whatever the clock of a computer says
     * @param timeZone in which days of the hospital begin and end
     */
    public record Sheet(
            Summary review,
            boolean mayDecide,
            List<Row> items,
            List<OwnDecision> ownDecisions,
            PersonView viewer,
            Instant now,
            String timeZone) {}

    /** A decision without the guest it was about. */
    public record OwnDecision(Decision decision, Instant at) {}

    /**
     * A guest in a review.
     *
     * @param version to be sent back with what is entered
     * @param reasonNeededFor decisions that need a reason
     * @param bulkKeep whether "keep" may be given to this guest together with others
     * @param outcome null while the guest waits for a decision
     * @param askedBecause what changed, if that is why it is asked, or it came up meanwhile
     * @param firstAnswer in a second stage, what the first one answered
     */
    public record Row(
            UUID id,
            long version,
            GuestView guest,
            EvidenceView evidence,
            RecommendationView recommendation,
            @Nullable Entered draft,
            @Nullable Entered decision,
            List<Decision> reasonNeededFor,
            boolean bulkKeep,
            @Nullable String outcome,
            @Nullable PersonView previousReviewer,
            List<Named> askedBecause,
            @Nullable Entered firstAnswer) {
        @Override
        public String toString() {
            return "Row[" + id + "]";
        }
    }

    /** @param page where more is to be read; null for those who see the guest in the review only */
    public record GuestView(
            UUID id,
            String displayName,
            String email,
            @Nullable Named clinic,
            PersonView sponsor,
            String purpose,
            String state,
            Instant accessUntil,
            @Nullable String page) {
        @Override
        public String toString() {
            return "GuestView[" + id + "]";
        }
    }

    /**
     * What was known when the question was asked.
     *
     * @param lastSignIn null if unknown
     * @param unknownBecause a sentence; null if it is known
     * @param asOf how old that is; null if nothing was ever read
     * @param changed sentences, what changed since the last review
     */
    public record EvidenceView(
            @Nullable Instant lastSignIn,
            @Nullable String unknownBecause,
            @Nullable Instant asOf,
            List<Named> grants,
            List<Named> changed) {}

    /** @param advice {@code KEEP}, {@code REMOVE} or {@code LOOK} */
    public record RecommendationView(String advice, String code, String reason) {}

    /** What somebody entered or decided. */
    public record Entered(Decision decision, @Nullable String reason, PersonView by, Instant at) {
        @Override
        public String toString() {
            return "Entered[" + decision + "]";
        }
    }

    Summary summary(Reviews.Listed listed, Locale locale) {
        return summary(listed.review(), listed.total(), listed.undecided(), new Names(locale));
    }

    /** A review with its guests, in the language of whoever asks. */
    public Sheet sheet(Reviews.Sheet sheet, Viewer viewer, Locale locale) {
        Names names = new Names(locale);
        int open = Math.toIntExact(
                sheet.rows().stream().filter(row -> row.item().isOpen()).count());
        return new Sheet(
                summary(sheet.review(), sheet.rows().size() + sheet.own().size(), open, names),
                sheet.mayDecide(),
                sheet.rows().stream().map(row -> row(row, names)).toList(),
                sheet.own().stream()
                        .map(answer -> new OwnDecision(answer.decision(), answer.at()))
                        .toList(),
                new PersonView(viewer.id().value(), viewer.displayName()),
                clock.instant(),
                zone());
    }

    /** As browsers know it, too. */
    private String zone() {
        String zone = hospital.timeZone().getId();
        return zone.equals("Z") ? "UTC" : zone;
    }

    private static Summary summary(Review review, int total, int undecided, Names names) {
        return new Summary(
                review.id(),
                review.kind().name(),
                review.stage().name(),
                review.isOpen() ? "OPEN" : "CLOSED",
                names.person(review.reviewer()),
                review.round(),
                review.openedAt(),
                review.dueAt(),
                review.closedAt(),
                review.closedAs() == null ? null : review.closedAs().name(),
                total,
                undecided,
                Map.of("self", "/api/reviews/" + review.id(), "page", "/reviews/" + review.id()));
    }

    private static Row row(Reviews.Row row, Names names) {
        ReviewItem item = row.item();
        Guest guest = row.guest();
        PersonId previous = item.previousReviewer();
        return new Row(
                item.id(),
                item.version(),
                new GuestView(
                        guest.id().value(),
                        guest.displayName(),
                        guest.email(),
                        names.clinic(guest.clinicId()),
                        names.person(guest.sponsor()),
                        guest.purpose(),
                        guest.state().name(),
                        guest.accessUntil(),
                        row.elsewhere() ? "/guests/" + guest.id() : null),
                new EvidenceView(
                        item.lastSignIn(),
                        item.signInUnknown() == null ? null : names.text("reviews.unknown." + item.signInUnknown()),
                        item.evidenceAt(),
                        item.grants().stream().map(names::grant).toList(),
                        item.changed().stream()
                                .map(code -> new Named(code, names.text("reviews.changed." + code)))
                                .toList()),
                new RecommendationView(
                        item.advice().kind().name(),
                        item.advice().reason(),
                        names.text("reviews.advice." + item.advice().reason())),
                names.entered(item.draft()),
                names.entered(item.answer()),
                Arrays.stream(Decision.values()).filter(item::needsReason).toList(),
                item.advice().lowRisk(),
                item.outcome() == null ? null : item.outcome().name(),
                previous == null ? null : names.person(previous),
                item.askedBecause().stream()
                        .map(code -> new Named(code, names.text("review-because." + code)))
                        .toList(),
                names.entered(row.first()));
    }

    /** Looks each name up once. */
    final class Names {
        private final Map<PersonId, PersonView> persons = new HashMap<>();
        private final Map<UUID, Named> known = new HashMap<>();
        private final Locale locale;

        Names(Locale locale) {
            this.locale = locale;
        }

        PersonView person(PersonId id) {
            return persons.computeIfAbsent(
                    id,
                    one -> new PersonView(
                            one.value(),
                            people.byId(one).map(Person::displayName).orElse("")));
        }

        @Nullable
        Named clinic(UUID id) {
            return known.computeIfAbsent(
                    id,
                    one -> clinics.byId(one)
                            .map((Clinic clinic) -> new Named(clinic.key(), clinic.name()))
                            .orElse(new Named("", "")));
        }

        Named grant(String key) {
            Grants.Grant grant = grants.grants().get(key);
            return new Named(key, grant == null ? key : grant.name());
        }

        @Nullable
        Entered entered(ReviewItem.@Nullable Answer answer) {
            return answer == null
                    ? null
                    : new Entered(answer.decision(), answer.reason(), person(answer.by()), answer.at());
        }

        String text(String key) {
            return String.valueOf(texts.getMessage(key, null, key, locale));
        }
    }
}
