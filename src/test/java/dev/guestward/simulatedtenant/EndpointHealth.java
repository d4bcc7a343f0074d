package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * What Graph thinks of an endpoint, by its answers of the last ten minutes: slow if more than 10 % took longer than a
 * first attempt may, to be dropped if more than 15 % took longer than a repeated one may.
 */
final class EndpointHealth {
    static final Duration WINDOW = Duration.ofMinutes(10);
    private static final double SLOW_SHARE = 0.10;
    private static final double DROP_SHARE = 0.15;

    private final Deque<Answer> answers = new ArrayDeque<>();
    private State state = State.NORMAL;
    private Instant until = Instant.MIN;

    enum State {
        NORMAL,
        SLOW,
        DROP;

        String spelling() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Takes an answer, or its absence, into account.
     *
     * @param slow longer than a first attempt may take
     * @param tooSlow longer than a repeated attempt may take
     * @param least a share of fewer answers says nothing
     */
    synchronized void answered(Instant now, boolean slow, boolean tooSlow, long least) {
        answers.add(new Answer(now, slow, tooSlow));
        forget(now);
        if (answers.size() >= least) {
            if (share(count(true)) > DROP_SHARE) {
                become(State.DROP, now);
            } else if (share(count(false)) > SLOW_SHARE && state(now) != State.DROP) {
                become(State.SLOW, now);
            }
        }
    }

    /** What it is, for ten minutes each time. */
    synchronized State state(Instant now) {
        return now.isBefore(until) ? state : State.NORMAL;
    }

    private void become(State worse, Instant now) {
        state = worse;
        until = now.plus(WINDOW);
    }

    private void forget(Instant now) {
        while (!answers.isEmpty() && answers.getFirst().at.isBefore(now.minus(WINDOW))) {
            answers.removeFirst();
        }
    }

    private long count(boolean tooSlow) {
        return answers.stream()
                .filter(answer -> tooSlow ? answer.tooSlow : answer.slow)
                .count();
    }

    private double share(long some) {
        return (double) some / answers.size();
    }

    synchronized ObjectNode toJson(String endpoint, Instant now) {
        forget(now);
        return Json.object()
                .put("endpoint", endpoint)
                .put("state", state(now).spelling())
                .put("answers", answers.size())
                .put("slow", count(false))
                .put("tooSlow", count(true));
    }

    private record Answer(Instant at, boolean slow, boolean tooSlow) {}
}
