package dev.guestward.guest;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What happens by itself to a request on which no owner decides; known to whoever asks the owners. */
public interface ApprovalSteps {

    /** Soonest first; empty if nobody is asked. */
    List<Step> ahead(GuestId guest);

    /** One step, due at a time. */
    record Step(Kind kind, Instant at) {}

    /** What is done. */
    enum Kind {
        /** The owners get another mail. */
        REMIND_OWNERS,
        /** Others may decide as well. */
        ASK_DEPUTIES,
        /** The request is declined. */
        CLOSE;

        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
