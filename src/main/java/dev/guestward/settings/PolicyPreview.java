package dev.guestward.settings;

import dev.guestward.directory.effect.Effect;
import dev.guestward.expiry.EndForecast;
import dev.guestward.guest.GuestFacts;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.InvitationSteps.Kind;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.people.Viewer;
import dev.guestward.problem.InvalidInput;
import dev.guestward.redemption.LapseForecast;
import dev.guestward.removal.RemovalForecast;
import dev.guestward.removal.RemovalForecast.Reason;
import dev.guestward.removal.RemovalForecast.Start;
import dev.guestward.settings.ProposedPolicy.Policy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What comes within a year under other values, compared with what comes under those in force: by the rules that the
 * workflows themselves go by, if nobody accepts, extends, decides or changes anything.
 */
@Component
public class PolicyPreview {
    private static final Duration REACH = Duration.ofDays(365);

    private final ProposedPolicy policies;
    private final EndForecast ends;
    private final LapseForecast lapses;
    private final RemovalForecast removals;
    private final GuestFacts guests;
    private final HospitalSettings hospital;
    private final Clock clock;

    PolicyPreview(
            ProposedPolicy policies,
            EndForecast ends,
            LapseForecast lapses,
            RemovalForecast removals,
            GuestFacts guests,
            HospitalSettings hospital,
            Clock clock) {
        this.policies = policies;
        this.ends = ends;
        this.lapses = lapses;
        this.removals = removals;
        this.guests = guests;
        this.hospital = hospital;
        this.clock = clock;
    }

    /** What happens to a guest. */
    public enum What {
        WARNING,
        REMINDER,
        QUESTION,
        LAPSE,
        BLOCK,
        DELETION
    }

    /**
     * Something that comes.
     *
     * @param nth counts the same things of the same guest, from 1
     * @param on the day, in the hospital's time zone; null if it does not come within the year
     * @param now the day under the values in force
     * @param heldBy the cap of the brake that holds it first; it then comes later, or waits for people
     */
    public record Row(
            GuestId guest,
            String name,
            What what,
            int nth,
            @Nullable LocalDate on,
            @Nullable LocalDate now,
            @Nullable String heldBy) {
        public boolean isChanged() {
            return on == null ? now != null : !on.equals(now);
        }

        @Override
        public String toString() {
            return "Row[" + guest + ", " + what + ", " + on + "]";
        }
    }

    /** What comes on one day, under the proposed values. */
    public record Day(LocalDate day, long warnings, long lapses, long blocks, long deletions, long held) {}

    /**
     * The preview.
     *
     * @param affected how many guests something changes for
     * @param beyondLongestAccess how many have an end beyond the longest access; they keep it, but cannot be extended
     */
    public record Preview(long affected, long beyondLongestAccess, List<Row> rows, List<Day> days) {}

    private record Key(GuestId guest, What what, int nth) {}

    private record Event(
            Key key,
            @Nullable Instant at,
            @Nullable Instant wished,
            @Nullable String heldBy) {}

    /**
     * @throws InvalidInput naming every value that is not acceptable
     * @throws AccessDeniedException if the person is no administrator
     */
    @Transactional
    public Preview preview(PreviewRequest request, Viewer viewer) {
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
        Policy proposed = policies.of(request);
        Map<Key, Event> then = events(proposed);
        Map<Key, Event> now = events(policies.current());
        Set<Key> keys = new HashSet<>(then.keySet());
        keys.addAll(now.keySet());
        Map<GuestId, String> names = guests.names(keys.stream().map(Key::guest).collect(Collectors.toSet()));
        List<Row> rows = keys.stream()
                .map(key -> row(key, then.get(key), now.get(key), names))
                .sorted(Comparator.comparing((Row row) -> row.on() == null ? LocalDate.MAX : row.on())
                        .thenComparing(Row::name)
                        .thenComparing(row -> row.guest().value())
                        .thenComparing(Row::what)
                        .thenComparing(Row::nth))
                .toList();
        Instant longest = clock.instant().plus(proposed.longestAccess());
        return new Preview(
                rows.stream().filter(Row::isChanged).map(Row::guest).distinct().count(),
                ends.under(proposed.expiry(), proposed.closing()).stream()
                        .filter(end -> end.end().isAfter(longest))
                        .count(),
                rows,
                days(then));
    }

