package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * How long an endpoint may take, in real time.
 *
 * @param timeoutMillis for the first attempt to deliver
 * @param retryTimeoutMillis for a repeated attempt
 * @param handshakeMillis for the validation of a subscription
 * @param leastAnswers how many answers in ten minutes it takes to call an endpoint slow; Graph's own number is unknown
 */
record DeliveryPace(long timeoutMillis, long retryTimeoutMillis, long handshakeMillis, long leastAnswers) {
    static final Set<String> FIELDS = Set.of("timeoutMillis", "retryTimeoutMillis", "handshakeMillis", "leastAnswers");

    static DeliveryPace documented() {
        return new DeliveryPace(3_000, 10_000, 10_000, 10);
    }

    DeliveryPace changedBy(ControlBody body) {
        return new DeliveryPace(
                body.number("timeoutMillis", timeoutMillis, 1),
                body.number("retryTimeoutMillis", retryTimeoutMillis, 1),
                body.number("handshakeMillis", handshakeMillis, 1),
                body.number("leastAnswers", leastAnswers, 1));
    }

    void addTo(ObjectNode json) {
        json.put("timeoutMillis", timeoutMillis)
                .put("retryTimeoutMillis", retryTimeoutMillis)
                .put("handshakeMillis", handshakeMillis)
                .put("leastAnswers", leastAnswers);
    }
}
