package dev.guestward.guest;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What comes next for a guest who is being removed or brought back. */
public interface LeavingSteps {

    /** Empty if neither is under way. */
    Optional<Step> next(Guest guest);

    /** @param at when, if that is known */
    record Step(Kind kind, @Nullable Instant at) {}

    /** What is done. */
    enum Kind {
        /** Blocked, unless whoever asked for it changes their mind. */
        BLOCK,
        /** Access is taken. */
        STRIP,
        /** The account is deleted. */
        DELETE_ACCOUNT,
        /** Everything is put back. */
        RESTORE;

        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
