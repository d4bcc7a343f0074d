package dev.guestward.guest;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What comes next for guests who have not accepted their invitation; known to whoever follows it up. */
public interface InvitationSteps {

    /** Empty for an invitation that nobody follows up. */
    Optional<Step> next(Guest guest);

    /** One step, due at a time. */
    record Step(Kind kind, Instant at) {}

    /** What is done. */
    enum Kind {
        /** The guest gets a fresh link by mail. */
        REMIND,
        /** The sponsor is asked what to do. */
        ASK_SPONSOR,
        /** It is over. */
        LAPSE;

        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
