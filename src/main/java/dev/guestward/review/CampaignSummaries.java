package dev.guestward.review;

import dev.guestward.audit.Evidence;
import dev.guestward.people.Viewer;
import dev.guestward.review.CampaignSummary.Asked;
import dev.guestward.review.CampaignSummary.Line;
import dev.guestward.review.Campaigns.Campaign;
import dev.guestward.review.Campaigns.Progress;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts together what an auditor reads first. */
@Component
class CampaignSummaries {
    private final CampaignRecords records;
    private final ReviewSignals signals;
    private final SignalWords words;
    private final SecondLookRecords secondLooks;
    private final Evidence evidence;
    private final Clock clock;

    CampaignSummaries(
            CampaignRecords records,
            ReviewSignals signals,
            SignalWords words,
            SecondLookRecords secondLooks,
            Evidence evidence,
            Clock clock) {
        this.records = records;
        this.signals = signals;
        this.words = words;
        this.secondLooks = secondLooks;
        this.evidence = evidence;
        this.clock = clock;
    }

    CampaignSummary of(Progress progress, List<UUID> guests, List<Line> files, Viewer viewer) {
        Campaign campaign = progress.campaign();
        Instant now = clock.instant();
        List<CampaignRecords.Lateness> asked = records.lateness(campaign.id());
        List<Signal> notable = signals.of(campaign.id(), viewer).stream()
                .filter(one -> !one.notable().isEmpty())
                .toList();
        List<SecondLookRecords.SecondLook> again = secondLooks.of(campaign.id(), viewer);
        return new CampaignSummary(
                campaign.id(),
                now,
                campaign.title(),
                facts(campaign, now, viewer),
                numbers(progress),
                asked.stream()
                        .limit(CampaignSummary.MOST)
                        .map(one -> asked(one, now))
                        .toList(),
                Math.max(0, asked.size() - CampaignSummary.MOST),
                notable.stream()
                        .limit(CampaignSummary.MOST)
                        .map(one -> new Line(person(one.person().value()), words.sentence(one, Locale.ENGLISH)))
                        .toList(),
                Math.max(0, notable.size() - CampaignSummary.MOST),
                again.stream()
                        .limit(CampaignSummary.MOST)
                        .map(one -> new Line(
                                person(one.reviewer().value()),
                                one.guests() + " guests kept by "
                                        + person(one.keptBy().value()) + ": "
                                        + one.confirmed() + " confirmed, " + one.removed() + " removed, "
                                        + one.unconfirmed() + " not looked at again, " + one.open() + " waiting"))
                        .toList(),
                Math.max(0, again.size() - CampaignSummary.MOST),
                checkpoints(guests),
                files);
    }

    private List<Line> facts(Campaign campaign, Instant now, Viewer viewer) {
        List<Line> facts = new ArrayList<>();
        facts.add(new Line("Campaign", campaign.title()));
        facts.add(new Line("Id", campaign.id().toString()));
        facts.add(new Line("Scope", campaign.scope() + (campaign.value() == null ? "" : " " + campaign.value())));
        facts.add(new Line("Started by", person(campaign.startedBy())));
        facts.add(new Line("Started at", time(campaign.startedAt())));
        facts.add(new Line("Everybody asked at", time(campaign.openedAt())));
        facts.add(new Line("To be answered until", time(campaign.dueAt())));
        if (campaign.secondStage() != null) {
            facts.add(new Line("Second stage", String.valueOf(campaign.secondStage())));
            facts.add(new Line("Second stage to be answered until", time(campaign.secondDueAt())));
        }
        facts.add(new Line("State", campaign.state()));
        facts.add(new Line("Ended at", time(campaign.endedAt())));
        Map<String, @Nullable Object> stopped = records.stopped(campaign.id());
        if (!stopped.isEmpty()) {
            facts.add(new Line("Stopped by", person(String.valueOf(stopped.get("stopped_by")))));
            facts.add(new Line("Stopped because", String.valueOf(stopped.get("stopped_because"))));
        }
        facts.add(new Line("This file made at", time(now)));
        facts.add(new Line("This file made for", person(viewer.id().value())));
        return facts;
    }

    private static List<Line> numbers(Progress progress) {
        List<Line> numbers = new ArrayList<>();
        numbers.add(new Line("Guests in the scope", String.valueOf(progress.guests())));
        new TreeMap<>(progress.counts()).forEach((what, count) -> numbers.add(new Line(what, String.valueOf(count))));
        new TreeMap<>(progress.leftOut())
                .forEach((why, count) -> numbers.add(new Line("not asked about, " + why, String.valueOf(count))));
        if (progress.joined() > 0) {
            numbers.add(new Line("of these, came into the scope after the start", String.valueOf(progress.joined())));
        }
        new TreeMap<>(progress.second().counts())
                .forEach((what, count) -> numbers.add(new Line("second stage, " + what, String.valueOf(count))));
        new TreeMap<>(progress.second().leftOut())
                .forEach((why, count) ->
                        numbers.add(new Line("second stage, not asked about, " + why, String.valueOf(count))));
        return numbers;
    }

    private Asked asked(CampaignRecords.Lateness one, Instant now) {
        String as = one.stage().toLowerCase(Locale.ROOT).replace('_', '-')
                + (one.kind().equals(Review.Kind.SECOND_LOOK.name()) ? ", second look" : "");
        return new Asked(person(one.reviewer()), as, one.decided() + " decisions", inTime(one, now));
    }

    private static String inTime(CampaignRecords.Lateness one, Instant now) {
        Instant closed = one.closedAt();
        if (closed == null) {
            return now.isBefore(one.dueAt())
                    ? one.open() + " waiting, until " + time(one.dueAt())
                    : one.open() + " waiting, late since " + time(one.dueAt());
        }
        return switch (String.valueOf(one.closedAs())) {
            case "DECIDED" -> "answered in time, at " + time(closed);
            case "PASSED_ON" ->
                closed.isBefore(one.dueAt())
                        ? "the rest was given to somebody else at " + time(closed)
                        : "not answered in time: the rest was passed on at " + time(closed);
            case "SILENCE" -> "not answered in time, and nobody was left to ask at " + time(closed);
            case "STOPPED" -> "stopped at " + time(closed);
            default -> "nothing was left to decide at " + time(closed);
        };
    }

    private List<Line> checkpoints(List<UUID> guests) {
        return evidence.signed(guests)
                .map(signed -> List.of(
                        new Line(
                                "Checkpoints that sign these guests' chains",
                                signed.count() + ", numbers " + signed.first() + " to " + signed.last()),
                        new Line("The last of them", time(signed.lastAt())),
                        new Line("Fingerprint of the key of this file", evidence.fingerprint())))
                .orElse(List.of(
                        new Line(
                                "Checkpoints that sign these guests' chains",
                                "none yet; one is made every few minutes"),
                        new Line("Fingerprint of the key of this file", evidence.fingerprint())));
    }

    private static String time(@Nullable Instant at) {
        return at == null ? "-" : at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private String person(String id) {
        String name = records.name(id);
        return name.isEmpty() ? id : name + " (" + id + ")";
    }
}
