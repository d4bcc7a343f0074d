package dev.guestward.desk;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Grants;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.review.Campaigns;
import dev.guestward.review.Campaigns.Asked;
import dev.guestward.review.Campaigns.Campaign;
import dev.guestward.review.Campaigns.Progress;
import dev.guestward.review.Campaigns.SponsorProgress;
import dev.guestward.review.Campaigns.Tally;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Campaigns as pages show them: names for ids, words for states. */
@Component
class CampaignViews {
    private static final Duration SOON = Duration.ofHours(48);

    private final People people;
    private final Clinics clinics;
    private final Grants grants;
    private final Times times;
    private final MessageSource texts;
    private final Clock clock;

    CampaignViews(People people, Clinics clinics, Grants grants, Times times, MessageSource texts, Clock clock) {
        this.people = people;
        this.clinics = clinics;
        this.grants = grants;
        this.times = times;
        this.texts = texts;
        this.clock = clock;
    }

    /** A campaign in the list. */
    record Row(UUID id, String title, String scope, StateView state, Tally tally, Times.When due) {}

    /**
     * A campaign on its page.
     *
     * @param startedBy null if nobody did
     * @param following whether the page looks again by itself
     * @param acts whether it can be paused, resumed, stopped
     */
    record Page(
            UUID id,
            String title,
            String scope,
            StateView state,
            @Nullable String startedBy,
            Times.When startedAt,
            Times.When due,
            Times.@Nullable When ended,
            int guests,
            int answered,
            int asked,
            Map<String, Integer> counts,
            Map<String, Integer> leftOut,
            List<Share> reviewers,
            int joined,
            @Nullable Second second,
            long late,
            boolean following,
            boolean acts) {
        public boolean isPaused() {
            return "PAUSED".equals(state.name());
        }
    }

    /**
     * The second stage.
     *
     * @param due null before it begins
     * @param asked guests whom the first stage kept, and about whom the second was asked
     */
    record Second(
            String stage,
            int days,
            Times.@Nullable When due,
            int answered,
            int asked,
            Map<String, Integer> counts,
            Map<String, Integer> leftOut,
            List<Share> reviewers) {}

    /** One reviewer's share. */
    record Share(String reviewer, String name, int answered, int guests, StateView state, Times.@Nullable When due) {}

    /** Who would be asked about whom; not all names, if there are very many. */
    record Would(String sponsor, int guests, List<String> names) {}

    Row row(Campaign one, Map<UUID, Tally> tallies, Locale locale) {
        return new Row(
                one.id(),
                Shown.text(one.title()),
                scope(one, locale),
                state(one.state()),
                tallies.getOrDefault(one.id(), new Tally(0, 0)),
                times.moment(one.dueAt(), locale));
    }

    Page page(Progress progress, Locale locale) {
        Campaign one = progress.campaign();
        int asked =
                progress.counts().values().stream().mapToInt(Integer::intValue).sum();
        List<Share> reviewers =
                progress.reviewers().stream().map(share -> share(share, locale)).toList();
        Instant ended = one.endedAt();
        return new Page(
                one.id(),
                Shown.text(one.title()),
                scope(one, locale),
                state(one.state()),
                PersonId.parse(one.startedBy()).map(this::name).orElse(null),
                times.moment(one.startedAt(), locale),
                times.moment(one.dueAt(), locale),
                ended == null ? null : times.moment(ended, locale),
                Math.max(progress.guests(), asked),
                asked - progress.counts().getOrDefault("OPEN", 0),
                asked,
                new TreeMap<>(progress.counts()),
                new TreeMap<>(progress.leftOut()),
                reviewers,
                progress.joined(),
                second(one, progress.second(), locale),
                reviewers.stream()
                        .filter(share -> share.state().name().matches("LATE|SOON"))
                        .count(),
                ended == null,
                ended == null && !one.standing());
    }

    private @Nullable Second second(Campaign one, Campaigns.Second second, Locale locale) {
        if (one.secondStage() == null || one.secondDays() == null) {
            return null;
        }
        int asked =
                second.counts().values().stream().mapToInt(Integer::intValue).sum();
        return new Second(
                one.secondStage(),
                one.secondDays(),
                one.secondDueAt() == null ? null : times.moment(one.secondDueAt(), locale),
                asked - second.counts().getOrDefault("OPEN", 0),
                asked,
                new TreeMap<>(second.counts()),
                new TreeMap<>(second.leftOut()),
                second.reviewers().stream().map(share -> share(share, locale)).toList());
    }

    private Share share(SponsorProgress one, Locale locale) {
        Instant due = one.dueAt();
        return new Share(
                one.reviewer().value(),
                name(one.reviewer()),
                one.guests() - one.open(),
                one.guests(),
                due == null ? answering("DONE", "gw-result-ok", "check-circle-fill") : answering(due),
                due == null ? null : times.moment(due, locale));
    }

    private StateView answering(Instant due) {
        Duration left = Duration.between(clock.instant(), due);
        if (left.isNegative()) {
            return answering("LATE", "gw-result-blocked", "exclamation-triangle-fill");
        }
        return left.compareTo(SOON) < 0
                ? answering("SOON", "gw-result-warning", "alarm")
                : answering("WAITING", "gw-result-unknown", "hourglass-split");
    }

    private static StateView answering(String name, String look, String icon) {
        return new StateView(name, "campaign-page.answering." + name, look, icon);
    }

    List<Would> would(List<SponsorProgress> sponsors, List<Asked> guests) {
        Map<PersonId, List<String>> names = guests.stream()
                .collect(Collectors.groupingBy(
                        Asked::sponsor, Collectors.mapping(one -> Shown.text(one.name()), Collectors.toList())));
        return sponsors.stream()
                .map(one ->
                        new Would(name(one.reviewer()), one.guests(), names.getOrDefault(one.reviewer(), List.of())))
                .toList();
    }

    private String name(PersonId id) {
        return people.byId(id).map(Person::displayName).orElse(id.value());
    }

    private String scope(Campaign one, Locale locale) {
        String value = one.value() == null ? "" : one.value();
        String shown = switch (one.scope()) {
            case "CLINIC" -> clinics.byKey(value).map(Clinic::name).orElse(value);
            case "GRANT" -> grants.nameOf(value);
            default -> value;
        };
        return texts.getMessage("campaign-page.scope." + one.scope(), new Object[] {Shown.text(shown)}, locale);
    }

    private static StateView state(String state) {
        return switch (state) {
            case "OPENING" -> state(state, "gw-result-unknown", "hourglass-split");
            case "RUNNING" -> state(state, "gw-state-invited", "play-circle");
            case "PAUSED" -> state(state, "gw-result-warning", "pause-circle");
            case "CLOSED" -> state(state, "gw-result-ok", "check-circle-fill");
            default -> state(state, "gw-state-declined", "stop-circle");
        };
    }

    private static StateView state(String name, String look, String icon) {
        return new StateView(name, "campaign-page.state." + name, look, icon);
    }
}