    private Row row(Key key, @Nullable Event then, @Nullable Event now, Map<GuestId, String> names) {
        return new Row(
                key.guest(),
                names.getOrDefault(key.guest(), ""),
                key.what(),
                key.nth(),
                day(then),
                day(now),
                then == null ? null : then.heldBy());
    }

    private Map<Key, Event> events(Policy policy) {
        Instant until = clock.instant().plus(REACH);
        Map<GuestId, Instant> lapsing = new HashMap<>();
        List<Reason> reasons = new ArrayList<>();
        Map<Key, Event> events = new HashMap<>();
        List<LapseForecast.Coming> steps = lapses.under(policy.redemption(), until);
        steps.stream().filter(step -> step.kind() == Kind.LAPSE).forEach(step -> lapsing.put(step.guest(), step.at()));
        Map<GuestId, Instant> ending = new HashMap<>();
        for (EndForecast.Coming end : ends.under(policy.expiry(), policy.closing())) {
            Instant lapse = lapsing.get(end.guest());
            end.warnings().stream()
                    .filter(at -> !at.isAfter(until) && (lapse == null || at.isBefore(lapse)))
                    .forEach(at -> add(events, end.guest(), What.WARNING, at));
            if (lapse == null || end.end().isBefore(lapse)) {
                ending.put(end.guest(), end.end());
                reasons.add(new Reason(end.guest(), end.clinic(), Start.END, end.end()));
            }
        }
        for (LapseForecast.Coming step : steps) {
            Instant end = ending.get(step.guest());
            if (end != null && !step.at().isBefore(end)) {
                continue;
            }
            if (step.kind() == Kind.LAPSE) {
                reasons.add(new Reason(
                        step.guest(),
                        step.clinic(),
                        step.deletes() ? Start.LAPSE : Start.LAPSE_WITHOUT_ACCOUNT,
                        step.at()));
                if (!step.deletes()) {
                    add(events, step.guest(), What.LAPSE, step.at());
                }
            } else {
                add(events, step.guest(), step.kind() == Kind.REMIND ? What.REMINDER : What.QUESTION, step.at());
            }
        }
        for (RemovalForecast.Coming act : removals.under(policy.grace(), policy.caps(), reasons, until)) {
            boolean lapse = act.kind() == Effect.Kind.DELETE
                    && lapsing.containsKey(act.guest())
                    && !ending.containsKey(act.guest());
            What what = lapse ? What.LAPSE : act.kind() == Effect.Kind.BLOCK ? What.BLOCK : What.DELETION;
            Key key = new Key(act.guest(), what, 1);
            String cap = act.heldBy() == null ? null : act.heldBy().name();
            events.put(key, new Event(key, act.goesAt(), act.at(), cap));
        }
        return events;
    }

    private static void add(Map<Key, Event> events, GuestId guest, What what, Instant at) {
        int nth = 1;
        while (events.containsKey(new Key(guest, what, nth))) {
            nth++;
        }
        Key key = new Key(guest, what, nth);
        events.put(key, new Event(key, at, at, null));
    }

    private List<Day> days(Map<Key, Event> events) {
        Map<LocalDate, List<Event>> days = new TreeMap<>();
        Map<LocalDate, Long> held = new TreeMap<>();
        for (Event event : events.values()) {
            LocalDate day = day(event);
            if (day != null) {
                days.computeIfAbsent(day, key -> new ArrayList<>()).add(event);
            }
            if (event.heldBy() != null && event.wished() != null) {
                LocalDate wished = day(event.wished());
                days.computeIfAbsent(wished, key -> new ArrayList<>());
                held.merge(wished, 1L, Long::sum);
            }
        }
        return days.entrySet().stream()
                .map(one -> new Day(
                        one.getKey(),
                        count(one.getValue(), What.WARNING),
                        count(one.getValue(), What.LAPSE),
                        count(one.getValue(), What.BLOCK),
                        count(one.getValue(), What.DELETION),
                        held.getOrDefault(one.getKey(), 0L)))
                .toList();
    }

    private static long count(List<Event> events, What what) {
        return events.stream().filter(event -> event.key().what() == what).count();
    }

    private @Nullable LocalDate day(@Nullable Event event) {
        return event == null || event.at() == null ? null : day(event.at());
    }

    private LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, hospital.timeZone());
    }
}
