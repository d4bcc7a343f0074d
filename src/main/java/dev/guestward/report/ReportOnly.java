package dev.guestward.report;

import dev.guestward.csv.Sheet;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.guest.GuestFacts;
import dev.guestward.guest.GuestId;
import dev.guestward.mail.Mails;
import dev.guestward.mode.Mode;
import dev.guestward.mode.Workflow;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import dev.guestward.removal.BrakeCaps.Cap;
import dev.guestward.removal.BrakeReports;
import dev.guestward.removal.Cause;
import dev.guestward.removal.RemovalKeys;
import dev.guestward.removal.RemovalList;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The report of what would have happened. For administrators. */
@Component
public class ReportOnly {
    /** In the filter: what belongs to no workflow. */
    public static final String NO_WORKFLOW = "other";

    /** More than so many acts, and so many letters, of a span are not put together; the newest are. */
    public static final int MOST = 20_000;

    private static final Duration USUAL = Duration.ofDays(30);
    private static final List<String> HEADINGS =
            List.of("at", "workflow", "act", "guest", "name", "reason", "heldByBrake");

    private final Effects effects;
    private final Mails mails;
    private final BrakeReports brake;
    private final RemovalList removals;
    private final GuestFacts guests;
    private final Mode mode;
    private final MessageSource texts;
    private final Clock clock;

    ReportOnly(
            Effects effects,
            Mails mails,
            BrakeReports brake,
            RemovalList removals,
            GuestFacts guests,
            Mode mode,
            MessageSource texts,
            Clock clock) {
        this.effects = effects;
        this.mails = mails;
        this.brake = brake;
        this.removals = removals;
        this.guests = guests;
        this.mode = mode;
        this.texts = texts;
        this.clock = clock;
    }

    /**
     * What is asked for, unchecked; everything may be missing.
     *
     * @param workflow {@code removal}, or {@code other}
     * @param from first day, {@code 2031-05-01}; without it 30 days ago
     * @param to last day; without it today
     */
    public record Question(
            @Nullable String workflow,
            @Nullable String from,
            @Nullable String to) {}

    /** How many acts of one kind there are, and how many of them the brake would have held. */
    public record Count(String workflow, String act, long acts, long held) {}

    /**
     * The answer.
     *
     * @param acts newest first
     * @param cut whether there are more than could be put together
     */
    public record Report(LocalDate from, LocalDate to, List<Count> counts, List<ReportedAct> acts, boolean cut) {}

    private record Span(@Nullable String workflow, LocalDate from, LocalDate to) {
        Instant begin() {
            return from.atStartOfDay(ZoneOffset.UTC).toInstant();
        }

        Instant end() {
            return to.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        }

        boolean wants(ReportedAct act) {
            return workflow == null || workflow.equals(act.workflowKey());
        }
    }

    /** Each workflow and whether it only reports. */
    public Map<Workflow, Boolean> modes() {
        return Arrays.stream(Workflow.values())
                .collect(Collectors.toMap(one -> one, mode::reportsOnly, (a, b) -> a, TreeMap::new));
    }

    /** Whether the product as a whole only reports. */
    public boolean isOn() {
        return mode.reportsOnly();
    }

    /** Whether anything only reports at present. */
    public boolean isOnAnywhere() {
        return mode.reportsAnything();
    }

    /**
     * @throws InvalidInput naming every field that is not understood
     * @throws AccessDeniedException if the person is no administrator
     */
    @Transactional(readOnly = true)
    public Report report(Question question, Viewer viewer) {
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
        Span span = span(question);
        List<Effects.Reported> acts = effects.reported(span.begin(), span.end(), MOST);
        List<Mails.Unsent> letters = mails.reported(span.begin(), span.end(), MOST);
        Map<GuestId, String> names = guests.names(Stream.concat(
                        acts.stream().map(one -> new GuestId(one.effect().guestId())),
                        letters.stream().flatMap(one -> Optional.ofNullable(one.guest()).stream()))
                .collect(Collectors.toSet()));
        Map<UUID, Cap.Name> held =
                brake.held(acts.stream().map(one -> one.effect().id()).toList());
        Map<UUID, Cause> causes = removals.causes(acts.stream()
                .flatMap(one -> RemovalKeys.removal(one.effect().key()).stream())
                .collect(Collectors.toSet()));
        List<ReportedAct> all = Stream.concat(
                        acts.stream()
                                .map(one -> act(
                                        one,
                                        names,
                                        reason(one.effect(), causes),
                                        held.get(one.effect().id()))),
                        letters.stream().map(one -> letter(one, names)))
                .filter(span::wants)
                .sorted(Comparator.comparing(ReportedAct::at).reversed())
                .toList();
        return new Report(span.from(), span.to(), counts(all), all, acts.size() == MOST || letters.size() == MOST);
    }

