package dev.guestward.desk;

import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.review.ReviewSignals;
import dev.guestward.review.SecondLookRecords;
import dev.guestward.review.SecondLookRecords.SecondLook;
import dev.guestward.review.Signal;
import dev.guestward.review.SignalWords;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How a campaign was answered and who looked a second time, in words, for its page. */
@Component
class TrustViews {
    private final ReviewSignals signals;
    private final SignalWords words;
    private final SecondLookRecords secondLooks;
    private final People people;
    private final Times times;

    TrustViews(ReviewSignals signals, SignalWords words, SecondLookRecords secondLooks, People people, Times times) {
        this.signals = signals;
        this.words = words;
        this.secondLooks = secondLooks;
        this.people = people;
        this.times = times;
    }

    /** @param others how many answers nothing stands out in */
    record Trust(List<Answered> answers, int others, List<Again> again) {
        public boolean isEmpty() {
            return answers.isEmpty() && others == 0;
        }
    }

    /** How somebody answered. */
    record Answered(UUID review, String name, String sentence, List<StateView> notable) {}

    /**
     * A second look.
     *
     * @param from the reviewer's id, to have somebody else look instead
     */
    record Again(
            UUID review,
            String reviewer,
            String from,
            String keptBy,
            int guests,
            int open,
            int confirmed,
            int removed,
            int unconfirmed,
            Times.@Nullable When due) {}

    Trust of(UUID campaign, Viewer viewer, Locale locale) {
        List<Signal> all = signals.of(campaign, viewer);
        List<Answered> notable = all.stream()
                .filter(one -> !one.notable().isEmpty())
                .map(one -> new Answered(
                        one.review(),
                        name(one.person()),
                        words.sentence(one, locale),
                        one.notable().stream().map(TrustViews::badge).toList()))
                .toList();
        return new Trust(
                notable,
                all.size() - notable.size(),
                secondLooks.of(campaign, viewer).stream()
                        .map(one -> again(one, locale))
                        .toList());
    }

    private Again again(SecondLook one, Locale locale) {
        return new Again(
                one.review(),
                name(one.reviewer()),
                one.reviewer().value(),
                name(one.keptBy()),
                one.guests(),
                one.open(),
                one.confirmed(),
                one.removed(),
                one.unconfirmed(),
                one.dueAt() == null ? null : times.moment(one.dueAt(), locale));
    }

    private static StateView badge(Signal.Notable notable) {
        String icon = switch (notable) {
            case FAST -> "stopwatch";
            case KEPT -> "check-all";
            case BULK -> "ui-checks";
            case REMOVED_LATER -> "person-dash";
        };
        return new StateView(notable.name(), "signals.notable." + notable, "gw-result-warning", icon);
    }

    private String name(PersonId id) {
        return people.byId(id).map(Person::displayName).map(Shown::text).orElse(id.value());
    }
}
