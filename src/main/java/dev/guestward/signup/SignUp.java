package dev.guestward.signup;

import dev.guestward.people.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who asked by themselves and has proved that the address is theirs.
 *
 * @param language {@code en} or {@code de}: in which the page was read
 * @param accessUntil a day as the clinician gave it; it may have passed meanwhile
 * @param sponsor who answers; null until one is chosen
 */
public record SignUp(
        UUID id,
        State state,
        String email,
        String displayName,
        String purpose,
        List<String> grants,
        String accessUntil,
        String language,
        UUID clinicId,
        @Nullable PersonId sponsor,
        Instant confirmedAt) {
    public SignUp {
        grants = List.copyOf(grants);
    }

    /** How far it has come. */
    public enum State {
        /** Nobody has looked at it yet. */
        RECEIVED,
        /** The address gets no mail; what it told about a person is forgotten already. */
        DROPPED,
        /** The address was sent a link. */
        MAILED,
        /** The link was followed, and the clinician is choosing a sponsor. */
        CONFIRMED,
        /** The sponsor is asked. */
        WAITING,
        ACCEPTED,
        DECLINED,
        /** Nobody has answered. */
        LAPSED
    }

    @Override
    public String toString() {
        return "SignUp[" + id + ", " + state + "]";
    }
}