    /** The same as a table for spreadsheets; no cell is a formula. */
    @Transactional(readOnly = true)
    public String sheet(Question question, Viewer viewer) {
        return Sheet.of(
                HEADINGS,
                report(question, viewer).acts().stream()
                        .map(act -> Arrays.<@Nullable Object>asList(
                                act.at(),
                                act.workflowKey(),
                                act.act(),
                                act.guest(),
                                act.name(),
                                act.reason(),
                                act.heldBy()))
                        .toList());
    }

    private static List<Count> counts(List<ReportedAct> acts) {
        Map<String, List<ReportedAct>> groups = acts.stream()
                .collect(Collectors.groupingBy(
                        act -> act.workflowKey() + " " + act.act(), TreeMap::new, Collectors.toList()));
        List<Count> counts = new ArrayList<>();
        groups.values()
                .forEach(group -> counts.add(new Count(
                        group.get(0).workflowKey(),
                        group.get(0).act(),
                        group.size(),
                        group.stream().filter(one -> one.heldBy() != null).count())));
        return counts;
    }

    private ReportedAct act(Effects.Reported one, Map<GuestId, String> names, String reason, Cap.@Nullable Name held) {
        Effect effect = one.effect();
        GuestId guest = new GuestId(effect.guestId());
        return new ReportedAct(
                effect.workflow(),
                effect.kind().name(),
                guest,
                names.getOrDefault(guest, ""),
                one.at(),
                reason,
                held == null ? null : held.name());
    }

    private static String reason(Effect effect, Map<UUID, Cause> causes) {
        if (RemovalKeys.restoration(effect.key()).isPresent()) {
            return "restoration";
        }
        return RemovalKeys.removal(effect.key())
                .map(causes::get)
                .map(cause -> cause.name().toLowerCase(Locale.ROOT))
                .orElseGet(() -> wished(effect));
    }

    private static String wished(Effect effect) {
        return switch (effect.kind()) {
            case INVITE ->
                Wish.AGAIN.equals(effect.purpose())
                        ? "fresh-link"
                        : Wish.RESET.equals(effect.purpose()) ? "address-corrected" : "invitation";
            case CHANGE_MAIL -> "address-corrected";
            case ADD_MEMBER, ASSIGN_APP_ROLE, ADD_SPONSOR -> "grant";
            case DELETE, BLOCK -> "not-accepted";
            default -> "other";
        };
    }

    private static ReportedAct letter(Mails.Unsent one, Map<GuestId, String> names) {
        return new ReportedAct(
                one.kind().workflow(),
                ReportedAct.MAIL,
                one.guest(),
                one.guest() == null ? "" : names.getOrDefault(one.guest(), ""),
                one.at(),
                one.kind().key(),
                null);
    }

    private Span span(Question question) {
        Findings findings = new Findings(texts);
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate to = day("to", question.to(), today, findings);
        LocalDate from = day("from", question.from(), to.minusDays(USUAL.toDays()), findings);
        if (from.isAfter(to)) {
            findings.add("from", "report.invalid.span");
        }
        String workflow = question.workflow() == null ? "" : question.workflow().strip();
        if (!workflow.isEmpty()
                && !workflow.equals(NO_WORKFLOW)
                && Arrays.stream(Workflow.values()).map(Workflow::key).noneMatch(workflow::equals)) {
            findings.add("workflow", "report.invalid.workflow");
        }
        findings.throwIfAny();
        return new Span(workflow.isEmpty() ? null : workflow, from, to);
    }

    private static LocalDate day(String field, @Nullable String given, LocalDate usual, Findings findings) {
        if (given == null || given.isBlank()) {
            return usual;
        }
        try {
            LocalDate day = LocalDate.parse(given.strip());
            if (day.getYear() >= 2000 && day.getYear() < 2200) {
                return day;
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        findings.add(field, "report.invalid.day");
        return usual;
    }
}
