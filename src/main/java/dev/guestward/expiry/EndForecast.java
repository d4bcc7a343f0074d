package dev.guestward.expiry;

import dev.guestward.guest.GuestId;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which ends of access come under other settings, and when they are announced, if nobody extends anything. */
@Component
public class EndForecast {
    private final ExpiryPlans plans;
    private final ExpirySettings settings;
    private final WarningTimes times;
    private final LaterEnds ends;
    private final Clock clock;

    EndForecast(ExpiryPlans plans, ExpirySettings settings, WarningTimes times, LaterEnds ends, Clock clock) {
        this.plans = plans;
        this.settings = settings;
        this.times = times;
        this.ends = ends;
        this.clock = clock;
    }

    /** A clinic that would be closed, and its guests' last day. */
    public record Closing(UUID clinic, LocalDate on) {}

    /**
     * An end that comes.
     *
     * @param was the end on record, which a closing may bring forward
     * @param warnings when sponsor and guest are written to
     */
    public record Coming(GuestId guest, UUID clinic, Instant was, Instant end, List<Instant> warnings) {}

    /** Everybody's end, also those far away. Ends that are being announced keep the times their announcement has. */
    public List<Coming> under(ExpirySettings proposed, @Nullable Closing closing) {
        return plans.ahead().stream().map(one -> coming(one, proposed, closing)).toList();
    }

    private Coming coming(ExpiryPlans.Ahead one, ExpirySettings proposed, @Nullable Closing closing) {
        Instant end = one.end();
        if (closing != null && closing.clinic().equals(one.clinic())) {
            Instant closes = ends.endOf(closing.on());
            end = closes.isBefore(end) ? closes : end;
        }
        Integer announced = end.equals(one.end()) ? one.announced() : null;
        return new Coming(one.guest(), one.clinic(), one.end(), end, warnings(end, announced, proposed));
    }

    private List<Instant> warnings(Instant end, @Nullable Integer announced, ExpirySettings proposed) {
        Instant now = clock.instant();
        List<Instant> letters = new ArrayList<>();
        int covered = announced == null ? 0 : announced;
        // an announcement that has begun waits for the time it was told when it began
        Instant last = times.last(end, announced == null ? proposed : settings);
        if (covered == 0) {
            Instant first = announced == null ? later(now, times.first(end, proposed)) : now;
            covered = letter(end, first, covered, proposed, letters);
        }
        if (!last.isBefore(now)) {
            letter(end, last, covered, proposed, letters);
        }
        return letters;
    }

    /** As the workflow asks: one letter for all warnings that are due, none that covers no more than the one before. */
    private int letter(Instant end, Instant at, int covered, ExpirySettings proposed, List<Instant> letters) {
        int due = times.due(end, at, proposed);
        if (at.isBefore(end) && due > covered) {
            letters.add(at);
            return due;
        }
        return covered;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
